// SPDX-License-Identifier: Apache-2.0
#include "report/fact_groups.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(fact_groups, every_key_but_those_of_service_is_in_one_group)
{
	struct fact_group group = { .name = NULL };
	bool seen[FACT_KEY_COUNT] = { false };

	while (fact_group_next(&group))
		for (int key = (int)group.first; key <= (int)group.last;
		     key++) {
			cr_expect(not(seen[key]), "%s", group.name);
			seen[key] = true;
			cr_expect(eq(
				str, (char *)group.name,
				(char *)fact_row((enum fact_key)key)->group));
		}
	for (int key = 0; key < FACT_KEY_COUNT; key++)
		cr_expect(eq(int, seen[key],
		             strcmp(fact_row((enum fact_key)key)->group,
		                    "service") != 0),
		          "%d", key);
}

Test(fact_groups, a_group_is_known_by_any_of_its_keys)
{
	struct facts facts = { 0 };
	struct fact_group group = { .name = NULL };

	facts_add_string(&facts, FACT_SMB_DIALECT, "3.1.1");
	facts_add_string(&facts, FACT_SERVICE_NAME, "http");
	while (fact_group_next(&group))
		cr_expect(eq(int, fact_group_is_known(&group, &facts),
		             strcmp(group.name, "smb") == 0),
		          "%s", group.name);
	facts_release(&facts);
}

Test(fact_groups, values_come_in_their_order_wherever_they_stand)
{
	static const char *const expected[] = { "a", "b", "c" };
	struct facts facts = { 0 };
	struct bytes value;
	size_t at = 0, count = 0;

	facts_add_string(&facts, FACT_SSH_KEX, "a");
	facts_add_string(&facts, FACT_SSH_MACS, "x");
	facts_add_string(&facts, FACT_SSH_KEX, "b");
	facts_add_string(&facts, FACT_SSH_KEX, "c");
	while (fact_value_next(&facts, FACT_SSH_KEX, &at, &value)) {
		cr_assert(lt(sz, count, 3));
		cr_expect(eq(sz, value.len, 1));
		cr_expect(eq(chr, (char)value.data[0], expected[count++][0]));
	}
	cr_expect(eq(sz, count, 3));
	facts_release(&facts);
}
