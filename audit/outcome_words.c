// SPDX-License-Identifier: Apache-2.0
#include "audit/outcome_words.h"

#include <string.h>

bool outcome_words_protocol(const char *word, enum protocol *protocol)
{
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		if (strcmp(word, protocol_name((enum protocol)i)) == 0) {
			*protocol = (enum protocol)i;
			return true;
		}
	return false;
}

bool outcome_words_state(const char *word, enum port_state *state)
{
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		if (strcmp(word, port_state_name((enum port_state)i)) == 0) {
			*state = (enum port_state)i;
			return true;
		}
	return false;
}

bool outcome_words_reason(const char *word, enum port_reason *reason)
{
	for (int i = 0; i < PORT_REASON_COUNT; i++)
		if (strcmp(word, port_reason_name((enum port_reason)i)) == 0) {
			*reason = (enum port_reason)i;
			return true;
		}
	return false;
}
