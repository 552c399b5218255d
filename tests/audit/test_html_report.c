// SPDX-License-Identifier: Apache-2.0
#include "audit/html_report.h"

#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct sample_account sample;
static struct text page;

static void init(void)
{
	text_init(&page);
}

static void release(void)
{
	text_release(&page);
	sample_account_release(&sample);
}

TestSuite(html_report, .init = init, .fini = release);

static void write_page(enum sample_account_kind kind)
{
	sample_account_fill(&sample, kind);
	html_report(&sample.account, &page);
	cr_assert(not(page.failed));
}

static void expect_has(const char *piece)
{
	cr_expect(ne(ptr, strstr(page.data, piece), NULL), "no %s", piece);
}

static void expect_has_not(const char *piece)
{
	cr_expect(eq(ptr, strstr(page.data, piece), NULL), "%s", piece);
}

static void expect_in_order(const char *const *pieces, size_t count)
{
	const char *at = page.data;

	for (size_t i = 0; i < count; i++) {
		const char *found = strstr(at, pieces[i]);

		cr_assert(ne(ptr, (void *)found, NULL), "no %s", pieces[i]);
		at = found;
	}
}

static size_t count_of(const char *piece)
{
	size_t count = 0;

	for (const char *at = page.data; (at = strstr(at, piece)) != NULL; at++)
		count++;
	return count;
}

