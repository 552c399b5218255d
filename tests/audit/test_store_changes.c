// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct store *store;
static struct text error;

static void set_up(void)
{
	store_sample_make();
	text_init(&error);
	store = store_sample_open(STORE_WRITE);
}

static void tear_down(void)
{
	store_close(store);
	text_release(&error);
	store_sample_drop();
}

TestSuite(store_changes, .init = set_up, .fini = tear_down);

static const struct stored_change changes[] = {
	{ .kind = CHANGE_OPENED,
	  .address = { .lo = 0x0a000005, .version = 4 },
	  .protocol = PROTOCOL_UDP,
	  .port = 53,
	  .words = "now open: domain \xff\x1b[2J",
	  .first = "{\"a\":1}",
	  .second = "{\"a\":2}" },
	{ .kind = CHANGE_CHANGED,
	  .aspects = ASPECT_VERSION | ASPECT_HOST_KEY,
	  .address = { .hi = 0x20010db8ULL << 32, .lo = 1, .version = 6 },
	  .port = 65535,
	  .words = "",
	  .first = "{\"a\":1}",
	  .second = "" },
	{ .kind = CHANGE_VANISHED,
	  .address = { .lo = 0x0a000006, .version = 4 },
	  .whole_host = true,
	  .words = "gone",
	  .first = "",
	  .second = "" },
	{ .kind = CHANGE_NOT_COMPARABLE,
	  .why = INCOMPARABLE_NOT_CONFIRMED,
	  .address = { .lo = 0xffffffff, .version = 4 },
	  .port = 0,
	  .words = "a second look saw it otherwise",
	  .first = "{\"a\":1}",
	  .second = "{\"a\":3}" },
};

struct reading {
	int64_t runs[2 * COUNT(changes)];
	size_t count;
};

static void check_change(void *arg, const struct stored_change *read)
{
	struct reading *reading = arg;
	const struct stored_change *written =
		&changes[reading->count % COUNT(changes)];
	size_t i = reading->count;

	cr_assert(lt(sz, i, COUNT(reading->runs)));
	cr_expect(eq(int, read->kind, written->kind), "change %zu", i);
	cr_expect(eq(int, read->why, written->why), "change %zu", i);
	cr_expect(eq(u32, read->aspects, written->aspects), "change %zu", i);
	cr_expect(address_equal(&read->address, &written->address), "%zu", i);
	cr_expect(eq(int, read->protocol, written->protocol), "change %zu", i);
	cr_expect(eq(u16, read->port, written->port), "change %zu", i);
	cr_expect(read->whole_host == written->whole_host, "change %zu", i);
	cr_expect(eq(str, (char *)read->words, (char *)written->words));
	cr_expect(eq(str, (char *)read->first, (char *)written->first));
	cr_expect(eq(str, (char *)read->second, (char *)written->second));
	reading->runs[reading->count++] = read->run;
}

static void store_changes_of(enum run_end end)
{
	struct run run = { .id = store_sample_begin(store, 1), .end = end };
	struct issue_list issues = { 0 };
	struct snapshot snapshot;

	store_sample_snapshot(&snapshot, "");
	cr_assert(store_end(store, &run, &snapshot, changes, COUNT(changes),
	                    &issues, &error),
	          "%s", error.data);
	snapshot_release(&snapshot);
}

Test(store_changes, are_kept_with_both_observations)
{
	struct reading all = { .count = 0 }, one = { .count = 0 };

	store_changes_of(RUN_COMPLETE);
	store_changes_of(RUN_INCOMPLETE);
	cr_assert(store_changes(store, 0, check_change, &all, &error), "%s",
	          error.data);
	cr_expect(eq(sz, all.count, 2 * COUNT(changes)));
	cr_expect(eq(i64, all.runs[0], 1));
	cr_expect(eq(i64, all.runs[COUNT(changes)], 2));
	cr_assert(store_changes(store, 2, check_change, &one, &error));
	cr_expect(eq(sz, one.count, COUNT(changes)));
	cr_expect(eq(i64, one.runs[0], 2));
}

Test(store_changes, go_with_their_run)
{
	struct reading all = { .count = 0 };
	size_t pruned;

	for (int i = 0; i < 3; i++)
		store_changes_of(RUN_COMPLETE);
	cr_assert(store_prune(store, 0, 1, &pruned, &error), "%s", error.data);
	cr_assert(store_changes(store, 0, check_change, &all, &error));
	cr_expect(eq(sz, all.count, 2 * COUNT(changes)));
	cr_expect(store_check(store, &error), "%s", error.data);
}

Test(store_changes, run_that_saw_nothing_has_none)
{
	struct reading all = { .count = 0 };

	store_changes_of(RUN_FAILED);
	cr_assert(store_changes(store, 0, check_change, &all, &error));
	cr_expect(eq(sz, all.count, 0));
}
