// SPDX-License-Identifier: Apache-2.0
#include "scan/loss.h"

/* How firmly the prior is believed: like the evidence of so many attempts. */
#define PRIOR_WEIGHT 50.0

void loss_sample(struct loss *loss, uint32_t lost)
{
	loss->heard++;
	loss->lost += lost;
}

double loss_rate(const struct loss *loss, double prior)
{
	return ((double)loss->lost + PRIOR_WEIGHT * prior) /
	       ((double)loss->lost + (double)loss->heard + PRIOR_WEIGHT);
}

uint32_t loss_attempts(double rate, uint32_t most)
{
	double missed = rate * rate;
	uint32_t attempts = LOSS_ATTEMPTS_MIN;

	while (missed * LOSS_MISSES_ONE_IN > 1 && attempts < most) {
		missed *= rate;
		attempts++;
	}
	return attempts < most ? attempts : most;
}
