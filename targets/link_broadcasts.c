// SPDX-License-Identifier: Apache-2.0
#include "targets/link_broadcasts.h"

#include <errno.h>
#include <net/if.h>

/*
 * The last address of the network: the kernel treats it as broadcast even
 * where none was set.  Networks of one or two addresses (RFC 3021) have none.
 */
static bool broadcast_of(const struct ifaddrs *interface,
                         struct address *broadcast)
{
	struct address mask;

	if ((interface->ifa_flags & IFF_BROADCAST) == 0 ||
	    interface->ifa_addr == NULL ||
	    interface->ifa_addr->sa_family != AF_INET ||
	    interface->ifa_netmask == NULL ||
	    !address_from_sockaddr(interface->ifa_addr, broadcast) ||
	    !address_from_sockaddr(interface->ifa_netmask, &mask) ||
	    (mask.lo & 3) != 0)
		return false;
	broadcast->lo |= ~mask.lo & UINT32_MAX;
	return true;
}

enum target_set_error link_broadcasts_add(struct target_set *set,
                                          const struct ifaddrs *interfaces)
{
	enum target_set_error error = TARGET_SET_OK;

	for (const struct ifaddrs *interface = interfaces;
	     interface != NULL && error == TARGET_SET_OK;
	     interface = interface->ifa_next) {
		struct address broadcast;

		if (broadcast_of(interface, &broadcast))
			error = target_set_add(set, &broadcast, &broadcast);
	}
	return error;
}

bool link_broadcasts_read(struct target_set *set)
{
	struct ifaddrs *interfaces;
	enum target_set_error error;

	target_set_init(set);
	if (getifaddrs(&interfaces) != 0)
		return false;
	error = link_broadcasts_add(set, interfaces);
	freeifaddrs(interfaces);
	if (error == TARGET_SET_OK)
		error = target_set_seal(set, NULL);
	if (error != TARGET_SET_OK)
		errno = ENOMEM;
	return error == TARGET_SET_OK;
}