Test(html_report, what_needs_a_person_comes_first)
{
	static const char *const pieces[] = {
		"<title>Audit office, run 17</title>",
		"<h1>Audit office, run 17</h1>",
		"<b>42</b> <span>new issues</span>",
		"<h2 id=\"issues\">",
		"<h2 id=\"changes\">",
		"<h2 id=\"drift\">",
		"<h2 id=\"trend\">",
		"<h2 id=\"map\">",
		"<h2 id=\"exceptions\">",
		"<dt>Settings</dt><dd>10.0.0.0/24 -p common -sV</dd>",
		"</html>\n",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
}

Test(html_report, the_same_port_on_many_hosts_is_one_entry)
{
	static const char *const pieces[] = {
		"2076/tcp on 38 hosts</h3>",
		"<p class=\"why\">treated as unassigned: IANA's entry "
		"newlixconfig is dormant; answers as ssh</p>",
		"For example 10.0.0.12: ssh OpenSSH 9.2p1",
		"<code>SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n</code>",
		"<summary>38 hosts</summary>",
		"<li>10.0.0.12</li>",
		"<li>10.0.0.49</li>",
		"<code>portscan explain 2076</code>",
		"<code>ss -ltnp 'sport = :2076'</code>",
		"<code>portscan audit approve office 10.0.0.12:2076 ",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
	cr_expect(eq(sz, count_of("<article"), 6));
}

Test(html_report, an_issue_says_what_the_policy_says_of_it)
{
	write_page(ACCOUNT_OFFICE);
	expect_has("<p>Its approval expired on 2026-10-31: old agent "
	           "(owner ops)</p>");
	expect_has("<p>Does not count (not what was approved): test shop "
	           "(owner web)</p>");
	expect_has("<p class=\"why\">the policy wants it open, and it is not"
	           "</p>\n<p>Documented: shop (owner web)</p>");
	expect_has("<p class=\"small muted\">Issue ");
	expect_has(", first seen in run 16, last in run 17. </p>");
}

Test(html_report, evidence_is_what_the_record_has)
{
	write_page(ACCOUNT_OFFICE);
	expect_has("<p class=\"why\">unassigned: IANA lists no service here; "
	           "answers as https (Home Assistant, known to use it)</p>");
	expect_has("<dl class=\"facts\"><dt>Title</dt><dd>Home "
	           "&lt;Assistant&gt;</dd>\n"
	           "<dt>TLS</dt><dd>TLSv1.3</dd>\n"
	           "<dt>Certificate</dt><dd>CN=home</dd>\n"
	           "<dt>Names</dt><dd>DNS:home, DNS:&lt;/dd&gt;</dd>\n"
	           "<dt>Valid until</dt><dd>2026-01-01T00:00:00Z "
	           "<span class=\"badge doubt\">expired</span> "
	           "(self-signed)</dd>\n"
	           "<dt>Model</dt><dd>Green</dd>\n"
	           "<dt>Process</dt><dd>hass (pid 812), user home</dd>\n"
	           "<dt>Sent</dt><dd><code>HTTP/1.1 200 OK\\r\\n</code>");
}

Test(html_report, a_udp_port_of_ipv6_is_named_as_commands_take_it)
{
	write_page(ACCOUNT_OFFICE);
	expect_has("approve office [2001:db8::9]:2076/udp --owner");
	expect_has("<code>ss -lunp 'sport = :2076'</code>");
}

Test(html_report, what_is_not_comparable_is_there_by_reason)
{
	static const char *const pieces[] = {
		"<h2 id=\"changes\">Changes since run 16</h2>",
		"Run 16 of <time datetime=\"2026-11-24T02:00:03.000Z\">",
		"<span class=\"badge alarm\">opened</span>",
		"443/tcp on 10.0.0.1 <span class=\"name\">gate.example</span>",
		"now open: https nginx 1.22.1",
		"8080/tcp on 10.0.0.2",
		"version 1.20.0 -&gt; 1.22.1",
		"<h3>Not comparable</h3>",
		"<summary>3: open now, and not asked then "
		"<span class=\"muted\">not-asked-before</span></summary>",
		"<li>2076/tcp on 10.0.0.10: ",
		"<summary>2: one of the runs failed to ask ",
		"<summary>1: a second look saw it otherwise ",
		"8080/tcp on 10.0.0.4: now open, and closed a minute later",
		"<h2 id=\"drift\">Changes since the baseline</h2>",
		"Run 3 of ",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
}

Test(html_report, exceptions_come_by_expiry_with_remarks)
{
	static const char *const pieces[] = {
		"<th scope=\"row\">2026-10-31</th><td>"
		"<span class=\"badge alarm\">expired</span> old agent",
		"<th scope=\"row\">2026-12-10</th><td>"
		"<span class=\"badge doubt\">expires-soon</span> test shop",
		"<th scope=\"row\">2027-01-31</th><td>"
		"<span class=\"badge doubt\">broad</span> anything goes",
		"<th scope=\"row\">2027-06-30</th><td>inventory agent",
		"owner ops",
		"<code>approve 10.0.0.5 tcp/2076 service ssh</code>",
		"office.policy:1",
		"<th scope=\"row\">no end</th><td>shop",
		"<code>must-be-open 10.0.0.50 tcp/443</code>",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
}

Test(html_report, the_trend_is_drawn_and_told)
{
	static const char *const pieces[] = {
		"<svg class=\"trend\" viewBox=\"0 0 640 240\" role=\"img\" "
		"aria-labelledby=\"trend-title trend-desc\">",
		"<title id=\"trend-title\">",
		"<desc id=\"trend-desc\">Run 4: 30 open, 0 not accounted for. "
		"Run 17: 46 open, 1 not accounted for.</desc>",
		">run 4</text>",
		">run 17</text>",
		"<polyline class=\"open\" points=\"64,",
		"class=\"open hollow\"><title>run 6: 34 open ports; incomplete"
		"</title></circle>",
		"class=\"open\"><title>run 17: 46 open ports</title></circle>",
		"<polyline class=\"unaccounted\" points=\"64,200 ",
		"<summary>The numbers</summary>",
		"<th scope=\"row\">17</th>",
		"<th scope=\"row\">6, incomplete</th>",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
}

Test(html_report, the_map_has_a_mark_and_a_class_for_each_port)
{
	static const char *const pieces[] = {
		"<th scope=\"col\"><span>22/tcp</span></th>"
		"<th scope=\"col\"><span>443/tcp</span></th>"
		"<th scope=\"col\"><span>2076/tcp</span></th>"
		"<th scope=\"col\"><span>8080/tcp</span></th>"
		"<th scope=\"col\"><span>8123/tcp</span></th>"
		"<th scope=\"col\"><span>8124/tcp</span></th>"
		"<th scope=\"col\"><span>2076/udp</span></th>",
		"<tr><th scope=\"row\">10.0.0.1 <span class=\"name\">"
		"gate.example</span></th>"
		"<td class=\"good\" title=\"ssh: expected\">✓</td>"
		"<td class=\"good\" title=\"https: expected\">✓</td>"
		"<td class=\"none\"></td><td class=\"none\"></td>"
		"<td class=\"none\"></td><td class=\"none\"></td>"
		"<td class=\"none\">·</td></tr>",
		"<th scope=\"row\">10.0.0.4</th>",
		"<td class=\"doubt\" title=\"unconfirmed\">?</td>",
		"<th scope=\"row\">10.0.0.5</th>",
		"<td class=\"good\" title=\"ssh: approved\">A</td>",
		"<th scope=\"row\">10.0.0.10</th>",
		"<td class=\"alarm\" title=\"ssh: new issue\">N</td>",
	};

	write_page(ACCOUNT_OFFICE);
	expect_in_order(pieces, COUNT(pieces));
	expect_has_not("Left out:");
}

Test(html_report, a_map_that_is_too_large_says_what_it_leaves_out)
{
	write_page(ACCOUNT_LARGE);
	expect_has("Left out: 100 hosts and 21 ports");
	cr_expect(eq(sz, count_of("<th scope=\"col\"><span>"), 60));
}

Test(html_report, strings_of_strangers_stay_text)
{
	write_page(ACCOUNT_HOSTILE);
	expect_has("&lt;/td&gt;&lt;/style&gt;]]&gt;&lt;script&gt;alert(1)"
	           "&lt;/script&gt;&lt;!-- &quot;onmouseover=&quot;alert(1) "
	           "'&amp;#60; \\x1b[2J\\x01\\xe2\\x80\\xae");
	expect_has_not("<script");
	expect_has_not("<!--");
	expect_has_not("\"onmouseover");
	expect_has_not("\x1b");
	expect_has_not("\x01");
	expect_has_not("\xe2\x80\xae");
	cr_expect(eq(sz, count_of("</style>"), 1));
}

Test(html_report, a_run_that_is_not_complete_says_so_at_once)
{
	write_page(ACCOUNT_HOSTILE);
	expect_has("<p class=\"notice alarm\"><strong>This run is incomplete."
	           "</strong>");
}

Test(html_report, a_first_run_has_nothing_to_compare_with)
{
	write_page(ACCOUNT_QUIET);
	expect_has("Nothing that nobody has accounted for.");
	expect_has("<h2 id=\"changes\">Changes</h2>");
	expect_has("There is no earlier run to compare with.");
	expect_has("No run is the baseline");
	expect_has("No open ports.");
	expect_has("The policy documents nothing.");
	expect_has("<polyline class=\"open\" points=\"342,");
	expect_has_not("class=\"notice");
}

Test(html_report, a_run_like_the_one_before_says_so)
{
	sample_account_fill(&sample, ACCOUNT_QUIET);
	sample.account.previous = &sample.previous;
	html_report(&sample.account, &page);
	expect_has("<p>Nothing changed.</p>");
}

Test(html_report, what_was_resolved_in_this_run_is_listed)
{
	struct issue resolved = { .state = ISSUE_RESOLVED,
		                  .address = { .lo = 0x0a000009, .version = 4 },
		                  .port = 2076,
		                  .resolved_run = 17 };
	struct issue_list issues = { &resolved, 1 };

	sample_account_fill(&sample, ACCOUNT_QUIET);
	sample.account.issues = &issues;
	html_report(&sample.account, &page);
	expect_has("<h3>Resolved in this run</h3>\n<ul>\n"
	           "<li>2076/tcp on 10.0.0.9</li>\n</ul>");
}

Test(html_report, an_issue_that_was_not_seen_again_says_so)
{
	struct issue issue = { .id = "0123456789ab",
		               .state = ISSUE_OPEN,
		               .address = { .lo = 0x0a000009, .version = 4 },
		               .port = 2076,
		               .first_run = 4,
		               .last_run = 12,
		               .not_seen_again = true };
	struct issue_list issues = { &issue, 1 };

	sample_account_fill(&sample, ACCOUNT_QUIET);
	sample.account.issues = &issues;
	html_report(&sample.account, &page);
	expect_has("Issue 0123456789ab, first seen in run 4, last in run 12. "
	           "This run could not see whether it is still so.");
}

Test(html_report, each_of_many_hosts_has_its_history)
{
	struct issue issues[] = {
		{ .state = ISSUE_OPEN,
		  .address = { .lo = 0x0a000008, .version = 4 },
		  .port = 2076,
		  .first_run = 4 },
		{ .state = ISSUE_OPEN,
		  .address = { .lo = 0x0a000009, .version = 4 },
		  .port = 2076,
		  .first_run = 5 },
	};
	struct issue_list list = { issues, COUNT(issues) };

	sample_account_fill(&sample, ACCOUNT_QUIET);
	sample.account.issues = &list;
	html_report(&sample.account, &page);
	expect_has("<li>10.0.0.8 <span class=\"muted\">since run 4</span>");
	expect_has("<li>10.0.0.9 <span class=\"muted\">since run 5</span>");
}
