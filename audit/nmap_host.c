// SPDX-License-Identifier: Apache-2.0
#include "audit/nmap_host.h"

#include "audit/outcome_words.h"
#include "base/count.h"

#include <string.h>

bool nmap_state_parse(const char *word, enum port_state *state)
{
	/* Of an idle scan, which cannot tell. */
	if (strcmp(word, "closed|filtered") == 0) {
		*state = PORT_FILTERED;
		return true;
	}
	return outcome_words_state(word, state);
}

/* In the singular; where ports are counted it has an s or es behind it. */
static const struct {
	const char *word;
	enum port_reason reason;
} reasons[] = {
	{ "reset", REASON_CONN_REFUSED },
	{ "no-response", REASON_NO_RESPONSE },
	{ "udp-response", REASON_UDP_RESPONSE },
	{ "port-unreach", REASON_PORT_UNREACHABLE },
	{ "host-unreach", REASON_HOST_UNREACHABLE },
	{ "net-unreach", REASON_NET_UNREACHABLE },
	{ "proto-unreach", REASON_PROTO_UNREACHABLE },
	{ "admin-prohibited", REASON_ADMIN_PROHIBITED },
	{ "host-prohibited", REASON_ADMIN_PROHIBITED },
	{ "net-prohibited", REASON_ADMIN_PROHIBITED },
};

static enum port_reason least_of(enum port_state state, enum protocol protocol)
{
	switch (state) {
	case PORT_OPEN: return outcome_open(protocol).reason;
	case PORT_CLOSED:
		return protocol == PROTOCOL_TCP ? REASON_CONN_REFUSED
		                                : REASON_PORT_UNREACHABLE;
	case PORT_FILTERED: return REASON_ICMP_ERROR;
	case PORT_OPEN_FILTERED: return REASON_NO_RESPONSE;
	case PORT_UNTESTED: return REASON_LOCAL_ERROR;
	}
	return REASON_ICMP_ERROR;
}

enum port_reason nmap_reason_parse(const char *word, enum port_state state,
                                   enum protocol protocol)
{
	enum port_reason reason;

	if (outcome_words_reason(word, &reason))
		return reason;
	for (size_t i = 0; i < COUNT(reasons); i++) {
		size_t len = strlen(reasons[i].word);

		if (strncmp(word, reasons[i].word, len) == 0 &&
		    (word[len] == '\0' || strcmp(word + len, "s") == 0 ||
		     strcmp(word + len, "es") == 0))
			return reasons[i].reason;
	}
	return least_of(state, protocol);
}

/* What those are that are not listed, where it is not said port by port. */
static struct answer answer_of_rest(const struct nmap_host *host, bool alone,
                                    enum protocol protocol)
{
	const struct nmap_extra *extra = &host->extras[0];
	struct answer answer = { .asked = ASKED_SHUT };

	if (host->timed_out)
		answer.asked = ASKED_DOUBTFUL;
	for (size_t i = 0; i < host->extra_count; i++)
		if (!host->extras[i].known ||
		    host->extras[i].state == PORT_UNTESTED)
			answer.asked = ASKED_DOUBTFUL;
	if (answer.asked == ASKED_DOUBTFUL || !alone ||
	    host->extra_count != 1 || extra->reasons > 1 ||
	    (extra->reasons == 0 && extra->state == PORT_FILTERED))
		return answer;
	answer.asked = ASKED_KNOWN;
	answer.outcome.state = extra->state;
	answer.outcome.reason = extra->reasons == 1
	                                ? extra->reason
	                                : least_of(extra->state, protocol);
	return answer;
}

/* A host that does not answer is not asked for ports, which comes to the same
 * as silent ones. */
static bool answer_of_down(const struct nmap_host *host, struct answer *answer)
{
	*answer = (struct answer){
		.asked = ASKED_KNOWN,
		.outcome = { PORT_UNTESTED, REASON_NOT_DISCOVERED },
	};
	return host->down;
}

void nmap_host_add_rest(const struct nmap_host *host,
                        const struct port_plan *asked,
                        struct coverage *coverage)
{
	bool alone = port_set_count(&asked->of[PROTOCOL_TCP]) == 0 ||
	             port_set_count(&asked->of[PROTOCOL_UDP]) == 0;

	if (!host->has_address ||
	    (!host->has_ports && !host->down && !host->timed_out))
		return;
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		enum protocol protocol = (enum protocol)i;
		struct port_set rest = asked->of[i];
		struct answer answer;

		if (!answer_of_down(host, &answer))
			answer = answer_of_rest(host, alone, protocol);
		port_set_remove(&rest, &host->listed.of[i]);
		coverage_add_range(coverage, &host->address, &host->address,
		                   protocol, &rest, answer);
	}
}
