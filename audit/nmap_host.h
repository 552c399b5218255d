// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_NMAP_HOST_H
#define PORTSCAN_AUDIT_NMAP_HOST_H

#include "audit/snapshot.h"
#include "targets/port_set.h"

#include <stdbool.h>
#include <stddef.h>

/* What an <extraports> stands for: ports that are not listed. */
struct nmap_extra {
	bool known; /* its state is one of ours */
	enum port_state state;
	unsigned reasons; /* how many <extrareasons> it has */
	enum port_reason reason;
};

enum { NMAP_EXTRAS_MAX = 16 };

/* One <host> as it is read. */
struct nmap_host {
	bool has_address, has_ports, timed_out, down;
	struct address address;
	struct port_plan listed;
	struct nmap_extra extras[NMAP_EXTRAS_MAX];
	size_t extra_count;
};

/* What nmap calls states and reasons; a reason that is not known is the one
 * that says least of its state. */
bool nmap_state_parse(const char *word, enum port_state *state);
enum port_reason nmap_reason_parse(const char *word, enum port_state state,
                                   enum protocol protocol);

/* Add to the coverage what is known of ports of `asked` that are not listed;
 * what is listed was added, or comes after it. */
void nmap_host_add_rest(const struct nmap_host *host,
                        const struct port_plan *asked,
                        struct coverage *coverage);

#endif
