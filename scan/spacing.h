// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SPACING_H
#define PORTSCAN_SCAN_SPACING_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A window says how many attempts may be in flight, and not that they should
 * leave all at once: many expire together, and a burst of those who take their
 * place overflows queues that would carry them spread out.  So attempts are
 * spaced: a windowful over somewhat less than the time that one is in flight.
 *
 * Answers are also what tells that a path can carry the pace.  The less is
 * answered, the nearer the pace is held to SPACING_BLIND_RATE, which a link of
 * 100 Mbit/s carries and a host can send.
 *
 * Times are of any one monotonic clock, in microseconds.
 */
struct spacing {
	double flight_us; /* how long an attempt is in flight, smoothed */
	double answered;  /* the share that is answered, smoothed */
	double blind_us;  /* between two that nothing answers */
	double due_us;    /* when the next may leave */
};

enum {
	SPACING_BURST_US = 5000,    /* what may be caught up after a pause */
	SPACING_BLIND_RATE = 60000, /* attempts a second */
};

/* One of `share` that share the path. */
void spacing_init(struct spacing *spacing, uint32_t share);

/* An attempt was in flight for `flight_us`. */
void spacing_sample(struct spacing *spacing, uint64_t flight_us, bool answered);

bool spacing_allows(const struct spacing *spacing, uint64_t now_us);

/* An attempt leaves, with a window of `window` attempts. */
void spacing_sent(struct spacing *spacing, double window, uint64_t now_us);

#endif
