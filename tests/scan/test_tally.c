// SPDX-License-Identifier: Apache-2.0
#include "scan/tally.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(tally, nothing_heard_is_no_evidence_of_no_loss)
{
	struct scan_tally tally = { 0 };
	struct scan_summary summary = { 0 };

	scan_tally_summarise(&tally, &summary);
	cr_expect(lt(dbl, summary.loss, 0));
	cr_expect(lt(dbl, summary.missed, 0));
}

Test(tally, loss_is_what_was_lost_of_what_was_sent)
{
	struct scan_tally tally = { .answers = 90, .lost = 10, .missed = 0.5 };
	struct scan_summary summary = { 0 };

	scan_tally_summarise(&tally, &summary);
	cr_expect(epsilon_eq(dbl, summary.loss, 0.1, 1e-9));
	cr_expect(epsilon_eq(dbl, summary.missed, 0.5, 1e-9));
}

/* A count that add() forgets would be short in the sum. */
Test(tally, every_count_of_every_worker_arrives)
{
	struct scan_tally worker = { .missed = 1 }, sum = { 0 };
	struct scan_summary summary = { 0 };
	uint64_t *counts = (uint64_t *)&worker;

	for (size_t i = 0;
	     i < offsetof(struct scan_tally, missed) / sizeof(counts[0]); i++)
		counts[i] = i + 1;
	scan_tally_add(&sum, &worker);
	scan_tally_add(&sum, &worker);
	counts = (uint64_t *)&sum;
	for (size_t i = 0;
	     i < offsetof(struct scan_tally, missed) / sizeof(counts[0]); i++)
		cr_expect(eq(u64, counts[i], 2 * (i + 1)));
	cr_expect(epsilon_eq(dbl, sum.missed, 2, 1e-9));
	scan_tally_summarise(&sum, &summary);
	cr_expect(eq(u64, summary.attempts, sum.attempts));
	cr_expect(eq(u64, summary.states[PORT_OPEN], sum.states[PORT_OPEN]));
}
