// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_INVESTIGATE_H
#define PORTSCAN_REPORT_INVESTIGATE_H

#include "base/protocol.h"
#include "report/style.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One open port that needs investigation, or all of a host at once. */
struct investigate_item {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	bool whole_host;    /* rather than the port */
	const char *reason; /* in words; borrowed */
};

/*
 * Append the section on what needs investigation, and what to do next.  The
 * same port with the same reason on many hosts is one entry, and so are whole
 * hosts.  Sorts `items`.
 */
void investigate_append(struct text *text, struct investigate_item *items,
                        size_t count, const struct style *style);

#endif
