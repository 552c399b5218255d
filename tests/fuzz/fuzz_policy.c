// SPDX-License-Identifier: Apache-2.0
#include "audit/policy.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A rule that is written says what it said when it was read. */
static void check_rule(const struct policy_rule *rule)
{
	struct policy again;
	struct text text, error, twice;

	text_init(&text);
	text_init(&error);
	text_init(&twice);
	assert(policy_format_rule(rule, &text));
	assert(policy_parse(text.data, text.len, "again", &again, &error));
	assert(again.count == 1);
	assert(policy_format_rule(&again.rules[0], &twice));
	assert(strcmp(text.data, twice.data) == 0);
	assert(rule->targets.count == again.rules[0].targets.count);
	assert(rule->broad == again.rules[0].broad);
	policy_release(&again);
	text_release(&text);
	text_release(&error);
	text_release(&twice);
}

/* Not NUL-terminated, and exactly as long as it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *exact = malloc(size > 0 ? size : 1);
	struct policy policy;
	struct text error;

	if (exact == NULL)
		return 0;
	memcpy(exact, data, size);
	text_init(&error);
	if (policy_parse(exact, size, "fuzz", &policy, &error)) {
		for (size_t i = 0; i < policy.count && i < 16; i++)
			check_rule(&policy.rules[i]);
	} else {
		assert(strncmp(error.data, "fuzz:", 5) == 0);
		assert(policy.count == 0 && policy.rules == NULL);
	}
	policy_release(&policy);
	text_release(&error);
	free(exact);
	return 0;
}
