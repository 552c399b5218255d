// SPDX-License-Identifier: Apache-2.0
#include "scan/rtt.h"

/* Longer than any real round trip; keeps the sums below in 32 bits. */
enum {
	SAMPLE_MAX_US = 60000000,
	DELAY_NOTICED_US = 2000, /* less is our own scheduling */
	LAST_WAITS = 5,          /* times the first wait */
	LAST_MIN_US = 500000,
};

void rtt_sample(struct rtt *rtt, uint64_t sample_us)
{
	uint32_t sample =
		sample_us < SAMPLE_MAX_US ? (uint32_t)sample_us : SAMPLE_MAX_US;
	uint32_t error;

	if (!rtt->sampled) {
		rtt->sampled = true;
		rtt->srtt_us = sample;
		rtt->rttvar_us = sample / 2;
		rtt->min_us = sample;
		return;
	}
	if (sample < rtt->min_us)
		rtt->min_us = sample;
	error = sample > rtt->srtt_us ? sample - rtt->srtt_us
	                              : rtt->srtt_us - sample;
	rtt->rttvar_us = (3 * rtt->rttvar_us + error) / 4;
	rtt->srtt_us = (7 * rtt->srtt_us + sample) / 8;
}

static uint64_t rto_us(const struct rtt *rtt)
{
	uint64_t rto_us = rtt->srtt_us + 4 * (uint64_t)rtt->rttvar_us;

	if (!rtt->sampled)
		return RTO_INITIAL_US;
	return rto_us > RTO_MIN_US ? rto_us : RTO_MIN_US;
}

static uint64_t back_off(uint64_t rto_us, unsigned attempt, uint64_t max_us)
{
	while (attempt-- > 0 && rto_us < max_us)
		rto_us *= 2;
	return rto_us < max_us ? rto_us : max_us;
}

uint64_t rtt_timeout_us(const struct rtt *rtt, unsigned attempt,
                        uint64_t max_us)
{
	return back_off(rto_us(rtt), attempt, max_us);
}

uint64_t rtt_unheard_timeout_us(const struct rtt *all, unsigned attempt,
                                bool last, uint64_t max_us)
{
	uint64_t first_us = rto_us(all);
	uint64_t last_us;

	if (all->sampled)
		first_us += first_us / 2;
	if (!last)
		return back_off(first_us, attempt, max_us);
	last_us = LAST_WAITS * first_us;
	if (last_us < LAST_MIN_US)
		last_us = LAST_MIN_US;
	return last_us < max_us ? last_us : max_us;
}

bool rtt_is_delayed(const struct rtt *rtt)
{
	return rtt->sampled &&
	       rtt->srtt_us > 2 * (uint64_t)rtt->min_us + DELAY_NOTICED_US;
}
