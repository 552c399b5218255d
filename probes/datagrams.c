// SPDX-License-Identifier: Apache-2.0
#include "probes/datagrams.h"

#include "probes/socket_error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	/* Many answers may arrive at once; the kernel cuts it down to what it
	 * allows (net.core.rmem_max). */
	RECEIVE_BUFFER = 4 * 1024 * 1024,
	/* An ICMP error about one datagram makes the next call on the socket
	 * fail, whatever that is about: what fails this often in a row fails
	 * for itself. */
	TRIES = 8,
};

static uint16_t sockaddr_port(const struct sockaddr_storage *name)
{
	if (name->ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)name)->sin_port);
	return ntohs(((const struct sockaddr_in6 *)name)->sin6_port);
}

static void set_options(int fd, int family)
{
	int on = 1, size = RECEIVE_BUFFER;

	socket_error_enable(fd, family);
	/* An ICMP error then wakes as EPOLLPRI also, which libuv passes on:
	 * EPOLLERR alone it takes for the end of the socket. */
	setsockopt(fd, SOL_SOCKET, SO_SELECT_ERR_QUEUE, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
}

int datagrams_open(uint8_t version, uint16_t *port)
{
	struct address any = { .version = version };
	struct sockaddr_storage name;
	socklen_t len = address_to_sockaddr(&any, 0, &name);
	int fd = socket(name.ss_family,
	                SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -1;
	set_options(fd, name.ss_family);
	if (bind(fd, (struct sockaddr *)&name, len) == 0 &&
	    getsockname(fd, (struct sockaddr *)&name, &len) == 0) {
		*port = sockaddr_port(&name);
		return fd;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Could `error` be the echo of an ICMP error about an earlier datagram? */
static bool is_echo(int error)
{
	switch (error) {
	case ECONNREFUSED:
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case ENONET:
	case ENOPROTOOPT:
	case EOPNOTSUPP:
	case EMSGSIZE:
	case EPROTO:
	case EACCES: return true;
	default: return false;
	}
}

/* How many of `messages` left; 0: not even the first, and errno says why. */
static size_t send_some(int fd, struct mmsghdr *messages, size_t count)
{
	for (int i = 0; i < TRIES; i++) {
		int sent = sendmmsg(fd, messages, (unsigned)count, 0);

		if (sent > 0)
			return (size_t)sent;
		if (!is_echo(errno))
			break;
	}
	return 0;
}

void datagrams_send(int fd, struct datagram *datagrams, size_t count)
{
	struct mmsghdr messages[DATAGRAMS_SENT_MAX] = { 0 };
	struct iovec parts[DATAGRAMS_SENT_MAX];
	struct sockaddr_storage names[DATAGRAMS_SENT_MAX];

	for (size_t i = 0; i < count; i++) {
		struct datagram *datagram = &datagrams[i];
		struct msghdr *header = &messages[i].msg_hdr;

		parts[i] = (struct iovec){ (void *)datagram->bytes,
			                   datagram->len };
		header->msg_namelen = address_to_sockaddr(
			&datagram->to, datagram->port, &names[i]);
		header->msg_name = &names[i];
		header->msg_iov = &parts[i];
		header->msg_iovlen = 1;
		datagram->error = 0;
	}
	for (size_t i = 0; i < count;) {
		size_t sent = send_some(fd, messages + i, count - i);

		if (sent == 0)
			datagrams[i].error = errno;
		i += sent > 0 ? sent : 1;
	}
}

static void prepare(struct datagrams_inbox *inbox, size_t bytes_max,
                    size_t control_max)
{
	for (size_t i = 0; i < DATAGRAMS_RECEIVED_MAX; i++) {
		inbox->parts[i] = (struct iovec){ inbox->bytes[i], bytes_max };
		inbox->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &inbox->names[i],
			.msg_namelen = sizeof(inbox->names[i]),
			.msg_iov = &inbox->parts[i],
			.msg_iovlen = 1,
			.msg_control = inbox->controls[i],
			.msg_controllen = control_max,
		};
	}
}

/* How many messages there were. */
static size_t receive(int fd, struct datagrams_inbox *inbox, int flags)
{
	for (int i = 0; i < TRIES; i++) {
		int count =
			recvmmsg(fd, inbox->messages, DATAGRAMS_RECEIVED_MAX,
		                 flags | MSG_DONTWAIT, NULL);

		if (count >= 0)
			return (size_t)count;
		if (!is_echo(errno))
			break;
	}
	return 0;
}

/* Where did message number `i` come from, or was it to go? */
static bool read_name(struct datagrams_inbox *inbox, size_t i,
                      struct datagram_received *received)
{
	const struct sockaddr_storage *name = &inbox->names[i];

	if (inbox->messages[i].msg_hdr.msg_namelen == 0 ||
	    !address_from_sockaddr((const struct sockaddr *)name,
	                           &received->address))
		return false;
	received->port = sockaddr_port(name);
	return true;
}

bool datagrams_receive(int fd, struct datagrams_inbox *inbox, size_t *count)
{
	size_t messages;

	*count = 0;
	prepare(inbox, DATAGRAM_KEPT_MAX, 0);
	messages = receive(fd, inbox, 0);
	for (size_t i = 0; i < messages; i++) {
		struct datagram_received *received = &inbox->received[*count];

		if (!read_name(inbox, i, received))
			continue;
		received->bytes = inbox->bytes[i];
		received->len = inbox->messages[i].msg_len;
		++*count;
	}
	return messages > 0;
}

bool datagrams_receive_icmp(int fd, struct datagrams_inbox *inbox,
                            size_t *count)
{
	size_t messages;

	*count = 0;
	prepare(inbox, 0, sizeof(inbox->controls[0]));
	messages = receive(fd, inbox, MSG_ERRQUEUE);
	for (size_t i = 0; i < messages; i++) {
		struct datagram_received *received = &inbox->received[*count];

		received->bytes = NULL;
		received->len = 0;
		if (read_name(inbox, i, received) &&
		    socket_error_icmp(&inbox->messages[i].msg_hdr,
		                      &received->icmp))
			++*count;
	}
	return messages > 0;
}
