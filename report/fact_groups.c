// SPDX-License-Identifier: Apache-2.0
#include "report/fact_groups.h"

#include <string.h>

static bool is_in_group(int key, const char *name)
{
	return key < FACT_KEY_COUNT &&
	       strcmp(fact_row((enum fact_key)key)->group, name) == 0;
}

bool fact_group_next(struct fact_group *group)
{
	int first = group->name == NULL ? 0 : (int)group->last + 1;
	int behind;

	while (is_in_group(first, "service"))
		first++;
	if (first == FACT_KEY_COUNT)
		return false;
	group->name = fact_row((enum fact_key)first)->group;
	for (behind = first; is_in_group(behind, group->name);)
		behind++;
	group->first = (enum fact_key)first;
	group->last = (enum fact_key)(behind - 1);
	return true;
}

bool fact_group_is_known(const struct fact_group *group,
                         const struct facts *facts)
{
	struct fact fact;
	size_t at = 0;

	while (facts_next(facts, &at, &fact))
		if (fact.key >= group->first && fact.key <= group->last)
			return true;
	return false;
}

bool fact_value_next(const struct facts *facts, enum fact_key key, size_t *at,
                     struct bytes *value)
{
	struct fact fact;

	while (facts_next(facts, at, &fact))
		if (fact.key == key) {
			*value = fact.value;
			return true;
		}
	return false;
}
