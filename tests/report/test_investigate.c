// SPDX-License-Identifier: Apache-2.0
#include "report/investigate.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct style plain = { 0 };

static struct investigate_item item(uint32_t host, uint16_t port,
                                    const char *reason)
{
	return (struct investigate_item){
		.address = { .lo = 0x0a000000 + host, .version = 4 },
		.port = port,
		.protocol = PROTOCOL_TCP,
		.reason = reason,
	};
}

Test(investigate, one_port_has_its_reason_and_the_next_step_beside_it)
{
	struct investigate_item items[] = { item(5, 2076, "so it is") };
	struct text text;

	text_init(&text);
	investigate_append(&text, items, 1, &plain);
	cr_expect(eq(str, text.data,
	             "1 port needs investigation\n"
	             "  2076/tcp on 10.0.0.5  so it is\n"
	             "                        next: portscan explain 2076, or "
	             "on the host: ss -ltnp 'sport = :2076'\n"));
	text_release(&text);
}

Test(investigate, udp_is_looked_for_among_udp_sockets)
{
	struct investigate_item items[] = { item(5, 4318, "why") };
	struct text text;

	items[0].protocol = PROTOCOL_UDP;
	text_init(&text);
	investigate_append(&text, items, 1, &plain);
	cr_expect(ne(ptr, strstr(text.data, "4318/udp on 10.0.0.5"), NULL));
	cr_expect(ne(ptr, strstr(text.data, "ss -lunp 'sport = :4318'"), NULL));
	text_release(&text);
}

Test(investigate, same_port_on_many_hosts_is_one_entry)
{
	struct investigate_item items[41];
	struct text text;

	for (uint32_t i = 0; i < 41; i++)
		items[i] = item(41 - i, 2076, "why");
	text_init(&text);
	investigate_append(&text, items, 41, &plain);
	cr_expect(eq(str, text.data,
	             "41 ports need investigation\n"
	             "  2076/tcp on 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4 and "
	             "37 more\n"
	             "      why\n"
	             "      next: portscan explain 2076, or on the host: "
	             "ss -ltnp 'sport = :2076'\n"));
	text_release(&text);
}

Test(investigate, five_hosts_are_all_named)
{
	struct investigate_item items[5];
	struct text text;

	for (uint32_t i = 0; i < 5; i++)
		items[i] = item(i, 2076, "why");
	text_init(&text);
	investigate_append(&text, items, 5, &plain);
	cr_expect(ne(ptr, strstr(text.data, "10.0.0.3, 10.0.0.4\n"), NULL));
	cr_expect(eq(ptr, strstr(text.data, "more"), NULL));
	text_release(&text);
}

Test(investigate, reasons_differ_by_host_and_the_next_step_comes_once)
{
	struct investigate_item items[] = {
		item(9, 2076, "silent"),
		item(5, 2076, "answers as ssh"),
		item(7, 2076, "silent"),
		item(5, 45555, "silent"),
	};
	struct text text;

	text_init(&text);
	investigate_append(&text, items, 4, &plain);
	cr_expect(eq(str, text.data,
	             "4 ports need investigation\n"
	             "  2076/tcp on 10.0.0.5            answers as ssh\n"
	             "  2076/tcp on 10.0.0.7, 10.0.0.9  silent\n"
	             "                                  next: portscan explain "
	             "2076, "
	             "or on the host: ss -ltnp 'sport = :2076'\n"
	             "  45555/tcp on 10.0.0.5           silent\n"
	             "                                  next: portscan explain "
	             "45555, "
	             "or on the host: ss -ltnp 'sport = :45555'\n"));
	text_release(&text);
}

Test(investigate, narrow_terminal_gets_whole_words_and_commands)
{
	struct investigate_item items[] = { item(
		5, 2076,
		"treated as unassigned: IANA's entry newlixconfig is "
		"dormant; answers as ssh") };
	struct text text;

	text_init(&text);
	investigate_append(&text, items, 1, &(struct style){ .width = 80 });
	cr_expect(
		eq(str, text.data,
	           "1 port needs investigation\n"
	           "  2076/tcp on 10.0.0.5\n"
	           "      treated as unassigned: IANA's entry newlixconfig is "
	           "dormant; answers as\n"
	           "      ssh\n"
	           "      next: portscan explain 2076, or on the host: "
	           "ss -ltnp 'sport = :2076'\n"));
	text_release(&text);
}

Test(investigate, escapes_in_a_reason_do_not_reach_the_terminal)
{
	struct investigate_item items[] = { item(5, 1, "a\x1b[2J b") };
	struct text text;

	text_init(&text);
	investigate_append(&text, items, 1, &plain);
	cr_expect(ne(ptr, strstr(text.data, "a\\x1b[2J b\n"), NULL));
	text_release(&text);
}

Test(investigate, host_that_opens_everything_does_not_fill_the_screen)
{
	static struct investigate_item items[1000];
	struct text text;
	size_t lines = 0;

	for (uint16_t i = 0; i < 1000; i++)
		items[i] = item(5, (uint16_t)(i + 50000), "dynamic number");
	text_init(&text);
	investigate_append(&text, items, 1000, &plain);
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	cr_expect(eq(sz, lines, 1 + 50 * 2 + 1));
	cr_expect(ne(ptr,
	             strstr(text.data, "  and 950 more in the table above\n"),
	             NULL));
	text_release(&text);
}

Test(investigate, hosts_that_answer_on_every_port_are_one_entry)
{
	struct investigate_item items[] = {
		item(9, 0, "proves nothing"),
		item(5, 2076, "so it is"),
		item(7, 0, "proves nothing"),
	};
	struct text text;

	items[0].whole_host = true;
	items[2].whole_host = true;
	text_init(&text);
	investigate_append(&text, items, 3, &plain);
	cr_expect(eq(str, text.data,
	             "1 port and 2 hosts need investigation\n"
	             "  2076/tcp on 10.0.0.5              so it is\n"
	             "                                    next: portscan "
	             "explain 2076, or on the host: ss -ltnp 'sport = :2076'\n"
	             "  every port on 10.0.0.7, 10.0.0.9  proves nothing\n"
	             "                                    next: on the host: "
	             "ss -ltnp\n"));
	text_release(&text);
}

Test(investigate, one_host_alone_is_told_as_such)
{
	struct investigate_item items[] = { item(9, 0, "why") };
	struct text text;

	items[0].whole_host = true;
	text_init(&text);
	investigate_append(&text, items, 1, &plain);
	cr_expect(eq(int,
	             strncmp(text.data, "1 host needs investigation\n", 27),
	             0));
	text_release(&text);
}
