// SPDX-License-Identifier: Apache-2.0
#include "targets/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static struct address from_in4(const struct in_addr *in)
{
	return (struct address){ .lo = ntohl(in->s_addr), .version = 4 };
}

static uint64_t read_be64(const uint8_t *bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void write_be64(uint64_t value, uint8_t *bytes)
{
	for (int i = 7; i >= 0; i--) {
		bytes[i] = (uint8_t)value;
		value >>= 8;
	}
}

static struct address from_in6(const struct in6_addr *in)
{
	struct address address = { .hi = read_be64(in->s6_addr),
		                   .lo = read_be64(in->s6_addr + 8),
		                   .version = 6 };

	/* RFC 4291 2.5.5.2: connecting to ::ffff:a.b.c.d reaches a.b.c.d. */
	if (IN6_IS_ADDR_V4MAPPED(in))
		return (struct address){ .lo = address.lo & UINT32_MAX,
			                 .version = 4 };
	return address;
}

static struct in_addr to_in4(const struct address *address)
{
	return (struct in_addr){ .s_addr = htonl((uint32_t)address->lo) };
}

static struct in6_addr to_in6(const struct address *address)
{
	struct in6_addr in = { 0 };

	write_be64(address->hi, in.s6_addr);
	write_be64(address->lo, in.s6_addr + 8);
	return in;
}

bool address_parse(const char *text, struct address *address)
{
	struct in_addr in4;
	struct in6_addr in6;

	if (inet_pton(AF_INET, text, &in4) == 1)
		*address = from_in4(&in4);
	else if (inet_pton(AF_INET6, text, &in6) == 1)
		*address = from_in6(&in6);
	else
		return false;
	return true;
}

const char *address_format(const struct address *address,
                           char text[ADDRESS_TEXT_MAX])
{
	if (address->version == 4) {
		struct in_addr in = to_in4(address);

		inet_ntop(AF_INET, &in, text, ADDRESS_TEXT_MAX);
	} else {
		struct in6_addr in = to_in6(address);

		inet_ntop(AF_INET6, &in, text, ADDRESS_TEXT_MAX);
	}
	return text;
}

static int compare_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int address_compare(const struct address *a, const struct address *b)
{
	if (a->version != b->version)
		return compare_u64(a->version, b->version);
	if (a->hi != b->hi)
		return compare_u64(a->hi, b->hi);
	return compare_u64(a->lo, b->lo);
}

bool address_equal(const struct address *a, const struct address *b)
{
	return address_compare(a, b) == 0;
}

struct address address_add(const struct address *address, uint64_t n)
{
	struct address sum = *address;

	sum.lo += n;
	sum.hi += sum.lo < n;
	return sum;
}

struct address address_previous(const struct address *address)
{
	struct address previous = *address;

	previous.hi -= previous.lo == 0;
	previous.lo--;
	return previous;
}

socklen_t address_to_sockaddr(const struct address *address, uint16_t port,
                              struct sockaddr_storage *storage)
{
	memset(storage, 0, sizeof(*storage));
	if (address->version == 4) {
		struct sockaddr_in *in = (struct sockaddr_in *)storage;

		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		in->sin_addr = to_in4(address);
		return sizeof(*in);
	}

	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)storage;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	in6->sin6_addr = to_in6(address);
	return sizeof(*in6);
}

bool address_from_sockaddr(const struct sockaddr *sockaddr,
                           struct address *address)
{
	switch (sockaddr->sa_family) {
	case AF_INET:
		*address = from_in4(
			&((const struct sockaddr_in *)sockaddr)->sin_addr);
		return true;
	case AF_INET6:
		*address = from_in6(
			&((const struct sockaddr_in6 *)sockaddr)->sin6_addr);
		return true;
	default: return false;
	}
}
