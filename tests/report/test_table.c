// SPDX-License-Identifier: Apache-2.0
#include "report/table.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The table of some samples, given in their order here. */
static char *table_of(const enum sample *samples, size_t count,
                      const struct scan_summary *summary)
{
	const char *path = sample_path();
	struct style style = { 0 };
	struct sink *sink = table_sink_create(sample_output(path), &style);
	struct scan_info info = sample_info();
	char *text;

	sink->begin(sink, &info);
	for (size_t i = 0; i < count; i++) {
		struct finding finding = sample_finding(samples[i]);

		sink->finding(sink, &finding);
	}
	cr_expect(eq(int, sink->end(sink, summary), 0));
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	return text;
}

Test(table, finding_comes_before_the_statistics)
{
	static const enum sample samples[] = { SAMPLE_SILENT, SAMPLE_DORMANT };
	struct scan_summary summary = {
		.elapsed_ms = 1300,
		.address_count = 256,
		.hosts_answered = 12,
		.states = { 2, 34, 732 },
		.verdicts = { [VERDICT_UNCONFIRMED] = 1,
		              [VERDICT_INVESTIGATE] = 1 },
	};

	cr_expect(eq(
		str, table_of(samples, 2, &summary),
		"HOST      PORT      STATE  SERVICE            VERDICT      "
		"WHY\n"
		"10.0.0.5  2076/tcp  open   ssh OpenSSH 9.2p1  INVESTIGATE  "
		"dormant number (IANA: newlixconfig); answers as ssh\n"
		"10.0.0.9  443/tcp   open                      unconfirmed  "
		"silent\n"
		"\n"
		"1 port needs investigation\n"
		"  2076/tcp on 10.0.0.5  treated as unassigned: IANA's entry "
		"newlixconfig is dormant; answers as ssh\n"
		"                        next: portscan explain 2076, or on "
		"the "
		"host: ss -ltnp 'sport = :2076'\n"
		"\n"
		"12 of 256 hosts answered · 2 open, 34 closed, 732 filtered, "
		"0 untested · 1 unconfirmed · 1.3 s\n"));
}

