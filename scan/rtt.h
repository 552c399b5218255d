// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_RTT_H
#define PORTSCAN_SCAN_RTT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Round-trip estimate for one host, and the retransmission timeout (RTO) that
 * follows from it: RFC 6298 section 2, in microseconds.  Karn's rule (RFC 6298
 * section 3) is the caller's: no samples of which the attempt is in doubt.
 */
struct rtt {
	bool sampled;
	uint32_t srtt_us;
	uint32_t rttvar_us;
};

enum {
	RTO_INITIAL_US = 1000000, /* RFC 6298 2.1, before any sample */
	RTO_MIN_US = 100000, /* a busy host's scheduling, not its distance */
};

void rtt_sample(struct rtt *rtt, uint64_t sample_us);

/*
 * How long to wait for attempt number `attempt` (from 0): the RTO, doubled for
 * each attempt before it (RFC 6298 5.5), at most `max_us`.
 */
uint64_t rtt_timeout_us(const struct rtt *rtt, unsigned attempt,
                        uint64_t max_us);

#endif
