// SPDX-License-Identifier: Apache-2.0
#include "scan/scan_log.h"

void scan_log_probe(struct text *log, const struct probe_space *space,
                    const struct probe *probe)
{
	const struct answer *answer = probe->answer;
	struct checkpoint_finding finding = {
		.question =
			question_id(&probe->question, probe_space_ports(space)),
		.outcome = probe->outcome,
		.attempts = probe->attempts,
		.has_rtt = probe->rtt_us > 0,
		.rtt_us = (uint32_t)probe->rtt_us,
		.settled_us = probe->settled_us,
		.suspect = probe->suspect,
		.heard = answer != NULL,
	};

	if (answer != NULL) {
		finding.hung_up = answer->conduct == CONDUCT_HUNG_UP;
		finding.endless = answer->conduct == CONDUCT_ENDLESS;
		finding.banner = answer->banner;
		finding.banner_len = answer->banner_len;
		identity_encode(&answer->who, &finding.who);
	}
	checkpoint_put_finding(log, &finding);
	facts_release(&finding.who);
}

void scan_log_host(struct text *log, const struct host *host)
{
	struct checkpoint_host record = {
		.place = host->place,
		.answered = host->answered,
		.suspect = host->suspect,
		.icmp_limited = host->icmp_limited,
		.rtt = host->rtt,
	};

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		record.states[i] = host->states[i];
	checkpoint_put_host(log, &record);
}

static enum conduct conduct_of(const struct checkpoint_finding *finding)
{
	if (finding->hung_up)
		return CONDUCT_HUNG_UP;
	if (finding->endless)
		return CONDUCT_ENDLESS;
	return finding->banner_len > 0 ? CONDUCT_SPOKE : CONDUCT_SILENT;
}

static void read_answer(const struct checkpoint_finding *finding,
                        struct probe *probe)
{
	struct identity who;

	identity_decode(&finding->who, &who);
	probe_keep_answer(
		probe, (struct bytes){ finding->banner, finding->banner_len },
		&who, conduct_of(finding));
}

struct probe scan_log_read_probe(const struct probe_space *space,
                                 const struct checkpoint_finding *finding)
{
	uint32_t ports = probe_space_ports(space);
	struct probe probe = {
		.question = probe_space_question(
			space, finding->question / ports,
			(uint32_t)(finding->question % ports)),
		.outcome = finding->outcome,
		.attempts = finding->attempts,
		.rtt_us = finding->has_rtt ? finding->rtt_us : 0,
		.settled_us = finding->settled_us,
		.suspect = finding->suspect,
	};

	if (finding->heard)
		read_answer(finding, &probe);
	return probe;
}

struct host_summary scan_log_read_host(const struct probe_space *space,
                                       const struct checkpoint_host *host)
{
	struct question any = probe_space_question(space, host->place, 0);
	struct host_summary summary = {
		.address = any.address,
		.has_rtt = host->rtt.sampled,
		.srtt_us = host->rtt.srtt_us,
		.rttvar_us = host->rtt.rttvar_us,
		.suspect = host->suspect,
		.icmp_limited = host->icmp_limited,
	};

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		summary.states[i] = host->states[i];
	return summary;
}
