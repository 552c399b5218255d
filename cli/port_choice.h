// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PORT_CHOICE_H
#define PORTSCAN_CLI_PORT_CHOICE_H

#include "base/text.h"
#include "cli/scan_options.h"
#include "registry/registry.h"
#include "targets/port_set.h"

#include <stdbool.h>

/*
 * The ports that the request asks for, less those it excludes, which go to
 * `excluded`; names are looked up in `registry`.  False with one line in
 * `error`.  Both plans come in empty.
 */
bool port_choice_make(const struct scan_request *request,
                      const struct registry *registry, struct port_plan *plan,
                      struct port_plan *excluded, struct text *error);

#endif
