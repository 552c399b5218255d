// SPDX-License-Identifier: Apache-2.0
#include "report/xml.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The document of some samples, given in their order here, and of the hosts
 * that `hosts` ends with a version of 0. */
static char *xml_of(const enum sample *samples, size_t count,
                    const struct host_summary *hosts,
                    const struct scan_summary *summary)
{
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	char *text;

	sink->begin(sink, &info);
	for (size_t i = 0; i < count; i++) {
		struct finding finding = sample_finding(samples[i]);

		sink->finding(sink, &finding);
	}
	for (; hosts->address.version != 0; hosts++)
		sink->host(sink, hosts);
	cr_expect(eq(int, sink->end(sink, summary), 0));
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	return text;
}

static char *xml_of_ports(const enum sample *samples, size_t count)
{
	static const struct host_summary none;
	struct scan_summary summary = sample_summary();

	return xml_of(samples, count, &none, &summary);
}

static void expect_has(const char *text, const char *piece)
{
	cr_expect(ne(ptr, strstr(text, piece), NULL), "no %s in\n%s", piece,
	          text);
}

static void expect_has_not(const char *text, const char *piece)
{
	cr_expect(eq(ptr, strstr(text, piece), NULL), "%s in\n%s", piece, text);
}

static void expect_ends_with(const char *text, const char *end)
{
	size_t text_len = strlen(text), end_len = strlen(end);

	cr_assert(ge(sz, text_len, end_len));
	cr_expect(eq(str, (char *)text + text_len - end_len, (char *)end));
}

#define HEAD                                                                   \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                         \
	"<!DOCTYPE nmaprun>\n"                                                 \
	"<nmaprun scanner=\"portscan\""                                        \
	" args=\"portscan 10.0.0.0/24 -p 22,443,2076,U:53\""                   \
	" start=\"1795449907\" startstr=\"2026-11-23T16:05:07.250Z\""          \
	" version=\"0.1.0\" xmloutputversion=\"1.05\">\n"                      \
	"<scaninfo type=\"connect\" protocol=\"tcp\" numservices=\"4\""        \
	" services=\"22,443,2076,25565\"/>\n"                                  \
	"<scaninfo type=\"udp\" protocol=\"udp\" numservices=\"1\""            \
	" services=\"53\"/>\n"                                                 \
	"<verbose level=\"0\"/>\n"                                             \
	"<debugging level=\"0\"/>\n"

#define CUT                                                                    \
	"<runstats><finished time=\"1795449907\" elapsed=\"0\" exit=\"error\"" \
	" errormsg=\"the report was cut short\"/><hosts total=\"256\"/>"       \
	"</runstats>\n</nmaprun>\n"

Test(xml, a_port_of_this_machine_has_its_process)
{
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	struct finding finding = sample_finding(SAMPLE_SSH);
	char *text;

	finding.process = (struct process){ .user = "root",
		                            .pid = 812,
		                            .name = "ssh<d>",
		                            .executable = "/usr/sbin/sshd" };
	sink->begin(sink, &info);
	sink->finding(sink, &finding);
	sink->end(sink, &summary);
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	expect_has(text,
	           "; on this machine: ssh&lt;d&gt; (pid 812, user root)");
	expect_has(text, "<table key=\"process\"><elem key=\"pid\">812</elem>"
	                 "<elem key=\"name\">ssh&lt;d&gt;</elem>"
	                 "<elem key=\"executable\">/usr/sbin/sshd</elem>"
	                 "<elem key=\"user\">root</elem></table>");
}

