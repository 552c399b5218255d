// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_NEIGHBOURS_H
#define PORTSCAN_PROBES_NEIGHBOURS_H

#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Who is on our links, after Linux's neighbour tables (ARP, RFC 826; neighbour
 * discovery, RFC 4861): whoever was asked anything had to say first which link
 * address it has, even when its firewall drops the rest.  Sends nothing.
 *
 * An entry may be older than the scan, and a router may answer for others
 * (proxy ARP, RFC 1027): who is in the table may be there.
 */

/* One neighbour that has, or had a while ago, a link address. */
typedef void (*neighbour_cb)(void *arg, const struct address *address);

/* Call `each` for the neighbours of both IP versions, from inside this call.
 * 0, or an errno: not all of them were told. */
int neighbours_read(neighbour_cb each, void *arg);

/*
 * The same for one datagram of the kernel's answer, an RTM_GETNEIGH dump
 * (rtnetlink(7)), which must be aligned as a struct nlmsghdr.  True: it was
 * the last; then, if the kernel failed, `*error` is its errno.
 */
bool neighbours_parse(const void *datagram, size_t len, neighbour_cb each,
                      void *arg, int *error);

#endif
