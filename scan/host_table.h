// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_HOST_TABLE_H
#define PORTSCAN_SCAN_HOST_TABLE_H

#include "probes/outcome.h"
#include "scan/icmp_limit.h"
#include "scan/loss.h"
#include "scan/place_set.h"
#include "scan/rtt.h"
#include "scan/wheel.h"
#include "scan/window.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct probe;

/* First in, first out, linked through probe.next. */
struct probe_queue {
	struct probe *first;
	struct probe *last;
};

/* Does the host answer on ports that nobody would use? (scan/canary.h) */
enum canary_stage {
	CANARY_NONE, /* no reason to ask yet */
	CANARY_ASKED,
	CANARY_TOLD, /* `suspect` says what */
};

/* A silent address rests, and is asked once more before it is given up. */
enum host_stage {
	HOST_ASKED,
	HOST_IN_LANE, /* all but the lane is done */
	HOST_RESTING,
	HOST_REVISITED,
	HOST_GIVEN_UP,
};

/* UDP questions of a host that limits its ICMP errors (scan/icmp_limit.h). */
struct lane {
	struct icmp_limit limit;
	struct place_set fresh;   /* not asked in the lane yet */
	struct probe_queue again; /* asked and silent */
	bool is_asking;           /* the next is on its way out */
};

/* What the scan knows of one address while it is asking it. */
struct host {
	struct wheel_node rest; /* first: a wheel node is its host */
	struct host *next;      /* of the same hash, or in one list */
	struct host *next_hungry;
	bool hungry; /* in the list of those with something to be asked */

	struct address address;
	uint64_t place; /* among the targets */
	uint64_t group; /* of the order */
	uint64_t first_asked_us;

	struct rtt rtt;
	struct window window;
	struct loss loss;
	bool answered;         /* it is there: something came back from it */
	uint32_t in_flight;    /* attempts, and conversations */
	uint32_t probes;       /* that are of it, on whatever stage */
	uint32_t first_heard;  /* first attempts that were answered */
	uint32_t first_silent; /* first attempts that were not */

	struct probe_queue waiting; /* probes to be asked again */
	struct place_set parked;    /* not asked yet, for want of room */
	struct place_set held;      /* asked once, silent like its address */
	struct place_set tried;     /* asked in full, and the same */
	uint32_t tried_attempts;    /* the most that one of them got */
	struct lane *lane;          /* NULL: nothing is known of UDP */
	bool icmp_limited;
	enum host_stage stage;
	uint32_t revisits; /* held ports that are asked once more */

	enum canary_stage canary;
	uint32_t canaries_out;
	uint32_t canaries_open;
	bool suspect;
	uint32_t talks;              /* with its ports, now */
	uint32_t fruitless;          /* of late, that told nothing */
	struct probe_queue queued;   /* open ports, until fewer are talked to */
	struct probe_queue withheld; /* open ports, until the canaries tell */

	uint32_t settled;                  /* questions with an outcome */
	uint32_t silent;                   /* of those: by silence alone */
	uint32_t states[PORT_STATE_COUNT]; /* of the settled ones */
};

struct host_table {
	struct host **buckets;
	size_t bucket_count; /* a power of two */
	size_t count;
};

/* False when out of memory. */
bool host_table_init(struct host_table *table);

/* Free the table and its hosts. */
void host_table_release(struct host_table *table);

/* The host at `address`, new and zero if it was not there; NULL when out of
 * memory.  It stays where it is until removed. */
struct host *host_table_get(struct host_table *table,
                            const struct address *address);

/* Take `host` out: it is the caller's to host_free(). */
void host_table_remove(struct host_table *table, struct host *host);

void host_free(struct host *host);

/* Call `visit` for every host; it may remove that one. */
void host_table_each(struct host_table *table,
                     void (*visit)(void *arg, struct host *host), void *arg);

#endif
