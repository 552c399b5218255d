// SPDX-License-Identifier: Apache-2.0
#include "targets/target_spec.h"

#include "targets/hostname.h"

#include <string.h>

/* All readers here step `*cursor` past what they read; on error they leave it
 * at the offending piece. */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static enum target_spec_error read_octet(const char **cursor, uint8_t *octet)
{
	const char *p = *cursor;
	unsigned value = 0;

	if (!is_digit(p[0]))
		return TARGET_SPEC_NOT_IPV4;
	if (p[0] == '0' && is_digit(p[1]))
		return TARGET_SPEC_LEADING_ZERO;
	for (; is_digit(*p); p++) {
		value = value * 10 + (unsigned)(*p - '0');
		if (value > UINT8_MAX)
			return TARGET_SPEC_OVER_255;
	}
	*octet = (uint8_t)value;
	*cursor = p;
	return TARGET_SPEC_OK;
}

static bool skip_dot(const char **cursor)
{
	bool is_dot = **cursor == '.';

	*cursor += is_dot;
	return is_dot;
}

static enum target_spec_error read_ipv4(const char **cursor,
                                        struct address *address)
{
	*address = (struct address){ .version = 4 };
	for (int i = 0; i < 4; i++) {
		enum target_spec_error error;
		uint8_t octet;

		if (i > 0 && !skip_dot(cursor))
			return TARGET_SPEC_NOT_IPV4;
		error = read_octet(cursor, &octet);
		if (error != TARGET_SPEC_OK)
			return error;
		address->lo = address->lo << 8 | octet;
	}
	return TARGET_SPEC_OK;
}

/* An IPv6 address, in brackets or not, that ends where a '/', a '-' or the
 * item does. */
static enum target_spec_error read_ipv6(const char **cursor,
                                        struct address *address)
{
	size_t len = strcspn(*cursor, "/-");
	bool bracketed =
		len >= 2 && (*cursor)[0] == '[' && (*cursor)[len - 1] == ']';
	const char *start = *cursor + bracketed;
	size_t text_len = len - (bracketed ? 2 : 0);
	char text[ADDRESS_TEXT_MAX];

	if (text_len >= sizeof(text) || memchr(start, ':', text_len) == NULL)
		return TARGET_SPEC_NOT_IPV6;
	memcpy(text, start, text_len);
	text[text_len] = '\0';
	if (!address_parse(text, address))
		return TARGET_SPEC_NOT_IPV6;
	if (address->version != 6)
		return TARGET_SPEC_MAPPED;
	*cursor += len;
	return TARGET_SPEC_OK;
}

/* Whether the piece up to the next '/' or '-' is meant to be IPv6. */
static bool is_ipv6_piece(const char *piece)
{
	return piece[strcspn(piece, ":[]/-")] == ':' || *piece == '[';
}

static enum target_spec_error read_address(const char **cursor,
                                           struct address *address)
{
	return is_ipv6_piece(*cursor) ? read_ipv6(cursor, address)
	                              : read_ipv4(cursor, address);
}

/* Something follows the address that makes it none. */
static enum target_spec_error no_address(const struct address *address)
{
	return address->version == 4 ? TARGET_SPEC_NOT_IPV4
	                             : TARGET_SPEC_NOT_IPV6;
}

static enum target_spec_error read_prefix(const char **cursor, uint8_t version,
                                          unsigned *prefix)
{
	unsigned width = version == 4 ? 32 : 128;
	const char *p = *cursor;
	unsigned value = 0;

	for (; is_digit(*p); p++)
		if (value <= width)
			value = value * 10 + (unsigned)(*p - '0');
	if (p == *cursor || *p != '\0')
		return TARGET_SPEC_PREFIX;
	if (value > width)
		return version == 4 ? TARGET_SPEC_PREFIX_OVER_32
		                    : TARGET_SPEC_PREFIX_OVER_128;
	*prefix = value;
	*cursor = p;
	return TARGET_SPEC_OK;
}

static enum target_spec_error add_range(struct target_set *set,
                                        const struct address *first,
                                        const struct address *last)
{
	return target_set_add(set, first, last) == TARGET_SET_OK
	               ? TARGET_SPEC_OK
	               : TARGET_SPEC_NO_MEMORY;
}

