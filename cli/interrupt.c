// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include "base/count.h"

#include <signal.h>

static const int numbers[] = { SIGINT, SIGTERM };

_Static_assert(COUNT(numbers) == COUNT(((struct interrupt *)0)->signals),
               "a handle for each");

static void on_signal(uv_signal_t *signal, int number)
{
	struct interrupt *interrupt = signal->data;

	(void)number;
	interrupt_leave(interrupt);
	interrupt->tell(interrupt->arg);
}

void interrupt_watch(struct interrupt *interrupt, uv_loop_t *loop,
                     interrupt_cb tell, void *arg)
{
	interrupt->tell = tell;
	interrupt->arg = arg;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		uv_signal_t *signal = &interrupt->signals[i];

		uv_signal_init(loop, signal);
		signal->data = interrupt;
		uv_signal_start(signal, on_signal, numbers[i]);
		uv_unref((uv_handle_t *)signal);
	}
}

void interrupt_leave(struct interrupt *interrupt)
{
	for (size_t i = 0; i < COUNT(numbers); i++)
		uv_signal_stop(&interrupt->signals[i]);
}

void interrupt_close(struct interrupt *interrupt)
{
	for (size_t i = 0; i < COUNT(numbers); i++)
		uv_close((uv_handle_t *)&interrupt->signals[i], NULL);
}
