// SPDX-License-Identifier: Apache-2.0
#include "audit/issue.h"
#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct address address_of(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address));
	return address;
}

/* The id is a promise: people write it into tickets. */
Test(issue, id_is_the_digest_of_what_identifies_it)
{
	struct address address = address_of("10.0.0.5");
	char id[ISSUE_ID_SIZE];

	issue_identify("office", ISSUE_OPEN_PORT, &address, PROTOCOL_TCP, 2076,
	               id);
	/* printf 'office\nopen-port\n10.0.0.5\ntcp\n2076\n' | sha256sum */
	cr_expect(eq(str, id, "9f177f23633c"));
}

Test(issue, id_differs_with_all_of_it)
{
	static const struct {
		const char *audit;
		enum issue_kind kind;
		const char *address;
		enum protocol protocol;
		uint16_t port;
	} rows[] = {
		{ "office", ISSUE_OPEN_PORT, "10.0.0.5", PROTOCOL_TCP, 2076 },
		{ "offic", ISSUE_OPEN_PORT, "10.0.0.5", PROTOCOL_TCP, 2076 },
		{ "office", ISSUE_MUST_BE_OPEN, "10.0.0.5", PROTOCOL_TCP,
		  2076 },
		{ "office", ISSUE_OPEN_PORT, "10.0.0.52", PROTOCOL_TCP, 2076 },
		{ "office", ISSUE_OPEN_PORT, "2001:db8::5", PROTOCOL_TCP,
		  2076 },
		{ "office", ISSUE_OPEN_PORT, "10.0.0.5", PROTOCOL_UDP, 2076 },
		{ "office", ISSUE_OPEN_PORT, "10.0.0.5", PROTOCOL_TCP, 207 },
	};
	char ids[COUNT(rows)][ISSUE_ID_SIZE];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address = address_of(rows[i].address);

		issue_identify(rows[i].audit, rows[i].kind, &address,
		               rows[i].protocol, rows[i].port, ids[i]);
		cr_expect(eq(sz, strspn(ids[i], "0123456789abcdef"),
		             ISSUE_ID_SIZE - 1),
		          "row %zu", i);
		for (size_t j = 0; j < i; j++)
			cr_expect(ne(str, ids[i], ids[j]), "rows %zu, %zu", i,
			          j);
	}
}

static struct sighting seen(const char *product)
{
	return (struct sighting){ .service = "ssh",
		                  .product = product,
		                  .version = "9.2p1",
		                  .certificate = "",
		                  .host_keys = "",
		                  .why = "number-dormant" };
}

Test(issue, forty_hosts_are_one_line)
{
	struct sighting openssh = seen("OpenSSH"), again = seen("OpenSSH");
	struct sighting dropbear = seen("Dropbear");
	struct policy_rule rule = { .owner = "ops", .reason = "", .until = "" };
	struct policy_rule other = { .owner = "web",
		                     .reason = "",
		                     .until = "" };
	const struct issue first = { .address = address_of("10.0.0.5"),
		                     .port = 2076,
		                     .sighting = &openssh };
	struct {
		struct issue issue;
		bool same;
	} rows[] = {
		{ first, true },  { first, true },  { first, false },
		{ first, false }, { first, false }, { first, false },
		{ first, false }, { first, false }, { first, false },
		{ first, false },
	};

	rows[1].issue.address = address_of("10.0.0.6");
	rows[1].issue.first_run = 9;
	rows[1].issue.sighting = &again;
	rows[2].issue.port = 2077;
	rows[3].issue.protocol = PROTOCOL_UDP;
	rows[4].issue.kind = ISSUE_MUST_BE_OPEN;
	rows[5].issue.state = ISSUE_OPEN;
	rows[6].issue.sighting = &dropbear;
	rows[7].issue.sighting = NULL;
	rows[8].issue.not_seen_again = true;
	rows[9].issue.rule = &rule;
	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect(eq(int,
		             issue_is_same_on_another_host(&first,
		                                           &rows[i].issue),
		             rows[i].same),
		          "row %zu", i);
		cr_expect(eq(int,
		             issue_is_same_on_another_host(&rows[i].issue,
		                                           &first),
		             rows[i].same),
		          "row %zu", i);
	}
	rows[8].issue = rows[9].issue;
	cr_expect(
		issue_is_same_on_another_host(&rows[8].issue, &rows[9].issue));
	rows[8].issue.rule = &other;
	cr_expect(not(
		issue_is_same_on_another_host(&rows[8].issue, &rows[9].issue)));
}

Test(issue, new_and_open_need_a_person)
{
	static const struct {
		enum issue_state state;
		bool needed;
	} rows[] = {
		{ ISSUE_NEW, true },
		{ ISSUE_OPEN, true },
		{ ISSUE_APPROVED, false },
		{ ISSUE_RESOLVED, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct issue issue = { .state = rows[i].state };

		cr_expect(eq(int, issue_needs_person(&issue), rows[i].needed),
		          "row %zu", i);
	}
}
