// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_parse.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define IDENTITY                                                               \
	"scan targets 10.0.0.0-10.0.0.255\n"                                   \
	"scan tcp 22,80\n"                                                     \
	"scan udp none\n"                                                      \
	"scan seed 18446744073709551615\n"                                     \
	"scan shard 1/1\n"                                                     \
	"scan timeout 900 ms\n"                                                \
	"scan retries 6\n"                                                     \
	"scan talk light\n"                                                    \
	"scan discovery no\n"                                                  \
	"scan show open\n"                                                     \
	"scan workers 2\n"
#define HEAD "portscan-checkpoint 2\n" IDENTITY "started 1795449907250000\n"
#define WORKERS "worker 0\ncursor 0\nworker 1\ncursor 0\n"

static struct text text;
static struct checkpoint checkpoint;
static struct checkpoint_error error;

static void init(void)
{
	text_init(&text);
}

static void release(void)
{
	checkpoint_release(&checkpoint);
	text_release(&text);
}

TestSuite(checkpoint_parse, .init = init, .fini = release);

/* Read `body` with its end behind it. */
static bool parse(const char *body)
{
	struct iovec part = { (char *)body, strlen(body) };

	text_clear(&text);
	text_append_string(&text, body);
	checkpoint_put_end(&text, &part, 1);
	checkpoint_release(&checkpoint);
	return checkpoint_parse(text.data, text.len, &checkpoint, &error);
}

Test(checkpoint_parse, reads_what_every_checkpoint_has)
{
	cr_assert(parse(HEAD "elapsed 8125\n" WORKERS), "%zu: %s", error.line,
	          error.why);
	cr_expect(eq(str, checkpoint.identity.of[CHECKPOINT_TIMEOUT].data,
	             "900 ms"));
	cr_expect(eq(u64, checkpoint.seed, UINT64_MAX));
	cr_expect(eq(i64, checkpoint.started_us, 1795449907250000));
	cr_expect(eq(u64, checkpoint.elapsed_ms, 8125));
	cr_expect(not(checkpoint.discovered));
	cr_expect(eq(u32, checkpoint.worker_count, 2));
	cr_expect(eq(sz, checkpoint.log_len, 0));
	cr_expect(checkpoint_fits(&checkpoint, 0, 0));
}

Test(checkpoint_parse, reads_what_discovery_left_out)
{
	cr_assert(parse(HEAD "discovered 1530\nskipped 0-9\nskipped 17-17\n"
	                     "elapsed 1\n" WORKERS));
	cr_expect(checkpoint.discovered);
	cr_expect(eq(u64, checkpoint.discovery_attempts, 1530));
	cr_assert(eq(sz, checkpoint.skipped_count, 2));
	cr_expect(eq(u64, checkpoint.skipped[0].last, 9));
	cr_expect(eq(u64, checkpoint.skipped[1].first, 17));
	cr_expect(checkpoint_fits(&checkpoint, 0, 18));
	cr_expect(not(checkpoint_fits(&checkpoint, 0, 17)));
}

