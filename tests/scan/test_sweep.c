// SPDX-License-Identifier: Apache-2.0
#include "scan/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { SIZE = 100, TIMEOUT_MS = 900 };

/* Ask all that a pass still has to ask at `now_ms`, each `times[place]`;
 * return why it ended. */
static enum sweep_next ask_all(struct sweep *sweep, uint64_t now_ms,
                               unsigned times[SIZE])
{
	enum sweep_next next;
	uint64_t place;

	while ((next = sweep_next(sweep, now_ms, &place)) == SWEEP_ASK) {
		cr_assert(lt(u64, place, SIZE));
		times[place]++;
	}
	return next;
}

Test(sweep, asks_each_address_once_a_pass)
{
	unsigned times[SIZE] = { 0 };
	struct host_bits found;
	struct sweep sweep;

	cr_assert(host_bits_init(&found, SIZE));
	sweep_init(&sweep, &found, 3, TIMEOUT_MS, 2076);
	for (uint64_t pass = 0; pass < 3; pass++)
		cr_expect(eq(int,
		             ask_all(&sweep, 10 + pass * TIMEOUT_MS, times),
		             pass < 2 ? SWEEP_WAIT : SWEEP_DONE));
	for (size_t i = 0; i < SIZE; i++)
		cr_expect(eq(uint, times[i], 3), "place %zu", i);
	host_bits_release(&found);
}

Test(sweep, waits_for_the_answers_to_a_pass_before_the_next)
{
	unsigned times[SIZE] = { 0 };
	struct host_bits found;
	struct sweep sweep;
	uint64_t place;

	cr_assert(host_bits_init(&found, SIZE));
	sweep_init(&sweep, &found, 2, TIMEOUT_MS, 2076);
	cr_assert(eq(int, ask_all(&sweep, 50, times), SWEEP_WAIT));
	cr_expect(eq(int, sweep_next(&sweep, 50 + TIMEOUT_MS - 1, &place),
	             SWEEP_WAIT));
	cr_expect(eq(int, sweep_next(&sweep, 50 + TIMEOUT_MS, &place),
	             SWEEP_ASK));
	host_bits_release(&found);
}

Test(sweep, who_was_found_is_not_asked_again)
{
	unsigned times[SIZE] = { 0 };
	struct host_bits found;
	struct sweep sweep;

	cr_assert(host_bits_init(&found, SIZE));
	sweep_init(&sweep, &found, 2, TIMEOUT_MS, 2076);
	ask_all(&sweep, 0, times);
	for (uint64_t place = 0; place < SIZE; place += 2)
		host_bits_set(&found, place);
	cr_expect(eq(int, ask_all(&sweep, TIMEOUT_MS, times), SWEEP_DONE));
	for (size_t i = 0; i < SIZE; i++)
		cr_expect(eq(uint, times[i], i % 2 == 0 ? 1 : 2), "place %zu",
		          i);
	host_bits_release(&found);
}

Test(sweep, what_could_not_be_asked_is_the_next_again)
{
	uint64_t first, again;
	struct host_bits found;
	struct sweep sweep;

	cr_assert(host_bits_init(&found, SIZE));
	sweep_init(&sweep, &found, 1, TIMEOUT_MS, 2076);
	cr_assert(eq(int, sweep_next(&sweep, 0, &first), SWEEP_ASK));
	sweep_return(&sweep);
	cr_assert(eq(int, sweep_next(&sweep, 5, &again), SWEEP_ASK));
	cr_expect(eq(u64, again, first));
	host_bits_release(&found);
}

Test(sweep, without_addresses_or_passes_it_is_done)
{
	struct host_bits none, some;
	struct sweep sweep;
	uint64_t place;

	cr_assert(host_bits_init(&none, 0) && host_bits_init(&some, SIZE));
	sweep_init(&sweep, &none, 3, TIMEOUT_MS, 1);
	cr_expect(eq(int, sweep_next(&sweep, 0, &place), SWEEP_DONE));
	sweep_init(&sweep, &some, 0, TIMEOUT_MS, 1);
	cr_expect(eq(int, sweep_next(&sweep, 0, &place), SWEEP_DONE));
	host_bits_release(&none);
	host_bits_release(&some);
}
