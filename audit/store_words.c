// SPDX-License-Identifier: Apache-2.0
#include "audit/store_words.h"

#include "audit/store.h"

#include <string.h>

static const char *depth_name(int value)
{
	static const char *const names[] = {
		[DEPTH_REACH] = "reach",
		[DEPTH_LIGHT] = "light",
		[DEPTH_FULL] = "full",
	};

	return names[value];
}

static const char *end_word(int value)
{
	return run_end_name((enum run_end)value);
}

static const char *protocol_word(int value)
{
	return protocol_name((enum protocol)value);
}

static const char *state_word(int value)
{
	return port_state_name((enum port_state)value);
}

static const char *reason_word(int value)
{
	return port_reason_name((enum port_reason)value);
}

static const char *change_word(int value)
{
	return change_kind_name((enum change_kind)value);
}

static const char *incomparable_word(int value)
{
	return incomparable_name((enum incomparable)value);
}

static const char *issue_kind_word(int value)
{
	return issue_kind_name((enum issue_kind)value);
}

static const char *issue_state_word(int value)
{
	return issue_state_name((enum issue_state)value);
}

const struct store_words store_words_run_end = { "end of a run", end_word,
	                                         RUN_KILLED + 1 };
const struct store_words store_words_depth = { "depth", depth_name,
	                                       DEPTH_FULL + 1 };
const struct store_words store_words_protocol = { "protocol", protocol_word,
	                                          PROTOCOL_COUNT };
const struct store_words store_words_port_state = { "state", state_word,
	                                            PORT_STATE_COUNT };
const struct store_words store_words_port_reason = { "reason", reason_word,
	                                             PORT_REASON_COUNT };
const struct store_words store_words_change_kind = { "kind of change",
	                                             change_word,
	                                             CHANGE_KIND_COUNT };
const struct store_words store_words_incomparable = {
	"reason why nothing can be compared", incomparable_word,
	INCOMPARABLE_COUNT
};
const struct store_words store_words_issue_kind = { "kind of issue",
	                                            issue_kind_word,
	                                            ISSUE_MUST_BE_OPEN + 1 };
const struct store_words store_words_issue_state = { "state of an issue",
	                                             issue_state_word,
	                                             ISSUE_RESOLVED + 1 };

int store_words_find(const struct store_words *words, const char *word)
{
	for (int i = 0; i < words->count; i++)
		if (strcmp(words->word(i), word) == 0)
			return i;
	return -1;
}
