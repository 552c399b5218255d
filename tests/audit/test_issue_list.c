// SPDX-License-Identifier: Apache-2.0
#include "audit/issue.h"
#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define TODAY "2026-11-25"
#define APPROVE "approve 10.0.0.5 tcp/2076 "
#define WHO "owner ops reason x until "
#define APPROVED APPROVE "service ssh " WHO "2027-06-30"
#define EXPIRED APPROVE "service ssh " WHO "2026-11-24"
#define DIFFERS APPROVE "service http " WHO "2027-06-30"
#define WANTED "must-be-open 10.0.0.5 tcp/2076"

enum { RUN = 7, EARLIER_RUN = 6, FIRST_RUN = 3 };

static struct policy policy;
static struct snapshot snapshot;
static struct issue_list issues;
static struct text error;

static void init(void)
{
	text_init(&error);
}

static void clear(void)
{
	policy_release(&policy);
	snapshot_release(&snapshot);
	issue_list_release(&issues);
}

static void release(void)
{
	clear();
	text_release(&error);
}

TestSuite(issue_list, .init = init, .fini = release);

static void parse(const char *text)
{
	cr_assert(policy_parse(text, strlen(text), "p", &policy, &error), "%s",
	          error.data);
}

static struct address address_of(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address));
	return address;
}

static void begin_run(void)
{
	snapshot.coverage = coverage_create();
	snapshot.depth = DEPTH_FULL;
	cr_assert(ne(ptr, snapshot.coverage, NULL));
}

static void see_open(const char *address, uint16_t port, const char *service,
                     const char *verdict)
{
	struct sighting sighting = {
		.address = address_of(address),
		.protocol = PROTOCOL_TCP,
		.port = port,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.service = service,
		.verdict = verdict,
	};

	cr_assert(snapshot_add(&snapshot, &sighting));
	snapshot_sort(&snapshot);
	coverage_add(snapshot.coverage, &sighting.address, PROTOCOL_TCP, port,
	             sighting.outcome);
}

static void see_shut(const char *address, uint16_t port, enum port_state state,
                     enum port_reason reason)
{
	struct address where = address_of(address);

	coverage_add(snapshot.coverage, &where, PROTOCOL_TCP, port,
	             (struct outcome){ state, reason });
}

static void make(const struct issue_list *earlier)
{
	static const struct issue_list none;

	cr_assert(issue_list_make(&issues, "office", RUN, &snapshot, &policy,
	                          TODAY, earlier != NULL ? earlier : &none));
}

static struct issue issue_of(enum issue_kind kind, enum issue_state state,
                             const char *address, uint16_t port)
{
	struct issue issue = { .kind = kind,
		               .state = state,
		               .address = address_of(address),
		               .protocol = PROTOCOL_TCP,
		               .port = port,
		               .first_run = FIRST_RUN,
		               .last_run = EARLIER_RUN };

	issue_identify("office", kind, &issue.address, PROTOCOL_TCP, port,
	               issue.id);
	if (state == ISSUE_RESOLVED)
		issue.resolved_run = EARLIER_RUN;
	return issue;
}

/* What the run sees of 10.0.0.5:2076. */
static const struct now {
	const char *service, *verdict; /* of an open one */
	enum port_state state;
	enum port_reason reason;
	bool not_asked;
	enum depth depth;
} /* clang-format off */
	ssh = { "ssh", "investigate", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_FULL },
	nobody = { "", "investigate", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_FULL },
	expected = { "ssh", "expected", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_FULL },
	unconfirmed = { "ssh", "unconfirmed", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_FULL },
	unrecognised = { "", "unconfirmed", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_FULL },
	reached = { "", "unconfirmed", PORT_OPEN, REASON_SYN_ACK, false, DEPTH_REACH },
	closed = { "", "", PORT_CLOSED, REASON_CONN_REFUSED, false, DEPTH_FULL },
	silent = { "", "", PORT_FILTERED, REASON_NO_RESPONSE, false, DEPTH_FULL },
	rejected = { "", "", PORT_FILTERED, REASON_PORT_UNREACHABLE, false, DEPTH_FULL },
	prohibited = { "", "", PORT_FILTERED, REASON_ADMIN_PROHIBITED, false, DEPTH_FULL },
	unreachable = { "", "", PORT_FILTERED, REASON_HOST_UNREACHABLE, false, DEPTH_FULL },
	undiscovered = { "", "", PORT_UNTESTED, REASON_NOT_DISCOVERED, false, DEPTH_FULL },
	no_route = { "", "", PORT_UNTESTED, REASON_LOCAL_NO_ROUTE, false, DEPTH_FULL },
	interrupted = { "", "", PORT_UNTESTED, REASON_NOT_ASKED, false, DEPTH_FULL },
	not_asked = { "", "", PORT_UNTESTED, REASON_NOT_ASKED, true, DEPTH_FULL };
