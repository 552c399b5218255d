// SPDX-License-Identifier: Apache-2.0
#include "report/assessment.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct {
	const char *what;
	struct scan_summary summary;
	const char *expected;
} rows[] = {
	{ "a clean scan says nothing",
	  { .attempts = 1003, .canaries = 3, .answers = 1000, .missed = 0.02 },
	  "" },
	{ "nothing was sent", { .loss = -1, .missed = -1 }, "" },
	{ "nothing answered",
	  { .attempts = 3, .loss = -1, .missed = -1 },
	  "loss unknown: no answers to judge by\n"
	  "3 attempts in all\n" },
	{ "little loss",
	  { .attempts = 31032,
	    .canaries = 12,
	    .answers = 30720,
	    .retried_answers = 312,
	    .loss = 0.0101,
	    .missed = 0.02 },
	  "loss 1 %: 312 of 30720 answers needed a retry; probably no port "
	  "missed\n"
	  "31032 attempts in all, 12 of them at ports picked as canaries\n" },
	{ "much loss",
	  { .attempts = 9000,
	    .answers = 1000,
	    .retried_answers = 300,
	    .loss = 0.334,
	    .missed = 14.2,
	    .slowdowns = 4 },
	  "loss 33 %: 300 of 1000 answers needed a retry; some 14 answering "
	  "ports may be missed\n"
	  "pace lowered 4 times for loss\n"
	  "9000 attempts in all\n" },
	{ "no loss seen, and yet too few attempts to be sure",
	  { .attempts = 9000, .answers = 10, .loss = 0.002, .missed = 0.8 },
	  "loss 0.2 %: 0 of 10 answers needed a retry; some 0.8 answering "
	  "ports may be missed\n"
	  "9000 attempts in all\n" },
	{ "loss without an estimate of what it cost",
	  { .attempts = 20,
	    .answers = 10,
	    .retried_answers = 1,
	    .loss = 0.09,
	    .missed = -1 },
	  "loss 9 %: 1 of 10 answers needed a retry\n"
	  "20 attempts in all\n" },
	{ "addresses that were not there",
	  { .attempts = 71700, .asked_once = 71680, .addresses_skipped = 240 },
	  "240 addresses skipped: silent to discovery (-Pn asks them all)\n"
	  "71680 ports of silent addresses were asked only once\n"
	  "71700 attempts in all\n" },
	{ "hosts that are not like others",
	  { .attempts = 100,
	    .canaries = 6,
	    .hosts_icmp_limited = 3,
	    .hosts_suspect = 2 },
	  "3 hosts limit their ICMP errors: a closed UDP port may look "
	  "open|filtered\n"
	  "2 suspect hosts: there an open port proves nothing\n"
	  "100 attempts in all, 6 of them at ports picked as canaries\n" },
	{ "one of each",
	  { .attempts = 1,
	    .asked_once = 1,
	    .slowdowns = 1,
	    .hosts_icmp_limited = 1,
	    .hosts_suspect = 1,
	    .addresses_skipped = 1 },
	  "1 address skipped: silent to discovery (-Pn asks them all)\n"
	  "1 port of silent addresses was asked only once\n"
	  "pace lowered 1 time for loss\n"
	  "1 host limits its ICMP errors: a closed UDP port may look "
	  "open|filtered\n"
	  "1 suspect host: there an open port proves nothing\n"
	  "1 attempt in all\n" },
};

Test(assessment, only_what_findings_should_be_read_with_is_said)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		text_clear(&text);
		assessment_append(&text, &rows[i].summary);
		cr_expect(eq(str, text.data, (char *)rows[i].expected), "%s",
		          rows[i].what);
	}
	text_release(&text);
}
