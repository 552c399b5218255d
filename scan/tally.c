// SPDX-License-Identifier: Apache-2.0
#include "scan/tally.h"

void scan_tally_add(struct scan_tally *sum, const struct scan_tally *tally)
{
	sum->settled += tally->settled;
	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		sum->states[i] += tally->states[i];
	for (size_t i = 0; i < PORT_REASON_COUNT; i++)
		sum->reasons[i] += tally->reasons[i];
	sum->attempts += tally->attempts;
	sum->canaries += tally->canaries;
	sum->answers += tally->answers;
	sum->retried_answers += tally->retried_answers;
	sum->asked_once += tally->asked_once;
	sum->slowdowns += tally->slowdowns;
	sum->hosts_icmp_limited += tally->hosts_icmp_limited;
	sum->hosts_suspect += tally->hosts_suspect;
	sum->lost += tally->lost;
	sum->missed += tally->missed;
}

void scan_tally_summarise(const struct scan_tally *tally,
                          struct scan_summary *summary)
{
	uint64_t seen = tally->answers + tally->lost;

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		summary->states[i] = tally->states[i];
	for (size_t i = 0; i < PORT_REASON_COUNT; i++)
		summary->reasons[i] = tally->reasons[i];
	summary->attempts = tally->attempts;
	summary->canaries = tally->canaries;
	summary->answers = tally->answers;
	summary->retried_answers = tally->retried_answers;
	summary->asked_once = tally->asked_once;
	summary->slowdowns = tally->slowdowns;
	summary->hosts_icmp_limited = tally->hosts_icmp_limited;
	summary->hosts_suspect = tally->hosts_suspect;
	summary->loss = seen > 0 ? (double)tally->lost / (double)seen : -1;
	summary->missed = seen > 0 ? tally->missed : -1;
}
