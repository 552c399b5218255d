// SPDX-License-Identifier: Apache-2.0
#include "cli/target_plan.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The plan for one target and one exclusion, each perhaps NULL. */
static bool gather(struct target_plan *plan, const char *target,
                   const char *excluded, struct text *error)
{
	struct scan_request request = {
		.targets = { &target, target != NULL },
		.excludes = { &excluded, excluded != NULL },
	};

	target_plan_init(plan);
	text_init(error);
	return target_plan_gather(plan, &request, error);
}

static struct address v4(uint32_t number)
{
	return (struct address){ .lo = number, .version = 4 };
}

Test(target_plan, exclusions_apply_after_expansion)
{
	struct target_plan plan;
	struct text error;

	cr_assert(gather(&plan, "10.0.0-1.250-255", "10.0.1.252/30", &error));
	cr_assert(target_plan_seal(&plan, &error));
	cr_expect(eq(u64, plan.targets.count, 8));
	target_plan_release(&plan);
	text_release(&error);
}

Test(target_plan, names_wait_for_their_addresses)
{
	struct target_plan plan;
	struct text error;
	struct address found[] = { v4(0x0a000005), v4(0x0a000006) };
	struct address six = v4(0x0a000006);

	cr_assert(gather(&plan, "a.example", "b.example", &error));
	cr_assert(eq(sz, plan.name_count, 2));
	cr_assert(target_plan_resolved(&plan, &plan.names[0], found, 2));
	cr_assert(target_plan_resolved(&plan, &plan.names[1], &six, 1));
	cr_assert(target_plan_seal(&plan, &error));
	cr_expect(eq(u64, plan.targets.count, 1));
	cr_expect(eq(str, (char *)name_map_find(&plan.given, &found[0]),
	             "a.example"));
	target_plan_release(&plan);
	text_release(&error);
}

Test(target_plan, a_broken_exclusion_is_told_apart_from_a_broken_target)
{
	struct target_plan plan;
	struct text error;

	cr_assert(gather(&plan, "a.example", "b.example", &error));
	target_plan_unresolved(&plan, &plan.names[0], "no such name");
	cr_expect(eq(ptr, (void *)plan.broken_exclusion, NULL));
	target_plan_unresolved(&plan, &plan.names[1], "no such name");
	cr_expect(eq(str, (char *)plan.broken_exclusion,
	             "b.example: no such name"));
	cr_expect(eq(sz, plan.unresolved_count, 2));
	target_plan_release(&plan);
	text_release(&error);
}

Test(target_plan, an_error_in_a_file_is_pointed_at_by_line)
{
	char path[] = "/tmp/portscan-targets-XXXXXX";
	const char *name = path;
	int fd = mkstemp(path);
	struct scan_request request = { .target_files = { &name, 1 } };
	struct target_plan plan;
	struct text error, expected;

	cr_assert(dprintf(fd, "# ours\n10.0.0.1, 10.0.0.2\n\n10.0.0.300\n") >
	          0);
	close(fd);
	target_plan_init(&plan);
	text_init(&error);
	text_init(&expected);
	cr_expect(not(target_plan_gather(&plan, &request, &error)));
	text_printf(&expected, "%s:4: 10.0.0.300: number is larger than 255",
	            path);
	cr_expect(eq(str, error.data, expected.data));
	text_release(&error);
	text_release(&expected);
	target_plan_release(&plan);
	unlink(path);
}

Test(target_plan, what_is_wrong_is_named_in_one_line)
{
	static const struct {
		const char *target;
		const char *excluded;
		const char *error;
	} rows[] = {
		{ "10.0.0.0/33", NULL,
		  "10.0.0.0/33: prefix is longer than 32 bits" },
		{ "10.0.0.1", "10.0.0.0/40",
		  "10.0.0.0/40: prefix is longer than 32 bits" },
		{ "# nothing", NULL, "no target in the list" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct target_plan plan;
		struct text error;

		cr_expect(not(gather(&plan, rows[i].target, rows[i].excluded,
		                     &error)));
		cr_expect(eq(str, error.data, (char *)rows[i].error));
		target_plan_release(&plan);
		text_release(&error);
	}
}

Test(target_plan, what_cannot_be_a_host_is_dropped_and_counted)
{
	struct target_plan plan;
	struct text error;

	cr_assert(gather(&plan, "239.255.255.0/24,10.0.0.1", NULL, &error));
	cr_assert(target_plan_seal(&plan, &error));
	cr_expect(eq(u64, plan.targets.count, 1));
	cr_expect(eq(u64, plan.dropped[NON_HOST_IPV4_MULTICAST], 256));
	target_plan_release(&plan);
	text_release(&error);
}
