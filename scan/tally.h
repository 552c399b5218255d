// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_TALLY_H
#define PORTSCAN_SCAN_TALLY_H

#include "probes/outcome.h"
#include "scan/sink.h"

#include <stdint.h>

/* What one worker counts; the sum over all of them is the scan's. */
struct scan_tally {
	uint64_t settled; /* questions with an outcome */
	uint64_t states[PORT_STATE_COUNT];
	uint64_t reasons[PORT_REASON_COUNT];
	uint64_t attempts;
	uint64_t canaries;
	uint64_t answers;
	uint64_t retried_answers;
	uint64_t asked_once;
	uint64_t slowdowns;
	uint64_t hosts_icmp_limited;
	uint64_t hosts_suspect;
	uint64_t lost; /* attempts before an answer at a later one */
	double missed;
};

void scan_tally_add(struct scan_tally *sum, const struct scan_tally *tally);

/* Fill the counts of `summary`. */
void scan_tally_summarise(const struct scan_tally *tally,
                          struct scan_summary *summary);

#endif
