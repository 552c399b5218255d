// SPDX-License-Identifier: Apache-2.0
#include "probes/ping.h"

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	VERSIONS = 2,
	HEADER_LEN = 8, /* type, code, checksum, identifier, sequence */
	MESSAGE_LEN = HEADER_LEN + PING_COOKIE_LEN,
	/* Replies come in bursts, as requests leave; and a request to a
	 * neighbour is ours for seconds, until its link address is known. */
	BUFFER = 1 << 20,
	REPLIES_PER_CALL = 256, /* then the loop turns */
};

/* What differs between the versions of IP. */
static const struct {
	uint8_t version;
	int family;
	int protocol;
	uint8_t request;
	uint8_t reply;
} dialects[VERSIONS] = {
	{ 4, AF_INET, IPPROTO_ICMP, ICMP_ECHO, ICMP_ECHOREPLY },
	{ 6, AF_INET6, IPPROTO_ICMPV6, ICMP6_ECHO_REQUEST, ICMP6_ECHO_REPLY },
};

struct ping {
	ping_reply_cb reply;
	void *reply_arg;
	int open_handles;
	uint8_t cookie[PING_COOKIE_LEN];
	struct voice {
		int fd; /* -1: the kernel does not let us */
		uv_poll_t poll;
	} voices[VERSIONS];
};

static void on_readable(uv_poll_t *poll, int status, int events);
static void on_closed(uv_handle_t *handle);

static size_t dialect_of(uint8_t version)
{
	return version == 4 ? 0 : 1;
}

/* 0, or the errno that keeps us from speaking this dialect. */
static int open_voice(struct ping *ping, uv_loop_t *loop, size_t dialect)
{
	struct voice *voice = &ping->voices[dialect];
	int size = BUFFER;
	int error;

	voice->fd = socket(dialects[dialect].family,
	                   SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	                   dialects[dialect].protocol);
	if (voice->fd < 0)
		return errno;
	setsockopt(voice->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	setsockopt(voice->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	error = uv_poll_init(loop, &voice->poll, voice->fd);
	if (error != 0) {
		close(voice->fd);
		voice->fd = -1;
		return -error;
	}
	voice->poll.data = ping;
	ping->open_handles++;
	uv_poll_start(&voice->poll, UV_READABLE, on_readable);
	return 0;
}

struct ping *ping_create(uv_loop_t *loop, ping_reply_cb reply, void *arg)
{
	struct ping *ping = calloc(1, sizeof(*ping));
	int error = 0;

	if (ping == NULL)
		return NULL;
	ping->reply = reply;
	ping->reply_arg = arg;
	if (getrandom(ping->cookie, sizeof(ping->cookie), 0) < 0)
		goto fail;
	for (size_t i = VERSIONS; i > 0; i--) {
		int refused = open_voice(ping, loop, i - 1);

		if (refused != 0)
			error = refused; /* at last that of IPv4 */
	}
	if (ping->open_handles > 0)
		return ping;
	errno = error;
fail:
	free(ping);
	return NULL;
}

/* The kernel fills in checksum and identifier: the latter is how it knows
 * which replies are ours. */
int ping_send(struct ping *ping, const struct address *address,
              uint16_t sequence)
{
	size_t dialect = dialect_of(address->version);
	uint8_t message[MESSAGE_LEN] = {
		[0] = dialects[dialect].request,
		[6] = (uint8_t)(sequence >> 8),
		[7] = (uint8_t)sequence,
	};
	struct sockaddr_storage to;
	socklen_t to_len = address_to_sockaddr(address, 0, &to);

	if (ping->voices[dialect].fd < 0)
		return EACCES;
	memcpy(message + HEADER_LEN, ping->cookie, PING_COOKIE_LEN);
	if (sendto(ping->voices[dialect].fd, message, sizeof(message), 0,
	           (struct sockaddr *)&to, to_len) < 0)
		return errno;
	return 0;
}

bool ping_is_reply(uint8_t version, const uint8_t *message, size_t len,
                   const uint8_t cookie[PING_COOKIE_LEN])
{
	return len == MESSAGE_LEN &&
	       message[0] == dialects[dialect_of(version)].reply &&
	       memcmp(message + HEADER_LEN, cookie, PING_COOKIE_LEN) == 0;
}

/* Take one message; false when there is none. */
static bool receive(struct ping *ping, size_t dialect)
{
	uint8_t message[MESSAGE_LEN + 1]; /* a longer one shows as longer */
	struct sockaddr_storage sender;
	socklen_t sender_len = sizeof(sender);
	struct address from;
	ssize_t len =
		recvfrom(ping->voices[dialect].fd, message, sizeof(message), 0,
	                 (struct sockaddr *)&sender, &sender_len);

	if (len < 0)
		return false;
	if (ping_is_reply(dialects[dialect].version, message, (size_t)len,
	                  ping->cookie) &&
	    address_from_sockaddr((struct sockaddr *)&sender, &from))
		ping->reply(ping->reply_arg, &from);
	return true;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct ping *ping = poll->data;
	size_t dialect = poll == &ping->voices[0].poll ? 0 : 1;

	(void)status; /* whatever it is, reading takes it */
	(void)events;
	for (int i = 0; i < REPLIES_PER_CALL && receive(ping, dialect); i++)
		;
}

void ping_close(struct ping *ping)
{
	for (size_t i = 0; i < VERSIONS; i++) {
		struct voice *voice = &ping->voices[i];

		if (voice->fd < 0)
			continue;
		uv_poll_stop(&voice->poll);
		uv_close((uv_handle_t *)&voice->poll, on_closed);
		close(voice->fd);
	}
}

static void on_closed(uv_handle_t *handle)
{
	struct ping *ping = handle->data;

	if (--ping->open_handles == 0)
		free(ping);
}
