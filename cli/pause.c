// SPDX-License-Identifier: Apache-2.0
#include "cli/pause.h"

#include "cli/complain.h"
#include "cli/interrupt.h"

#include <uv.h>

struct pause {
	uv_loop_t loop;
	uv_timer_t timer;
	struct interrupt interrupt;
	bool interrupted;
};

static void on_over(uv_timer_t *timer)
{
	uv_close((uv_handle_t *)timer, NULL);
}

static void on_interrupt(void *arg)
{
	struct pause *pause = arg;

	pause->interrupted = true;
	uv_close((uv_handle_t *)&pause->timer, NULL);
}

bool pause_ms(uint64_t duration_ms, const char *why)
{
	struct pause pause = { .interrupted = false };

	if (duration_ms == 0)
		return true;
	if (uv_loop_init(&pause.loop) != 0)
		return false;
	interrupt_watch(&pause.interrupt, &pause.loop, on_interrupt, &pause);
	if (why != NULL)
		complain("%s", why);
	uv_timer_init(&pause.loop, &pause.timer);
	uv_timer_start(&pause.timer, on_over, duration_ms, 0);
	uv_run(&pause.loop, UV_RUN_DEFAULT);
	interrupt_close(&pause.interrupt);
	uv_run(&pause.loop, UV_RUN_DEFAULT);
	uv_loop_close(&pause.loop);
	return !pause.interrupted;
}