Test(xml, a_host_has_its_ports_and_a_script_with_their_verdicts)
{
	static const enum sample samples[] = { SAMPLE_SILENT, SAMPLE_CLOSED };
	static const struct host_summary hosts[] = {
		{ .address = { .lo = 0x0a000009, .version = 4 },
		  .states = { 1, 5, 7 },
		  .has_rtt = true,
		  .srtt_us = 100000,
		  .rttvar_us = 50000 },
		{ .hostname = NULL },
	};
	struct scan_summary summary = sample_summary();

	cr_expect(eq(str, xml_of(samples, 2, hosts, &summary),
	             HEAD
	             "<host><status state=\"up\" reason=\"syn-ack\""
	             " reason_ttl=\"0\"/>\n"
	             "<address addr=\"10.0.0.9\" addrtype=\"ipv4\"/>\n"
	             "<hostnames></hostnames>\n"
	             "<ports><extraports state=\"filtered\" count=\"7\">"
	             "<extrareasons reason=\"no-response\" count=\"7\"/>"
	             "</extraports>\n"
	             "<extraports state=\"closed\" count=\"4\">"
	             "<extrareasons reason=\"conn-refused\" count=\"4\"/>"
	             "</extraports>\n"
	             "<port protocol=\"tcp\" portid=\"443\">"
	             "<state state=\"open\" reason=\"syn-ack\""
	             " reason_ttl=\"0\"/>"
	             "<service name=\"https\" method=\"table\" conf=\"3\"/>"
	             "</port>\n"
	             "<port protocol=\"tcp\" portid=\"2076\">"
	             "<state state=\"closed\" reason=\"conn-refused\""
	             " reason_ttl=\"0\"/><service name=\"newlixconfig\""
	             " method=\"table\" conf=\"3\"/></port>\n"
	             "</ports>\n"
	             "<hostscript><script id=\"portscan\""
	             " output=\"&#10;443/tcp unconfirmed: silent\">"
	             "<table key=\"443/tcp\">"
	             "<elem key=\"verdict\">unconfirmed</elem>"
	             "<table key=\"why\"><elem>silent</elem></table></table>"
	             "</script></hostscript>\n"
	             "<times srtt=\"100000\" rttvar=\"50000\" to=\"300000\"/>\n"
	             "</host>\n"
	             "<runstats><finished time=\"1795449908\""
	             " timestr=\"2026-11-23T16:05:08.550Z\""
	             " summary=\"portscan done at 2026-11-23T16:05:08.550Z;"
	             " 256 addresses (12 answered) scanned in 1.3 s\""
	             " elapsed=\"1.3\" exit=\"success\"/>"
	             "<hosts up=\"12\" down=\"3\" total=\"256\"/></runstats>\n"
	             "</nmaprun>\n"));
}

Test(xml, service_has_all_that_nmap_has_a_place_for)
{
	static const enum sample samples[] = { SAMPLE_SSH, SAMPLE_HTTPS,
		                               SAMPLE_TLS, SAMPLE_HOSTILE };
	const char *text = xml_of_ports(samples, COUNT(samples));

	expect_has(text, "<service name=\"ssh\" product=\"OpenSSH\""
	                 " version=\"9.2p1\" extrainfo=\"Debian-2\""
	                 " ostype=\"Linux\" method=\"probed\" conf=\"10\">"
	                 "<cpe>cpe:/a:openbsd:openssh:9.2p1</cpe>"
	                 "<cpe>cpe:/o:debian:debian_linux</cpe></service>");
	expect_has(text, "<service name=\"http\" tunnel=\"ssl\""
	                 " product=\"nginx\" version=\"1.22.1\""
	                 " hostname=\"gate\" devicetype=\"router\""
	                 " method=\"probed\" conf=\"6\"></service>");
	expect_has(text, "<service name=\"imaps\" tunnel=\"ssl\""
	                 " method=\"table\" conf=\"3\"/>");
	expect_has(text, "portid=\"25565\"><state state=\"open\""
	                 " reason=\"syn-ack\" reason_ttl=\"0\"/></port>");
}

Test(xml, facts_are_text_and_a_table)
{
	static const enum sample samples[] = { SAMPLE_SSH };
	const char *text = xml_of_ports(samples, 1);

	expect_has(text, "output=\"&#10;22/tcp expected: service-matches"
	                 "&#10;  ssh protocol: 2.0"
	                 "&#10;  ssh software: OpenSSH_9.2p1"
	                 "&#10;  ssh kex: sntrup761x25519-sha512,"
	                 " curve25519-sha256"
	                 "&#10;  ssh ciphers: aes128-ctr\">");
	expect_has(text,
	           "<table key=\"ssh\"><elem key=\"protocol\">2.0</elem>"
	           "<elem key=\"software\">OpenSSH_9.2p1</elem>"
	           "<table key=\"kex\"><elem>sntrup761x25519-sha512</elem>"
	           "<elem>curve25519-sha256</elem></table>"
	           "<table key=\"ciphers\"><elem>aes128-ctr</elem></table>"
	           "</table></table></script>");
}

