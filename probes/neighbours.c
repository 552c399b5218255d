// SPDX-License-Identifier: Apache-2.0
#include "probes/neighbours.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The states of an entry whose link address was told by the neighbour, or by
 * the administrator; no link that needs none (NUD_NOARP), like loopback. */
enum {
	HAS_LINK_ADDRESS = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE |
	                   NUD_PERMANENT,
};

/* The kernel fills at most so much at a time (rtnetlink's own limit). */
enum { DATAGRAM_MAX = 32768 };

/* It answers at once; a wait without end would still be ours to explain. */
enum { PATIENCE_S = 1 };

/* In network order, for address_from_sockaddr(). */
static bool read_address(uint8_t family, const struct rtattr *attribute,
                         struct address *address)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} sockaddr = { .any.sa_family = family };
	void *to = family == AF_INET ? (void *)&sockaddr.v4.sin_addr
	                             : (void *)&sockaddr.v6.sin6_addr;
	size_t len = family == AF_INET ? sizeof(sockaddr.v4.sin_addr)
	                               : sizeof(sockaddr.v6.sin6_addr);

	if ((family != AF_INET && family != AF_INET6) ||
	    RTA_PAYLOAD(attribute) != len)
		return false;
	memcpy(to, RTA_DATA(attribute), len);
	return address_from_sockaddr(&sockaddr.any, address);
}

/* Tell the neighbour that `header` is about, if its link address is known. */
static void read_neighbour(const struct nlmsghdr *header, neighbour_cb each,
                           void *arg)
{
	const struct ndmsg *entry = NLMSG_DATA(header);
	const struct rtattr *attribute =
		(const struct rtattr *)((const char *)entry +
	                                NLMSG_ALIGN(sizeof(*entry)));
	uint32_t len = header->nlmsg_len;
	bool has_address = false, has_link_address = false;
	struct address address;

	if (len < NLMSG_LENGTH(sizeof(*entry)) ||
	    (entry->ndm_state & HAS_LINK_ADDRESS) == 0)
		return;
	len -= (uint32_t)NLMSG_LENGTH(sizeof(*entry));
	for (; RTA_OK(attribute, len); attribute = RTA_NEXT(attribute, len)) {
		if (attribute->rta_type == NDA_DST)
			has_address = read_address(entry->ndm_family, attribute,
			                           &address);
		if (attribute->rta_type == NDA_LLADDR)
			has_link_address = RTA_PAYLOAD(attribute) > 0;
	}
	if (has_address && has_link_address)
		each(arg, &address);
}

static int error_of(const struct nlmsghdr *header)
{
	const struct nlmsgerr *answer = NLMSG_DATA(header);

	return header->nlmsg_len < NLMSG_LENGTH(sizeof(*answer))
	               ? EPROTO
	               : -answer->error;
}

bool neighbours_parse(const void *datagram, size_t len, neighbour_cb each,
                      void *arg, int *error)
{
	const struct nlmsghdr *header = datagram;
	uint32_t left = (uint32_t)len;

	for (; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left))
		switch (header->nlmsg_type) {
		case NLMSG_DONE: return true;
		case NLMSG_ERROR: *error = error_of(header); return true;
		case RTM_NEWNEIGH: read_neighbour(header, each, arg); break;
		default: break;
		}
	return false;
}

static int request_dump(int fd)
{
	struct {
		struct nlmsghdr header;
		struct ndmsg entry; /* all zero: every family, every link */
	} request = {
		.header = { .nlmsg_len = sizeof(request),
		            .nlmsg_type = RTM_GETNEIGH,
		            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
	};

	return send(fd, &request, sizeof(request), 0) < 0 ? errno : 0;
}

static int read_dump(int fd, neighbour_cb each, void *arg)
{
	union {
		struct nlmsghdr align;
		char bytes[DATAGRAM_MAX];
	} datagram;
	int error = 0;
	ssize_t len;

	do {
		len = recv(fd, &datagram, sizeof(datagram), 0);
		if (len < 0)
			return errno;
	} while (!neighbours_parse(&datagram, (size_t)len, each, arg, &error));
	return error;
}

int neighbours_read(neighbour_cb each, void *arg)
{
	struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int error;

	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	error = request_dump(fd);
	if (error == 0)
		error = read_dump(fd, each, arg);
	close(fd);
	return error;
}
