// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_LINK_BROADCASTS_H
#define PORTSCAN_TARGETS_LINK_BROADCASTS_H

#include "targets/target_set.h"

#include <ifaddrs.h>
#include <stdbool.h>

/*
 * Make `set` the IPv4 broadcast addresses of the networks that this machine is
 * on, sealed.  False, with errno, when the kernel does not tell or memory runs
 * out; `set` is to be released either way.
 */
bool link_broadcasts_read(struct target_set *set);

/* The part of it that asks nobody: add those of a list from getifaddrs(3). */
enum target_set_error link_broadcasts_add(struct target_set *set,
                                          const struct ifaddrs *interfaces);

#endif
