// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_SCAN_IDENTITY_H
#define PORTSCAN_CLI_SCAN_IDENTITY_H

#include "cli/scan_options.h"
#include "scan/checkpoint_identity.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Fill `identity`, which was initialised, with what makes this the scan that
 * it is.  `targets` is sealed, so without what was excluded; `discovery`:
 * silent addresses are left out.  False when out of memory.
 */
bool scan_identity_fill(struct checkpoint_identity *identity,
                        const struct scan_request *request,
                        const struct target_set *targets,
                        const struct port_plan *ports, bool discovery,
                        uint32_t workers);

#endif
