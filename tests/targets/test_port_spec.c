// SPDX-License-Identifier: Apache-2.0
#include "targets/port_spec.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

enum { BOTH = PORT_SPEC_TCP | PORT_SPEC_UDP };

/* A small registry: names for both protocols and for one, and one that begins
 * with a digit. */
static bool look_up(void *arg, enum protocol protocol, const char *name,
                    struct port_set *set)
{
	static const struct {
		const char *name;
		int protocol; /* -1 is any */
		uint16_t first, last;
	} rows[] = {
		{ "http", -1, 80, 80 },
		{ "ntp", PROTOCOL_UDP, 123, 123 },
		{ "smtp", PROTOCOL_TCP, 25, 25 },
		{ "3com-tsmux", -1, 106, 106 },
		{ "common", -1, 1, 1023 },
	};

	(void)arg;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(rows[i].name, name) == 0 &&
		    (rows[i].protocol == -1 ||
		     rows[i].protocol == (int)protocol)) {
			port_set_add(set, rows[i].first, rows[i].last);
			return true;
		}
	return false;
}

static void expect_ports(const struct port_set *set, const char *expected,
                         const char *spec)
{
	struct text text;

	text_init(&text);
	port_set_format(set, &text);
	cr_expect(eq(str, text.data, (char *)expected), "%s", spec);
	text_release(&text);
}

Test(port_spec, accepts_everything_its_header_shows)
{
	static const struct {
		const char *spec;
		unsigned protocols;
		const char *tcp, *udp;
	} rows[] = {
		{ "22", PORT_SPEC_TCP, "22", "" },
		{ "22", PORT_SPEC_UDP, "", "22" },
		{ "22", BOTH, "22", "22" },
		{ "22,80-90", PORT_SPEC_TCP, "22,80-90", "" },
		{ "80-80", PORT_SPEC_TCP, "80", "" },
		{ "-", PORT_SPEC_TCP, "1-65535", "" },
		{ "0,-", PORT_SPEC_TCP, "0-65535", "" },
		{ "-1023", PORT_SPEC_TCP, "1-1023", "" },
		{ "60000-", PORT_SPEC_TCP, "60000-65535", "" },
		{ "0-2", PORT_SPEC_TCP, "0-2", "" },
		{ "0-", PORT_SPEC_TCP, "0-65535", "" },
		{ "65535", PORT_SPEC_TCP, "65535", "" },
		{ "0080", PORT_SPEC_TCP, "80", "" },
		{ "1,1,1-2", PORT_SPEC_TCP, "1-2", "" },
		{ "http,ntp", BOTH, "80", "80,123" },
		{ "smtp", BOTH, "25", "" },
		{ "http", PORT_SPEC_TCP, "80", "" },
		{ "3com-tsmux", PORT_SPEC_TCP, "106", "" },
		{ "common,2076", PORT_SPEC_TCP, "1-1023,2076", "" },
		{ "22,80-90,http,T:22,U:53", PORT_SPEC_TCP, "22,80-90", "53" },
		{ "T:22,23,U:53,54,t:80", PORT_SPEC_TCP, "22-23,80", "53-54" },
		{ "7,u:ntp", PORT_SPEC_TCP, "7", "123" },
		{ "U:-", PORT_SPEC_TCP, "", "1-65535" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *spec = rows[i].spec;
		struct port_plan plan = { 0 };
		size_t error_at;

		cr_expect(eq(int,
		             port_spec_parse(spec, rows[i].protocols, look_up,
		                             NULL, &plan, &error_at),
		             PORT_SPEC_OK),
		          "%s", spec);
		expect_ports(&plan.of[PROTOCOL_TCP], rows[i].tcp, spec);
		expect_ports(&plan.of[PROTOCOL_UDP], rows[i].udp, spec);
	}
}

#define X16 "xxxxxxxxxxxxxxxx"

Test(port_spec, rejects_and_points_at_the_item)
{
	static const struct {
		const char *spec;
		enum port_spec_error error;
		size_t error_at;
	} rows[] = {
		{ "", PORT_SPEC_EMPTY, 0 },
		{ ",", PORT_SPEC_EMPTY, 0 },
		{ "22,,80", PORT_SPEC_EMPTY, 3 },
		{ "22,", PORT_SPEC_EMPTY, 3 },
		{ "T:", PORT_SPEC_EMPTY, 2 },
		{ "22,T:,80", PORT_SPEC_EMPTY, 5 },
		{ "70000", PORT_SPEC_NOT_A_PORT, 0 },
		{ "65536", PORT_SPEC_NOT_A_PORT, 0 },
		{ "22,99999999999999999999", PORT_SPEC_NOT_A_PORT, 3 },
		{ "1-65536", PORT_SPEC_NOT_A_PORT, 0 },
		{ "80-90-100", PORT_SPEC_NOT_A_PORT, 0 },
		{ "--", PORT_SPEC_NOT_A_PORT, 0 },
		{ "22,90-80", PORT_SPEC_BACKWARDS, 3 },
		{ "-0", PORT_SPEC_BACKWARDS, 0 },
		{ "22,T:90-80", PORT_SPEC_BACKWARDS, 5 },
		{ "22,htpp", PORT_SPEC_UNKNOWN_NAME, 3 },
		{ "ntp", PORT_SPEC_UNKNOWN_NAME, 0 },
		{ "22, 80", PORT_SPEC_UNKNOWN_NAME, 3 },
		{ "0x50", PORT_SPEC_UNKNOWN_NAME, 0 },
		{ X16 X16 X16 X16, PORT_SPEC_UNKNOWN_NAME, 0 },
		{ "S:22", PORT_SPEC_PREFIX, 0 },
		{ "80,22/tcp", PORT_SPEC_SUFFIX, 3 },
		{ "T:53/udp", PORT_SPEC_SUFFIX, 2 },
		{ "http/tcp", PORT_SPEC_UNKNOWN_NAME, 0 },
		{ "/tcp", PORT_SPEC_UNKNOWN_NAME, 0 },
		{ "22,:80", PORT_SPEC_UNKNOWN_NAME, 3 },
		{ "T:U:53", PORT_SPEC_UNKNOWN_NAME, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *spec = rows[i].spec;
		struct port_plan plan = { 0 };
		size_t error_at = 999;

		port_set_add(&plan.of[PROTOCOL_UDP], 7, 7);
		cr_expect(eq(int,
		             port_spec_parse(spec, PORT_SPEC_TCP, look_up, NULL,
		                             &plan, &error_at),
		             rows[i].error),
		          "%s", spec);
		cr_expect(eq(sz, error_at, rows[i].error_at), "%s", spec);
		expect_ports(&plan.of[PROTOCOL_TCP], "", spec);
		expect_ports(&plan.of[PROTOCOL_UDP], "7", spec);
	}
}

Test(port_spec, reads_back_what_a_set_formats)
{
	struct port_plan plan = { 0 }, back = { 0 };
	struct port_set *set = &plan.of[PROTOCOL_TCP];
	struct text text;
	size_t error_at;

	for (uint32_t port = 0; port < 65536; port += 1 + port % 7)
		port_set_add(set, (uint16_t)port, (uint16_t)port);
	text_init(&text);
	port_set_format(set, &text);
	cr_assert(eq(int,
	             port_spec_parse(text.data, PORT_SPEC_TCP, look_up, NULL,
	                             &back, &error_at),
	             PORT_SPEC_OK));
	cr_expect(eq(int, memcmp(&plan, &back, sizeof(plan)), 0));
	text_release(&text);
}
