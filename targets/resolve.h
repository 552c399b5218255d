// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_RESOLVE_H
#define PORTSCAN_TARGETS_RESOLVE_H

#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

/*
 * Names to addresses and back: the hosts file first, then DNS, on the caller's
 * loop.  Many look-ups may be asked for at once; RESOLVE_IN_FLIGHT_MAX of them
 * are under way at a time, each for RESOLVE_DEADLINE_MS at most.  Keeps the
 * loop alive only while it has look-ups to do.
 */
struct resolver;

enum { RESOLVE_IN_FLIGHT_MAX = 32, RESOLVE_DEADLINE_MS = 3000 };

/* In order of weight: of two requests for one name the heavier one is told. */
enum resolve_status {
	RESOLVE_OK,
	RESOLVE_NO_SUCH_NAME,
	RESOLVE_NO_ADDRESS, /* a name, but without an address of that version */
	RESOLVE_BAD_ANSWER, /* broken, or what it says is no host name */
	RESOLVE_NO_SERVER,  /* none could be reached, or none would answer */
	RESOLVE_TIMED_OUT,  /* after RESOLVE_DEADLINE_MS */
	RESOLVE_NO_MEMORY,
	RESOLVE_CANCELLED, /* by resolver_close() */
};

/* Valid during the call of `done` only. */
struct resolve_result {
	enum resolve_status status;

	/* Of resolve_start(): all that the name has; at least one when OK. */
	const struct address *addresses;
	size_t address_count;
	bool incomplete; /* OK, but the other version's request failed */

	/* Of resolve_reverse_start(), when OK: as hostname_is_valid() has it
	 * and without the final dot. */
	const char *hostname;
};

/* Runs exactly once for each look-up, from the loop and never inside a
 * function of this header.  May start look-ups and close the resolver. */
typedef void (*resolve_done_cb)(void *arg, const struct resolve_result *result);

/*
 * `servers` as in "127.0.0.1:5353,[::1]:53", instead of those of the system;
 * NULL for those.  NULL when out of memory or the servers cannot be read.
 */
struct resolver *resolver_create(uv_loop_t *loop, const char *servers);

/* Cancel what is under way and free the resolver, which takes the loop some
 * turns; nothing may be started on it any more. */
void resolver_close(struct resolver *resolver);

enum { RESOLVE_IPV4 = 1, RESOLVE_IPV6 = 2 };

/*
 * Ask for the addresses of `name`, which is copied and has to be valid to
 * hostname_is_valid(); `versions` is RESOLVE_IPV4, RESOLVE_IPV6 or both.  False
 * when out of memory, and `done` never runs.
 */
bool resolve_start(struct resolver *resolver, const char *name,
                   unsigned versions, resolve_done_cb done, void *arg);

/* Ask for the name of `*address`. */
bool resolve_reverse_start(struct resolver *resolver,
                           const struct address *address, resolve_done_cb done,
                           void *arg);

/* "no such name", to stand behind the name and a colon. */
const char *resolve_strerror(enum resolve_status status);

#endif
