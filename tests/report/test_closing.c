// SPDX-License-Identifier: Apache-2.0
#include "report/closing.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void expect_closing(const struct scan_summary *summary, size_t width,
                           const char *expected)
{
	struct style style = { .width = width };
	struct text text;

	text_init(&text);
	closing_append(&text, summary, &style);
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

static struct scan_summary design_summary(void)
{
	return (struct scan_summary){
		.complete = true,
		.elapsed_ms = 1300,
		.address_count = 256,
		.hosts_answered = 12,
		.states = { [PORT_OPEN] = 3,
		            [PORT_CLOSED] = 33,
		            [PORT_FILTERED] = 732 },
		.reasons = { [REASON_SYN_ACK] = 3,
		             [REASON_CONN_REFUSED] = 33,
		             [REASON_NO_RESPONSE] = 732 },
		.verdicts = { [VERDICT_EXPECTED] = 1,
		              [VERDICT_UNCONFIRMED] = 1,
		              [VERDICT_INVESTIGATE] = 1 },
	};
}

Test(closing, counts_stand_on_one_line)
{
	struct scan_summary summary = design_summary();

	expect_closing(&summary, 0,
	               "12 of 256 hosts answered · 3 open, 33 closed, 732 "
	               "filtered, 0 untested · 1 unconfirmed, 1 expected · 1.3 "
	               "s\n");
}

Test(closing, line_breaks_between_its_parts)
{
	struct scan_summary summary = design_summary();

	expect_closing(&summary, 80,
	               "12 of 256 hosts answered · 3 open, 33 closed, 732 "
	               "filtered, 0 untested\n"
	               "1 unconfirmed, 1 expected · 1.3 s\n");
	expect_closing(&summary, 10,
	               "12 of 256 hosts answered\n"
	               "3 open, 33 closed, 732 filtered, 0 untested\n"
	               "1 unconfirmed, 1 expected\n"
	               "1.3 s\n");
}

Test(closing, empty_scan_of_one_host)
{
	struct scan_summary summary = { .address_count = 1 };

	expect_closing(&summary, 0,
	               "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	               "0 untested · 0.0 s\n");
}

Test(closing, udp_silence_is_counted_as_what_it_is)
{
	struct scan_summary summary = {
		.address_count = 1,
		.states = { [PORT_OPEN_FILTERED] = 7 },
		.reasons = { [REASON_NO_RESPONSE] = 7 },
	};

	expect_closing(&summary, 0,
	               "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	               "7 open|filtered, 0 untested · 0.0 s\n");
}

Test(closing, what_could_not_be_tested_is_explained)
{
	static const char *const unresolved[] = { "no\x1b.example: not found" };
	struct scan_summary summary = {
		.interrupted = true,
		.address_count = 2,
		.hosts_answered = 1,
		.states = { [PORT_FILTERED] = 37, [PORT_UNTESTED] = 14 },
		.reasons = { [REASON_HOST_UNREACHABLE] = 5,
		             [REASON_ADMIN_PROHIBITED] = 32,
		             [REASON_LOCAL_EMFILE] = 12,
		             [REASON_NOT_ASKED] = 2 },
		.unresolved = unresolved,
		.unresolved_count = 1,
	};

	expect_closing(
		&summary, 0,
		"not resolved: no\\x1b.example: not found\n"
		"37 unreachable: host-unreachable (5), "
		"admin-prohibited (32)\n"
		"14 untested: local-emfile (12), not-asked (2)\n"
		"interrupted · 1 of 2 hosts answered · 0 open, 0 closed, "
		"37 filtered, 14 untested · 0.0 s\n");
}

Test(closing, a_single_reason_is_not_counted_twice)
{
	struct scan_summary summary = {
		.address_count = 1,
		.states = { [PORT_UNTESTED] = 3 },
		.reasons = { [REASON_LOCAL_NO_ROUTE] = 3 },
	};

	expect_closing(&summary, 0,
	               "3 untested: local-no-route\n"
	               "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	               "3 untested · 0.0 s\n");
}

Test(closing, many_unresolved_names_are_bounded)
{
	const char *unresolved[12];
	struct scan_summary summary = { .address_count = 1,
		                        .unresolved = unresolved,
		                        .unresolved_count = 12 };

	for (int i = 0; i < 12; i++)
		unresolved[i] = "x: y";
	expect_closing(&summary, 0,
	               "not resolved: x: y\nnot resolved: x: y\n"
	               "not resolved: x: y\nnot resolved: x: y\n"
	               "not resolved: x: y\nnot resolved: x: y\n"
	               "not resolved: x: y\nnot resolved: x: y\n"
	               "not resolved: x: y\nnot resolved: x: y\n"
	               "not resolved: 2 more names\n"
	               "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	               "0 untested · 0.0 s\n");
}

Test(closing, what_discovery_skipped_is_no_failure_to_test)
{
	struct scan_summary summary = {
		.address_count = 256,
		.hosts_answered = 16,
		.states = { [PORT_CLOSED] = 1600, [PORT_UNTESTED] = 24002 },
		.reasons = { [REASON_CONN_REFUSED] = 1600,
		             [REASON_LOCAL_EMFILE] = 2,
		             [REASON_NOT_DISCOVERED] = 24000 },
		.addresses_skipped = 240,
	};

	expect_closing(
		&summary, 0,
		"2 untested: local-emfile\n"
		"240 addresses skipped: silent to discovery (-Pn asks them "
		"all)\n"
		"16 of 256 hosts answered · 0 open, 1600 closed, 0 filtered, 2 "
		"untested, 24000 skipped · 0.0 s\n");
}