Test(table, service_tells_of_tls_and_what_is_known_of_a_nameless_one)
{
	static const enum sample samples[] = { SAMPLE_HTTPS, SAMPLE_TLS };
	struct scan_summary summary = { .address_count = 1 };

	cr_expect(eq(str, table_of(samples, 2, &summary),
	             "HOST      PORT      STATE  SERVICE              VERDICT "
	             "  WHY\n"
	             "10.0.0.9  993/tcp   open   tls CN=mail.example  expected"
	             "\n"
	             "10.0.0.9  8443/tcp  open   https nginx 1.22.1   expected"
	             "\n"
	             "\n"
	             "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	             "0 untested · 0.0 s\n"));
}

Test(table, rows_are_in_order_of_address_and_port)
{
	static const enum sample samples[] = { SAMPLE_DNS6,    SAMPLE_CLOSED,
		                               SAMPLE_HOSTILE, SAMPLE_DORMANT,
		                               SAMPLE_SILENT,  SAMPLE_SSH };
	static const char *const expected[] = {
		"\n10.0.0.5 (gate.example)",
		"\n10.0.0.5  ",
		"\n10.0.0.7 ",
		"443/tcp ",
		"\n10.0.0.9 ",
		"2076/tcp   closed ",
		"\n2001:db8::9 ",
	};
	struct scan_summary summary = sample_summary();
	const char *at = table_of(samples, 6, &summary);

	for (size_t i = 0; i < COUNT(expected); i++) {
		at = strstr(at, expected[i]);
		cr_assert(ne(ptr, (void *)at, NULL), "%s", expected[i]);
	}
}

Test(table, closed_port_says_how_it_is_known)
{
	static const enum sample samples[] = { SAMPLE_CLOSED };
	struct scan_summary summary = { .address_count = 1 };

	cr_expect(eq(str, table_of(samples, 1, &summary),
	             "HOST      PORT      STATE   SERVICE  VERDICT  WHY\n"
	             "10.0.0.9  2076/tcp  closed                    "
	             "conn-refused\n"
	             "\n"
	             "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	             "0 untested · 0.0 s\n"));
}

Test(table, nothing_open_is_said_in_so_many_words)
{
	struct scan_summary summary = { .address_count = 1,
		                        .states = { [PORT_CLOSED] = 3 } };

	cr_expect(eq(str, table_of(NULL, 0, &summary),
	             "no open ports\n"
	             "\n"
	             "0 of 1 host answered · 0 open, 3 closed, 0 filtered, "
	             "0 untested · 0.0 s\n"));
}

Test(table, nothing_open_is_not_said_of_ports_never_tested)
{
	struct scan_summary summary = { .address_count = 1,
		                        .states = { [PORT_UNTESTED] = 3 },
		                        .reasons = { [REASON_LOCAL_NO_ROUTE] =
		                                             3 } };

	cr_expect(eq(str, table_of(NULL, 0, &summary),
	             "no open ports among those tested\n"
	             "\n"
	             "3 untested: local-no-route\n"
	             "0 of 1 host answered · 0 open, 0 closed, 0 filtered, "
	             "3 untested · 0.0 s\n"));
}

Test(table, no_control_byte_of_a_host_reaches_the_terminal)
{
	static const enum sample samples[] = { SAMPLE_HOSTILE };
	struct scan_summary summary = sample_summary();
	const char *text = table_of(samples, 1, &summary);

	cr_expect(ne(ptr, strstr(text, "10.0.0.7 (\\x1b[31mevil)"), NULL));
	for (; *text != '\0'; text++)
		if (*text != '\n')
			cr_expect(ge(uint, (unsigned char)*text, ' '));
}

Test(table, full_disk_is_reported_by_end)
{
	struct style style = { 0 };
	struct sink *sink =
		table_sink_create(sample_output("/dev/full"), &style);
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}

/* A tarpit, 10.0.0.11, open from port 20000 on, where `services` names what
 * the first ones said. */
static char *table_of_tarpit(const char *const *services, uint16_t count)
{
	const char *path = sample_path();
	struct style style = { 0 };
	struct sink *sink = table_sink_create(sample_output(path), &style);
	struct scan_info info = sample_info();
	struct scan_summary summary = { .address_count = 1 };
	char *text;

	sink->begin(sink, &info);
	for (uint16_t i = 0; i < count; i++) {
		struct finding finding = sample_finding(SAMPLE_SUSPECT);

		finding.port = (uint16_t)(20000 + i);
		if (*services != NULL)
			strcpy(finding.service.name, *services++);
		sink->finding(sink, &finding);
	}
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	return text;
}

Test(table, host_that_answers_on_every_port_is_one_row)
{
	static const char *const none[] = { NULL };

	cr_expect(eq(
		str, table_of_tarpit(none, 30000),
		"HOST       PORT         STATE  SERVICE  VERDICT      WHY\n"
		"10.0.0.11  30000 ports  open            INVESTIGATE  suspect: "
		"answers on every port\n"
		"\n"
		"1 host needs investigation\n"
		"  every port on 10.0.0.11  suspect: a tarpit, or a firewall "
		"in "
		"between that accepts for it\n"
		"                           next: on the host: ss -ltnp\n"
		"\n"
		"0 of 1 host answered · 0 open, 0 closed, 0 filtered, 0 "
		"untested · 0.0 s\n"));
}

Test(table, recognised_service_keeps_its_row_there)
{
	static const char *const first[] = { "ssh", NULL };
	const char *text = table_of_tarpit(first, 3);

	cr_expect(
		ne(ptr, strstr(text, "\n10.0.0.11  2 ports    open   "), NULL),
		"%s", text);
	cr_expect(ne(ptr, strstr(text, "\n10.0.0.11  20000/tcp  open   ssh"),
	             NULL));
	cr_expect(ne(ptr, strstr(text, "1 port and 1 host need"), NULL));
}

Test(table, single_port_of_such_a_host_keeps_its_number)
{
	static const char *const none[] = { NULL };

	cr_expect(ne(ptr,
	             strstr(table_of_tarpit(none, 1),
	                    "\n10.0.0.11  20000/tcp  open "),
	             NULL));
}