/* clang-format on */

static void see(const struct now *now)
{
	begin_run();
	snapshot.depth = now->depth;
	if (now->not_asked)
		return;
	if (now->state == PORT_OPEN)
		see_open("10.0.0.5", 2076, now->service, now->verdict);
	else
		see_shut("10.0.0.5", 2076, now->state, now->reason);
}

enum { NONE = -1 }; /* no such issue */

struct row {
	const char *policy;
	int earlier; /* enum issue_state */
	const struct now *now;
	int state; /* that it has to have */
	enum standing standing;
	bool not_seen_again;
};

static void check_row(enum issue_kind kind, const struct row *row, size_t i)
{
	struct issue before = { 0 };
	struct issue_list earlier = { &before, row->earlier != NONE };
	const struct issue *issue;

	if (row->earlier != NONE)
		before = issue_of(kind, (enum issue_state)row->earlier,
		                  "10.0.0.5", 2076);
	parse(row->policy);
	see(row->now);
	make(&earlier);
	cr_assert(eq(sz, issues.count, row->state != NONE), "row %zu", i);
	if (row->state == NONE)
		return;
	issue = &issues.items[0];
	cr_expect(eq(int, (int)issue->kind, (int)kind), "row %zu", i);
	cr_expect(eq(str, (char *)issue_state_name(issue->state),
	             (char *)issue_state_name((enum issue_state)row->state)),
	          "row %zu", i);
	cr_expect(eq(str, (char *)standing_name(issue->standing),
	             (char *)standing_name(row->standing)),
	          "row %zu", i);
	cr_expect(eq(int, issue->not_seen_again, row->not_seen_again),
	          "row %zu", i);
	cr_expect(eq(i64, issue->first_run,
	             row->earlier != NONE ? FIRST_RUN : RUN),
	          "row %zu", i);
	cr_expect(eq(i64, issue->last_run,
	             issue->state == ISSUE_RESOLVED || row->not_seen_again
	                     ? EARLIER_RUN
	                     : RUN),
	          "row %zu", i);
	cr_expect(eq(i64, issue->resolved_run,
	             issue->state == ISSUE_RESOLVED ? RUN : 0),
	          "row %zu", i);
}