Test(checkpoint_parse, reads_the_snapshot_of_each_worker)
{
	static const char second[] = "cursor 900\n"
				     "ask 5-9\n"
				     "ask 70-70\n"
				     "known 4 1,2,3,4,5 310,155,290 answered\n"
				     "state closed 8\n"
				     "reason no-response 7\n"
				     "count attempts 12\n"
				     "count missed-millionths 250000\n";
	const struct checkpoint_worker *worker;

	cr_assert(parse(HEAD "elapsed 1\n"
	                     "worker 0\ncursor 7\n"
	                     "worker 1\n"
	                     "cursor 900\n"
	                     "ask 5-9\n"
	                     "ask 70-70\n"
	                     "known 4 1,2,3,4,5 310,155,290 answered\n"
	                     "state closed 8\n"
	                     "reason no-response 7\n"
	                     "count attempts 12\n"
	                     "count missed-millionths 250000\n"),
	          "%zu: %s", error.line, error.why);
	cr_expect(eq(u64, checkpoint.workers[0].cursor, 7));
	cr_expect(eq(sz, checkpoint.workers[0].snapshot_len,
	             strlen("cursor 7\n")));
	worker = &checkpoint.workers[1];
	cr_expect(eq(u64, worker->cursor, 900));
	cr_assert(eq(sz, worker->unsettled_count, 2));
	cr_expect(eq(u64, worker->unsettled[0].first, 5));
	cr_expect(eq(u64, worker->unsettled[0].last, 9));
	cr_assert(eq(sz, worker->known_count, 1));
	cr_expect(eq(u64, worker->known[0].place, 4));
	cr_expect(eq(u64, worker->known[0].states[4], 5));
	cr_expect(eq(u32, worker->known[0].rtt.min_us, 290));
	cr_expect(worker->known[0].answered && worker->known[0].rtt.sampled);
	cr_expect(not(worker->known[0].suspect));
	cr_expect(eq(u64, worker->tally.states[PORT_CLOSED], 8));
	cr_expect(eq(u64, worker->tally.reasons[REASON_NO_RESPONSE], 7));
	cr_expect(eq(u64, worker->tally.attempts, 12));
	cr_expect(eq(dbl, worker->tally.missed, 0.25));
	cr_assert(eq(sz, worker->snapshot_len, strlen(second)));
	cr_expect(eq(int, memcmp(worker->snapshot, second, strlen(second)), 0));
	cr_expect(checkpoint_fits(&checkpoint, 900, 5));
	cr_expect(not(checkpoint_fits(&checkpoint, 899, 5)));
	cr_expect(not(checkpoint_fits(&checkpoint, 900, 4)));
}

Test(checkpoint_parse, log_gives_back_what_was_put_into_it)
{
	static const uint8_t banner[] = { 0, 0x7f, 0x80, 0xff, '\n', ' ' };
	uint8_t who[] = { FACT_SERVICE_NAME, 3, 0, 's', 's', 'h' };
	struct checkpoint_finding finding = {
		.question = 12345,
		.outcome = { PORT_OPEN, REASON_UDP_RESPONSE },
		.attempts = 3,
		.has_rtt = true,
		.rtt_us = UINT32_MAX,
		.settled_us = INT64_MAX,
		.heard = true,
		.banner = banner,
		.banner_len = sizeof(banner),
		.who = { who, sizeof(who) },
	};
	struct checkpoint_host host = { .place = 9, .suspect = true };
	struct checkpoint_finding silent = { .question = 2 };
	struct checkpoint_record record;
	struct checkpoint_log log;
	struct text body;

	text_init(&body);
	text_append_string(&body, HEAD);
	checkpoint_put_finding(&body, &finding);
	checkpoint_put_host(&body, &host);
	checkpoint_put_finding(&body, &silent);
	text_append_string(&body, "elapsed 1\n" WORKERS);
	cr_assert(parse(body.data), "%zu: %s", error.line, error.why);
	text_release(&body);

	checkpoint_log_open(&log, &checkpoint);
	cr_assert(checkpoint_log_next(&log, &record));
	cr_expect(not(record.is_host));
	cr_expect(eq(u64, record.finding.question, 12345));
	cr_expect(eq(int, record.finding.outcome.state, PORT_OPEN));
	cr_expect(eq(int, record.finding.outcome.reason, REASON_UDP_RESPONSE));
	cr_expect(eq(u32, record.finding.attempts, 3));
	cr_expect(record.finding.has_rtt && record.finding.heard);
	cr_expect(eq(u32, record.finding.rtt_us, UINT32_MAX));
	cr_expect(eq(i64, record.finding.settled_us, INT64_MAX));
	cr_expect(not(record.finding.suspect));
	cr_assert(eq(sz, record.finding.who.len, sizeof(who)));
	cr_expect(
		eq(int, memcmp(record.finding.who.bytes, who, sizeof(who)), 0));
	cr_assert(eq(sz, record.finding.banner_len, sizeof(banner)));
	cr_expect(eq(int, memcmp(record.finding.banner, banner, sizeof(banner)),
	             0));
	cr_assert(checkpoint_log_next(&log, &record));
	cr_expect(record.is_host);
	cr_expect(eq(u64, record.host.place, 9));
	cr_expect(record.host.suspect && !record.host.answered);
	cr_assert(checkpoint_log_next(&log, &record));
	cr_expect(eq(u64, record.finding.question, 2));
	cr_expect(not(record.finding.has_rtt));
	cr_expect(eq(sz, record.finding.banner_len, 0));
	cr_expect(not(checkpoint_log_next(&log, &record)));
	cr_expect(checkpoint_fits(&checkpoint, 12346, 10));
	cr_expect(not(checkpoint_fits(&checkpoint, 12345, 10)));
}

