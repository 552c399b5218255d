// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_COVERAGE_WORDS_H
#define PORTSCAN_AUDIT_COVERAGE_WORDS_H

#include "audit/coverage.h"

#include <string.h>

/*
 * The text of a coverage, a line for each answer:
 *
 *   else unknown                               the first, if it is so
 *   10.0.0.1-10.0.0.9,10.0.0.12 tcp closed conn-refused 1-21,23-1023
 *   10.0.1.0-10.0.1.255 tcp shut 22,80
 */
#define COVERAGE_ELSE_UNKNOWN "else unknown"

/* What stands in place of an outcome; NULL where there is one, or no line. */
static inline const char *coverage_word(enum asked asked)
{
	switch (asked) {
	case ASKED_UNKNOWN: return "unknown";
	case ASKED_SHUT: return "shut";
	case ASKED_DOUBTFUL: return "doubtful";
	case ASKED_NOT:
	case ASKED_KNOWN: return NULL;
	}
	return NULL;
}

/* The other way round; false when it is none of these words. */
static inline bool coverage_word_parse(const char *word, enum asked *asked)
{
	for (int i = ASKED_UNKNOWN; i <= ASKED_DOUBTFUL; i++)
		if (strcmp(word, coverage_word((enum asked)i)) == 0) {
			*asked = (enum asked)i;
			return true;
		}
	return false;
}

#endif
