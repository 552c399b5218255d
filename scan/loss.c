// SPDX-License-Identifier: Apache-2.0
#include "scan/loss.h"

/* How firmly the prior is believed: like the evidence of so many attempts. */
#define PRIOR_WEIGHT 50.0

/* Answers after which the older half of the evidence counts half. */
enum { MEMORY = 500 };

void loss_sample(struct loss *loss, uint32_t lost)
{
	if (loss->heard >= MEMORY) {
		loss->heard /= 2;
		loss->lost /= 2;
	}
	loss->heard++;
	loss->lost += lost;
}

double loss_rate(const struct loss *loss, double prior)
{
	return ((double)loss->lost + PRIOR_WEIGHT * prior) /
	       ((double)loss->lost + (double)loss->heard + PRIOR_WEIGHT);
}

uint32_t loss_attempts(double rate, double answering)
{
	double odds = answering / (1.001 - answering); /* finite: at 1 too */
	double missed = rate * rate * (odds > 1 ? odds : 1);
	uint32_t attempts = LOSS_ATTEMPTS_MIN;

	while (missed * LOSS_MISSES_ONE_IN > 1 &&
	       attempts < LOSS_ATTEMPTS_MAX) {
		missed *= rate;
		attempts++;
	}
	return attempts;
}
