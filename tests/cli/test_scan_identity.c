// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_identity.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct target_set targets;
static struct port_plan ports;
static struct checkpoint_identity identity;

static void init(void)
{
	struct address first, last;

	target_set_init(&targets);
	cr_assert(address_parse("10.0.0.0", &first));
	cr_assert(address_parse("10.0.0.255", &last));
	target_set_add(&targets, &first, &last);
	target_set_seal(&targets, NULL);
	port_set_add(&ports.of[PROTOCOL_TCP], 22, 23);
	checkpoint_identity_init(&identity);
}

static void release(void)
{
	target_set_release(&targets);
	checkpoint_identity_release(&identity);
}

TestSuite(scan_identity, .init = init, .fini = release);

static struct scan_request request(void)
{
	return (struct scan_request){
		.scan = { .timeout_ms = 900, .retries = 2, .talk = TALK_LIGHT },
		.seed = UINT64_MAX,
		.shard_index = 1,
		.shard_count = 5,
	};
}

static void expect(enum checkpoint_item item, const char *expected)
{
	cr_expect(eq(str, identity.of[item].data, (char *)expected), "%s",
	          checkpoint_item_name(item));
}

Test(scan_identity, says_in_words_what_was_asked_for)
{
	struct scan_request scan = request();

	cr_assert(scan_identity_fill(&identity, &scan, &targets, &ports, false,
	                             4));
	expect(CHECKPOINT_TARGETS, "10.0.0.0-10.0.0.255");
	expect(CHECKPOINT_TCP, "22-23");
	expect(CHECKPOINT_UDP, "none");
	expect(CHECKPOINT_SEED, "18446744073709551615");
	expect(CHECKPOINT_SHARD, "2/5");
	expect(CHECKPOINT_TIMEOUT, "900 ms");
	expect(CHECKPOINT_RETRIES, "2");
	expect(CHECKPOINT_TALK, "light");
	expect(CHECKPOINT_DISCOVERY, "no");
	expect(CHECKPOINT_SHOW, "open");
	expect(CHECKPOINT_WORKERS, "4");
}

Test(scan_identity, says_the_other_words_too)
{
	struct scan_request scan = request();

	scan.scan.adaptive_retries = true;
	scan.scan.talk = TALK_NONE;
	scan.scan.all_ports_talk = true;
	scan.service_db = "mine";
	scan.show_all = true;
	cr_assert(scan_identity_fill(&identity, &scan, &targets, &ports, true,
	                             1));
	expect(CHECKPOINT_RETRIES, "at most 2");
	expect(CHECKPOINT_TALK, "no to all ports by mine");
	expect(CHECKPOINT_DISCOVERY, "yes");
	expect(CHECKPOINT_SHOW, "all");
}

/* How fast and where to is nobody's business but this run's. */
Test(scan_identity, pace_and_reports_may_change)
{
	struct checkpoint_identity other;
	struct scan_request scan = request();
	struct text what;

	text_init(&what);
	checkpoint_identity_init(&other);
	cr_assert(scan_identity_fill(&identity, &scan, &targets, &ports, false,
	                             4));
	scan.scan.rate = 100;
	scan.scan.max_in_flight = 7;
	scan.scan.per_host = 3;
	scan.quiet = true;
	scan.report_count = 1;
	cr_assert(
		scan_identity_fill(&other, &scan, &targets, &ports, false, 4));
	cr_expect(not(checkpoint_identity_differs(&identity, &other, &what)),
	          "%s", what.data);
	checkpoint_identity_release(&other);
	text_release(&what);
}
