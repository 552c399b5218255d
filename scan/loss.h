// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_LOSS_H
#define PORTSCAN_SCAN_LOSS_H

#include <stdint.h>

/*
 * How likely an attempt is lost on the way there or back, estimated from the
 * questions that were answered: an answer at attempt k (from 0) says that the
 * k before it were lost.  What no attempt brought an answer to says nothing.
 * Old evidence fades: links change, and not least by what the scan does.
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
 * is lost at `rate` and `answering` is the share of the host's questions that
 * are answered, 0 to 1: so many that an answer is missed at most once in
 * LOSS_MISSES_ONE_IN questions; at least LOSS_ATTEMPTS_MIN, at most
 * LOSS_ATTEMPTS_MAX.
 *
 * Where nearly everything answers, silence is more likely loss than a filter:
 * by Bayes' rule the odds of that are those of an answer.
 */
uint32_t loss_attempts(double rate, double answering);

enum {
	LOSS_MISSES_ONE_IN = 100000,
	LOSS_ATTEMPTS_MIN = 2,
	LOSS_ATTEMPTS_MAX = 100,
};

#endif
