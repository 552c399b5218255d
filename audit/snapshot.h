// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_SNAPSHOT_H
#define PORTSCAN_AUDIT_SNAPSHOT_H

#include "audit/coverage.h"
#include "base/text.h"
#include "probes/outcome.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct string_pool;

/*
 * One open port as some run or file saw it.  Every string is NUL-terminated,
 * owned by the snapshot, and "" when unknown.  Strings hold what remote hosts
 * chose; writers escape them.
 */
struct sighting {
	struct address address;
	enum protocol protocol;
	uint16_t port;
	struct outcome outcome; /* open, or open|filtered in files of others */
	int64_t time_us;        /* since the epoch, UTC; 0: unknown */
	const char *hostname;
	const char *registry_status; /* "assigned", "dormant", … */
	const char *registry_name;
	const char *service; /* protocol name, "ssh" */
	const char *product;
	const char *version;
	const char
		*certificate; /* SHA-256 of the leaf, lower-case hexadecimal */
	const char *host_keys; /* "ssh-ed25519 SHA256:…" sorted, ", " between */
	const char *banner;    /* as the record has it */
	const char *verdict; /* "expected", …; "" where nothing was judged */
	const char *why;     /* codes, ";" between them */
	/* The port record of docs/record.schema.json, one JSON object on one
	 * line: all that was seen.  "" where a file of others has none. */
	const char *record;
	size_t order; /* set by snapshot_add(), for snapshot_sort() */
};

/* How much was found out of who answers: `light` cannot contradict `full`. */
enum depth {
	DEPTH_REACH, /* open or not, and nothing else */
	DEPTH_LIGHT,
	DEPTH_FULL,
};

/* What one run or file saw. */
struct snapshot {
	struct sighting
		*sightings; /* by address, protocol, port; no two alike */
	size_t count;
	struct coverage *coverage; /* what was asked; never NULL once filled */
	enum depth depth;
	bool foreign;    /* seen by another program, which names services in its
	                  * own way */
	int64_t time_us; /* when it began; 0: unknown */
	struct string_pool *strings; /* what the sightings point into */
};

/* Zeros are an empty snapshot without coverage. */
void snapshot_release(struct snapshot *snapshot);

/* A copy of `sighting`, strings and all; false when out of memory.  Sort when
 * all are there. */
bool snapshot_add(struct snapshot *snapshot, const struct sighting *sighting);

/* Of several of one port the last that was added stays. */
void snapshot_sort(struct snapshot *snapshot);

/* In a sorted snapshot; NULL: not open there. */
const struct sighting *snapshot_find(const struct snapshot *snapshot,
                                     const struct address *address,
                                     enum protocol protocol, uint16_t port);

/* Order: by address, protocol, port. */
int sighting_compare(const struct sighting *a, const struct sighting *b);

/* Is all that identifies who answers the same: service, product, version,
 * certificate, host keys, host name, verdict and why?  Time, banner and the
 * rest of the record may differ. */
bool sighting_is_alike(const struct sighting *a, const struct sighting *b);

/*
 * Read one port record (a JSON object of `len` bytes, docs/record.schema.json)
 * and add it where its state is open; every state goes to the coverage, which
 * is created where there is none.  False, with one line in `error` and nothing
 * added, when it is none.
 */
bool snapshot_add_record(struct snapshot *snapshot, const char *json,
                         size_t len, struct text *error);

#endif
