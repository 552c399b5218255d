// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/notify_sample.h"

#include "base/count.h"

#include <stdio.h>
#include <string.h>

#define DAY_US INT64_C(86400000000)
#define STARTED_US INT64_C(1795564800250000) /* 2026-11-25T00:00:00.250Z */

static struct address address(const char *text)
{
	struct address result = { 0 };

	address_parse(text, &result);
	return result;
}

/* What an attacker would have in his banner. */
#define HOSTILE "evil\r\nBcc: all@example.org\x1b[2J\xff"

static const struct {
	const char *address;
	uint16_t port;
	const char *service, *product, *version, *why;
} seen[] = {
	{ "10.0.0.5", 2076, "ssh", "OpenSSH", "9.2p1",
	  "number-dormant;service-differs" },
	{ "10.0.0.6", 2076, "ssh", "OpenSSH", "9.2p1",
	  "number-dormant;service-differs" },
	{ "10.0.0.7", 2076, "ssh", "OpenSSH", "9.2p1",
	  "number-dormant;service-differs" },
	{ "10.0.0.8", 2076, "ssh", "OpenSSH", "9.2p1",
	  "number-dormant;service-differs" },
	{ "10.0.0.9", 2076, "ssh", "OpenSSH", "9.2p1",
	  "number-dormant;service-differs" },
	{ "10.0.0.5", 8123, "http", HOSTILE, "", "number-unassigned" },
	{ "2001:db8::7", 15672, "", "", "", "number-unassigned;silent" },
};

static void fill_sightings(struct notify_sample *sample)
{
	for (size_t i = 0; i < COUNT(seen); i++)
		sample->sightings[i] = (struct sighting){
			.address = address(seen[i].address),
			.port = seen[i].port,
			.outcome = { PORT_OPEN, REASON_SYN_ACK },
			.time_us = STARTED_US,
			.hostname = "",
			.registry_status = "unassigned",
			.registry_name = "",
			.service = seen[i].service,
			.product = seen[i].product,
			.version = seen[i].version,
			.certificate = "",
			.host_keys = "",
			.banner = "",
			.verdict = "investigate",
			.why = seen[i].why,
			.record = "{\"record\":\"port\"}",
		};
	sample->snapshot.sightings = sample->sightings;
	sample->snapshot.count = COUNT(seen);
	sample->snapshot.time_us = STARTED_US;
}

/* The first six are new, the seventh is not; then a must-be-open, and one that
 * was resolved. */
static void fill_issues(struct notify_sample *sample)
{
	for (size_t i = 0; i < COUNT(sample->issue_items); i++) {
		struct issue *issue = &sample->issue_items[i];

		snprintf(issue->id, sizeof(issue->id), "%012zu", i);
		issue->state = i < 6   ? ISSUE_NEW
		               : i < 8 ? ISSUE_OPEN
		                       : ISSUE_RESOLVED;
		issue->first_run = issue->state == ISSUE_NEW ? 17 : 3;
		issue->last_run = 17;
		if (i >= COUNT(seen))
			continue;
		issue->sighting = &sample->sightings[i];
		issue->address = issue->sighting->address;
		issue->port = issue->sighting->port;
	}
	sample->issue_items[7].kind = ISSUE_MUST_BE_OPEN;
	sample->issue_items[7].address = address("10.0.0.1");
	sample->issue_items[7].port = 443;
	sample->issue_items[8].address = address("10.0.0.2");
	sample->issue_items[8].port = 23;
	sample->issue_items[8].last_run = 16;
	sample->issue_items[8].resolved_run = 17;
	sample->issues = (struct issue_list){ sample->issue_items,
		                              COUNT(sample->issue_items) };
}

static const struct {
	enum change_kind kind;
	const char *address;
	uint16_t port;
} differences[] = {
	{ CHANGE_OPENED, "10.0.0.5", 8123 },
	{ CHANGE_CLOSED, "10.0.0.2", 23 },
	{ CHANGE_VANISHED, "10.0.0.77", 0 },
	{ CHANGE_NOT_COMPARABLE, "10.0.0.78", 80 },
};

