// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_PROBES_LOOPBACK_H
#define PORTSCAN_TESTS_PROBES_LOOPBACK_H

/* Plain blocking sockets on loopback, for the other end of a shell's test. */

#include "targets/probe_space.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket of `type` bound to an ephemeral port, which goes to `*port`. */
static inline int loopback_bind(int type, uint16_t *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	cr_assert(bind(fd, (struct sockaddr *)&address, len) == 0);
	getsockname(fd, (struct sockaddr *)&address, &len);
	*port = ntohs(address.sin_port);
	return fd;
}

static inline int loopback_listen(uint16_t *port)
{
	int fd = loopback_bind(SOCK_STREAM, port);

	cr_assert(listen(fd, 8) == 0);
	return fd;
}

static inline struct question loopback_question(enum protocol protocol,
                                                uint16_t port)
{
	return (struct question){
		.address = { .lo = INADDR_LOOPBACK, .version = 4 },
		.port = port,
		.protocol = protocol,
	};
}

#endif
