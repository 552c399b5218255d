// SPDX-License-Identifier: Apache-2.0
#include "scan/loss.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(loss, is_the_prior_until_there_is_evidence)
{
	struct loss loss = { 0 };

	cr_expect(epsilon_eq(dbl, loss_rate(&loss, LOSS_PRIOR), LOSS_PRIOR,
	                     1e-9));
}

Test(loss, evidence_outweighs_the_prior)
{
	struct loss clean = { 0 }, lossy = { 0 };

	for (int i = 0; i < 100000; i++) {
		loss_sample(&clean, 0);
		loss_sample(&lossy, i % 4 == 0);
	}
	cr_expect(lt(dbl, loss_rate(&clean, LOSS_PRIOR), 2e-3));
	cr_expect(epsilon_eq(dbl, loss_rate(&lossy, LOSS_PRIOR), 0.2, 0.03));
}

Test(loss, old_evidence_fades)
{
	struct loss loss = { 0 };

	for (int i = 0; i < 1000; i++)
		loss_sample(&loss, 4);
	cr_expect(gt(dbl, loss_rate(&loss, LOSS_PRIOR), 0.7));
	for (int i = 0; i < 10000; i++)
		loss_sample(&loss, 0);
	cr_expect(lt(dbl, loss_rate(&loss, LOSS_PRIOR), 2e-3));
}

Test(loss, all_attempts_before_the_answer_were_lost)
{
	struct loss loss = { 0 };

	loss_sample(&loss, 3);
	cr_expect(eq(u64, loss.heard, 1));
	cr_expect(eq(u64, loss.lost, 3));
}

Test(loss, attempts_grow_with_the_loss)
{
	static const struct {
		double rate, answering;
		uint32_t attempts;
	} rows[] = {
		{ 0, 0, 2 },       /* never fewer: one may always be lost */
		{ 0.003, 0, 2 },   /* 9 in a million */
		{ 0.004, 0, 3 },   /* two would miss 16 in a million */
		{ 0.01, 0, 3 },    /* */
		{ 0.02, 0, 3 },    /* */
		{ 0.06, 0, 5 },    /* */
		{ 0.2, 0, 8 },     /* 0.2^8 = 2.6e-6 */
		{ 0.01, 0.5, 3 },  /* silence is as likely as an answer */
		{ 0.01, 0.99, 4 }, /* silence is strange */
		{ 0.2, 1, 12 },    /* and more so */
		{ 0.999, 0, LOSS_ATTEMPTS_MAX },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(u32,
		             loss_attempts(rows[i].rate, rows[i].answering),
		             rows[i].attempts),
		          "row %zu", i);
}