Test(checkpoint_parse, longest_banner_is_kept_and_a_longer_one_refused)
{
	uint8_t banner[BANNER_MAX + 1] = { 0 };
	struct checkpoint_finding finding = { .banner = banner };

	for (size_t extra = 0; extra <= 1; extra++) {
		struct text body;

		text_init(&body);
		text_append_string(&body, HEAD);
		finding.banner_len = BANNER_MAX + extra;
		checkpoint_put_finding(&body, &finding);
		text_append_string(&body, "elapsed 1\n" WORKERS);
		cr_expect(eq(int, parse(body.data), extra == 0));
		text_release(&body);
	}
}

/* Cut anywhere, it is refused, and so it is with any byte changed. */
Test(checkpoint_parse, torn_or_edited_file_is_refused)
{
	char *copy;

	cr_assert(parse(HEAD "port 1 open syn-ack 1 310 1 heard 53 -\n"
	                     "elapsed 1\n" WORKERS));
	copy = malloc(text.len);
	for (size_t len = 0; len < text.len; len++) {
		char *torn = malloc(len + 1);

		memcpy(torn, text.data, len);
		checkpoint_release(&checkpoint);
		cr_expect(not(checkpoint_parse(torn, len, &checkpoint, &error)),
		          "%zu", len);
		free(torn);
	}
	for (size_t i = 0; i < text.len; i++) {
		memcpy(copy, text.data, text.len);
		copy[i] ^= 1;
		checkpoint_release(&checkpoint);
		cr_expect(not(checkpoint_parse(copy, text.len, &checkpoint,
		                               &error)),
		          "%zu", i);
	}
	free(copy);
}

