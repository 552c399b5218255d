// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/sample_account.h"

#include "base/count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-11-25T02:00:03Z, and a day. */
#define STARTED_US INT64_C(1795572003000000)
#define DAY_US INT64_C(86400000000)

#define TODAY "2026-11-25"
#define CERTIFICATE                                                            \
	"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define HOST_KEY                                                               \
	"ssh-ed25519 SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"

const char sample_account_hostile[] =
	"</td></style>]]><script>alert(1)</script><!-- \"onmouseover=\"alert(1)"
	" '&#60; \x1b[2J\x01\xe2\x80\xae";

static const struct sighting ssh = {
	.protocol = PROTOCOL_TCP,
	.port = 22,
	.outcome = { PORT_OPEN, REASON_SYN_ACK },
	.time_us = STARTED_US,
	.hostname = "",
	.registry_status = "assigned",
	.registry_name = "ssh",
	.service = "ssh",
	.product = "OpenSSH",
	.version = "9.2p1",
	.certificate = "",
	.host_keys = HOST_KEY,
	.banner = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
	.verdict = "expected",
	.why = "service-matches",
	.record = "",
};

static void require(bool done)
{
	if (!done)
		abort();
}

static struct sighting at(struct sighting sighting, uint32_t host)
{
	sighting.address =
		(struct address){ .lo = 0x0a000000 + host, .version = 4 };
	return sighting;
}

static struct sighting https(void)
{
	struct sighting sighting = ssh;

	sighting.port = 443;
	sighting.registry_name = sighting.service = "https";
	sighting.product = "nginx";
	sighting.version = "1.22.1";
	sighting.certificate = CERTIFICATE;
	sighting.host_keys = "";
	sighting.banner = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n";
	return sighting;
}

static struct sighting silent(void)
{
	struct sighting sighting = ssh;

	sighting.port = 8080;
	sighting.registry_name = "http-alt";
	sighting.service = sighting.product = sighting.version = "";
	sighting.host_keys = sighting.banner = "";
	sighting.verdict = "unconfirmed";
	sighting.why = "silent";
	return sighting;
}

static struct sighting dormant(void)
{
	struct sighting sighting = ssh;

	sighting.port = 2076;
	sighting.registry_status = "dormant";
	sighting.registry_name = "newlixconfig";
	sighting.verdict = "investigate";
	sighting.why = "number-dormant;service-differs";
	return sighting;
}

/* What Home Assistant may have told of itself. */
static const char record[] =
	"{\"tls\":{\"version\":\"TLSv1.3\",\"subject\":\"CN=home\","
	"\"names\":[\"DNS:home\",\"DNS:</dd>\"],"
	"\"not_after\":\"2026-01-01T00:00:00Z\",\"validity\":\"expired\","
	"\"self_signed\":true},\"http\":{\"title\":\"Home <Assistant>\"},"
	"\"details\":{\"device\":{\"model\":\"Green\"}},"
	"\"process\":{\"pid\":812,\"name\":\"hass\",\"user\":\"home\","
	"\"executable\":null}}";

static struct sighting unassigned(void)
{
	struct sighting sighting = ssh;

	sighting.port = 8123;
	sighting.registry_status = "unassigned";
	sighting.registry_name = "";
	sighting.service = "http";
	sighting.product = "Home Assistant";
	sighting.version = "";
	sighting.host_keys = "";
	sighting.banner = "HTTP/1.1 200 OK\r\n";
	sighting.verdict = "investigate";
	sighting.why = "number-unassigned;known-unofficial-use";
	sighting.record = record;
	return sighting;
}

static void cover(struct snapshot *snapshot, uint32_t first, uint32_t last,
                  uint16_t last_port)
{
	struct address from = { .lo = 0x0a000000 + first, .version = 4 };
	struct address to = { .lo = 0x0a000000 + last, .version = 4 };
	struct port_set ports = { 0 };

	port_set_add(&ports, 1, last_port);
	snapshot->coverage = coverage_create();
	require(snapshot->coverage != NULL);
	coverage_add_range(snapshot->coverage, &from, &to, PROTOCOL_TCP, &ports,
	                   (struct answer){ .asked = ASKED_SHUT });
	snapshot->depth = DEPTH_FULL;
}

static void see(struct snapshot *snapshot, struct sighting sighting)
{
	require(snapshot_add(snapshot, &sighting));
}

