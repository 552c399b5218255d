// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_UNOFFICIAL_H
#define PORTSCAN_REGISTRY_UNOFFICIAL_H

#include "base/protocol.h"
#include "registry/software.h"

#include <stdint.h>

/*
 * Software known to use a number without a registration, or despite the one
 * that somebody else has: "Home Assistant; ClickHouse HTTP".  NULL when none
 * is known.  From registry/unofficial.txt.
 */
const char *unofficial_use(enum protocol protocol, uint16_t port);

/* Which of that software has answered, if any: see software_find(). */
struct software unofficial_software(enum protocol protocol, uint16_t port,
                                    const char *service, const char *product);

/* What to know of that use, in a few words, or NULL. */
const char *unofficial_remark(enum protocol protocol, uint16_t port);

#endif
