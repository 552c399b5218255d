// SPDX-License-Identifier: Apache-2.0
#include "cli/port_name.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	const char *text, *address;
	uint16_t port;
	enum protocol protocol;
} names[] = {
	{ "10.0.0.5:2076", "10.0.0.5", 2076, PROTOCOL_TCP },
	{ "10.0.0.5:2076/tcp", "10.0.0.5", 2076, PROTOCOL_TCP },
	{ "10.0.0.5:53/udp", "10.0.0.5", 53, PROTOCOL_UDP },
	{ "[2001:db8::1]:443", "2001:db8::1", 443, PROTOCOL_TCP },
	{ "[::1]:0/udp", "::1", 0, PROTOCOL_UDP },
	{ "10.0.0.5:65535", "10.0.0.5", 65535, PROTOCOL_TCP },
};

Test(port_name, is_an_address_and_a_port)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		struct port_name name;
		char address[ADDRESS_TEXT_MAX];

		cr_assert(port_name_parse(names[i].text, &name), "%s",
		          names[i].text);
		cr_expect(eq(str,
		             (char *)address_format(&name.address, address),
		             (char *)names[i].address));
		cr_expect(eq(u16, name.port, names[i].port));
		cr_expect(eq(int, name.protocol, names[i].protocol));
	}
}

static const char *const wrong[] = {
	"",
	"10.0.0.5",
	"10.0.0.5:",
	":2076",
	"10.0.0.5:65536",
	"10.0.0.5:-1",
	"10.0.0.5: 22",
	"10.0.0.5:22/sctp",
	"10.0.0.5:22/",
	"10.0.0:22",
	"2001:db8::1:443",
	"[10.0.0.5]:22",
	"[2001:db8::1]",
	"[2001:db8::1]443",
	"host.example:22",
	"10.0.0.5:99999999999999999999",
	"1111111111111111111111111111111111111111111111111111111111:22",
};

Test(port_name, is_nothing_else)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct port_name name;

		cr_expect(not(port_name_parse(wrong[i], &name)), "%s",
		          wrong[i]);
	}
}
