// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_OUTCOME_WORDS_H
#define PORTSCAN_AUDIT_OUTCOME_WORDS_H

#include "base/protocol.h"
#include "probes/outcome.h"

#include <stdbool.h>

/* What a word of the reports stands for; false when it is none of them. */
bool outcome_words_protocol(const char *word, enum protocol *protocol);
bool outcome_words_state(const char *word, enum port_state *state);
bool outcome_words_reason(const char *word, enum port_reason *reason);

#endif
