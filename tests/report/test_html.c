// SPDX-License-Identifier: Apache-2.0
#include "report/html.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The page of some findings, given in their order here. */
static char *page_of(const struct finding *findings, size_t count,
                     const struct scan_summary *summary)
{
	const char *path = sample_path();
	struct sink *sink = html_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	char *text;

	sink->begin(sink, &info);
	for (size_t i = 0; i < count; i++)
		sink->finding(sink, &findings[i]);
	cr_expect(eq(int, sink->end(sink, summary), 0));
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	return text;
}

static char *page_of_samples(const enum sample *samples, size_t count)
{
	struct finding findings[SAMPLE_COUNT];
	struct scan_summary summary = sample_summary();

	for (size_t i = 0; i < count; i++)
		findings[i] = sample_finding(samples[i]);
	return page_of(findings, count, &summary);
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

static void expect_in_order(const char *text, const char *const *pieces,
                            size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *at = strstr(text, pieces[i]);

		cr_assert(ne(ptr, (void *)at, NULL), "no %s", pieces[i]);
		text = at;
	}
}

Test(html, ports_are_in_the_order_of_their_hosts)
{
	static const enum sample samples[] = { SAMPLE_DNS6, SAMPLE_HTTPS,
		                               SAMPLE_DORMANT, SAMPLE_SILENT,
		                               SAMPLE_SSH };
	static const char *const ids[] = {
		"id=\"10.0.0.5-22-tcp\"",    "id=\"10.0.0.5-2076-tcp\"",
		"id=\"10.0.0.9-443-tcp\"",   "id=\"10.0.0.9-8443-tcp\"",
		"id=\"2001:db8::9-53-udp\"",
	};

	expect_in_order(page_of_samples(samples, COUNT(samples)), ids,
	                COUNT(ids));
}

Test(html, a_host_name_that_was_found_late_is_that_of_the_host)
{
	static const enum sample samples[] = { SAMPLE_DORMANT, SAMPLE_SSH };

	expect_has(page_of_samples(samples, 2),
	           ">10.0.0.5 <span class=\"name\">gate.example</span></th>");
}

Test(html, what_needs_investigation_comes_before_the_ports)
{
	static const enum sample samples[] = { SAMPLE_SSH, SAMPLE_DORMANT };
	static const char *const pieces[] = {
		"<b>2</b> <span>to investigate</span>",
		"id=\"investigate\"",
		"<h3>2076/tcp on <a href=\"#10.0.0.5-2076-tcp\">10.0.0.5</a>",
		"treated as unassigned: IANA's entry newlixconfig is dormant; "
		"answers as ssh",
		"ssh OpenSSH 9.2p1",
		"<code>SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n</code>",
		"<code>portscan explain 2076</code>",
		"<code>ss -ltnp 'sport = :2076'</code>",
		"id=\"ports\"",
		"id=\"10.0.0.5-22-tcp\"",
		"id=\"notes\"",
	};

	expect_in_order(page_of_samples(samples, 2), pieces, COUNT(pieces));
}

Test(html, the_same_port_on_many_hosts_is_one_entry)
{
	struct scan_summary summary = sample_summary();
	struct finding findings[40];
	char *page;

	for (uint32_t i = 0; i < COUNT(findings); i++) {
		findings[i] = sample_finding(SAMPLE_DORMANT);
		findings[i].address.lo += 40 - i;
	}
	page = page_of(findings, COUNT(findings), &summary);
	expect_has(page, "<h3>2076/tcp on 40 hosts</h3>");
	expect_has(page, "<summary>40 hosts</summary>");
	expect_has(page, "<li><a href=\"#10.0.0.45-2076-tcp\">10.0.0.45</a>");
	cr_expect(eq(
		ptr,
		strstr(strstr(page, "class=\"entry\"") + 1, "class=\"entry\""),
		NULL));
}

Test(html, another_reason_is_another_entry)
{
	struct scan_summary summary = sample_summary();
	struct finding findings[] = { sample_finding(SAMPLE_DORMANT),
		                      sample_finding(SAMPLE_DORMANT) };
	char *page;

	findings[1].address.lo++;
	findings[1].verdict.why = WHY_NUMBER_DORMANT | WHY_SILENT;
	page = page_of(findings, 2, &summary);
	expect_has(page, "<h3>2076/tcp on <a href=\"#10.0.0.5-2076-tcp\">");
	expect_has(page, "<h3>2076/tcp on <a href=\"#10.0.0.6-2076-tcp\">");
}

Test(html, what_hosts_send_stays_text)
{
	struct finding finding = sample_finding(SAMPLE_HOSTILE);
	struct scan_summary summary = sample_summary();
	char *page;

	finding.hostname = "</span><img src=x onerror=\"alert(1)\">";
	finding.process = (struct process){
		.user = "</dd><b>",
		.pid = 1,
		.name = "]]></style>",
		.executable = "/\" onmouseover=\"alert(1)",
	};
	page = page_of(&finding, 1, &summary);
	expect_has(page, "&lt;/span&gt;&lt;img src=x onerror=&quot;alert(1)"
	                 "&quot;&gt;");
	expect_has(page, "]]&gt;&lt;script&gt;alert(&quot;1&quot;)"
	                 "&lt;/script&gt;\\n\\x1b[2J\\xff");
	expect_has(page, "]]&gt;&lt;/style&gt; (pid 1, user &lt;/dd&gt;"
	                 "&lt;b&gt;), <code>/&quot; onmouseover=&quot;alert(1)"
	                 "</code>");
	expect_has_not(page, "<script");
	expect_has_not(page, "<img");
	expect_has_not(page, "<b>)");
	expect_has_not(page, "\x1b");
	expect_has_not(page, "\xe2\x80\xae");
}