static void fill_changes(struct notify_sample *sample)
{
	for (size_t i = 0; i < COUNT(differences); i++)
		sample->change_items[i] = (struct change){
			.kind = differences[i].kind,
			.why = INCOMPARABLE_UNTESTED,
			.address = address(differences[i].address),
			.port = differences[i].port,
			.whole_host = differences[i].port == 0,
			.answer_before = { ASKED_KNOWN,
			                   { PORT_CLOSED,
			                     REASON_CONN_REFUSED } },
			.answer_after = { ASKED_KNOWN,
			                  { PORT_CLOSED,
			                    REASON_CONN_REFUSED } },
		};
	sample->change_items[0].after = &sample->sightings[5];
	sample->change_items[1].before = &sample->sightings[0];
	sample->changes = (struct change_list){ sample->change_items,
		                                COUNT(differences) };
}

static void fill_policy(struct notify_sample *sample)
{
	sample->rules[0] = (struct policy_rule){
		.kind = POLICY_APPROVE,
		.service = "ssh",
		.certificate = "",
		.host_key = "",
		.owner = "ops",
		.reason = "inventory agent",
		.until = "2026-11-01",
		.file = "office.policy",
		.line = 12,
	};
	sample->rules[1] = sample->rules[0];
	sample->rules[1].until = "2027-06-30";
	sample->rules[1].line = 13;
	sample->policy.rules = sample->rules;
	sample->policy.count = COUNT(sample->rules);
	sample->remarks[0] =
		(struct policy_remark){ REMARK_EXPIRED, &sample->rules[0] };
	sample->remarks[1] =
		(struct policy_remark){ REMARK_UNUSED, &sample->rules[1] };
	sample->review = (struct policy_review){ sample->remarks,
		                                 COUNT(sample->remarks) };
}

static void fill_runs(struct notify_sample *sample)
{
	sample->previous = (struct run){
		.id = 16,
		.started_us = STARTED_US - DAY_US,
		.finished_us = STARTED_US - DAY_US + 60000000,
		.end = RUN_COMPLETE,
		.note = "",
	};
	sample->run = (struct run){
		.id = 17,
		.started_us = STARTED_US,
		.finished_us = STARTED_US + 61500000,
		.end = RUN_COMPLETE,
		.settings = "10.0.0.0/24 -p common",
		.version = "0.1.0",
		.registry = "2026-11-20 sha256:00",
		.note = "",
		.addresses = 256,
		.questions = 307200,
		.hosts_answered = 12,
		.open = 20,
		.expected = 10,
		.unconfirmed = 2,
		.investigate = 7,
		.approved = 1,
		.unaccounted = 8,
		.changes = 3,
	};
	for (size_t i = 0; i < COUNT(sample->trend); i++)
		sample->trend[i] = (struct trend_point){
			.run = 15 + (int64_t)i,
			.started_us = STARTED_US - (2 - (int64_t)i) * DAY_US,
			.open = 18 + i,
			.unaccounted = 6 + i,
			.complete = true,
		};
}

void notify_sample_init(struct notify_sample *sample)
{
	memset(sample, 0, sizeof(*sample));
	fill_runs(sample);
	fill_sightings(sample);
	fill_issues(sample);
	fill_changes(sample);
	fill_policy(sample);
	sample->account = (struct account){
		.audit = "office",
		.today = "2026-11-25",
		.run = &sample->run,
		.previous = &sample->previous,
		.snapshot = &sample->snapshot,
		.changes = &sample->changes,
		.drift = &sample->drift,
		.issues = &sample->issues,
		.policy = &sample->policy,
		.review = &sample->review,
		.trend = sample->trend,
		.trend_count = COUNT(sample->trend),
	};
}

void notify_sample_calm(struct notify_sample *sample)
{
	sample->issues.count = 0;
	sample->changes.count = 0;
	sample->review.count = 0;
}
