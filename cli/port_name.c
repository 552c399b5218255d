// SPDX-License-Identifier: Apache-2.0
#include "cli/port_name.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* "2076", "53/udp" */
static bool parse_port(const char *text, struct port_name *name)
{
	char *end;
	unsigned long port;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	port = strtoul(text, &end, 10);
	if (errno != 0 || port > UINT16_MAX)
		return false;
	name->port = (uint16_t)port;
	name->protocol = PROTOCOL_TCP;
	if (strcmp(end, "/udp") == 0)
		name->protocol = PROTOCOL_UDP;
	return *end == '\0' || strcmp(end, "/tcp") == 0 ||
	       strcmp(end, "/udp") == 0;
}

/* The address, with or without brackets, is `len` bytes of `text`. */
static bool parse_address(const char *text, size_t len, struct address *address)
{
	char copy[ADDRESS_TEXT_MAX];
	bool in_brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';

	if (in_brackets) {
		text++;
		len -= 2;
	}
	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return address_parse(copy, address) &&
	       in_brackets == (address->version == 6);
}

bool port_name_parse(const char *text, struct port_name *name)
{
	const char *colon = strrchr(text, ':');
	struct port_name read;

	if (colon == NULL ||
	    !parse_address(text, (size_t)(colon - text), &read.address) ||
	    !parse_port(colon + 1, &read))
		return false;
	*name = read;
	return true;
}
