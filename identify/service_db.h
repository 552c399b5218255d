// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SERVICE_DB_H
#define PORTSCAN_IDENTIFY_SERVICE_DB_H

#include "base/protocol.h"
#include "identify/bytes.h"
#include "identify/identity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A service database: what to send to a port, and by which patterns to tell
 * who answers.  Read from text in the grammar of nmap-service-probes, which
 * nmap's book documents ("Service and Application Version Detection", File
 * Format), so that files made for it can be used.
 *
 * Filled by service_db_add(), once for each file, then finished by
 * service_db_finish(); from then on it does not change but for patterns that
 * are compiled when they are first tried, and any number of threads may use
 * it.
 */
struct service_db;

struct service_db *service_db_create(void); /* NULL: out of memory */
void service_db_free(struct service_db *db);

struct service_db_error {
	size_t line; /* from 1 */
	char why[160];
};

/*
 * Read a file, whose text is copied.  `trusted`: its patterns were tested when
 * portscan was built, and are compiled when they are first tried; otherwise
 * now, so that a bad one is an error here.  False, with `*error` filled, and
 * the database good for nothing but service_db_free().
 */
bool service_db_add(struct service_db *db, const char *text, size_t len,
                    bool trusted, struct service_db_error *error);

/* No more files come.  False when out of memory. */
bool service_db_finish(struct service_db *db);

/* First and last number of a range. */
struct db_range {
	uint16_t first, last;
};

struct db_ports {
	struct db_range *ranges; /* ascending, apart */
	size_t count;
};

bool db_ports_have(const struct db_ports *ports, uint16_t port);

struct db_probe {
	enum protocol protocol;
	const char *name; /* "NULL" listens to a greeting, and sends nothing */
	struct bytes payload;
	struct db_ports ports;     /* where it is the one to begin with */
	struct db_ports tls_ports; /* the same inside TLS: sslports */
	uint8_t rarity;            /* 1, the most useful, to 9 */
	uint32_t total_wait_ms;    /* 0: whatever is usual */
	size_t index;              /* of this probe in the database */
	size_t file; /* which service_db_add() brought it, from 0 */
};

/* In the order of the files.  Probes live as long as the database, and stay
 * where they are from service_db_finish() on. */
size_t service_db_probe_count(const struct service_db *db);
const struct db_probe *service_db_probe(const struct service_db *db,
                                        size_t index);

/* The probe of that name, the first file's; NULL when there is none. */
const struct db_probe *service_db_find(const struct service_db *db,
                                       enum protocol protocol,
                                       const char *name);

/* Is nothing ever to be sent to this port ("Exclude")? */
bool service_db_excludes(const struct service_db *db, enum protocol protocol,
                         uint16_t port);

/* Has `probe` a pattern for this service? */
bool service_db_tells(const struct service_db *db, const struct db_probe *probe,
                      const char *service);

/* What a thread needs to match: not shared.  NULL when out of memory. */
struct db_matcher;
struct db_matcher *db_matcher_create(const struct service_db *db);
void db_matcher_free(struct db_matcher *matcher);

/* Pass over no pattern from now on, though the index tells that it does not
 * match: slower, and the same. */
void db_matcher_try_everything(struct db_matcher *matcher);

enum db_match {
	DB_NO_MATCH,
	DB_SOFT_MATCH, /* the protocol is known, but not who speaks it */
	DB_MATCH,
};

/*
 * Who said this in answer to `probe`: the first pattern that matches of the
 * probe's own, those of its fallbacks and, over TCP, those of NULL; a soft one
 * only if no other does.  Fills `who->service`, but for via, which is the
 * caller's; without a match it stays as it is.
 *
 * Only patterns of `file` are tried, and none when there is no such file.  To a
 * probe of another file corresponds the one of this file that sends the same
 * or, failing that, has the same name; if none does, what is left is NULL.
 *
 * No more than the first 16 KiB are looked at.  A pattern that reaches its
 * match limit does not match.
 */
enum db_match db_match(struct db_matcher *matcher, const struct db_probe *probe,
                       size_t file, struct bytes said, struct identity *who);

#endif
