// SPDX-License-Identifier: Apache-2.0
#include "audit/csv_report.h"

#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct sample_account sample;
static struct text csv;

static void init(void)
{
	text_init(&csv);
}

static void release(void)
{
	text_release(&csv);
	sample_account_release(&sample);
}

TestSuite(csv_report, .init = init, .fini = release);

static void write_csv(enum sample_account_kind kind)
{
	sample_account_fill(&sample, kind);
	csv_report(&sample.account, &csv);
	cr_assert(not(csv.failed));
}

static size_t count_of(const char *bytes, const char *piece)
{
	size_t count = 0;

	for (const char *at = bytes; (at = strstr(at, piece)) != NULL; at++)
		count++;
	return count;
}

Test(csv_report, columns_are_a_promise)
{
	write_csv(ACCOUNT_QUIET);
	cr_expect(eq(str, csv.data,
	             "record,id,kind,state,address,hostname,port,protocol,"
	             "service,product,version,certificate,host_keys,verdict,"
	             "why,first_run,last_run,resolved_run,standing,rule,owner,"
	             "reason,until,words\n"));
}

Test(csv_report, row_for_each_issue_and_change)
{
	static const char *const pieces[] = {
		",open-port,approved,10.0.0.5,,2076,tcp,ssh,OpenSSH,9.2p1,,",
		"ssh-ed25519 SHA256:47DEQpj8HBSa",
		",investigate,number-dormant service-differs,",
		",approved,office.policy:1,ops,inventory agent,2027-06-30,\n",
		",expired,office.policy:2,ops,old agent,2026-10-31,\n",
		"\nchange,,opened,,10.0.0.1,gate.example,443,tcp,https,",
		"\nchange,,closed,,10.0.0.2,,8080,tcp,",
		"\nchange,,appeared,,10.0.0.5,,,,",
		"\nchange,,not-comparable,,10.0.0.10,,2076,tcp,",
		",not-asked-before,",
	};

	write_csv(ACCOUNT_OFFICE);
	cr_expect(eq(sz, count_of(csv.data, "\n"),
	             1 + sample.issues.count + sample.changes.count));
	cr_expect(eq(sz, count_of(csv.data, "\nissue,"), sample.issues.count));
	for (size_t i = 0; i < COUNT(pieces); i++)
		cr_expect(ne(ptr, strstr(csv.data, pieces[i]), NULL), "no %s",
		          pieces[i]);
}

/* Fields of a row; quotes and commas are as RFC 4180 has them, and no field
 * begins a formula. */
static size_t check_fields(const char *row, size_t len)
{
	size_t count = 1;
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		quoted ^= row[i] == '"';
		if (row[i] != ',' || quoted)
			continue;
		count++;
		cr_expect(not(strchr("=+-@",
		                     row[i + 1 + (row[i + 1] == '"')]) != NULL),
		          "%.*s", (int)len, row);
	}
	cr_expect(not(quoted));
	return count;
}

Test(csv_report, what_others_wrote_stays_in_its_cell)
{
	const char *at, *end;

	sample_account_fill(&sample, ACCOUNT_HOSTILE);
	for (size_t i = 0; i < sample.policy.count; i++)
		sample.policy.rules[i].owner = "=cmd|' /C calc'!A0";
	for (size_t i = 0; i < sample.now.count; i++)
		sample.now.sightings[i].product = "x\",=1+1\r\n=2";
	for (size_t i = 0; i < sample.issues.count; i++)
		sample.issues.items[i].rule = &sample.policy.rules[0];
	csv_report(&sample.account, &csv);
	for (at = csv.data; *at != '\0'; at = end + 1) {
		end = strchr(at, '\n');
		cr_assert(ne(ptr, (void *)end, NULL));
		cr_expect(eq(sz, check_fields(at, (size_t)(end - at)), 24));
	}
	cr_expect(eq(ptr, strchr(csv.data, '\r'), NULL));
	cr_expect(eq(ptr, strchr(csv.data, '\x1b'), NULL));
	cr_expect(ne(ptr, strstr(csv.data, ",\\x3dcmd|' /C calc'!A0,"), NULL));
}
