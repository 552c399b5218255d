// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_OWNING_H
#define PORTSCAN_SCAN_OWNING_H

#include "scan/sink.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdint.h>

/*
 * A sink in front of another that adds who listens to open ports of this
 * machine (probes/listeners.h).  It reads the kernel's tables when such a port
 * is found, and then not for a second; but once more within it, for a listener
 * that it does not know yet.
 *
 * begin, end and free are the next sink's own and not to be called here.
 */
struct owning;

/* What it goes by; all of it must outlive the owning. */
struct owning_plan {
	const struct target_set *own;  /* the addresses of this machine */
	const struct port_plan *ports; /* that are scanned */
	const char *proc; /* where the proc file system is, "/proc" */
	/* What was found before, as a resumed scan tells again, goes on as it
	 * is: who listens now need not have then. */
	int64_t since_us;
	uint64_t (*now_ms)(void); /* never goes back */
};

/* NULL when out of memory. */
struct owning *owning_create(struct sink *next, const struct owning_plan *plan);
void owning_free(struct owning *owning);

/* Where findings, flushes and hosts go in; not owned by its user. */
struct sink *owning_sink(struct owning *owning);

#endif
