// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_OWN_ADDRESSES_H
#define PORTSCAN_TARGETS_OWN_ADDRESSES_H

#include "targets/target_set.h"

#include <ifaddrs.h>
#include <stdbool.h>

/*
 * Make `set` the addresses of this machine, sealed: those of its interfaces,
 * and all that mean the machine itself (127.0.0.0/8 and ::1).  The latter alone
 * when the kernel does not tell the former.  False when memory runs out; `set`
 * is to be released either way.
 */
bool own_addresses_read(struct target_set *set);

/* The part of it that asks nobody: add those of a list from getifaddrs(3). */
enum target_set_error own_addresses_add(struct target_set *set,
                                        const struct ifaddrs *interfaces);

#endif
