// SPDX-License-Identifier: Apache-2.0
#include "audit/notice.h"

#include "base/count.h"
#include "tests/audit/notify_sample.h"
#include "tests/audit/sample_account.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static void expect_notice(const struct notify_sample *sample,
                          const char *wanted)
{
	struct text text;

	text_init(&text);
	notice_append(&sample->account, NOTICE_NEWS, &text);
	cr_expect(eq(str, text.data, (char *)wanted));
	text_release(&text);
}

Test(notice, tells_what_needs_a_person)
{
	struct notify_sample sample;

	notify_sample_init(&sample);
	expect_notice(
		&sample,
		"office: 6 new, 2 open, 3 changes; run 17 complete\n"
		"\n"
		"New, to be investigated\n"
		"  2076/tcp on 5 hosts: 10.0.0.5, 10.0.0.6, 10.0.0.7, …  ssh "
		"OpenSSH 9.2p1 (number-dormant, service-differs)\n"
		"  8123/tcp on 10.0.0.5  http evil\\r\\nBcc: all@example.org"
		"\\x1b[2J\\xff (number-unassigned)\n"
		"\n"
		"Must be open, and is not as documented\n"
		"  443/tcp on 10.0.0.1  not open\n"
		"\n"
		"Changes since run 16\n"
		"  8123/tcp on 10.0.0.5  now open: http evil\\r\\nBcc: "
		"all@example.org\\x1b[2J\\xff\n"
		"  23/tcp on 10.0.0.2  was ssh OpenSSH 9.2p1, now closed "
		"(conn-refused)\n"
		"  10.0.0.77  silent now, answered before\n"
		"\n"
		"Approvals that expired\n"
		"  office.policy:12  until 2026-11-01  ops: inventory agent\n"
		"\n"
		"More: portscan audit show office 17\n");
}

static const struct {
	enum run_end end;
	char *note;
	const char *notice;
} ends[] = {
	{ RUN_COMPLETE, "",
	  "office: 0 new, 0 open, 0 changes; run 17 complete\n"
	  "\n"
	  "More: portscan audit show office 17\n" },
	{ RUN_INCOMPLETE, "no\033route",
	  "office: 0 new, 0 open, 0 changes; run 17 incomplete\n"
	  "\n"
	  "The run is incomplete: some of it was not tested; no\\x1broute\n"
	  "\n"
	  "More: portscan audit show office 17\n" },
	{ RUN_FAILED, NULL,
	  "office: 0 new, 0 open, 0 changes; run 17 failed\n"
	  "\n"
	  "The run failed: nothing was scanned\n"
	  "\n"
	  "More: portscan audit show office 17\n" },
};

Test(notice, says_how_a_run_ended_that_did_not_end_well)
{
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct notify_sample sample;

		notify_sample_init(&sample);
		notify_sample_calm(&sample);
		sample.run.end = ends[i].end;
		sample.run.note = ends[i].note;
		expect_notice(&sample, ends[i].notice);
	}
}

static size_t count_lines(const struct text *text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text->len; i++)
		lines += text->data[i] == '\n';
	return lines;
}

/* Sixty ports of one host, each an issue of its own. */
static void fill_sixty(struct issue items[60], const struct sighting *sighting)
{
	memset(items, 0, 60 * sizeof(*items));
	for (uint16_t i = 0; i < 60; i++) {
		items[i].port = (uint16_t)(3000 + i);
		items[i].address = sighting->address;
		items[i].sighting = sighting;
	}
}

Test(notice, what_is_beyond_fifty_lines_is_counted)
{
	static struct issue items[60];
	struct notify_sample sample;
	struct text text;

	notify_sample_init(&sample);
	fill_sixty(items, &sample.sightings[6]);
	sample.issues = (struct issue_list){ items, COUNT(items) };
	text_init(&text);
	notice_append(&sample.account, NOTICE_NEWS, &text);
	cr_expect(ne(ptr, strstr(text.data, "3049/tcp on"), NULL));
	cr_expect(eq(ptr, strstr(text.data, "3050/tcp on"), NULL));
	cr_expect(ne(ptr,
	             strstr(text.data, "  and 10 more\n\nChanges since run 16\n"
	                               "  and 3 more\n\nApprovals that "
	                               "expired\n  and 1 more\n"),
	             NULL),
	          "%s", text.data);
	cr_expect(eq(sz, count_lines(&text), 62));
	text_release(&text);
}

Test(notice, a_thousand_hosts_with_the_same_are_one_line)
{
	static struct issue items[1000];
	struct notify_sample sample;
	struct text text;

	notify_sample_init(&sample);
	notify_sample_calm(&sample);
	for (size_t i = 0; i < COUNT(items); i++) {
		items[i].port = 2076;
		items[i].address = address_add(&sample.sightings[0].address, i);
		items[i].sighting = &sample.sightings[0];
	}
	sample.issues = (struct issue_list){ items, COUNT(items) };
	text_init(&text);
	notice_append(&sample.account, NOTICE_NEWS, &text);
	cr_expect(ne(ptr, strstr(text.data, "2076/tcp on 1000 hosts: "), NULL));
	cr_expect(eq(sz, count_lines(&text), 6));
	text_release(&text);
}

Test(notice, a_long_banner_is_cut)
{
	static char product[2000];
	struct notify_sample sample;
	struct text text;

	notify_sample_init(&sample);
	memset(product, 'x', sizeof(product) - 1);
	sample.sightings[5].product = product;
	text_init(&text);
	notice_append(&sample.account, NOTICE_NEWS, &text);
	cr_expect(lt(sz, text.len, 1500));
	text_release(&text);
}

/* What a whole account has a section for, in this order. */
static const char *const headings[] = {
	"\nNew, to be investigated\n",
	"\nChanges since run ",
	"\nNot comparable\n",
	"\nChanges since the baseline, run ",
	"\nApproved\n",
	"\nApprovals that expire within 30 days\n",
	"\nRules that cover more than one decision should\n",
};

Test(notice, whole_account_hides_nothing)
{
	static struct sample_account sample;
	struct text text;
	const char *at;

	sample_account_fill(&sample, ACCOUNT_OFFICE);
	text_init(&text);
	notice_append(&sample.account, NOTICE_WHOLE, &text);
	at = text.data;
	for (size_t i = 0; i < COUNT(headings) && at != NULL; i++) {
		at = strstr(at, headings[i]);
		cr_expect(ne(ptr, (char *)at, NULL), "%s in %s", headings[i],
		          text.data);
	}
	text_release(&text);
	sample_account_release(&sample);
}

Test(notice, same_change_on_many_hosts_is_one_line)
{
	static struct change items[40];
	struct notify_sample sample;
	struct text text;

	notify_sample_init(&sample);
	notify_sample_calm(&sample);
	for (size_t i = 0; i < COUNT(items); i++)
		items[i] = (struct change){
			.kind = CHANGE_OPENED,
			.address = address_add(&sample.sightings[0].address, i),
			.port = 2076,
			.after = &sample.sightings[0],
		};
	sample.changes = (struct change_list){ items, COUNT(items) };
	text_init(&text);
	notice_append(&sample.account, NOTICE_CHANGES, &text);
	cr_expect(ne(ptr, strstr(text.data, "2076/tcp on 40 hosts: "), NULL));
	cr_expect(eq(sz, count_lines(&text), 4), "%s", text.data);
	text_release(&text);
}
