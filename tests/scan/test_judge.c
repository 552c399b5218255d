// SPDX-License-Identifier: Apache-2.0
#include "scan/judge.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static const struct {
	uint16_t port;
	enum conduct conduct;
	struct service service;
	unsigned why;
	const char *software; /* with WHY_KNOWN_USE */
} rows[] = {
	{ 22, CONDUCT_SPOKE, { .name = "" }, WHY_UNRECOGNISED, "" },
	{ 22, CONDUCT_SILENT, { .name = "" }, WHY_SILENT, "" },
	{ 22, CONDUCT_HUNG_UP, { .name = "" }, WHY_HANGS_UP, "" },
	{ 22, CONDUCT_ENDLESS, { .name = "" }, WHY_ENDLESS, "" },
	/* Whoever says who it is may do as it likes. */
	{ 19,
	  CONDUCT_ENDLESS,
	  { .name = "chargen", .confidence = SERVICE_CERTAIN },
	  WHY_SERVICE_MATCHES,
	  "" },
	{ 22,
	  CONDUCT_SPOKE,
	  { .name = "ssh", .confidence = SERVICE_LIKELY },
	  WHY_SERVICE_MATCHES | WHY_SERVICE_LIKELY,
	  "" },
	{ 993,
	  CONDUCT_SPOKE,
	  { .name = "imap", .tls = true, .confidence = SERVICE_CERTAIN },
	  WHY_SERVICE_MATCHES,
	  "" },
	{ 993,
	  CONDUCT_SPOKE,
	  { .name = "imap", .confidence = SERVICE_CERTAIN },
	  WHY_SERVICE_DIFFERS,
	  "" },
	{ 9100,
	  CONDUCT_SPOKE,
	  { .name = "http",
	    .product = "Prometheus node_exporter",
	    .confidence = SERVICE_CERTAIN },
	  WHY_SERVICE_DIFFERS | WHY_KNOWN_USE,
	  "Prometheus node_exporter" },
	{ 8123,
	  CONDUCT_SPOKE,
	  { .name = "http",
	    .product = "Home Assistant",
	    .confidence = SERVICE_CERTAIN },
	  WHY_NUMBER_UNASSIGNED | WHY_KNOWN_USE,
	  "Home Assistant" },
	{ 8123,
	  CONDUCT_SPOKE,
	  { .name = "http", .product = "nginx", .confidence = SERVICE_CERTAIN },
	  WHY_NUMBER_UNASSIGNED,
	  "" },
	{ 8123,
	  CONDUCT_SILENT,
	  { .name = "" },
	  WHY_NUMBER_UNASSIGNED | WHY_SILENT,
	  "" },
};

static struct probe open_port(uint16_t port)
{
	return (struct probe){
		.question = { .port = port, .protocol = PROTOCOL_TCP },
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
	};
}

Test(judge, holds_what_answered_against_the_number)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer answer = { .conduct = rows[i].conduct,
			                 .who.service = rows[i].service };
		struct probe probe = open_port(rows[i].port);
		struct finding finding;
		char software[64];

		probe.answer = &answer;
		finding = judge(&probe, registry_shipped());
		cr_expect(eq(uint, finding.verdict.why, rows[i].why), "row %zu",
		          i);
		snprintf(software, sizeof(software), "%.*s",
		         (int)finding.verdict.software.len,
		         finding.verdict.software.len > 0
		                 ? finding.verdict.software.name
		                 : "");
		cr_expect(eq(str, software, (char *)rows[i].software),
		          "row %zu", i);
	}
}

Test(judge, says_of_a_port_that_nobody_talked_to_that_it_was_not_asked)
{
	struct probe probe = open_port(22);
	struct finding finding = judge(&probe, registry_shipped());

	cr_expect(eq(uint, finding.verdict.why, WHY_NOT_ASKED));
	cr_expect(eq(str, finding.service.name, ""));
}

Test(judge, says_nothing_of_a_port_that_is_not_open)
{
	struct probe probe = open_port(22);
	struct finding finding;

	probe.outcome = (struct outcome){ PORT_CLOSED, REASON_CONN_REFUSED };
	finding = judge(&probe, registry_shipped());
	cr_expect(eq(int, finding.verdict.label, VERDICT_NONE));
	cr_expect(eq(uint, finding.verdict.why, 0));
}

Test(judge, marks_what_a_suspect_host_answers)
{
	struct probe probe = open_port(22);
	struct finding finding;

	probe.suspect = true;
	finding = judge(&probe, registry_shipped());
	cr_expect(eq(uint, finding.verdict.why,
	             WHY_NOT_ASKED | WHY_HOST_SUSPECT));
	cr_expect(eq(int, finding.verdict.label, VERDICT_UNCONFIRMED));
}
