// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_EXPORT_H
#define PORTSCAN_REGISTRY_EXPORT_H

#include "registry/registry.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes the next piece; false stops the export. */
typedef bool (*registry_export_cb)(void *arg, const char *bytes, size_t len);

/*
 * Write the whole table as CSV: a header, then "port,protocol,status,name,
 * description" of every port, tcp before udp; unknown is empty.  False when
 * `write` said so or memory ran out.
 */
bool registry_export(const struct registry *registry, registry_export_cb write,
                     void *arg);

#endif
