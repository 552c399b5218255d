// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_WINDOW_H
#define PORTSCAN_SCAN_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How many attempts may be in flight towards a host, or towards all of them.
 *
 * As in TCP (RFC 5681) answers let the window grow and loss makes it shrink;
 * but a scan hears little: dead addresses and filtered ports never answer, and
 * their silence is no loss.  So
 *
 * - silence lets the window grow too, as far as it was to be expected;
 * - the only evidence of loss is a question that is answered at a later
 *   attempt: the earlier ones were lost;
 * - a link that loses packets whatever one sends (radio) must not bring the
 *   scan to a halt: only when more is lost than a link may lose by nature, or
 *   when round trips grow at the same time, is it taken for congestion.
 *
 * Times are of any one monotonic clock, in microseconds.
 */
struct window {
	double size;      /* attempts; at least 1 */
	double threshold; /* below it the window grows fast */
	double most;      /* the user's ceiling */
	uint32_t heard;   /* first answers since the last verdict */
	uint32_t lost;    /* attempts since the last verdict */
	uint64_t cut_us;  /* when it shrank last; 0: never */
	uint32_t cuts;
};

enum {
	WINDOW_INITIAL_MAX = 1024,
	WINDOW_EVIDENCE = 50, /* attempts that a verdict on loss rests on */
	WINDOW_MEMORY = 400,  /* at most */
	/* The losses a verdict tolerates, in percent. */
	WINDOW_LOSS_BY_NATURE = 8,
	WINDOW_LOSS_WITH_DELAY = 2,
};

/* Starts at an eighth of `most`, or at WINDOW_INITIAL_MAX. */
void window_init(struct window *window, uint32_t most);

/* May another attempt join the `in_flight` that are? */
bool window_allows(const struct window *window, uint32_t in_flight);

/*
 * A question was answered, the `lost` attempts before that answer were not;
 * the first of them was sent at `sent_us`.  `delayed`: round trips are much
 * longer than they were at best.  True: the window has just shrunk.
 */
bool window_answered(struct window *window, uint32_t in_flight, uint32_t lost,
                     uint64_t sent_us, bool delayed, uint64_t now_us);

/* An attempt stayed unanswered; `expected` is how likely that was, 0 to 1. */
void window_silent(struct window *window, uint32_t in_flight, double expected);

#endif
