// SPDX-License-Identifier: Apache-2.0
#include "probes/own_ports.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { PORT = 40000 };

static struct address address(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address));
	return address;
}

Test(own_ports, hears_what_goes_to_an_address_of_this_machine)
{
	struct address here = address("127.1.2.3");
	struct address elsewhere = address("192.0.2.1"); /* RFC 5737 */

	own_ports_add(4, PORT);
	cr_expect(not(own_ports_would_hear(&elsewhere, PORT)));
	cr_expect(not(own_ports_would_hear(&here, PORT + 1)));
	cr_expect(not(own_ports_is_wanted(4, PORT)), "nobody asked for it");
	cr_expect(own_ports_would_hear(&here, PORT));
	cr_expect(own_ports_is_wanted(4, PORT));
	cr_expect(own_ports_would_hear(&here, PORT), "until it is given up");
	own_ports_remove(4, PORT);
	cr_expect(not(own_ports_would_hear(&here, PORT)));
	cr_expect(not(own_ports_is_wanted(4, PORT)));
}

Test(own_ports, of_ipv4_and_ipv6_are_not_the_same)
{
	struct address here = address("127.0.0.1");

	own_ports_add(6, PORT);
	cr_expect(not(own_ports_would_hear(&here, PORT)));
	cr_expect(not(own_ports_is_wanted(6, PORT)));
}
