// SPDX-License-Identifier: Apache-2.0
#include "targets/own_addresses.h"

#include "base/count.h"

enum target_set_error own_addresses_add(struct target_set *set,
                                        const struct ifaddrs *interfaces)
{
	enum target_set_error error = TARGET_SET_OK;

	for (const struct ifaddrs *interface = interfaces;
	     interface != NULL && error == TARGET_SET_OK;
	     interface = interface->ifa_next) {
		struct address own;

		if (interface->ifa_addr != NULL &&
		    address_from_sockaddr(interface->ifa_addr, &own))
			error = target_set_add(set, &own, &own);
	}
	return error;
}

static enum target_set_error add_loopback(struct target_set *set)
{
	static const struct target_range loopback[] = {
		{ { .lo = 0x7f000000, .version = 4 },
		  { .lo = 0x7fffffff, .version = 4 } },
		{ { .lo = 1, .version = 6 }, { .lo = 1, .version = 6 } },
	};
	enum target_set_error error = TARGET_SET_OK;

	for (size_t i = 0; i < COUNT(loopback) && error == TARGET_SET_OK; i++)
		error = target_set_add(set, &loopback[i].first,
		                       &loopback[i].last);
	return error;
}

bool own_addresses_read(struct target_set *set)
{
	struct ifaddrs *interfaces = NULL;
	enum target_set_error error;

	target_set_init(set);
	error = add_loopback(set);
	if (error == TARGET_SET_OK && getifaddrs(&interfaces) == 0) {
		error = own_addresses_add(set, interfaces);
		freeifaddrs(interfaces);
	}
	return error == TARGET_SET_OK &&
	       target_set_seal(set, NULL) == TARGET_SET_OK;
}
