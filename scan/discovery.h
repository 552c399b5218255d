// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_DISCOVERY_H
#define PORTSCAN_SCAN_DISCOVERY_H

#include "registry/registry.h"
#include "scan/host_bits.h"
#include "scan/scan.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

/*
 * Which of the targets are there, asked before a scan that would otherwise
 * wait for every port of those that are not: by ICMP echo where the kernel lets
 * us, then by connects to a dozen TCP ports, both with the retries, timeout and
 * limits of the scan; and by what the kernel learnt meanwhile of the neighbours
 * on our links.  Who has answered is not asked again.
 *
 * A host that answers none of that is taken for silent, whatever it has on
 * other ports.
 */
struct discovery;

/* What it pointed to must outlive the discovery. */
struct discovery_plan {
	const struct scan_options *options;
	const struct target_set *targets; /* sealed */
	const struct port_set *ports;     /* TCP, as scan/discovery_rules.h
	                                   * chooses them */
	const struct registry *registry;
	uint64_t seed;
	/* Of the targets' size, and clear: set for each address that is to be
	 * scanned, since it is there, or since we could not ask it. */
	struct host_bits *kept;
};

struct discovery_progress {
	bool pinging;  /* rather than connecting */
	uint64_t done; /* questions, of */
	uint64_t count;
	uint64_t kept;
};

struct discovery_summary {
	/* False: cancelled, or `error` kept it from asking; then it is not
	 * known of anybody that he is silent. */
	bool complete;
	int error;         /* an errno, or 0 */
	int ping_error;    /* the errno that kept us from echo requests, or 0 */
	uint64_t attempts; /* echo requests and connects */
	uint64_t canaries; /* of those, as in struct scan_summary */
	uint64_t elapsed_ms;
};

/* Attempts a second while nobody answers: as --rate says, and no more than
 * --max-in-flight that may yet be answered. */
uint32_t discovery_silent_rate(const struct scan_options *options);

/* `summary` is valid during the call. */
typedef void (*discovery_done_cb)(void *arg,
                                  const struct discovery_summary *summary);

/*
 * Start asking.  `plan` is copied.  `done` runs once, never from inside this
 * call; the discovery frees itself after it.  NULL with errno set when memory
 * is lacking.
 */
struct discovery *discovery_start(uv_loop_t *loop,
                                  const struct discovery_plan *plan,
                                  discovery_done_cb done, void *arg);

void discovery_cancel(struct discovery *discovery);

struct discovery_progress discovery_progress(const struct discovery *discovery);

#endif
