// SPDX-License-Identifier: Apache-2.0
#include "report/tee.h"

#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>

/* Counts what it is given, and ends with `error`. */
struct counter {
	struct sink sink;
	struct counts {
		int begun, findings, flushes, hosts, ended, freed;
	} * counts;
	int error;
};

static struct counter *counter_of(struct sink *sink)
{
	return (struct counter *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	(void)info;
	counter_of(sink)->counts->begun++;
}

static void finding(struct sink *sink, const struct finding *finding)
{
	(void)finding;
	counter_of(sink)->counts->findings++;
}

static void flush(struct sink *sink)
{
	counter_of(sink)->counts->flushes++;
}

static void host(struct sink *sink, const struct host_summary *host)
{
	(void)host;
	counter_of(sink)->counts->hosts++;
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	(void)summary;
	counter_of(sink)->counts->ended++;
	return counter_of(sink)->error;
}

static void release(struct sink *sink)
{
	counter_of(sink)->counts->freed++;
	free(sink);
}

static struct sink *counter_create(struct counts *counts, int error)
{
	struct counter *counter = malloc(sizeof(*counter));

	*counter = (struct counter){
		{ begin, finding, flush, host, end, release }, counts, error
	};
	return &counter->sink;
}

static int run(struct sink *sink)
{
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	sink->flush(sink);
	return sink->end(sink, &summary);
}

static void expect_counts(const struct counts *counts, int findings)
{
	cr_expect(eq(int, counts->begun, 1));
	cr_expect(eq(int, counts->findings, findings));
	cr_expect(eq(int, counts->flushes, 1));
	cr_expect(eq(int, counts->hosts, 1));
	cr_expect(eq(int, counts->ended, 1));
	cr_expect(eq(int, counts->freed, 1));
}

Test(tee, feeds_every_branch_and_frees_it)
{
	struct counts counts[3] = { 0 };
	struct sink *tee = tee_sink_create();

	for (int i = 0; i < 3; i++)
		cr_assert(tee_sink_add(tee, counter_create(&counts[i], 0),
		                       "counter"));
	cr_expect(eq(int, run(tee), 0));
	cr_expect(eq(ptr, (void *)tee_sink_failed(tee), NULL));
	tee->free(tee);
	for (int i = 0; i < 3; i++)
		expect_counts(&counts[i], SAMPLE_COUNT);
}

Test(tee, names_the_first_branch_that_failed_and_ends_the_others)
{
	struct counts counts[3] = { 0 };
	struct sink *tee = tee_sink_create();

	tee_sink_add(tee, counter_create(&counts[0], 0), "fine");
	tee_sink_add(tee, counter_create(&counts[1], ENOSPC), "full");
	tee_sink_add(tee, counter_create(&counts[2], EPIPE), "gone");
	cr_expect(eq(int, run(tee), ENOSPC));
	cr_expect(eq(str, (char *)tee_sink_failed(tee), "full"));
	tee->free(tee);
	for (int i = 0; i < 3; i++)
		expect_counts(&counts[i], SAMPLE_COUNT);
}

Test(tee, without_branches_does_nothing)
{
	struct sink *tee = tee_sink_create();

	cr_expect(eq(int, run(tee), 0));
	tee->free(tee);
}
