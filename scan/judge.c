// SPDX-License-Identifier: Apache-2.0
#include "scan/judge.h"

#include "registry/unofficial.h"

static enum evidence evidence_of(const struct answer *answer)
{
	if (answer == NULL)
		return EVIDENCE_NOT_ASKED;
	if (answer->who.service.name[0] != '\0')
		return EVIDENCE_SERVICE;
	switch (answer->conduct) {
	case CONDUCT_SPOKE: return EVIDENCE_UNRECOGNISED;
	case CONDUCT_SILENT: return EVIDENCE_SILENT;
	case CONDUCT_HUNG_UP: return EVIDENCE_HUNG_UP;
	case CONDUCT_ENDLESS: return EVIDENCE_ENDLESS;
	}
	return EVIDENCE_UNRECOGNISED;
}

static struct verdict verdict_of(const struct finding *finding,
                                 enum evidence evidence)
{
	const struct service *service = &finding->service;
	struct respondent who = {
		.evidence = evidence,
		.tls = service->tls,
		.likely = service->confidence == SERVICE_LIKELY,
		.service = service->name,
	};
	struct verdict verdict = verdict_of_open(&finding->registry, &who);

	if (evidence == EVIDENCE_SERVICE)
		verdict = verdict_of_known_use(
			verdict,
			unofficial_software(finding->protocol, finding->port,
		                            service->name, service->product));
	return verdict;
}

struct finding judge(const struct probe *probe, const struct registry *registry)
{
	const struct answer *answer = probe->answer;
	struct finding finding = {
		.address = probe->question.address,
		.port = probe->question.port,
		.protocol = probe->question.protocol,
		.outcome = probe->outcome,
		.has_rtt = probe->rtt_us > 0,
		.rtt_us = (uint32_t)probe->rtt_us,
		.attempts = probe->attempts,
		.time_us = probe->settled_us,
		.suspect = probe->suspect,
		.registry = registry_look_up(registry, probe->question.protocol,
		                             probe->question.port),
	};

	if (answer != NULL) {
		finding.service = answer->who.service;
		finding.facts = answer->who.facts;
		finding.banner = answer->banner;
		finding.banner_len = answer->banner_len;
	}
	if (probe->outcome.state == PORT_OPEN)
		finding.verdict = verdict_of(&finding, evidence_of(answer));
	if (finding.suspect)
		finding.verdict = verdict_on_suspect_host(finding.verdict);
	return finding;
}
