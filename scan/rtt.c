// SPDX-License-Identifier: Apache-2.0
#include "scan/rtt.h"

/* Longer than any real round trip; keeps the sums below in 32 bits. */
enum { SAMPLE_MAX_US = 60000000 };

void rtt_sample(struct rtt *rtt, uint64_t sample_us)
{
	uint32_t sample =
		sample_us < SAMPLE_MAX_US ? (uint32_t)sample_us : SAMPLE_MAX_US;
	uint32_t error;

	if (!rtt->sampled) {
		rtt->sampled = true;
		rtt->srtt_us = sample;
		rtt->rttvar_us = sample / 2;
		return;
	}
	error = sample > rtt->srtt_us ? sample - rtt->srtt_us
	                              : rtt->srtt_us - sample;
	rtt->rttvar_us = (3 * rtt->rttvar_us + error) / 4;
	rtt->srtt_us = (7 * rtt->srtt_us + sample) / 8;
}

uint64_t rtt_timeout_us(const struct rtt *rtt, unsigned attempt,
                        uint64_t max_us)
{
	uint64_t rto_us = RTO_INITIAL_US;

	if (rtt->sampled)
		rto_us = rtt->srtt_us + 4 * (uint64_t)rtt->rttvar_us;
	if (rto_us < RTO_MIN_US)
		rto_us = RTO_MIN_US;
	while (attempt-- > 0 && rto_us < max_us)
		rto_us *= 2;
	return rto_us < max_us ? rto_us : max_us;
}
