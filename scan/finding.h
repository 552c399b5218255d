// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_FINDING_H
#define PORTSCAN_SCAN_FINDING_H

#include "base/protocol.h"
#include "identify/facts.h"
#include "identify/service.h"
#include "probes/outcome.h"
#include "registry/registry.h"
#include "registry/verdict.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BANNER_MAX = 2048 };

/* Who listens on a port of this machine.  Strings come from processes and may
 * hold any byte but NUL; unknown is "". */
struct process {
	char user[33];        /* who opened the socket; "" when nobody did */
	bool hidden;          /* we may not see which process it is */
	int pid;              /* 0: none is seen */
	char name[64];        /* that it goes by, and can change */
	char executable[256]; /* the path of its program; cut when longer */
};

/* All that is known of one (address, port, protocol). */
struct finding {
	struct address address;
	const char *hostname; /* NULL: unknown; not owned */
	bool hostname_given;  /* by the user, rather than reverse DNS */
	uint16_t port;
	enum protocol protocol;
	struct outcome outcome;
	bool has_rtt; /* the target answered, and which attempt is certain */
	uint32_t rtt_us;
	uint32_t attempts;
	int64_t time_us; /* of the last observation, since the epoch, UTC */
	struct registry_entry registry;
	struct service service; /* name "" when not recognised */
	struct facts facts;     /* what else it told; not owned */
	const uint8_t *banner;  /* not NUL-terminated; not owned */
	size_t banner_len;      /* at most BANNER_MAX */
	struct verdict verdict;
	bool suspect;           /* its host answers on every port */
	struct process process; /* all unknown on other machines */
};

#endif
