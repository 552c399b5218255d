// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_NON_HOSTS_H
#define PORTSCAN_TARGETS_NON_HOSTS_H

#include "targets/target_set.h"

#include <stdint.h>

/*
 * Addresses that are never one host.  Probing one asks nobody, or everybody on
 * the link at once.
 */
enum non_host_kind {
	NON_HOST_THIS_NETWORK,      /* 0.0.0.0/8, RFC 1122 3.2.1.3 */
	NON_HOST_IPV4_MULTICAST,    /* 224.0.0.0/4, RFC 5771 */
	NON_HOST_LIMITED_BROADCAST, /* 255.255.255.255, RFC 919 */
	NON_HOST_UNSPECIFIED,       /* ::, RFC 4291 2.5.2 */
	NON_HOST_IPV4_MAPPED,       /* ::ffff:0:0/96, RFC 4291 2.5.5.2 */
	NON_HOST_IPV6_MULTICAST,    /* ff00::/8, RFC 4291 2.7 */
	NON_HOST_LINK_LOCAL,        /* fe80::/10, nobody without its zone */
	NON_HOST_LINK_BROADCAST,    /* of a network this machine is on */
};

enum { NON_HOST_KINDS = NON_HOST_LINK_BROADCAST + 1 };

/*
 * Take the non-hosts out of the sealed `targets` and leave it sealed;
 * `dropped[kind]` becomes the number of addresses that went.  `broadcasts`
 * holds this machine's, see targets/link_broadcasts.h; NULL for none.  On
 * TARGET_SET_NO_MEMORY `targets` is not sealed.
 */
enum target_set_error non_hosts_drop(struct target_set *targets,
                                     const struct target_set *broadcasts,
                                     uint64_t dropped[NON_HOST_KINDS]);

/* "multicast", to stand in front of "address" or "addresses". */
const char *non_host_kind_name(enum non_host_kind kind);

#endif
