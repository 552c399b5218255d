// SPDX-License-Identifier: Apache-2.0
#include "probes/proc_net.h"

#include <netinet/in.h>
#include <string.h>

/* What is left to read. */
struct cursor {
	const char *at;
	const char *end;
};

static bool skip_char(struct cursor *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static bool skip_spaces(struct cursor *in)
{
	const char *start = in->at;

	while (skip_char(in, ' '))
		;
	return in->at > start;
}

/* Skip a field that is of no interest, and the spaces behind it. */
static bool skip_field(struct cursor *in)
{
	while (in->at < in->end && *in->at != ' ')
		in->at++;
	return skip_spaces(in);
}

/* Read decimal digits, at least one, to a number of at most `max`. */
static bool read_decimal(struct cursor *in, uint64_t max, uint64_t *value)
{
	const char *start = in->at;
	uint64_t number = 0;

	for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++) {
		uint64_t digit = (uint64_t)(*in->at - '0');

		if (number > (max - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*value = number;
	return in->at > start;
}

/* Read exactly `digits` <= 8 hexadecimal digits. */
static bool read_hex(struct cursor *in, int digits, uint32_t *value)
{
	uint32_t number = 0;

	for (; digits > 0; digits--, in->at++) {
		if (in->at == in->end)
			return false;
		if (*in->at >= '0' && *in->at <= '9')
			number = number << 4 | (uint32_t)(*in->at - '0');
		else if (*in->at >= 'A' && *in->at <= 'F')
			number = number << 4 | (uint32_t)(*in->at - 'A' + 10);
		else
			return false;
	}
	*value = number;
	return true;
}

/*
 * Read "0100007F", or the four words of an IPv6 address.  The kernel keeps them
 * in network order and prints each as a number of this machine, so the numbers
 * put back into memory are the address in network order again.
 */
static bool read_address(struct cursor *in, struct address *address)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	uint32_t words[4];
	size_t count = 0;

	for (; count < 4 && in->at < in->end && *in->at != ':'; count++) {
		if (!read_hex(in, 8, &words[count]))
			return false;
	}
	if (count == 1) {
		v4.sin_addr.s_addr = words[0];
		return address_from_sockaddr((struct sockaddr *)&v4, address);
	}
	if (count < 4)
		return false;
	memcpy(&v6.sin6_addr, words, sizeof(words));
	return address_from_sockaddr((struct sockaddr *)&v6, address);
}

/* sl: local_address:port rem_address:port st tx:rx tr:when retrnsmt uid
 * timeout inode ... */
bool proc_net_parse(const char *line, size_t len,
                    struct proc_net_socket *socket)
{
	struct cursor in = { .at = line, .end = line + len };
	struct address local;
	uint32_t port, state;
	uint64_t slot, uid, inode;

	skip_spaces(&in);
	if (!read_decimal(&in, UINT64_MAX, &slot) || !skip_char(&in, ':') ||
	    !skip_spaces(&in) || !read_address(&in, &local) ||
	    !skip_char(&in, ':') || !read_hex(&in, 4, &port) ||
	    !skip_spaces(&in) || !skip_field(&in) ||
	    !read_hex(&in, 2, &state) || !skip_spaces(&in) ||
	    !skip_field(&in) || !skip_field(&in) || !skip_field(&in) ||
	    !read_decimal(&in, UINT32_MAX, &uid) || !skip_spaces(&in) ||
	    !skip_field(&in) || !read_decimal(&in, UINT64_MAX, &inode) ||
	    !skip_spaces(&in))
		return false;
	*socket = (struct proc_net_socket){ .local = local,
		                            .port = (uint16_t)port,
		                            .state = (uint8_t)state,
		                            .uid = (uint32_t)uid,
		                            .inode = inode };
	return true;
}

bool proc_net_listens(const struct proc_net_socket *socket,
                      enum protocol protocol)
{
	/* include/net/tcp_states.h; UDP borrows TCP's "close" for a socket
	 * that is bound and has no peer. */
	enum { STATE_CLOSE = 0x07, STATE_LISTEN = 0x0A };

	return socket->state ==
	       (protocol == PROTOCOL_TCP ? STATE_LISTEN : STATE_CLOSE);
}

bool proc_net_parse_link(const char *link, size_t len, uint64_t *inode)
{
	static const char prefix[] = "socket:[";
	struct cursor in = { .at = link, .end = link + len };
	uint64_t number;

	if (len < sizeof(prefix) - 1 ||
	    memcmp(link, prefix, sizeof(prefix) - 1) != 0)
		return false;
	in.at += sizeof(prefix) - 1;
	if (!read_decimal(&in, UINT64_MAX, &number) || !skip_char(&in, ']') ||
	    in.at != in.end)
		return false;
	*inode = number;
	return true;
}
