// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct text text;

static void init(void)
{
	text_init(&text);
}

static void release(void)
{
	text_release(&text);
}

TestSuite(checkpoint, .init = init, .fini = release);

static void expect(const char *expected)
{
	cr_expect(eq(str, text.data, (char *)expected));
	text_clear(&text);
}

Test(checkpoint, head_says_which_scan_it_is)
{
	struct checkpoint_identity identity;

	checkpoint_identity_init(&identity);
	for (int i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		checkpoint_identity_set(&identity, (enum checkpoint_item)i,
		                        "value %d", i);
	checkpoint_put_head(&text, &identity, 1795449907250000);
	checkpoint_identity_release(&identity);
	expect("portscan-checkpoint 2\n"
	       "scan targets value 0\n"
	       "scan tcp value 1\n"
	       "scan udp value 2\n"
	       "scan seed value 3\n"
	       "scan shard value 4\n"
	       "scan timeout value 5\n"
	       "scan retries value 6\n"
	       "scan talk value 7\n"
	       "scan discovery value 8\n"
	       "scan show value 9\n"
	       "scan workers value 10\n"
	       "started 1795449907250000\n");
}

Test(checkpoint, finding_is_a_line_with_all_that_was_observed)
{
	uint8_t who[] = { 5, 1, 0, 'n' };
	struct checkpoint_finding finding = {
		.question = UINT64_C(1) << 57,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.attempts = 2,
		.has_rtt = true,
		.rtt_us = 310,
		.settled_us = 1795449907251000,
		.suspect = true,
		.heard = true,
		.banner = (const uint8_t *)"S\n\0\xff",
		.who = { who, sizeof(who) },
		.banner_len = 4,
	};

	checkpoint_put_finding(&text, &finding);
	expect("port 144115188075855872 open syn-ack 2 310 1795449907251000 "
	       "heard,suspect 530a00ff 0501006e\n");
}

/* What was not observed is not made up. */
Test(checkpoint, finding_of_silence_has_dashes)
{
	struct checkpoint_finding finding = {
		.outcome = { PORT_OPEN_FILTERED, REASON_NO_RESPONSE },
		.attempts = 3,
		.settled_us = 1,
	};

	checkpoint_put_finding(&text, &finding);
	expect("port 0 open|filtered no-response 3 - 1 - - -\n");
}

Test(checkpoint, host_is_a_line_in_the_log_and_in_a_snapshot)
{
	struct checkpoint_host host = {
		.place = 5,
		.answered = true,
		.icmp_limited = true,
		.canaried = true,
		.states = { 3, 0, 9, 1, 2 },
		.rtt = { .sampled = true,
		         .srtt_us = 310,
		         .rttvar_us = 155,
		         .min_us = 290 },
	};
	struct checkpoint_host silent = { .place = 6 };

	checkpoint_put_host(&text, &host);
	expect("host 5 3,0,9,1,2 310,155,290 answered,icmp-limited,canaried\n");
	checkpoint_put_known(&text, &silent);
	expect("known 6 0,0,0,0,0 - -\n");
}

Test(checkpoint, counts_of_zero_go_without_saying)
{
	struct scan_tally tally = { 0 };

	checkpoint_put_tally(&text, &tally);
	expect("");
	tally.states[PORT_CLOSED] = 8;
	tally.reasons[REASON_LOCAL_NO_ROUTE] = 1;
	tally.attempts = 12;
	tally.lost = 2;
	tally.missed = 0.25;
	checkpoint_put_tally(&text, &tally);
	expect("state closed 8\n"
	       "reason local-no-route 1\n"
	       "count attempts 12\n"
	       "count lost 2\n"
	       "count missed-millionths 250000\n");
}

Test(checkpoint, the_rest_of_a_file_is_short_lines)
{
	checkpoint_put_discovered(&text, 1530);
	checkpoint_put_skipped(&text, (struct checkpoint_run){ 17, 40 });
	checkpoint_put_elapsed(&text, 8125);
	checkpoint_put_worker(&text, 3);
	checkpoint_put_cursor(&text, 8192);
	checkpoint_put_unsettled(&text, (struct checkpoint_run){ 77, 77 });
	expect("discovered 1530\n"
	       "skipped 17-40\n"
	       "elapsed 8125\n"
	       "worker 3\n"
	       "cursor 8192\n"
	       "ask 77-77\n");
}

/* FIPS 180-2, appendix B.1: the digest of "abc", in whatever parts. */
Test(checkpoint, end_has_the_digest_of_all_parts)
{
	struct iovec parts[] = { { "a", 1 }, { NULL, 0 }, { "bc", 2 } };

	checkpoint_put_end(&text, parts, 3);
	expect("end ba7816bf8f01cfea414140de5dae2223"
	       "b00361a396177a9cb410ff61f20015ad\n");
}
