// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_PROBE_POOL_H
#define PORTSCAN_SCAN_PROBE_POOL_H

#include "identify/conduct.h"
#include "identify/identity.h"
#include "probes/interviewer.h"
#include "probes/outcome.h"
#include "scan/host_table.h"
#include "scan/wheel.h"
#include "targets/probe_space.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 *   FREE -> WAITING <-> REACHING -> TALKING -> WITHHELD -> SETTLED -> FREE
 *                            \-> QUEUED -^
 *
 * A probe may skip any stage after WAITING, and ends from each of them.
 */
enum probe_stage {
	PROBE_FREE,
	PROBE_WAITING,  /* to be asked, or asked again, as soon as allowed */
	PROBE_REACHING, /* an attempt is in flight */
	PROBE_QUEUED,   /* open: waits for its host to be less talked to */
	PROBE_TALKING,  /* open: an interview is held */
	PROBE_WITHHELD, /* open, if its host is not suspect */
	PROBE_SETTLED,  /* has an outcome, which is on its way out */
};

/* What an open port said when it was asked; perhaps nothing. */
struct answer {
	struct identity who;
	enum conduct conduct;
	size_t banner_len;
	uint8_t banner[];
};

/* One question on its way to an outcome. */
struct probe {
	struct wheel_node deadline; /* first: a wheel node is its probe */
	struct probe *next;         /* in one queue at a time */
	enum probe_stage stage;
	struct question question;
	struct host *host;
	bool canary; /* nobody asked for this one (scan/canary.h) */
	bool last;   /* of its address: it is believed silent after this */
	bool suspect;
	bool in_lane; /* of its host (scan/icmp_limit.h) */
	struct icmp_limit_question lane;
	uint32_t attempts;
	uint32_t in_vain; /* of these: before its address was heard */
	uint64_t first_sent_us;
	uint64_t sent_us; /* the attempt in flight */
	struct outcome outcome;
	uint64_t rtt_us;
	int64_t settled_us;              /* since the epoch */
	struct interviewer *interviewer; /* TALKING */
	struct answer *answer; /* owned; NULL: nobody asked to the end */
};

/* Keep what an open port said, as far as there is memory, and who it is: the
 * facts of `who` are taken over.  By that it spoke or was silent. */
void probe_keep_answer(struct probe *probe, struct bytes banner,
                       struct identity *who, enum conduct conduct);

/* Free what probe_keep_answer() kept. */
void probe_drop_answer(struct probe *probe);

void probe_queue_push(struct probe_queue *queue, struct probe *probe);
void probe_queue_push_front(struct probe_queue *queue, struct probe *probe);

/* Append all of `from`, which is empty then. */
void probe_queue_join(struct probe_queue *queue, struct probe_queue *from);

/* The first probe; NULL when the queue is empty. */
struct probe *probe_queue_pop(struct probe_queue *queue);

/* A fixed number of probes; the place of one in the pool is its slot. */
struct probe_pool {
	struct probe *probes;
	uint32_t size;
	uint32_t used;
	struct probe_queue free;
};

/* False when out of memory. */
bool probe_pool_init(struct probe_pool *pool, uint32_t size);

/* Every probe must have been given back. */
void probe_pool_release(struct probe_pool *pool);

/* An empty probe; NULL when all are in use. */
struct probe *probe_pool_take(struct probe_pool *pool);

/* Give `probe` back, with its answer. */
void probe_pool_give(struct probe_pool *pool, struct probe *probe);

uint32_t probe_pool_slot(const struct probe_pool *pool,
                         const struct probe *probe);

#endif