static uint64_t low_bits(unsigned count)
{
	return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static enum target_spec_error add_network(struct target_set *set,
                                          const struct address *address,
                                          unsigned prefix)
{
	unsigned host_bits = (address->version == 4 ? 32 : 128) - prefix;
	uint64_t lo_mask = low_bits(host_bits);
	uint64_t hi_mask = host_bits > 64 ? low_bits(host_bits - 64) : 0;
	struct address first = *address;
	struct address last = *address;

	first.hi &= ~hi_mask;
	first.lo &= ~lo_mask;
	last.hi |= hi_mask;
	last.lo |= lo_mask;
	return add_range(set, &first, &last);
}

/* 10.0.0.0/24 */
static enum target_spec_error parse_network(const char **cursor,
                                            struct target_set *set)
{
	struct address address;
	unsigned prefix;
	enum target_spec_error error = read_address(cursor, &address);

	if (error != TARGET_SPEC_OK)
		return error;
	if (**cursor != '/')
		return no_address(&address);
	++*cursor;
	error = read_prefix(cursor, address.version, &prefix);
	if (error != TARGET_SPEC_OK)
		return error;
	return add_network(set, &address, prefix);
}

/* 10.0.0.5-10.0.1.9, or a single IPv6 address */
static enum target_spec_error parse_range(const char **cursor,
                                          struct target_set *set)
{
	struct address first, last;
	const char *second;
	enum target_spec_error error = read_address(cursor, &first);

	if (error != TARGET_SPEC_OK)
		return error;
	if (**cursor == '\0')
		return add_range(set, &first, &first);
	if (**cursor != '-')
		return no_address(&first);
	second = ++*cursor;
	error = read_address(cursor, &last);
	if (error != TARGET_SPEC_OK)
		return error;
	if (**cursor != '\0')
		return no_address(&last);
	*cursor = second;
	if (first.version != last.version)
		return TARGET_SPEC_MIXED;
	if (address_compare(&last, &first) < 0)
		return TARGET_SPEC_BACKWARDS;
	return add_range(set, &first, &last);
}

struct octet_range {
	uint8_t first;
	uint8_t last;
};

static enum target_spec_error read_octet_range(const char **cursor,
                                               struct octet_range *range)
{
	const char *start = *cursor;
	enum target_spec_error error = read_octet(cursor, &range->first);

	if (error != TARGET_SPEC_OK)
		return error;
	range->last = range->first;
	if (**cursor != '-')
		return TARGET_SPEC_OK;
	++*cursor;
	error = read_octet(cursor, &range->last);
	if (error == TARGET_SPEC_OK && range->last < range->first) {
		*cursor = start;
		error = TARGET_SPEC_BACKWARDS;
	}
	return error;
}

static bool is_whole(const struct octet_range *range)
{
	return range->first == 0 && range->last == UINT8_MAX;
}

/* How many of the four octets have to be walked: those behind are whole, and
 * the last one in front of them makes one range with them. */
static int octets_to_walk(const struct octet_range octets[4])
{
	int count = 3;

	while (count > 0 && is_whole(&octets[count]))
		count--;
	return count;
}

/* Add the ranges that begin with the `depth` octets in `prefix`. */
static enum target_spec_error add_octets(struct target_set *set,
                                         const struct octet_range octets[4],
                                         int depth, int walked, uint32_t prefix)
{
	const struct octet_range *range = &octets[depth];
	unsigned shift = 24 - 8 * (unsigned)depth;
	enum target_spec_error error = TARGET_SPEC_OK;

	if (depth == walked) {
		struct address first = { .version = 4 };
		struct address last = { .version = 4 };

		first.lo = prefix | (uint32_t)range->first << shift;
		last.lo = prefix | (uint32_t)range->last << shift |
		          low_bits(shift);
		return add_range(set, &first, &last);
	}
	for (unsigned octet = range->first;
	     error == TARGET_SPEC_OK && octet <= range->last; octet++)
		error = add_octets(set, octets, depth + 1, walked,
		                   prefix | octet << shift);
	return error;
}

/* 10.0.0-3.1-254, or a single IPv4 address */
static enum target_spec_error parse_octets(const char **cursor,
                                           struct target_set *set)
{
	const char *item = *cursor;
	struct octet_range octets[4];
	uint64_t ranges = 1;
	int walked;

	for (int i = 0; i < 4; i++) {
		enum target_spec_error error;

		if (i > 0 && !skip_dot(cursor))
			return TARGET_SPEC_NOT_IPV4;
		error = read_octet_range(cursor, &octets[i]);
		if (error != TARGET_SPEC_OK)
			return error;
	}
	if (**cursor != '\0')
		return TARGET_SPEC_NOT_IPV4;

	walked = octets_to_walk(octets);
	for (int i = 0; i < walked; i++)
		ranges *= octets[i].last - octets[i].first + 1u;
	if (ranges > TARGET_SPEC_RANGES_MAX) {
		*cursor = item;
		return TARGET_SPEC_SCATTERED;
	}
	return add_octets(set, octets, 0, walked, 0);
}

/* 10.0.0.5-10.0.1.9 and not 10.0.0.5-20 nor 10.0.0-1.5: dots behind the first
 * hyphen, and three in front of it. */
static bool is_ipv4_range(const char *item)
{
	const char *hyphen = strchr(item, '-');
	int dots = 0;

	if (hyphen == NULL || strchr(hyphen, '.') == NULL)
		return false;
	for (const char *p = item; p < hyphen; p++)
		dots += *p == '.';
	return dots == 3;
}

static enum target_spec_error parse_name(const char **cursor, bool *is_name)
{
	size_t error_at;

	*is_name = hostname_is_valid(*cursor, &error_at);
	if (*is_name)
		return TARGET_SPEC_OK;
	*cursor += error_at;
	return TARGET_SPEC_NOT_A_NAME;
}

/* 10.0.0.1:80, example.com:80 and [::1]:80: IPv6 has two colons or more, and
 * none behind its bracket. */
static bool has_port(const char *item)
{
	const char *colon = strchr(item, ':');
	const char *bracket = strstr(item, "]:");

	return bracket != NULL ||
	       (colon != NULL && strchr(colon + 1, ':') == NULL);
}

/* Not an address, nor meant as one: what a port, a service or a browser would
 * be given. */
static enum target_spec_error check_kind(const char *item)
{
	if (*item == '\0')
		return TARGET_SPEC_EMPTY;
	if (item[strspn(item, "0123456789")] == '\0')
		return TARGET_SPEC_NUMBER;
	if (strstr(item, "://") != NULL)
		return TARGET_SPEC_URL;
	return has_port(item) ? TARGET_SPEC_WITH_PORT : TARGET_SPEC_OK;
}

static enum target_spec_error parse_item(const char **cursor,
                                         struct target_set *set, bool *is_name)
{
	const char *item = *cursor;
	bool is_ipv6 = item[strcspn(item, ":[]")] != '\0';
	enum target_spec_error error = check_kind(item);

	if (error != TARGET_SPEC_OK)
		return error;
	if (is_ipv6 && strchr(item, '%') != NULL) {
		*cursor = strchr(item, '%');
		return TARGET_SPEC_ZONE;
	}
	if (strchr(item, '/') != NULL)
		return parse_network(cursor, set);
	if (is_ipv6 || is_ipv4_range(item))
		return parse_range(cursor, set);
	if (item[strspn(item, "0123456789.-")] == '\0')
		return parse_octets(cursor, set);
	return parse_name(cursor, is_name);
}

enum target_spec_error target_spec_parse(const char *item,
                                         struct target_set *set, bool *is_name,
                                         size_t *error_at)
{
	const char *cursor = item;
	size_t ranges_before = set->range_count;
	enum target_spec_error error;

	*is_name = false;
	error = parse_item(&cursor, set, is_name);
	if (error != TARGET_SPEC_OK) {
		set->range_count = ranges_before;
		*error_at = (size_t)(cursor - item);
	}
	return error;
}

const char *target_spec_strerror(enum target_spec_error error)
{
	switch (error) {
	case TARGET_SPEC_OK: return "ok";
	case TARGET_SPEC_NO_MEMORY: return "out of memory";
	case TARGET_SPEC_EMPTY: return "empty target";
	case TARGET_SPEC_NOT_IPV4:
		return "not an IPv4 address (four numbers, 0-255)";
	case TARGET_SPEC_OVER_255: return "number is larger than 255";
	case TARGET_SPEC_LEADING_ZERO:
		return "leading zero, which some read as octal: leave it out";
	case TARGET_SPEC_NOT_IPV6: return "not an IPv6 address";
	case TARGET_SPEC_ZONE: return "IPv6 zones (%) are not supported";
	case TARGET_SPEC_MAPPED:
		return "IPv4-mapped address: write the IPv4 address";
	case TARGET_SPEC_PREFIX: return "prefix is not a number of bits";
	case TARGET_SPEC_PREFIX_OVER_32: return "prefix is longer than 32 bits";
	case TARGET_SPEC_PREFIX_OVER_128:
		return "prefix is longer than 128 bits";
	case TARGET_SPEC_BACKWARDS: return "range ends before it starts";
	case TARGET_SPEC_MIXED: return "range mixes IPv4 and IPv6";
	case TARGET_SPEC_SCATTERED:
		return "over 1048576 separate ranges: use CIDR (10.0.0.0/8)";
	case TARGET_SPEC_NOT_A_NAME: return "neither an address nor a name";
	case TARGET_SPEC_NUMBER:
		return "a number alone is no target (ports are given with -p)";
	case TARGET_SPEC_WITH_PORT:
		return "ports are given with -p, not behind a colon";
	case TARGET_SPEC_URL: return "a URL: give the name or address in it";
	}
	return "unknown error";
}