Test(checkpoint_parse, what_is_no_checkpoint_is_said_to_be_none)
{
	static const struct {
		const char *bytes;
		size_t line;
		const char *why;
	} rows[] = {
		{ "", 1, "not a checkpoint of portscan" },
		{ "\n", 1, "not a checkpoint of portscan" },
		{ "{\"record\":\"scan\"}\n", 1,
		  "not a checkpoint of portscan" },
		{ "portscan-checkpoint\n", 1, "not a checkpoint of portscan" },
		{ "portscan-checkpoint 2 \n", 1,
		  "not a checkpoint of portscan" },
		{ "portscan-checkpoint 3\n", 1,
		  "the checkpoint of another version of portscan" },
		{ "portscan-checkpoint 2", 1,
		  "ends early: a part of it is missing" },
		{ "portscan-checkpoint 2\n", 1,
		  "ends early: a part of it is missing" },
		{ "portscan-checkpoint 2\nscan targets 10.0.0.1\nscan tc", 3,
		  "ends early: a part of it is missing" },
		{ "portscan-checkpoint 2\nend 00\n", 2,
		  "its digest does not match: it was changed or damaged" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		checkpoint_release(&checkpoint);
		cr_expect(not(checkpoint_parse(rows[i].bytes,
		                               strlen(rows[i].bytes),
		                               &checkpoint, &error)),
		          "row %zu", i);
		cr_expect(eq(sz, error.line, rows[i].line), "row %zu", i);
		cr_expect(eq(str, (char *)error.why, (char *)rows[i].why),
		          "row %zu", i);
	}
}

#define NUMBER "a number is missing or out of range"
#define ORDER "does not belong here"
#define MISSING "something is missing before this"
#define END "elapsed 1\n" WORKERS
#define RESTART "portscan-checkpoint 2\n"
#define LOG(line) HEAD line "\n" END
#define SNAPSHOT(line) HEAD "elapsed 1\nworker 0\ncursor 1\n" line "\n"

/* With the right digest, as someone could make one. */
Test(checkpoint_parse, lines_that_make_no_sense_are_named)
{
	static const struct {
		const char *body;
		size_t line;
		const char *why;
	} rows[] = {
		{ RESTART, 2, MISSING },
		{ RESTART "scan tcp 22\n", 2, ORDER },
		{ RESTART "scan targets a\tb\n", 2,
		  "has a byte that is no visible ASCII" },
		{ RESTART "started 1\n", 2, ORDER },
		{ RESTART "scan targets a\nstarted 1\n", 3, ORDER },
		{ RESTART IDENTITY "elapsed 1\n", 13, ORDER },
		{ RESTART IDENTITY "scan workers 2\n", 13, ORDER },
		{ RESTART IDENTITY "started -1\n", 13, NUMBER },
		{ RESTART IDENTITY "started 9223372036854775808\n", 13,
		  NUMBER },
		{ HEAD, 14, MISSING },
		{ HEAD "started 1\n", 14, ORDER },
		{ HEAD WORKERS, 14, ORDER },
		{ HEAD "skipped 1-2\n" END, 14, ORDER },
		{ HEAD "discovered 1\ndiscovered 1\n" END, 15, ORDER },
		{ HEAD "discovered 1 2\n" END, 14,
		  "has more words than it should" },
		{ HEAD "discovered\n" END, 14, NUMBER },
		{ HEAD "discovered 1\nskipped 2-1\n" END, 15, NUMBER },
		{ HEAD "discovered 1\nskipped 2\n" END, 15, NUMBER },
		{ HEAD "discovered 1\nskipped 2-\n" END, 15, NUMBER },
		{ HEAD "discovered 1\nskipped 1-2-3\n" END, 15, NUMBER },
		{ LOG(""), 14, "no such kind of line" },
		{ LOG("ports 1"), 14, "no such kind of line" },
		{ LOG("port"), 14, NUMBER },
		{ LOG("port 01 open syn-ack 1 - 1 - - -"), 14, NUMBER },
		{ LOG("port +1 open syn-ack 1 - 1 - - -"), 14, NUMBER },
		{ LOG("port 18446744073709551615 open syn-ack 1 - 1 - - -"), 14,
		  NUMBER },
		{ LOG("port 18446744073709551616 open syn-ack 1 - 1 - - -"), 14,
		  NUMBER },
		{ LOG("port 1 opened syn-ack 1 - 1 - - -"), 14,
		  "no such state" },
		{ LOG("port 1 open syn 1 - 1 - - -"), 14, "no such reason" },
		{ LOG("port 1 open syn-ack 4294967296 - 1 - - -"), 14, NUMBER },
		{ LOG("port 1 open syn-ack 1 4294967296 1 - - -"), 14, NUMBER },
		{ LOG("port 1 open syn-ack 1  1 - - -"), 14, NUMBER },
		{ LOG("port 1 open syn-ack 1 - - - - -"), 14, NUMBER },
		{ LOG("port 1 open syn-ack 1 - 1 answered - -"), 14,
		  "no such mark" },
		{ LOG("port 1 open syn-ack 1 - 1 heard, - -"), 14,
		  "no such mark" },
		{ LOG("port 1 open syn-ack 1 - 1  - -"), 14, "no such mark" },
		{ LOG("port 1 open syn-ack 1 - 1 -"), 14, "not a banner" },
		{ LOG("port 1 open syn-ack 1 - 1 - 5"), 14, "not a banner" },
		{ LOG("port 1 open syn-ack 1 - 1 - 5G"), 14, "not a banner" },
		{ LOG("port 1 open syn-ack 1 - 1 - AA"), 14, "not a banner" },
		{ LOG("port 1 open syn-ack 1 - 1 - - - "), 14,
		  "has more words than it should" },
		{ LOG("port 1 open syn-ack 1 - 1 - -"), 14,
		  "not the facts of who answered" },
		/* a key that is none, and more bytes than there are */
		{ LOG("port 1 open syn-ack 1 - 1 - - ff0000"), 14,
		  "not the facts of who answered" },
		{ LOG("port 1 open syn-ack 1 - 1 - - 05020061"), 14,
		  "not the facts of who answered" },
		{ LOG("host 1 1,2,3,4 - -"), 14, NUMBER },
		{ LOG("host 1 1,2,3,4,5,6 - -"), 14, NUMBER },
		{ LOG("host 1 1,2,3,4,5 1,2 -"), 14, NUMBER },
		{ LOG("host 1 1,2,3,4,5 - heard"), 14, "no such mark" },
		{ HEAD "elapsed 1\nhost 1 1,2,3,4,5 - -\n" WORKERS, 15, ORDER },
		{ HEAD "elapsed 1\nelapsed 2\n" WORKERS, 15, ORDER },
		{ HEAD "elapsed 1\n", 15, MISSING },
		{ HEAD "elapsed 1\nworker 0\ncursor 1\n", 17, MISSING },
		{ HEAD "elapsed 1\nworker 1\n", 15, ORDER },
		{ HEAD "elapsed 1\nworker 0\nworker 1\ncursor 1\n", 16, ORDER },
		{ HEAD "elapsed 1\nworker 0\ncursor 1\nworker 1\n", 18,
		  MISSING },
		{ HEAD "elapsed 1\ncursor 1\n" WORKERS, 15, ORDER },
		{ HEAD "elapsed 1\nworker 0\nask 1-1\n", 16, ORDER },
		{ HEAD END "worker 2\ncursor 1\n", 21, MISSING },
		{ SNAPSHOT("cursor 1"), 17, ORDER },
		{ SNAPSHOT("ask 1"), 17, NUMBER },
		{ SNAPSHOT("known 1 1,2,3,4,5 - answered,"), 17,
		  "no such mark" },
		{ SNAPSHOT("state opened 1"), 17, "no such state" },
		{ SNAPSHOT("state open x"), 17, NUMBER },
		{ SNAPSHOT("reason none 1"), 17, "no such reason" },
		{ SNAPSHOT("count sheep 1"), 17, "no such count" },
		{ SNAPSHOT("end 1"), 17, "no such kind of line" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect(not(parse(rows[i].body)), "row %zu", i);
		cr_expect(eq(sz, error.line, rows[i].line), "row %zu", i);
		cr_expect(eq(str, (char *)error.why, (char *)rows[i].why),
		          "row %zu", i);
	}
}

/* The counts in every snapshot are for adding up. */
Test(checkpoint_parse, tally_is_read_as_it_was_put)
{
	struct scan_tally tally;
	uint64_t *counts = (uint64_t *)&tally;
	const struct scan_tally *read;
	struct text body;

	for (size_t i = 0; i < sizeof(tally) / sizeof(*counts); i++)
		counts[i] = 1000 + i;
	tally.missed = 1.5;
	text_init(&body);
	text_append_string(&body, HEAD "elapsed 1\nworker 0\ncursor 1\n");
	checkpoint_put_tally(&body, &tally);
	text_append_string(&body, "worker 1\ncursor 1\n");
	cr_assert(parse(body.data), "%zu: %s", error.line, error.why);
	text_release(&body);
	read = &checkpoint.workers[0].tally;
	cr_expect(eq(int, memcmp(read, &tally, sizeof(tally)), 0));
}
