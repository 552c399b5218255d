// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_COMPATIBLE_H
#define PORTSCAN_REGISTRY_COMPATIBLE_H

#include <stdbool.h>

/*
 * Whether a service that answers as `answered`, in the names of
 * identify/identify.h, belongs on a number that IANA assigns to `assigned`: the
 * same name, or a protocol that `assigned` is made of.
 */
bool service_compatible(const char *assigned, const char *answered);

#endif