Test(html, a_banner_is_bounded)
{
	static const uint8_t banner[BANNER_MAX];
	struct finding finding = sample_finding(SAMPLE_SILENT);
	struct scan_summary summary = sample_summary();

	finding.banner = banner;
	finding.banner_len = sizeof(banner);
	expect_has(page_of(&finding, 1, &summary), "… 1648 more bytes");
}

Test(html, a_certificate_has_its_main_facts)
{
	static const struct {
		enum fact_key key;
		const char *value;
	} told[] = {
		{ FACT_TLS_SUBJECT, "CN=gate" },
		{ FACT_TLS_NAMES, "DNS:gate" },
		{ FACT_TLS_NAMES, "DNS:<b>" },
		{ FACT_TLS_NOT_AFTER, "2026-01-01T00:00:00Z" },
		{ FACT_TLS_VALIDITY, "expired" },
		{ FACT_TLS_SELF_SIGNED, "true" },
	};
	struct facts facts = { 0 };
	struct finding finding = sample_finding(SAMPLE_HTTPS);
	struct scan_summary summary = sample_summary();

	for (size_t i = 0; i < COUNT(told); i++)
		facts_add_string(&facts, told[i].key, told[i].value);
	finding.facts = facts;
	expect_has(page_of(&finding, 1, &summary),
	           "<dt>Certificate</dt><dd>CN=gate</dd>\n"
	           "<dt>Names</dt><dd>DNS:gate, DNS:&lt;b&gt;</dd>\n"
	           "<dt>Valid until</dt><dd>2026-01-01T00:00:00Z "
	           "<span class=\"badge doubt\">expired</span> (self-signed)"
	           "</dd>\n");
	facts_release(&facts);
}

Test(html, a_suspect_host_is_one_row_and_one_entry)
{
	struct scan_summary summary = sample_summary();
	struct finding findings[3];
	char *page;

	for (uint16_t i = 0; i < COUNT(findings); i++) {
		findings[i] = sample_finding(SAMPLE_SUSPECT);
		findings[i].port = (uint16_t)(findings[i].port + i);
	}
	page = page_of(findings, COUNT(findings), &summary);
	expect_has(page, "<h3>every port on <a href=\"#10.0.0.11-every\">");
	expect_has(page, "<tr id=\"10.0.0.11-every\"><th scope=\"row\">every "
	                 "port</th><td>3 ports that accept</td>");
	expect_has(page, "<p class=\"next\">Next: on the host: "
	                 "<code>ss -ltnp</code></p>");
	expect_has_not(page, "8123");
}

Test(html, a_port_that_is_not_open_has_state_and_reason)
{
	static const enum sample samples[] = { SAMPLE_CLOSED };

	expect_has(page_of_samples(samples, 1),
	           "<th scope=\"row\">2076/tcp</th><td></td><td>closed"
	           "<p class=\"small muted\">conn-refused</p></td>");
}

static const char *const unresolved[] = { "a<b>: no such name" };

Test(html, how_the_scan_ended_is_told_first)
{
	static const struct {
		struct scan_summary summary;
		const char *notice; /* NULL: none */
	} rows[] = {
		{ { .complete = true }, NULL },
		{ { .interrupted = true,
		    .states = { [PORT_UNTESTED] = 12 },
		    .reasons = { [REASON_NOT_ASKED] = 12 } },
		  "<strong>Interrupted.</strong> 12 ports were not tested." },
		{ { .states = { [PORT_UNTESTED] = 3 },
		    .reasons = { [REASON_NOT_DISCOVERED] = 2,
		                 [REASON_LOCAL_EMFILE] = 1 } },
		  "<strong>Incomplete.</strong> 1 port was not tested." },
		{ { .unresolved_count = 1, .unresolved = unresolved },
		  "<strong>Incomplete.</strong> 1 name was not resolved." },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *page = page_of(NULL, 0, &rows[i].summary);

		if (rows[i].notice != NULL)
			expect_has(page, rows[i].notice);
		else
			expect_has_not(page, "class=\"notice");
	}
}

Test(html, what_could_not_be_found_out_is_a_list)
{
	struct scan_summary summary = sample_summary();
	char *page;

	summary.unresolved_count = 1;
	summary.unresolved = unresolved;
	page = page_of(NULL, 0, &summary);
	expect_has(page, "<li>not resolved: a&lt;b&gt;: no such name</li>\n");
	expect_has(page, "<li>loss 5 %: 2 of 38 answers needed a retry; "
	                 "probably no port missed</li>\n");
	expect_has(page, "<p>No open ports.</p>");
}

Test(html, a_file_is_a_whole_page_from_the_beginning_on)
{
	const char *path = sample_path();
	struct sink *sink = html_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	char *page;

	sink->begin(sink, &info);
	page = sample_read(path);
	expect_has(page, "<h1>Port scan of 10.0.0.0/24</h1>");
	expect_has(page, "<strong>Unfinished.</strong>");
	cr_expect(eq(str, page + strlen(page) - strlen("</html>\n"),
	             "</html>\n"));
	sink->free(sink);
	unlink(path);
}

Test(html, a_long_list_of_targets_is_counted_in_the_heading)
{
	char targets[200];
	struct scan_info info = sample_info();
	const char *path = sample_path();
	struct sink *sink = html_sink_create(sample_output(path));

	memset(targets, 'a', sizeof(targets) - 1);
	targets[sizeof(targets) - 1] = '\0';
	info.targets = targets;
	sink->begin(sink, &info);
	expect_has(sample_read(path), "<h1>Port scan of 256 addresses</h1>");
	sink->free(sink);
	unlink(path);
}

Test(html, a_full_disk_is_reported)
{
	struct sink *sink = html_sink_create(sample_output("/dev/full"));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
