// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PORT_NAME_H
#define PORTSCAN_CLI_PORT_NAME_H

#include "base/protocol.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stdint.h>

/* One port of one address. */
struct port_name {
	struct address address;
	enum protocol protocol;
	uint16_t port;
};

/* Read "10.0.0.5:2076", "10.0.0.5:53/udp" or "[2001:db8::1]:443"; TCP where
 * nothing else is said.  False, and `*name` as it was, when it is none. */
bool port_name_parse(const char *text, struct port_name *name);

#endif