Test(xml, hosts_and_their_ports_are_in_order_each_host_once)
{
	static const enum sample samples[] = { SAMPLE_DNS6,    SAMPLE_HTTPS,
		                               SAMPLE_DORMANT, SAMPLE_SILENT,
		                               SAMPLE_HOSTILE, SAMPLE_SSH };
	static const struct host_summary hosts[] = {
		{ .address = { .lo = 0x0a000009, .version = 4 } },
		{ .address = { .lo = 0x0a000008, .version = 4 } },
		{ .address = { .lo = 0x0a000005, .version = 4 } },
		{ .hostname = NULL },
	};
	static const char *const expected[] = {
		"\"10.0.0.5\"",    "\"22\"",    "\"2076\"",
		"\"10.0.0.7\"",    "\"25565\"", "\"10.0.0.8\"",
		"\"10.0.0.9\"",    "\"443\"",   "\"8443\"",
		"\"2001:db8::9\"", "\"53\"",
	};
	struct scan_summary summary = sample_summary();
	const char *at = xml_of(samples, COUNT(samples), hosts, &summary);
	size_t addresses = 0;

	for (const char *next = at; (next = strstr(next, "<address ")) != NULL;
	     next++)
		addresses++;
	cr_expect(eq(sz, addresses, 5));
	for (size_t i = 0; i < COUNT(expected); i++) {
		at = strstr(at, expected[i]);
		cr_assert(ne(ptr, (void *)at, NULL), "%s", expected[i]);
	}
}

Test(xml, what_was_not_tested_is_called_that)
{
	static const struct host_summary hosts[] = {
		{ .address = { .lo = 0x0a000005, .version = 4 },
		  .states = { [PORT_UNTESTED] = 2, [PORT_CLOSED] = 1 } },
		{ .hostname = NULL },
	};
	struct scan_summary summary = sample_summary();
	const char *text;

	summary.complete = false;
	summary.states[PORT_UNTESTED] = 2;
	summary.reasons[REASON_LOCAL_NO_ROUTE] = 2;
	summary.reasons[REASON_PORT_UNREACHABLE] = 1;
	text = xml_of(NULL, 0, hosts, &summary);
	expect_has(text, "<status state=\"up\" reason=\"answered\"");
	expect_has(text,
	           "<ports><extraports state=\"untested\" count=\"2\">"
	           "<extrareasons reason=\"local-no-route\" count=\"2\"/>"
	           "</extraports>\n"
	           "<extraports state=\"closed\" count=\"1\"></extraports>\n"
	           "</ports>");
	expect_has(text, " exit=\"error\" errormsg=\"2 ports untested\"/>");
}

Test(xml, address_that_never_answered_is_not_called_up)
{
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	struct finding finding = sample_finding(SAMPLE_SILENT);

	finding.outcome =
		(struct outcome){ PORT_FILTERED, REASON_HOST_UNREACHABLE };
	finding.verdict = (struct verdict){ .label = VERDICT_NONE };
	finding.hostname = "gate.example";
	finding.hostname_given = true;
	sink->begin(sink, &info);
	sink->finding(sink, &finding);
	sink->end(sink, &summary);
	sink->free(sink);
	expect_has(sample_read(path), "<host><status state=\"unknown\""
	                              " reason=\"host-unreach\"");
	expect_has(sample_read(path), "<hostname name=\"gate.example\""
	                              " type=\"user\"/>");
	expect_has_not(sample_read(path), "<hostscript>");
	unlink(path);
}

static const struct {
	struct scan_summary summary;
	const char *expected;
} ends[] = {
	{ { .complete = true }, " exit=\"success\"/>" },
	{ { .complete = true, .interrupted = true },
	  " exit=\"error\" errormsg=\"interrupted\"/>" },
	{ { .complete = false, .states = { [PORT_UNTESTED] = 3 } },
	  " exit=\"error\" errormsg=\"3 ports untested\"/>" },
	{ { .complete = false, .unresolved_count = 1 },
	  " exit=\"error\" errormsg=\"not every name was resolved\"/>" },
};