static void fill_office(struct sample_account *sample)
{
	struct sighting gate = at(ssh, 1), v6 = dormant();
	struct sighting older = at(https(), 2), shop = at(https(), 1);
	struct sighting odd = at(unassigned(), 6);

	gate.hostname = shop.hostname = "gate.example";
	older.version = "1.20.0";
	odd.port = 8124;
	odd.service = "https";
	cover(&sample->before, 1, 60, 10000);
	see(&sample->before, gate);
	see(&sample->before, older);
	see(&sample->before, at(silent(), 2));
	see(&sample->before, at(unassigned(), 3));
	cover(&sample->now, 1, 60, 10000);
	see(&sample->now, gate);
	see(&sample->now, shop);
	see(&sample->now, at(https(), 2));
	see(&sample->now, at(unassigned(), 3));
	see(&sample->now, at(silent(), 4));
	see(&sample->now, at(dormant(), 5));
	see(&sample->now, odd);
	for (uint32_t i = 0; i < 40; i++)
		see(&sample->now, at(dormant(), 10 + i));
	v6.address = (struct address){ .hi = 0x20010db800000000,
		                       .lo = 9,
		                       .version = 6 };
	v6.protocol = PROTOCOL_UDP;
	v6.service = "";
	see(&sample->now, v6);
}

#define OFFICE_POLICY                                                          \
	"approve 10.0.0.5 tcp/2076 service ssh owner ops "                     \
	"reason \"inventory agent\" until 2027-06-30\n"                        \
	"approve 10.0.0.10 tcp/2076 owner ops reason \"old agent\" "           \
	"until 2026-10-31\n"                                                   \
	"approve 10.0.0.11 tcp/2076 service http owner web "                   \
	"reason \"test shop\" until 2026-12-10\n"                              \
	"approve 10.0.0.0/24 tcp/1-65535 service http owner web "              \
	"reason \"anything goes\" until 2027-01-31\n"                          \
	"must-be-open 10.0.0.50 tcp/443 owner web reason \"shop\"\n"

static void fill_hostile(struct sample_account *sample)
{
	struct sighting bad = at(unassigned(), 7);

	bad.hostname = bad.service = bad.product = bad.version = bad.banner =
		bad.host_keys = bad.certificate = bad.registry_name =
			sample_account_hostile;
	bad.why = "number-unassigned";
	bad.record = "";
	cover(&sample->before, 1, 60, 10000);
	cover(&sample->now, 1, 60, 10000);
	see(&sample->now, bad);
	bad.address.lo++;
	see(&sample->now, bad);
}

static void fill_large(struct sample_account *sample)
{
	cover(&sample->before, 1, 300, 10000);
	cover(&sample->now, 1, 250, 10000);
	for (uint32_t host = 1; host <= 300; host++) {
		struct sighting odd = at(unassigned(), host);

		odd.port = (uint16_t)(30000 + host % 80);
		see(&sample->now, at(ssh, host));
		see(&sample->now, odd);
	}
}

static void parse(struct sample_account *sample, const char *text)
{
	struct text error;

	text_init(&error);
	if (!policy_parse(text, strlen(text), "office.policy", &sample->policy,
	                  &error)) {
		fprintf(stderr, "%s\n", error.data);
		abort();
	}
	text_release(&error);
}

/* What people of the hostile account wrote is no better. */
static void spoil(struct sample_account *sample)
{
	for (size_t i = 0; i < sample->policy.count; i++) {
		struct policy_rule *rule = &sample->policy.rules[i];

		rule->owner = rule->reason = rule->file = rule->service =
			sample_account_hostile;
	}
}

static void add_change(struct sample_account *sample, struct change change)
{
	require(sample->changes.count < SAMPLE_CHANGES_MAX);
	sample->change_items[sample->changes.count++] = change;
	sample->changes.items = sample->change_items;
}

static const struct sighting *seen(const struct snapshot *snapshot,
                                   uint32_t host, uint16_t port)
{
	struct address address = { .lo = 0x0a000000 + host, .version = 4 };

	return snapshot_find(snapshot, &address, PROTOCOL_TCP, port);
}

/* A change of 10.0.0.`host`, with what each snapshot has of it. */
static struct change changed(const struct sample_account *sample,
                             enum change_kind kind, uint32_t host,
                             uint16_t port)
{
	return (struct change){
		.kind = kind,
		.address = { .lo = 0x0a000000 + host, .version = 4 },
		.protocol = PROTOCOL_TCP,
		.port = port,
		.before = seen(&sample->before, host, port),
		.after = seen(&sample->now, host, port),
		.answer_before = { .asked = ASKED_SHUT },
		.answer_after = { .asked = ASKED_SHUT },
	};
}

static void change_office(struct sample_account *sample)
{
	struct change change;

	add_change(sample, changed(sample, CHANGE_OPENED, 1, 443));
	add_change(sample, changed(sample, CHANGE_CLOSED, 2, 8080));
	change = changed(sample, CHANGE_CHANGED, 2, 443);
	change.aspects = ASPECT_VERSION;
	add_change(sample, change);
	change = changed(sample, CHANGE_APPEARED, 5, 0);
	change.whole_host = true;
	add_change(sample, change);
	for (uint32_t i = 0; i < 5; i++) {
		change = changed(sample, CHANGE_NOT_COMPARABLE, 10 + i, 2076);
		change.why = i < 3 ? INCOMPARABLE_NOT_ASKED_BEFORE
		                   : INCOMPARABLE_UNTESTED;
		add_change(sample, change);
	}
	change = changed(sample, CHANGE_NOT_COMPARABLE, 4, 8080);
	change.why = INCOMPARABLE_NOT_CONFIRMED;
	change.told = "now open, and closed a minute later";
	add_change(sample, change);
	sample->drift = sample->changes;
	sample->account.previous = &sample->previous;
	sample->account.baseline = &sample->baseline;
}

