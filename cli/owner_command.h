// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_OWNER_COMMAND_H
#define PORTSCAN_CLI_OWNER_COMMAND_H

#include "base/protocol.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* The systems whose own tools show which process has a port. */
enum owner_system { OWNER_LINUX, OWNER_MACOS, OWNER_WINDOWS };

enum { OWNER_SYSTEM_COUNT = OWNER_WINDOWS + 1 };

/* "Linux", "macOS", "Windows". */
const char *owner_system_name(enum owner_system system);

/*
 * Append the command to type on `system` about `port` of the protocols asked
 * for; `between` stands between two where one command cannot speak of both.
 */
void owner_command(enum owner_system system, const bool asked[PROTOCOL_COUNT],
                   uint16_t port, const char *between, struct text *text);

#endif
