// SPDX-License-Identifier: Apache-2.0
#include "scan/discovery_rules.h"

#include "base/count.h"

#include <stddef.h>

enum {
	ADDRESSES_MIN = 16,
	ADDRESSES_MAX = 1 << 24, /* a bit each: 2 MiB */
	/* A host that is there is found by a question or a few; an address
	 * that is silent gets some forty attempts, then none a port. */
	PORTS_MIN = 200,
	/* Discovery takes five seconds, however few addresses there are: not
	 * for a scan that is over soon when all are silent. */
	SILENCE_MIN_S = 15,
	OWN_PORTS = 4,
};

/*
 * A host that is up refuses or accepts on nearly any port; one that is behind
 * a firewall answers on the ports that the firewall lets through.  So: what is
 * let through, for hosts of each kind.
 */
static const uint16_t telling[] = {
	22,   /* ssh: Unix, network devices */
	23,   /* telnet: old network devices, printers */
	53,   /* domain: resolvers, home routers */
	80,   /* http: servers and nearly every device's settings */
	443,  /* https: likewise */
	445,  /* microsoft-ds: Windows, whose firewall drops echo requests */
	3389, /* ms-wbt-server: likewise, where file sharing is off */
	8080, /* http-alt: devices and applications beside a web server */
};

bool discovery_pays(uint64_t addresses, uint32_t ports, uint32_t attempts_per_s)
{
	return addresses >= ADDRESSES_MIN && addresses <= ADDRESSES_MAX &&
	       ports >= PORTS_MIN &&
	       addresses * ports / attempts_per_s >= SILENCE_MIN_S;
}

/* Add OWN_PORTS of `asked`, evenly apart, to `ports`; all, if they are fewer.
 */
static void add_own(struct port_set *ports, const struct port_set *asked)
{
	uint32_t count = port_set_count(asked);
	uint32_t rank = 0;

	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		if (!port_set_has(asked, (uint16_t)port))
			continue;
		/* Does a multiple of count / OWN_PORTS fall on this rank? */
		if (count <= OWN_PORTS || rank * OWN_PORTS % count < OWN_PORTS)
			port_set_add(ports, (uint16_t)port, (uint16_t)port);
		rank++;
	}
}

struct port_set discovery_ports(const struct port_set *asked,
                                const struct port_set *never)
{
	struct port_set ports = { 0 };

	for (size_t i = 0; i < COUNT(telling); i++)
		port_set_add(&ports, telling[i], telling[i]);
	add_own(&ports, asked);
	port_set_remove(&ports, never);
	return ports;
}

bool discovery_keeps(struct outcome outcome)
{
	switch (outcome.reason) {
	case REASON_SYN_ACK:
	case REASON_UDP_RESPONSE:
	case REASON_CONN_REFUSED:
	/* Errors that a host's own firewall sends, or one before it for a host
	 * that may be there. */
	case REASON_PORT_UNREACHABLE:
	case REASON_PROTO_UNREACHABLE:
	case REASON_ADMIN_PROHIBITED:
	/* Our failures. */
	case REASON_LOCAL_EMFILE:
	case REASON_LOCAL_EADDRNOTAVAIL:
	case REASON_LOCAL_ENOBUFS:
	case REASON_LOCAL_NO_ROUTE:
	case REASON_LOCAL_DENIED:
	case REASON_LOCAL_ERROR:
	case REASON_CANCELLED:
	case REASON_NOT_ASKED: return true;
	/* Errors that routers send for hosts that are not there. */
	case REASON_HOST_UNREACHABLE:
	case REASON_NET_UNREACHABLE:
	case REASON_ICMP_ERROR: /* such as time exceeded, in a loop */
	case REASON_NO_RESPONSE:
	case REASON_NOT_DISCOVERED: return false;
	}
	return true;
}
