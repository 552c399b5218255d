// SPDX-License-Identifier: Apache-2.0
#include "store_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(store_coverage, .init = store_sample_make, .fini = store_sample_drop);

enum { RUNS = 4 };

/* Another range in each run, and of every other run no more is known. */
static struct coverage *coverage_of(int64_t run)
{
	struct coverage *coverage = coverage_create();
	struct answer shut = { .asked = ASKED_SHUT };
	struct address first = { .lo = 0x01000000, .version = 4 };
	struct address last = address_add(&first, 1000 * (uint64_t)run);
	struct port_set ports = { 0 };

	port_set_add(&ports, 1, (uint16_t)run);
	coverage_add_range(coverage, &first, &last, PROTOCOL_UDP, &ports, shut);
	coverage_add(coverage, &first, PROTOCOL_TCP, 22,
	             outcome_open(PROTOCOL_TCP));
	if (run % 2 == 0)
		coverage_set_unknown(coverage);
	return coverage;
}

static void store_run_with(struct store *store, struct coverage *coverage)
{
	struct run run = { .id = store_sample_begin(store, 1),
		           .end = RUN_COMPLETE };
	struct snapshot snapshot = { .coverage = coverage };
	struct issue_list issues = { 0 };
	struct text error;

	text_init(&error);
	cr_assert(store_end(store, &run, &snapshot, NULL, 0, &issues, &error),
	          "%s", error.data);
	snapshot_release(&snapshot);
	text_release(&error);
}

static void expect_coverage(struct store *store, int64_t id)
{
	struct coverage *written = coverage_of(id);
	struct text left, right, error;
	struct snapshot read;

	text_init(&left);
	text_init(&right);
	text_init(&error);
	cr_assert(store_snapshot(store, id, &read, &error), "%s", error.data);
	coverage_format(read.coverage, &left);
	coverage_format(written, &right);
	cr_expect(eq(str, left.data, right.data), "run %d", (int)id);
	snapshot_release(&read);
	coverage_free(written);
	text_release(&left);
	text_release(&right);
	text_release(&error);
}

Test(store_coverage, is_that_of_each_run)
{
	struct store *store = store_sample_open(STORE_WRITE);

	for (int64_t run = 1; run <= RUNS; run++)
		store_run_with(store, coverage_of(run));
	for (int64_t run = 1; run <= RUNS; run++)
		expect_coverage(store, run);
	store_close(store);
}
