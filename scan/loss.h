// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_LOSS_H
#define PORTSCAN_SCAN_LOSS_H

#include <stdint.h>

/*
 * How likely an attempt is lost on the way there or back, estimated from the
 * questions that were answered: an answer at attempt k (from 0) says that the
 * k before it were lost.  What no attempt brought an answer to says nothing.
 */
struct loss {
	uint64_t heard; /* attempts that were answered */
	uint64_t lost;  /* attempts before those, of the same questions */
};

/* A question was answered after `lost` attempts that were not. */
void loss_sample(struct loss *loss, uint32_t lost);

/* The estimate, which starts from `prior`: what is known of other hosts, or
 * LOSS_PRIOR. */
double loss_rate(const struct loss *loss, double prior);

#define LOSS_PRIOR 0.01

/*
 * How many attempts a question needs before its silence is believed, where one
 * is lost at `rate`: so many that all of them are lost at most once in
 * LOSS_MISSES_ONE_IN questions; at least LOSS_ATTEMPTS_MIN, at most `most`.
 */
uint32_t loss_attempts(double rate, uint32_t most);

enum { LOSS_MISSES_ONE_IN = 100000, LOSS_ATTEMPTS_MIN = 2 };

#endif
