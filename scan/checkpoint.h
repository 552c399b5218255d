// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CHECKPOINT_H
#define PORTSCAN_SCAN_CHECKPOINT_H

#include "base/text.h"
#include "probes/outcome.h"
#include "scan/checkpoint_identity.h"
#include "scan/finding.h"
#include "scan/rtt.h"
#include "scan/tally.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/*
 * How far a scan has come, as text, from which a later run goes on.  Lines of
 * words with one blank between; times are microseconds since the epoch, UTC:
 *
 *   portscan-checkpoint 2
 *   scan targets 10.0.0.0-10.0.0.255        a line for each checkpoint_item
 *   started 1795449907250000
 *   discovered 1530                         once discovery is over: attempts,
 *   skipped 17-40                           and addresses it leaves out
 *   port 512 open syn-ack 1 310 1795449907251000 heard 5353482d 3b0300737368
 *   host 5 3,0,9,0,0 310,155,290 answered   the log: what was reported
 *   elapsed 8125                            ms
 *   worker 0                                for each worker its snapshot:
 *   cursor 8192                             places of the order it has taken,
 *   ask 77-78                               of which these are not settled;
 *   known 9 1,0,3,0,0 - -                   hosts it is not done with;
 *   state open 5                            and what it counted: state, reason
 *   count attempts 8211                     and other counts
 *   end 0a1b...                             SHA-256 of all lines before
 *
 * Questions are numbered by question_id(), addresses by their place among the
 * targets.  A port line is: question, state, reason, attempts, RTT (us) or -,
 * time, marks or -, banner in hex or -, the facts of who answered (of
 * identity_encode()) in hex or -.  A host line is: address; its questions
 * by state, in the order of enum port_state; SRTT, RTTVAR and least RTT, or -;
 * marks or -.
 *
 * checkpoint_put_*() append such lines; scan/checkpoint_parse.h reads them.
 * The parts of a file can be made at different times and places: the log grows
 * by a line a finding, snapshots are replaced.
 */

/* Numbers from `first` to `last`, both included. */
struct checkpoint_run {
	uint64_t first;
	uint64_t last;
};

/* A finding that was reported, without what follows from it again. */
struct checkpoint_finding {
	uint64_t question;
	struct outcome outcome;
	uint32_t attempts;
	bool has_rtt;
	uint32_t rtt_us;
	int64_t settled_us;
	bool suspect;          /* its host answers on every port */
	bool heard;            /* it was listened to, though perhaps silent */
	bool hung_up;          /* heard to close at once */
	bool endless;          /* heard to talk without end */
	const uint8_t *banner; /* not owned */
	size_t banner_len;     /* at most BANNER_MAX */
	struct facts who;      /* not owned */
};

/* Where the bytes of a finding are put when it is read. */
struct checkpoint_heard {
	uint8_t banner[BANNER_MAX];
	uint8_t who[FACTS_MAX];
};

struct checkpoint_host {
	uint64_t place;
	bool answered;
	bool suspect;
	bool icmp_limited;
	bool canaried; /* its canaries told: `suspect` says what */
	uint64_t states[PORT_STATE_COUNT]; /* of its settled questions */
	struct rtt rtt;
};

/* How the file begins: the log and what follows comes behind it. */
void checkpoint_put_head(struct text *text,
                         const struct checkpoint_identity *identity,
                         int64_t started_us);

/* Discovery is over, after so many attempts, and leaves out the runs that
 * follow; behind the head. */
void checkpoint_put_discovered(struct text *text, uint64_t attempts);
void checkpoint_put_skipped(struct text *text, struct checkpoint_run places);

/* The log. */
void checkpoint_put_finding(struct text *text,
                            const struct checkpoint_finding *finding);
void checkpoint_put_host(struct text *text, const struct checkpoint_host *host);

/* Behind the log: how long the scan took, all its runs together. */
void checkpoint_put_elapsed(struct text *text, uint64_t elapsed_ms);

/* Before the snapshot of each worker, in ascending order from 0. */
void checkpoint_put_worker(struct text *text, uint32_t worker);

/* A snapshot, in this order: the cursor once, any of the others. */
void checkpoint_put_cursor(struct text *text, uint64_t cursor);
void checkpoint_put_unsettled(struct text *text,
                              struct checkpoint_run questions);
void checkpoint_put_known(struct text *text,
                          const struct checkpoint_host *host);
void checkpoint_put_tally(struct text *text, const struct scan_tally *tally);

/* The last line, over all of `parts` before it. */
void checkpoint_put_end(struct text *text, const struct iovec *parts,
                        size_t count);

#endif