static void change_hostile(struct sample_account *sample)
{
	struct change change = changed(sample, CHANGE_OPENED, 7, 8123);

	add_change(sample, change);
	change.kind = CHANGE_NOT_COMPARABLE;
	change.why = INCOMPARABLE_NOT_CONFIRMED;
	change.told = sample_account_hostile;
	add_change(sample, change);
	sample->account.previous = &sample->previous;
	sample->run.note = (char *)sample_account_hostile;
	sample->run.settings = (char *)sample_account_hostile;
	sample->run.end = RUN_INCOMPLETE;
	sample->account.audit = sample_account_hostile;
}

static void fill_trend(struct sample_account *sample, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sample->trend[i] = (struct trend_point){
			.run = sample->run.id - (int64_t)(count - 1 - i),
			.started_us =
				STARTED_US - DAY_US * (int64_t)(count - 1 - i),
			.open = 30 + i * i % 17,
			.unaccounted = i % 6,
			.complete = i % 5 != 2,
		};
	sample->account.trend = sample->trend;
	sample->account.trend_count = count;
}

static void judge(struct sample_account *sample)
{
	static const struct issue_list none;
	const char *audit = sample->account.audit;

	snapshot_sort(&sample->before);
	snapshot_sort(&sample->now);
	require(issue_list_make(&sample->earlier, audit, sample->run.id - 1,
	                        &sample->before, &sample->policy, TODAY,
	                        &none) &&
	        issue_list_make(&sample->issues, audit, sample->run.id,
	                        &sample->now, &sample->policy, TODAY,
	                        &sample->earlier) &&
	        policy_review_make(&sample->review, &sample->policy,
	                           &sample->now, TODAY));
}

static void fill_run(struct sample_account *sample)
{
	sample->run = (struct run){
		.id = 17,
		.started_us = STARTED_US,
		.finished_us = STARTED_US + 187000000,
		.end = RUN_COMPLETE,
		.settings = "10.0.0.0/24 -p common -sV",
		.version = "0.1.0",
		.registry = "2026-11-20 sha256:e3b0c44298fc1c149afbf4c8",
		.note = "",
		.addresses = 256,
		.hosts_answered = 46,
	};
	sample->previous =
		(struct run){ .id = 16, .started_us = STARTED_US - DAY_US };
	sample->baseline =
		(struct run){ .id = 3, .started_us = STARTED_US - 14 * DAY_US };
}

static void count(struct sample_account *sample)
{
	struct run *run = &sample->run;

	run->open = sample->now.count;
	for (size_t i = 0; i < sample->now.count; i++) {
		const char *verdict = sample->now.sightings[i].verdict;

		run->expected += strcmp(verdict, "expected") == 0;
		run->unconfirmed += strcmp(verdict, "unconfirmed") == 0;
		run->investigate += strcmp(verdict, "investigate") == 0;
	}
	run->approved = issue_list_count(&sample->issues, ISSUE_APPROVED);
}

void sample_account_fill(struct sample_account *sample,
                         enum sample_account_kind kind)
{
	*sample = (struct sample_account){ 0 };
	fill_run(sample);
	sample->account = (struct account){
		.audit = "office",
		.today = TODAY,
		.run = &sample->run,
		.snapshot = &sample->now,
		.changes = &sample->changes,
		.drift = &sample->drift,
		.issues = &sample->issues,
		.policy = &sample->policy,
		.review = &sample->review,
	};
	switch (kind) {
	case ACCOUNT_QUIET: cover(&sample->now, 1, 60, 10000); break;
	case ACCOUNT_OFFICE: fill_office(sample); break;
	case ACCOUNT_HOSTILE: fill_hostile(sample); break;
	case ACCOUNT_LARGE: fill_large(sample); break;
	}
	if (sample->before.coverage == NULL)
		cover(&sample->before, 1, 60, 10000);
	parse(sample, kind == ACCOUNT_QUIET ? "" : OFFICE_POLICY);
	judge(sample);
	if (kind == ACCOUNT_HOSTILE) {
		spoil(sample);
		change_hostile(sample);
	}
	if (kind == ACCOUNT_OFFICE)
		change_office(sample);
	fill_trend(sample, kind == ACCOUNT_QUIET   ? 1
	                   : kind == ACCOUNT_LARGE ? SAMPLE_RUNS_MAX
	                                           : 14);
	count(sample);
}

void sample_account_release(struct sample_account *sample)
{
	issue_list_release(&sample->earlier);
	issue_list_release(&sample->issues);
	policy_review_release(&sample->review);
	policy_release(&sample->policy);
	snapshot_release(&sample->before);
	snapshot_release(&sample->now);
}
