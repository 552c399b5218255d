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
	uint32_t min_us;
};

enum {
	/* Before any sample.  RFC 6298 2.1 has a second; but the first answer
	 * corrects it, and a second attempt costs less than a second. */
	RTO_INITIAL_US = 400000,
	RTO_MIN_US = 100000, /* a busy host's scheduling, not its distance */
};

void rtt_sample(struct rtt *rtt, uint64_t sample_us);

/*
 * How long to wait for attempt number `attempt` (from 0): the RTO, doubled for
 * each attempt before it (RFC 6298 5.5), at most `max_us`.
 */
uint64_t rtt_timeout_us(const struct rtt *rtt, unsigned attempt,
                        uint64_t max_us);

/*
 * The same for an address that was not heard yet, from `all`, the estimate over
 * every host that was: it may be farther than they are, so one and a half of
 * their RTO.  `last`: after this attempt nobody asks any more, so it waits long
 * enough for one that is much farther.
 */
uint64_t rtt_unheard_timeout_us(const struct rtt *all, unsigned attempt,
                                bool last, uint64_t max_us);

/* Are round trips much longer than the best was?  Then queues are filling. */
bool rtt_is_delayed(const struct rtt *rtt);

#endif
