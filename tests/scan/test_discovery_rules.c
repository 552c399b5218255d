// SPDX-License-Identifier: Apache-2.0
#include "scan/discovery_rules.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	uint64_t addresses;
	uint32_t ports;
	uint32_t attempts_per_s;
	bool pays;
} sizes[] = {
	{ 0, 0, 1, false },
	{ 1, 65535, 4444, false },
	{ 15, 65535, 1, false },
	{ 16, 65535, 4444, true },
	{ 1000, 199, 1, false },
	{ 1000, 200, 4444, true },
	{ 256, 1500, 4444, true },
	{ 256, 1500, 100000, false },
	{ 16, 200, 4444, false },
	{ 16, 200, 214, false },
	{ 16, 200, 213, true },
	{ 256, 131072, 4444, true },
	{ UINT64_C(1) << 24, 1500, 4444, true },
	{ (UINT64_C(1) << 24) + 1, 1500, 4444, false },
	{ UINT64_C(1) << 40, 65535, 4444, false },
};

Test(discovery_rules, many_ports_of_many_addresses_pay)
{
	for (size_t i = 0; i < COUNT(sizes); i++)
		cr_expect(eq(int,
		             discovery_pays(sizes[i].addresses, sizes[i].ports,
		                            sizes[i].attempts_per_s),
		             sizes[i].pays),
		          "row %zu", i);
}

#define TELLING "22-23,53,80,443,445,3389,8080"
#define ALL 0, 65535

/* The ranges of each are first and last. */
static const struct {
	const char *what;
	bool asks;
	uint16_t asked[2];
	bool excludes;
	uint16_t never[2];
	const char *ports;
} choices[] = {
	{ "a scan of UDP", false, { 0 }, false, { 0 }, TELLING },
	{ "few own ports, all of them",
	  true,
	  { 100, 102 },
	  false,
	  { 0 },
	  "22-23,53,80,100-102,443,445,3389,8080" },
	{ "many own ports, four of them",
	  true,
	  { 20000, 20998 },
	  false,
	  { 0 },
	  TELLING ",20000,20250,20500,20750" },
	{ "every port",
	  true,
	  { ALL },
	  false,
	  { 0 },
	  "0,22-23,53,80,443,445,3389,8080,16384,32768,49152" },
	{ "an excluded port is not asked to find hosts either",
	  true,
	  { 20000, 20999 },
	  true,
	  { 23, 443 },
	  "22,445,3389,8080,20000,20250,20500,20750" },
	{ "all is excluded", false, { 0 }, true, { ALL }, "" },
};

Test(discovery_rules, ports_are_the_telling_ones_and_some_of_the_scans)
{
	for (size_t i = 0; i < COUNT(choices); i++) {
		struct port_set asked = { 0 }, never = { 0 }, ports;
		struct text text;

		text_init(&text);
		if (choices[i].asks)
			port_set_add(&asked, choices[i].asked[0],
			             choices[i].asked[1]);
		if (choices[i].excludes)
			port_set_add(&never, choices[i].never[0],
			             choices[i].never[1]);
		ports = discovery_ports(&asked, &never);
		port_set_format(&ports, &text);
		cr_expect(eq(str, text.data, (char *)choices[i].ports), "%s",
		          choices[i].what);
		text_release(&text);
	}
}

static const struct {
	struct outcome outcome;
	bool kept;
} outcomes[] = {
	{ { PORT_OPEN, REASON_SYN_ACK }, true },
	{ { PORT_CLOSED, REASON_CONN_REFUSED }, true },
	{ { PORT_FILTERED, REASON_PORT_UNREACHABLE }, true },
	{ { PORT_FILTERED, REASON_ADMIN_PROHIBITED }, true },
	{ { PORT_FILTERED, REASON_NO_RESPONSE }, false },
	{ { PORT_FILTERED, REASON_HOST_UNREACHABLE }, false },
	{ { PORT_FILTERED, REASON_NET_UNREACHABLE }, false },
	{ { PORT_FILTERED, REASON_ICMP_ERROR }, false },
	{ { PORT_UNTESTED, REASON_LOCAL_NO_ROUTE }, true },
	{ { PORT_UNTESTED, REASON_LOCAL_EMFILE }, true },
	{ { PORT_UNTESTED, REASON_CANCELLED }, true },
	{ { PORT_UNTESTED, REASON_NOT_DISCOVERED }, false },
};

Test(discovery_rules, who_may_be_there_and_who_we_failed_to_ask_is_kept)
{
	for (size_t i = 0; i < COUNT(outcomes); i++)
		cr_expect(eq(int, discovery_keeps(outcomes[i].outcome),
		             outcomes[i].kept),
		          "%s", port_reason_name(outcomes[i].outcome.reason));
}
