// SPDX-License-Identifier: Apache-2.0
#include "cli/port_json.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct registry_entry newlix = { REGISTRY_DORMANT, "newlixconfig",
	                                      "Newlix JSPConfig",
	                                      "no software is known to use it",
	                                      NULL };

static void expect_json(const struct port_card *cards, size_t count,
                        const struct listeners *listeners, const char *expected)
{
	struct text text;

	text_init(&text);
	port_json_format(cards, count, listeners, &text);
	cr_expect(not(text.failed));
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

Test(port_json, has_every_field_and_null_for_the_unknown)
{
	struct port_card card = {
		.port = 2076,
		.asked = { true, false },
		.entry = { newlix, newlix },
		.unofficial = { NULL, "not asked for" },
	};

	card.details[PROTOCOL_TCP].assignee = "[Jean_Serge_Gagnon]";
	expect_json(&card, 1, NULL,
	            "{\"ports\":[{\"port\":2076,\"range\":\"user\",\"tcp\":{"
	            "\"status\":\"dormant\",\"name\":\"newlixconfig\","
	            "\"description\":\"Newlix JSPConfig\",\"note\":\"no "
	            "software is known to use it\",\"also\":null,\"assignee\":"
	            "\"[Jean_Serge_Gagnon]\",\"registered\":null,"
	            "\"modified\":null,\"reference\":null,"
	            "\"unauthorised\":null},\"udp\":null,\"unofficial\":{"
	            "\"tcp\":null,\"udp\":null},\"listeners\":null,"
	            "\"commands\":{\"linux\":\"ss -tlpn 'sport = :2076'\","
	            "\"macos\":\"lsof -nP -i TCP:2076\",\"windows\":"
	            "\"Get-NetTCPConnection -LocalPort 2076 | Select "
	            "OwningProcess\"}}]}\n");
}

Test(port_json, gives_each_port_its_own_listeners_escaped)
{
	struct port_card cards[] = {
		{ .port = 22, .asked = { true, true } },
		{ .port = 23, .asked = { true, true } },
	};
	struct listener item = { .address = { .version = 6, .lo = 1 },
		                 .port = 23,
		                 .protocol = PROTOCOL_UDP,
		                 .uid = 65534,
		                 .pid = 9,
		                 .process = "a\"b\x1b\xff" };
	struct listeners listeners = { &item, 1, false };
	struct text text;

	text_init(&text);
	port_json_format(cards, 2, &listeners, &text);
	cr_expect(ne(ptr, strstr(text.data, "\"listeners\":[],"), NULL));
	cr_expect(ne(ptr,
	             strstr(text.data,
	                    "\"listeners\":[{\"protocol\":\"udp\","
	                    "\"address\":\"::1\",\"pid\":9,\"process\":"
	                    "\"a\\\"b\\u001b\\ufffd\",\"executable\":null,"
	                    "\"uid\":65534,\"user\":null}],"),
	             NULL),
	          "%s", text.data);
	text_clear(&text);
	item.pid = 0;
	port_json_format(&cards[1], 1, &listeners, &text);
	cr_expect(ne(ptr, strstr(text.data, "\"pid\":null"), NULL));
	text_release(&text);
}

Test(port_json, of_no_ports_is_still_a_document)
{
	expect_json(NULL, 0, NULL, "{\"ports\":[]}\n");
}