Test(issue_list, open_port_from_run_to_run)
{
	static const struct row rows[] = {
		/* What is seen. */
		{ "", NONE, &ssh, ISSUE_NEW, STANDING_NONE, false },
		{ "", NONE, &expected, NONE, STANDING_NONE, false },
		{ "", NONE, &unconfirmed, NONE, STANDING_NONE, false },
		{ "", NONE, &closed, NONE, STANDING_NONE, false },
		{ "", ISSUE_NEW, &ssh, ISSUE_OPEN, STANDING_NONE, false },
		{ "", ISSUE_OPEN, &nobody, ISSUE_OPEN, STANDING_NONE, false },
		{ "", ISSUE_RESOLVED, &ssh, ISSUE_NEW, STANDING_NONE, false },
		/* What is approved, and stops to be. */
		{ APPROVED, NONE, &ssh, ISSUE_APPROVED, STANDING_APPROVED,
		  false },
		{ APPROVED, ISSUE_OPEN, &ssh, ISSUE_APPROVED, STANDING_APPROVED,
		  false },
		{ APPROVED, ISSUE_RESOLVED, &ssh, ISSUE_APPROVED,
		  STANDING_APPROVED, false },
		{ EXPIRED, NONE, &ssh, ISSUE_NEW, STANDING_EXPIRED, false },
		{ EXPIRED, ISSUE_APPROVED, &ssh, ISSUE_OPEN, STANDING_EXPIRED,
		  false },
		{ DIFFERS, ISSUE_APPROVED, &ssh, ISSUE_NEW, STANDING_DIFFERS,
		  false },
		{ DIFFERS, ISSUE_NEW, &ssh, ISSUE_OPEN, STANDING_DIFFERS,
		  false },
		/* … and nobody that contradicts it. */
		{ APPROVED, ISSUE_APPROVED, &nobody, ISSUE_OPEN,
		  STANDING_DIFFERS, false },
		{ "", ISSUE_APPROVED, &ssh, ISSUE_OPEN, STANDING_NONE, false },
		/* What is known not to be there any more. */
		{ "", ISSUE_OPEN, &closed, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ "", ISSUE_NEW, &silent, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ "", ISSUE_OPEN, &rejected, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ "", ISSUE_OPEN, &expected, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ "", ISSUE_OPEN, &unconfirmed, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ APPROVED, ISSUE_APPROVED, &closed, ISSUE_RESOLVED,
		  STANDING_NONE, false },
		{ "", ISSUE_RESOLVED, &closed, NONE, STANDING_NONE, false },
		{ "", ISSUE_RESOLVED, &not_asked, NONE, STANDING_NONE, false },
		/* What this run does not tell. */
		{ "", ISSUE_OPEN, &prohibited, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ "", ISSUE_OPEN, &undiscovered, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ "", ISSUE_OPEN, &unreachable, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ "", ISSUE_OPEN, &no_route, ISSUE_OPEN, STANDING_NONE, true },
		{ "", ISSUE_NEW, &interrupted, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ "", ISSUE_OPEN, &not_asked, ISSUE_OPEN, STANDING_NONE, true },
		{ "", ISSUE_OPEN, &unrecognised, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ "", ISSUE_OPEN, &reached, ISSUE_OPEN, STANDING_NONE, true },
		{ APPROVED, ISSUE_APPROVED, &not_asked, ISSUE_APPROVED,
		  STANDING_APPROVED, true },
		{ EXPIRED, ISSUE_APPROVED, &not_asked, ISSUE_OPEN,
		  STANDING_NONE, true },
		{ "", ISSUE_APPROVED, &no_route, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ WANTED, ISSUE_APPROVED, &no_route, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ APPROVED, ISSUE_OPEN, &not_asked, ISSUE_OPEN, STANDING_NONE,
		  true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		check_row(ISSUE_OPEN_PORT, &rows[i], i);
		clear();
	}
}

Test(issue_list, must_be_open_from_run_to_run)
{
	static const struct row rows[] = {
		{ WANTED, NONE, &expected, NONE, STANDING_NONE, false },
		{ WANTED " service ssh", NONE, &expected, NONE, STANDING_NONE,
		  false },
		{ WANTED " service http", NONE, &expected, ISSUE_NEW,
		  STANDING_DIFFERS, false },
		{ WANTED " service ssh", NONE, &unrecognised, ISSUE_NEW,
		  STANDING_DIFFERS, false },
		{ WANTED " service ssh", NONE, &reached, NONE, STANDING_NONE,
		  false },
		{ WANTED, NONE, &reached, NONE, STANDING_NONE, false },
		{ WANTED, NONE, &closed, ISSUE_NEW, STANDING_NONE, false },
		{ WANTED, NONE, &silent, ISSUE_NEW, STANDING_NONE, false },
		{ WANTED, NONE, &unreachable, ISSUE_NEW, STANDING_NONE, false },
		{ WANTED, NONE, &undiscovered, ISSUE_NEW, STANDING_NONE,
		  false },
		{ WANTED, NONE, &no_route, NONE, STANDING_NONE, false },
		{ WANTED, NONE, &not_asked, NONE, STANDING_NONE, false },
		{ WANTED " until " TODAY, NONE, &closed, ISSUE_NEW,
		  STANDING_NONE, false },
		{ WANTED " until 2026-11-24", NONE, &closed, NONE,
		  STANDING_NONE, false },
		{ "must-be-open 10.0.0.5 udp/2076", NONE, &closed, NONE,
		  STANDING_NONE, false },
		/* Two rules about one port are one issue. */
		{ WANTED "\n" WANTED, NONE, &closed, ISSUE_NEW, STANDING_NONE,
		  false },
		{ WANTED "\n" WANTED " service http", NONE, &expected,
		  ISSUE_NEW, STANDING_DIFFERS, false },
		/* An approval has nothing to do with it. */
		{ APPROVED, NONE, &closed, NONE, STANDING_NONE, false },
		{ WANTED "\n" APPROVED, NONE, &closed, ISSUE_NEW, STANDING_NONE,
		  false },
		/* From run to run. */
		{ WANTED, ISSUE_NEW, &closed, ISSUE_OPEN, STANDING_NONE,
		  false },
		{ WANTED, ISSUE_OPEN, &expected, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ WANTED, ISSUE_RESOLVED, &closed, ISSUE_NEW, STANDING_NONE,
		  false },
		{ WANTED, ISSUE_OPEN, &no_route, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ WANTED, ISSUE_NEW, &not_asked, ISSUE_OPEN, STANDING_NONE,
		  true },
		{ WANTED " service ssh", ISSUE_OPEN, &reached, ISSUE_OPEN,
		  STANDING_NONE, true },
		/* Nobody wants it any more. */
		{ "", ISSUE_OPEN, &closed, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ "", ISSUE_OPEN, &not_asked, ISSUE_RESOLVED, STANDING_NONE,
		  false },
		{ WANTED " until 2026-11-24", ISSUE_OPEN, &closed,
		  ISSUE_RESOLVED, STANDING_NONE, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		check_row(ISSUE_MUST_BE_OPEN, &rows[i], i);
		clear();
	}
}

Test(issue_list, issue_names_its_rule_and_sighting)
{
	parse(WANTED " service http\n" EXPIRED);
	see(&ssh);
	make(NULL);
	cr_assert(eq(sz, issues.count, 2));
	cr_expect(eq(int, (int)issues.items[0].kind, ISSUE_OPEN_PORT));
	cr_expect(eq(ptr, (void *)issues.items[0].rule,
	             (void *)&policy.rules[1]));
	cr_expect(eq(ptr, (void *)issues.items[0].sighting,
	             (void *)&snapshot.sightings[0]));
	cr_expect(eq(int, (int)issues.items[1].kind, ISSUE_MUST_BE_OPEN));
	cr_expect(eq(ptr, (void *)issues.items[1].rule,
	             (void *)&policy.rules[0]));
	cr_expect(eq(ptr, (void *)issues.items[1].sighting,
	             (void *)&snapshot.sightings[0]));
	cr_expect(ne(str, issues.items[0].id, issues.items[1].id));
}

/* UDP that used to answer and is silent now is not there, as far as anybody
 * can tell. */
Test(issue_list, silent_udp_is_resolved)
{
	struct issue before =
		issue_of(ISSUE_OPEN_PORT, ISSUE_OPEN, "10.0.0.5", 2076);
	struct issue_list earlier = { &before, 1 };

	before.protocol = PROTOCOL_UDP;
	issue_identify("office", ISSUE_OPEN_PORT, &before.address, PROTOCOL_UDP,
	               2076, before.id);
	begin_run();
	coverage_add(
		snapshot.coverage, &before.address, PROTOCOL_UDP, 2076,
		(struct outcome){ PORT_OPEN_FILTERED, REASON_NO_RESPONSE });
	make(&earlier);
	cr_assert(eq(sz, issues.count, 1));
	cr_expect(eq(int, (int)issues.items[0].state, ISSUE_RESOLVED));
}

Test(issue_list, sorted_by_state_protocol_port_and_address)
{
	struct issue before[] = {
		issue_of(ISSUE_OPEN_PORT, ISSUE_OPEN, "10.0.0.9", 2076),
		issue_of(ISSUE_OPEN_PORT, ISSUE_OPEN, "10.0.0.1", 2076),
		issue_of(ISSUE_OPEN_PORT, ISSUE_NEW, "10.0.0.1", 1),
	};
	struct issue_list earlier = { before, COUNT(before) };
	static const struct {
		enum issue_state state;
		uint16_t port;
		const char *address;
	} rows[] = {
		{ ISSUE_NEW, 100, "10.0.0.200" },
		{ ISSUE_NEW, 100, "2001:db8::1" },
		{ ISSUE_NEW, 2076, "10.0.0.10" },
		{ ISSUE_OPEN, 2076, "10.0.0.1" },
		{ ISSUE_OPEN, 2076, "10.0.0.9" },
		{ ISSUE_APPROVED, 2076, "10.0.0.5" },
		{ ISSUE_RESOLVED, 1, "10.0.0.1" },
	};

	parse(APPROVED);
	begin_run();
	see_open("10.0.0.9", 2076, "ssh", "investigate");
	see_open("10.0.0.5", 2076, "ssh", "investigate");
	see_open("10.0.0.10", 2076, "ssh", "investigate");
	see_open("2001:db8::1", 100, "ssh", "investigate");
	see_open("10.0.0.200", 100, "ssh", "investigate");
	see_shut("10.0.0.1", 1, PORT_CLOSED, REASON_CONN_REFUSED);
	make(&earlier);
	cr_assert(eq(sz, issues.count, COUNT(rows)));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address address = address_of(rows[i].address);

		cr_expect(
			eq(int, (int)issues.items[i].state, (int)rows[i].state),
			"row %zu", i);
		cr_expect(eq(u32, issues.items[i].port, rows[i].port),
		          "row %zu", i);
		cr_expect(address_equal(&issues.items[i].address, &address),
		          "row %zu", i);
	}
	cr_expect(eq(sz, issue_list_count(&issues, ISSUE_NEW), 3));
	cr_expect(eq(sz, issue_list_count(&issues, ISSUE_OPEN), 2));
}

/* A run of which nothing is kept settles nothing. */
Test(issue_list, empty_snapshot)
{
	struct issue before =
		issue_of(ISSUE_OPEN_PORT, ISSUE_OPEN, "10.0.0.5", 2076);
	struct issue_list earlier = { &before, 1 };

	parse(WANTED);
	make(&earlier);
	cr_assert(eq(sz, issues.count, 1));
	cr_expect(issues.items[0].not_seen_again);
	issue_list_release(&issues);
	make(NULL);
	cr_expect(eq(sz, issues.count, 0));
}
