// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_INTERRUPT_H
#define PORTSCAN_CLI_INTERRUPT_H

#include <uv.h>

typedef void (*interrupt_cb)(void *arg);

/* SIGINT and SIGTERM while a loop runs: the first is told, so that the run can
 * end cleanly; the next one kills, as it does every program. */
struct interrupt {
	uv_signal_t signals[2];
	interrupt_cb tell;
	void *arg;
};

/* `tell` runs once at most, from the loop, which this does not keep alive. */
void interrupt_watch(struct interrupt *interrupt, uv_loop_t *loop,
                     interrupt_cb tell, void *arg);

/* From here on the first one kills too: where the loop does not run nobody
 * would notice it. */
void interrupt_leave(struct interrupt *interrupt);

/* The memory must stay until the loop has run. */
void interrupt_close(struct interrupt *interrupt);

#endif
