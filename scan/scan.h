// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SCAN_H
#define PORTSCAN_SCAN_SCAN_H

#include "base/text.h"
#include "identify/service_db.h"
#include "registry/registry.h"
#include "scan/host_bits.h"
#include "scan/sink.h"
#include "targets/name_map.h"
#include "targets/probe_space.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct checkpoint;

/* How much to find out about who is behind an open port. */
enum talk_level {
	TALK_NONE,  /* nothing: over TCP it is not spoken to */
	TALK_LIGHT, /* what a connection or two tell */
	TALK_FULL,  /* all that may be asked */
};

/* How to ask.  Zero is no default: scan_options_default() has those. */
struct scan_options {
	uint32_t rate;          /* attempts a second; 0: no limit */
	uint32_t max_in_flight; /* probes at a time, over all hosts */
	uint32_t per_host;      /* probes at a time, for each host */
	uint32_t timeout_ms;    /* the longest wait for one attempt */
	uint32_t retries;       /* attempts after the first, at most */
	bool adaptive_retries;  /* only as many as the loss seen requires */
	uint32_t workers;       /* loops, each in a thread; 0: as it pays */
	enum talk_level talk;   /* with open ports */
	bool all_ports_talk;    /* with printers and controllers as well */
};

struct scan_options scan_options_default(void);

/*
 * Worker number `worker` has come so far: `log` has all of its findings and
 * hosts that were reported, of this and earlier runs, and `snapshot` what is
 * still open (scan/checkpoint.h).  Both are valid during the call, which is
 * made on the thread of the scan's loop, about every second.
 */
typedef void (*scan_keep_cb)(void *arg, uint32_t worker, const struct text *log,
                             const struct text *snapshot);

/* What to ask, and where the findings go.  All of it must outlive the scan. */
struct scan_plan {
	const struct scan_options *options;
	const struct probe_space *space;
	const struct registry *registry;
	const struct service_db *db;  /* needed to talk, and for UDP */
	const struct name_map *names; /* that the user gave addresses by; NULL:
	                               * none */
	struct sink *sink;    /* begun already; the scan does not end it */
	bool open_only;       /* findings of other states are not wanted */
	uint64_t seed;        /* of the canaries */
	uint32_t shard_index; /* which part to ask: scan/shard.h */
	uint32_t shard_count; /* 0 and 1: the whole */
	/* Addresses that are not to be asked, or not any more, by their place
	 * among the targets: their questions are settled as untested, for
	 * REASON_NOT_DISCOVERED.  NULL: none. */
	const struct host_bits *skip;
	/* Where an earlier run of the same scan was, from which this one goes
	 * on, with as many workers; NULL: at the start.  What that run had
	 * reported is reported again, once. */
	const struct checkpoint *resumed;
	scan_keep_cb keep; /* NULL: nobody wants to know where the scan is */
	void *keep_arg;
};

struct scan_progress {
	uint64_t settled; /* questions with an outcome */
	uint64_t count;   /* questions in all */
	uint64_t open;
	uint32_t in_flight;
	bool short_of_something; /* waiting for descriptors, ports or memory */
};

struct scan;

/*
 * Every question of the plan has been settled, or the scan was cancelled, and
 * every socket is closed; `summary` is valid during the call.  Of its fields
 * the scan leaves address_count and the unresolved names to its caller.
 */
typedef void (*scan_done_cb)(void *arg, const struct scan_summary *summary);

/*
 * Start asking.  `plan` is copied, what it points to is not.  `done` runs
 * once, never from inside this call; the scan frees itself after it.  NULL
 * with errno set when memory or descriptors for the scan itself are lacking.
 */
struct scan *scan_start(uv_loop_t *loop, const struct scan_plan *plan,
                        scan_done_cb done, void *arg);

/* Stop asking: what was not settled by now becomes `untested`. */
void scan_cancel(struct scan *scan);

/* As many workers as scan_start() would start. */
uint32_t scan_worker_count(const struct scan_plan *plan);

/* How many questions the plan's shard has. */
uint64_t scan_question_count(const struct scan_plan *plan);

struct scan_progress scan_progress(const struct scan *scan);

#endif
