// SPDX-License-Identifier: Apache-2.0
#include "audit/policy.h"
#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define TODAY "2026-11-25"
#define WHO " owner ops reason x until "

static struct policy policy;
static struct snapshot snapshot;
static struct policy_review review;
static struct text error, remarks;

static void see_shut(const char *address, uint16_t port, struct outcome outcome)
{
	struct address where;

	cr_assert(address_parse(address, &where));
	coverage_add(snapshot.coverage, &where, PROTOCOL_TCP, port, outcome);
}

/*
 * What the run knows: 10.0.0.5 has 2076 open, 22 closed and 23 could not be
 * asked; 10.0.0.6 is silent.  Nothing else was asked.
 */
static void init(void)
{
	struct sighting sighting = {
		.protocol = PROTOCOL_TCP,
		.port = 2076,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.service = "ssh",
	};

	text_init(&error);
	text_init(&remarks);
	snapshot.coverage = coverage_create();
	address_parse("10.0.0.5", &sighting.address);
	cr_assert(snapshot_add(&snapshot, &sighting));
	see_shut("10.0.0.5", 2076, sighting.outcome);
	see_shut("10.0.0.5", 22,
	         (struct outcome){ PORT_CLOSED, REASON_CONN_REFUSED });
	see_shut("10.0.0.5", 23,
	         (struct outcome){ PORT_UNTESTED, REASON_LOCAL_EMFILE });
	see_shut("10.0.0.6", 22,
	         (struct outcome){ PORT_UNTESTED, REASON_NOT_DISCOVERED });
}

static void release(void)
{
	policy_review_release(&review);
	policy_release(&policy);
	snapshot_release(&snapshot);
	text_release(&error);
	text_release(&remarks);
}

TestSuite(policy_review, .init = init, .fini = release);

/* "1 unused, 2 broad": lines and what is said of them. */
static const char *review_of(const char *text)
{
	policy_review_release(&review);
	policy_release(&policy);
	text_clear(&remarks);
	cr_assert(policy_parse(text, strlen(text), "p", &policy, &error), "%s",
	          error.data);
	cr_assert(policy_review_make(&review, &policy, &snapshot, TODAY));
	for (size_t i = 0; i < review.count; i++)
		text_printf(&remarks, "%s%u %s", i > 0 ? ", " : "",
		            review.remarks[i].rule->line,
		            policy_remark_name(review.remarks[i].kind));
	return remarks.data;
}

Test(policy_review, says_what_needs_a_person)
{
	static const struct {
		const char *policy, *remarks;
	} rows[] = {
		{ "", "" },
		{ "approve 10.0.0.5 tcp/2076" WHO "2027-06-30", "" },
		{ "approve 10.0.0.5 tcp/2076" WHO "2026-11-24", "1 expired" },
		{ "approve 10.0.0.5 tcp/2076" WHO TODAY, "1 expires-soon" },
		{ "approve 10.0.0.5 tcp/2076" WHO "2026-12-25",
		  "1 expires-soon" },
		{ "approve 10.0.0.5 tcp/2076" WHO "2026-12-26", "" },
		/* What differs is an issue, and not unused. */
		{ "approve 10.0.0.5 tcp/2076 service http" WHO "2027-06-30",
		  "" },
		{ "approve 10.0.0.5 tcp/22" WHO "2027-06-30", "1 unused" },
		{ "approve 10.0.0.6 tcp/22" WHO "2027-06-30", "1 unused" },
		{ "approve 10.0.0.5,10.0.0.6 tcp/22" WHO "2027-06-30",
		  "1 unused" },
		/* Not all of it was asked. */
		{ "approve 10.0.0.5 tcp/23" WHO "2027-06-30", "" },
		{ "approve 10.0.0.5 tcp/22,24" WHO "2027-06-30", "" },
		{ "approve 10.0.0.5-7 tcp/22" WHO "2027-06-30", "" },
		{ "approve 10.0.0.5 udp/22" WHO "2027-06-30", "" },
		{ "approve 10.0.0.5 tcp/22 udp/22" WHO "2027-06-30", "" },
		{ "approve 10.0.0.0/24 tcp/2076" WHO "2027-06-30", "1 broad" },
		{ "approve 10.0.0.0/8 tcp/22" WHO "2026-12-01",
		  "1 expires-soon, 1 broad" },
		{ "approve 10.0.0.5 tcp/22" WHO "2026-12-01",
		  "1 expires-soon, 1 unused" },
		/* Of what has expired nothing else matters. */
		{ "approve 10.0.0.0/24 tcp/22" WHO "2026-01-01", "1 expired" },
		{ "must-be-open 10.0.0.5 tcp/22", "" },
		{ "must-be-open 10.0.0.5 tcp/22 until 2026-11-24",
		  "1 expired" },
		{ "must-be-open 10.0.0.5 tcp/22 until 2026-11-26",
		  "1 expires-soon" },
		{ "approve 10.0.0.5 tcp/22" WHO "2027-06-30\n"
		  "approve 10.0.0.5 tcp/2076" WHO "2027-06-30\n"
		  "approve 10.0.0.5 tcp/1" WHO "2026-06-30\n",
		  "1 unused, 3 expired" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(str, (char *)review_of(rows[i].policy),
		             (char *)rows[i].remarks),
		          "row %zu", i);
}
