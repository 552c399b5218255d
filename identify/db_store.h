// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_DB_STORE_H
#define PORTSCAN_IDENTIFY_DB_STORE_H

#include "identify/pattern_index.h"
#include "identify/regex.h"
#include "identify/service_db.h"

/* What a service database is made of, for the files that fill and ask it. */

struct db_pattern {
	struct regex regex;
	struct bytes service; /* without "ssl/" */
	struct bytes info;    /* see identify/version_info.h */
	bool soft, tls;
};

enum {
	DB_PROBES_MAX = 4096, /* in all files: names are compared one by one */
	DB_FALLBACKS_MAX = 20,
};

/* A probe, and what belongs to it. */
struct db_entry {
	struct db_probe probe;
	size_t first_pattern, pattern_count;
	struct bytes fallback_names; /* "A,B", until the file was read */
	size_t fallback_line;
	size_t fallbacks[DB_FALLBACKS_MAX]; /* indices of probes */
	size_t fallback_count;
};

struct service_db {
	char **texts; /* of the files; most other bytes are within */
	size_t file_count;
	struct db_entry *probes;
	size_t probe_count, probe_room;
	struct db_pattern *patterns; /* those of a probe stand together */
	size_t pattern_count, pattern_room;
	struct db_ports excluded[PROTOCOL_COUNT];
	bool has_exclude; /* the file that is being read */
	size_t *twins;    /* of each file, for each probe: see db_twin() */
	struct pattern_index *index;
};

/* The probe of `file` whose patterns are for answers to `probe`; NULL if it
 * has none.  Of a finished database. */
const struct db_entry *db_twin(const struct service_db *db,
                               const struct db_probe *probe, size_t file);

/* Read a file into `db`. */
bool db_read(struct service_db *db, struct bytes text, bool trusted,
             struct service_db_error *error);

/* The probe of that name in `file`; NULL if there is none. */
struct db_entry *db_find_in_file(const struct service_db *db,
                                 enum protocol protocol, struct bytes name,
                                 size_t file);

#endif
