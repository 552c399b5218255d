// SPDX-License-Identifier: Apache-2.0
#include "audit/change_judge.h"

struct answer change_answer(const struct snapshot *snapshot,
                            const struct sighting *port)
{
	const struct sighting *sighting = snapshot_find(
		snapshot, &port->address, port->protocol, port->port);

	if (sighting != NULL)
		return (struct answer){ ASKED_KNOWN, sighting->outcome };
	return coverage_find(snapshot->coverage, &port->address, port->protocol,
	                     port->port);
}

/* Whose ICMP error it is cannot be told, but that it is about this port. */
static bool is_about_the_port(enum port_reason reason)
{
	return reason == REASON_NO_RESPONSE ||
	       reason == REASON_PORT_UNREACHABLE;
}

static bool outcome_was_not_open(struct outcome outcome, enum incomparable *why)
{
	switch (outcome.state) {
	case PORT_CLOSED: return true;
	case PORT_FILTERED:
	case PORT_OPEN_FILTERED:
		if (is_about_the_port(outcome.reason))
			return true;
		*why = INCOMPARABLE_UNREACHABLE;
		return false;
	case PORT_UNTESTED: *why = INCOMPARABLE_UNTESTED; return false;
	case PORT_OPEN: *why = INCOMPARABLE_LESS_KNOWN; return false;
	}
	return false;
}

bool change_was_not_open(const struct answer *answer, enum incomparable *why)
{
	switch (answer->asked) {
	case ASKED_NOT: *why = INCOMPARABLE_NOT_ASKED_NOW; return false;
	case ASKED_UNKNOWN: *why = INCOMPARABLE_NOT_RECORDED; return false;
	case ASKED_SHUT: return true;
	case ASKED_DOUBTFUL: *why = INCOMPARABLE_UNTESTED; return false;
	case ASKED_KNOWN: return outcome_was_not_open(answer->outcome, why);
	}
	return false;
}