Test(xml, only_a_whole_scan_is_a_success)
{
	static const char *const unresolved[] = { "nosuch: not found" };
	static const struct host_summary none;

	for (size_t i = 0; i < COUNT(ends); i++) {
		struct scan_summary summary = ends[i].summary;

		summary.unresolved = unresolved;
		expect_has(xml_of(NULL, 0, &none, &summary), ends[i].expected);
	}
}

Test(xml, name_without_address_is_a_skipped_target)
{
	static const char *const unresolved[] = { "no&such: not found" };
	static const struct host_summary none;
	struct scan_summary summary = { .unresolved = unresolved,
		                        .unresolved_count = 1 };

	expect_has(xml_of(NULL, 0, &none, &summary),
	           "<debugging level=\"0\"/>\n<target "
	           "specification=\"no&amp;such\" status=\"skipped\""
	           " reason=\"invalid\"/>\n<runstats>");
}

Test(xml, nothing_of_a_host_is_markup)
{
	static const enum sample samples[] = { SAMPLE_HOSTILE };
	const char *text = xml_of_ports(samples, 1);

	expect_has(text, "name=\"\\x1b[31mevil\"");
	expect_has(text, "app detail: ]]&gt;&lt;script&gt;alert(&quot;1&quot;)"
	                 "&lt;/script&gt;\\n\\x1b[2J\\xff, \">");
	expect_has_not(text, "<script>");
	for (; *text != '\0'; text++)
		if (*text != '\n')
			cr_expect(ge(uint, (unsigned char)*text, ' '));
}

/* Killed at any point: what the file holds then. */
Test(xml, file_does_not_look_complete_before_it_is)
{
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();

	sink->begin(sink, &info);
	cr_expect(eq(str, sample_read(path), HEAD CUT));
	sink->free(sink);

	sink = xml_sink_create(sample_output(path));
	sample_feed(sink);
	sink->flush(sink);
	cr_expect(eq(str, sample_read(path), HEAD CUT));
	sink->free(sink);
	cr_expect(eq(str, sample_read(path), HEAD CUT));
	unlink(path);
}

Test(xml, hosts_that_are_written_do_not_make_it_complete)
{
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	struct finding finding = sample_finding(SAMPLE_SSH);
	struct rlimit limit = { 100000, 100000 };

	signal(SIGXFSZ, SIG_IGN);
	sink->begin(sink, &info);
	for (uint32_t i = 0; i < 1000; i++) {
		finding.address.lo++;
		sink->finding(sink, &finding);
	}
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
	cr_expect(eq(int, sink->end(sink, &summary), EFBIG));
	sink->free(sink);
	expect_has(sample_read(path), "</host>\n");
	expect_ends_with(sample_read(path), "</host>\n" CUT);
	unlink(path);
}

Test(xml, output_of_a_host_that_says_too_much_is_bounded)
{
	static char title[400];
	static char content[16 << 20];
	const char *path = sample_path();
	struct sink *sink = xml_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	struct finding finding = sample_finding(SAMPLE_SUSPECT);
	size_t tables = 0;
	const char *start, *end;
	FILE *file;

	memset(title, '"', sizeof(title) - 1);
	facts_add_string(&finding.facts, FACT_HTTP_TITLE, title);
	sink->begin(sink, &info);
	for (uint16_t port = 1; port <= 1000; port++) {
		finding.port = port;
		sink->finding(sink, &finding);
	}
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	file = fopen(path, "rb");
	content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
	fclose(file);
	unlink(path);
	start = strstr(content, " output=\"");
	end = strstr(content, "&#10;and more in the table\">");
	cr_assert(start != NULL && end != NULL);
	cr_expect(lt(sz, (size_t)(end - start), 1100000));
	while ((end = strstr(end + 1, "<table key=\"http\">")) != NULL)
		tables++;
	cr_expect(eq(sz, tables, 1000));
	facts_release(&finding.facts);
}

Test(xml, full_disk_is_reported_by_end)
{
	struct sink *sink = xml_sink_create(sample_output("/dev/full"));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
