// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>

static const int numbers[] = { SIGINT, SIGTERM };

/* A loop that has something to do until it is interrupted. */
struct fixture {
	uv_loop_t loop;
	uv_async_t work;
	struct interrupt interrupt;
	unsigned told;
};

static void on_interrupt(void *arg)
{
	struct fixture *f = arg;

	f->told++;
	uv_close((uv_handle_t *)&f->work, NULL);
}

static void start(struct fixture *f)
{
	f->told = 0;
	cr_assert(eq(int, uv_loop_init(&f->loop), 0));
	cr_assert(eq(int, uv_async_init(&f->loop, &f->work, NULL), 0));
	interrupt_watch(&f->interrupt, &f->loop, on_interrupt, f);
}

static void stop(struct fixture *f)
{
	interrupt_close(&f->interrupt);
	uv_run(&f->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&f->loop), 0));
}

static bool kills(int number)
{
	struct sigaction action;

	cr_assert(eq(int, sigaction(number, NULL, &action), 0));
	return action.sa_handler == SIG_DFL;
}

static bool both_kill(void)
{
	return kills(SIGINT) && kills(SIGTERM);
}

Test(interrupt, the_first_is_told_and_the_next_kills)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct fixture f;

		start(&f);
		cr_expect(not(kills(numbers[i])));
		raise(numbers[i]);
		uv_run(&f.loop, UV_RUN_DEFAULT);
		cr_expect(eq(u32, f.told, 1), "signal %d", numbers[i]);
		cr_expect(both_kill(), "after signal %d", numbers[i]);
		stop(&f);
	}
}

Test(interrupt, once_left_the_first_kills)
{
	struct fixture f;

	start(&f);
	interrupt_leave(&f.interrupt);
	cr_expect(both_kill());
	uv_close((uv_handle_t *)&f.work, NULL);
	stop(&f);
	cr_expect(eq(u32, f.told, 0));
}

Test(interrupt, keeps_no_loop_alive)
{
	struct fixture f;

	start(&f);
	uv_close((uv_handle_t *)&f.work, NULL);
	uv_run(&f.loop, UV_RUN_NOWAIT);
	cr_expect(eq(int, uv_loop_alive(&f.loop), 0));
	stop(&f);
}
