// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_LISTENERS_H
#define PORTSCAN_PROBES_LISTENERS_H

#include "base/protocol.h"
#include "targets/address.h"
#include "targets/port_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who listens on this machine: the sockets of this network namespace that take
 * what strangers send, from Linux's /proc, and the process behind each where
 * the kernel lets us see it.  Sends nothing.
 */

/* Names come from processes and may hold any byte but NUL; unknown is "". */
struct listener {
	struct address address; /* 0.0.0.0 or :: for every address */
	uint16_t port;
	enum protocol protocol;
	uint32_t uid; /* who created the socket */
	char user[33];
	uint64_t inode;
	/*
	 * 0 when no process is seen to hold it.  Of several that share it, the
	 * lowest; never init while there is another, for it keeps the sockets
	 * of services that it starts on demand.
	 */
	int pid;
	char process[64];     /* the name it goes by, which it can change */
	char executable[256]; /* the path of its program; cut when longer */
};

struct listeners {
	struct listener *items; /* by port, protocol, address, inode */
	size_t count;
	/* Some processes did not show us what they hold: a listener without a
	 * process may be theirs. */
	bool processes_hidden;
};

/* More than this is not collected, whatever a local user opens. */
enum { LISTENERS_MAX = 65536 };

enum listeners_error {
	LISTENERS_OK = 0,
	LISTENERS_NO_MEMORY = -1,
	LISTENERS_UNREADABLE =
		-2, /* the kernel's tables: no Linux, or denied */
};

/*
 * Collect who listens on any of `ports`.  `proc` is where the proc file system
 * is, "/proc" but in tests.  On failure `*listeners` is empty.
 */
enum listeners_error listeners_read(const char *proc,
                                    const struct port_plan *ports,
                                    struct listeners *listeners);

/*
 * Who takes what is sent to this port of an address of this machine: who is
 * bound to the address, else to every address, and for IPv4 that may be an IPv6
 * socket.  Of several on a place, one whose process is seen.  NULL: nobody.
 */
const struct listener *listeners_find(const struct listeners *listeners,
                                      enum protocol protocol,
                                      const struct address *address,
                                      uint16_t port);

void listeners_release(struct listeners *listeners);

#endif
