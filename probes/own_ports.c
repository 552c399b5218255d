// SPDX-License-Identifier: Apache-2.0
#include "probes/own_ports.h"

#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NOT_OURS, OURS, WANTED };

/* Of IPv4 and of IPv6. */
static atomic_uchar uses[2][UINT16_MAX + 1];

static atomic_uchar *use_of(uint8_t version, uint16_t port)
{
	return &uses[version == 6][port];
}

void own_ports_add(uint8_t version, uint16_t port)
{
	atomic_store(use_of(version, port), OURS);
}

void own_ports_remove(uint8_t version, uint16_t port)
{
	atomic_store(use_of(version, port), NOT_OURS);
}

bool own_ports_is_wanted(uint8_t version, uint16_t port)
{
	return atomic_load(use_of(version, port)) == WANTED;
}

/* Only an address of this machine can be bound to. */
static bool is_of_this_machine(const struct address *address)
{
	struct sockaddr_storage name;
	socklen_t len = address_to_sockaddr(address, 0, &name);
	int fd = socket(name.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&name, len) == 0;

	if (fd >= 0)
		close(fd);
	return bound;
}

bool own_ports_would_hear(const struct address *address, uint16_t port)
{
	atomic_uchar *use = use_of(address->version, port);
	unsigned char ours = OURS;

	if (atomic_load(use) == NOT_OURS || !is_of_this_machine(address))
		return false;
	/* Its owner may just have left. */
	return atomic_compare_exchange_strong(use, &ours, WANTED) ||
	       ours == WANTED;
}
