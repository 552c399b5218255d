// SPDX-License-Identifier: Apache-2.0
#include "audit/second_look.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct outcome refused = { PORT_CLOSED, REASON_CONN_REFUSED };
static const struct outcome silent = { PORT_FILTERED, REASON_NO_RESPONSE };
static const struct outcome failed = { PORT_UNTESTED, REASON_LOCAL_EMFILE };

static struct address address_of(const char *text)
{
	struct address address;

	cr_assert(address_parse(text, &address));
	return address;
}

static struct snapshot empty(void)
{
	struct snapshot snapshot = { .coverage = coverage_create() };

	cr_assert(ne(ptr, snapshot.coverage, NULL));
	return snapshot;
}

static void see(struct snapshot *snapshot, const char *address, uint16_t port,
                const char *service)
{
	struct sighting sighting = {
		.address = address_of(address),
		.port = port,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.hostname = "",
		.registry_status = "",
		.registry_name = "",
		.service = service,
		.product = "",
		.version = "",
		.certificate = "",
		.host_keys = "",
		.banner = "",
		.verdict = "",
		.why = "",
		.record = "",
	};

	cr_assert(snapshot_add(snapshot, &sighting));
	snapshot_sort(snapshot);
}

static void miss(struct snapshot *snapshot, const char *address, uint16_t port,
                 struct outcome outcome)
{
	struct address parsed = address_of(address);

	coverage_add(snapshot->coverage, &parsed, PROTOCOL_TCP, port, outcome);
}

static const struct sighting *find(const struct snapshot *snapshot,
                                   const char *address, uint16_t port)
{
	struct address parsed = address_of(address);

	return snapshot_find(snapshot, &parsed, PROTOCOL_TCP, port);
}

Test(second_look, asks_what_changed_and_no_more)
{
	struct snapshot before = empty(), now = empty();
	struct change_list changes;
	struct doubt_list doubts;
	struct target_set targets;
	struct port_plan ports;

	see(&before, "10.0.0.1", 22, "ssh");
	see(&before, "10.0.0.1", 80, "http");
	see(&now, "10.0.0.1", 22, "ssh");
	miss(&now, "10.0.0.1", 80, refused);
	miss(&before, "10.0.0.1", 2076, refused);
	see(&now, "10.0.0.1", 2076, "");
	cr_assert(change_list_make(&changes, &before, &now));
	cr_assert(doubt_list_make(&doubts, &changes, &before, &now));
	cr_assert(eq(sz, doubts.count, 2));
	cr_expect(eq(u16, doubts.items[0].port, 80));
	cr_expect(eq(u16, doubts.items[1].port, 2076));
	cr_assert(doubt_list_spread(&doubts, &targets, &ports));
	cr_expect(eq(u64, targets.count, 1));
	cr_expect(eq(u32, port_set_count(&ports.of[PROTOCOL_TCP]), 2));
	cr_expect(eq(u32, port_set_count(&ports.of[PROTOCOL_UDP]), 0));
	target_set_release(&targets);
	doubt_list_release(&doubts);
	change_list_release(&changes);
	snapshot_release(&before);
	snapshot_release(&now);
}

Test(second_look, asks_all_that_a_vanished_host_had_open)
{
	struct snapshot before = empty(), now = empty();
	struct change_list changes;
	struct doubt_list doubts;

	see(&before, "10.0.0.1", 22, "ssh");
	see(&before, "10.0.0.1", 80, "http");
	see(&before, "10.0.0.2", 80, "http");
	see(&now, "10.0.0.2", 80, "http");
	miss(&now, "10.0.0.1", 22, silent);
	miss(&now, "10.0.0.1", 80, silent);
	cr_assert(change_list_make(&changes, &before, &now));
	cr_expect(eq(sz, change_list_count(&changes, CHANGE_VANISHED), 1));
	cr_assert(doubt_list_make(&doubts, &changes, &before, &now));
	cr_expect(eq(sz, doubts.count, 2));
	doubt_list_release(&doubts);
	change_list_release(&changes);
	snapshot_release(&before);
	snapshot_release(&now);
}

/* What two looks at 10.0.0.1, port 2076, come to: the port was not open before,
 * and the first look saw it open. */
static const struct {
	const char *what;
	bool open_again;        /* the second look saw it open */
	struct outcome outcome; /* or this */
	bool open;              /* what is kept */
} looks[] = {
	{ "seen twice", true, { PORT_OPEN, REASON_SYN_ACK }, true },
	{ "refused then", false, { PORT_CLOSED, REASON_CONN_REFUSED }, false },
	{ "silent then", false, { PORT_FILTERED, REASON_NO_RESPONSE }, false },
	{ "we failed", false, { PORT_UNTESTED, REASON_LOCAL_EMFILE }, true },
	{ "the way failed",
	  false,
	  { PORT_FILTERED, REASON_HOST_UNREACHABLE },
	  true },
};

Test(second_look, counts_where_it_was_answered)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		struct snapshot before = empty(), now = empty();
		struct snapshot again = empty(), merged;
		struct change_list first, second, denied;
		struct doubt_list doubts;

		miss(&before, "10.0.0.1", 2076, refused);
		see(&before, "10.0.0.1", 22, "ssh");
		see(&now, "10.0.0.1", 22, "ssh");
		see(&now, "10.0.0.1", 2076, "ssh");
		if (looks[i].open_again)
			see(&again, "10.0.0.1", 2076, "http");
		else
			miss(&again, "10.0.0.1", 2076, looks[i].outcome);
		cr_assert(change_list_make(&first, &before, &now));
		cr_assert(doubt_list_make(&doubts, &first, &before, &now));
		cr_assert(second_look_merge(&merged, &now, &again, &doubts));
		cr_expect(eq(int, find(&merged, "10.0.0.1", 2076) != NULL,
		             looks[i].open),
		          "%s", looks[i].what);
		cr_expect(ne(ptr, (void *)find(&merged, "10.0.0.1", 22), NULL),
		          "%s", looks[i].what);
		cr_assert(change_list_make(&second, &before, &merged));
		cr_assert(second_look_denied(&first, &second, &denied));
		cr_expect(eq(sz, denied.count, looks[i].open ? 0 : 1), "%s",
		          looks[i].what);
		change_list_release(&first);
		change_list_release(&second);
		change_list_release(&denied);
		doubt_list_release(&doubts);
		snapshot_release(&before);
		snapshot_release(&now);
		snapshot_release(&again);
		snapshot_release(&merged);
	}
}

Test(second_look, keeps_what_it_was_not_asked_for)
{
	struct snapshot before = empty(), now = empty();
	struct snapshot again = empty(), merged;
	struct change_list changes;
	struct doubt_list doubts;

	miss(&before, "10.0.0.1", 2076, refused);
	see(&before, "10.0.0.2", 2076, "ssh");
	see(&now, "10.0.0.1", 2076, "ssh");
	see(&now, "10.0.0.2", 2076, "ssh");
	see(&again, "10.0.0.1", 2076, "ssh");
	miss(&again, "10.0.0.2", 2076, failed);
	cr_assert(change_list_make(&changes, &before, &now));
	cr_assert(doubt_list_make(&doubts, &changes, &before, &now));
	cr_assert(second_look_merge(&merged, &now, &again, &doubts));
	cr_expect(eq(sz, merged.count, 2));
	cr_expect(ne(ptr, (void *)find(&merged, "10.0.0.2", 2076), NULL));
	doubt_list_release(&doubts);
	change_list_release(&changes);
	snapshot_release(&before);
	snapshot_release(&now);
	snapshot_release(&again);
	snapshot_release(&merged);
}
