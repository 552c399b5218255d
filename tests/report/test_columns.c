// SPDX-License-Identifier: Apache-2.0
#include "report/columns.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char *const rows[][COLUMN_COUNT] = {
	{ "10.0.0.5", "22/tcp", "open", "ssh OpenSSH 9.2p1", "expected", "" },
	{ "10.0.0.5", "2076/tcp", "open", "ssh OpenSSH 9.2p1", "INVESTIGATE",
	  "dormant number (IANA: newlixconfig); answers as ssh" },
	{ "10.0.0.9", "443/tcp", "open", "", "unconfirmed", "silent" },
};

/* The table of `rows`; 0 as limit for none. */
static void lay_out(struct text *text, size_t limit, const struct style *style)
{
	struct columns columns;

	columns_init(&columns);
	for (size_t i = 0; i < COUNT(rows); i++)
		columns_measure(&columns, rows[i]);
	if (limit > 0)
		columns_fit(&columns, limit);
	columns_append_titles(text, &columns);
	for (size_t i = 0; i < COUNT(rows); i++)
		columns_append(text, &columns, rows[i], style, STYLE_ALARM);
}

Test(columns, line_up_under_their_titles)
{
	struct text text;

	text_init(&text);
	lay_out(&text, 0, &(struct style){ 0 });
	cr_expect(
		eq(str, text.data,
	           "HOST      PORT      STATE  SERVICE            VERDICT      "
	           "WHY\n"
	           "10.0.0.5  22/tcp    open   ssh OpenSSH 9.2p1  expected\n"
	           "10.0.0.5  2076/tcp  open   ssh OpenSSH 9.2p1  INVESTIGATE  "
	           "dormant number (IANA: newlixconfig); answers as ssh\n"
	           "10.0.0.9  443/tcp   open                      unconfirmed  "
	           "silent\n"));
	text_release(&text);
}

Test(columns, why_is_cut_to_the_terminal)
{
	struct text text;

	text_init(&text);
	lay_out(&text, 80, &(struct style){ 0 });
	cr_expect(
		eq(str, text.data,
	           "HOST      PORT      STATE  SERVICE            VERDICT      "
	           "WHY\n"
	           "10.0.0.5  22/tcp    open   ssh OpenSSH 9.2p1  expected\n"
	           "10.0.0.5  2076/tcp  open   ssh OpenSSH 9.2p1  INVESTIGATE  "
	           "dormant number (IANA…\n"
	           "10.0.0.9  443/tcp   open                      unconfirmed  "
	           "silent\n"));
	text_release(&text);
}

Test(columns, only_the_verdict_is_colored)
{
	struct text text;

	text_init(&text);
	lay_out(&text, 0, &(struct style){ .color = true });
	cr_expect(
		ne(ptr,
	           strstr(text.data, "  \x1b[1;31mINVESTIGATE\x1b[0m  dormant"),
	           NULL));
	cr_expect(eq(int, strncmp(text.data, "HOST ", 5), 0));
	text_release(&text);
}

Test(columns, what_a_host_chose_is_escaped_and_bounded)
{
	static const char *const cells[COLUMN_COUNT] = {
		"10.0.0.7 (\x1b[2Jevil)",
		"80/tcp",
		"open",
		"http a\nb aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"expected",
		"x"
	};
	struct columns columns;
	struct text text;

	text_init(&text);
	columns_init(&columns);
	columns_measure(&columns, cells);
	columns_append(&text, &columns, cells, &(struct style){ 0 },
	               STYLE_GOOD);
	cr_expect(eq(str, text.data,
	             "10.0.0.7 (\\x1b[2Jevil)  80/tcp  open   "
	             "http a\\nb aaaaaaaaaaaaaaaaaaaaaaaaaaaaa…  expected  "
	             "x\n"));
	text_release(&text);
}

Test(columns, names_give_way_before_services_and_addresses_never)
{
	static const char *const cells[COLUMN_COUNT] = {
		"2001:db8:1:2:3:4:5:6 (a.very.long.name.example)",
		"65535/tcp",
		"open",
		"http nginx-with-a-name 1.22.1",
		"unconfirmed",
		"a reason of some length here"
	};
	struct columns columns;

	columns_init(&columns);
	columns_measure(&columns, cells);
	columns_fit(&columns, 110);
	cr_expect(eq(sz, columns.widths[COLUMN_HOST], 22));
	cr_expect(eq(sz, columns.widths[COLUMN_SERVICE], 29));
	cr_expect(eq(sz, columns.widths[COLUMN_WHY], 24));
	columns_fit(&columns, 60);
	cr_expect(eq(sz, columns.widths[COLUMN_HOST], 20));
	cr_expect(eq(sz, columns.widths[COLUMN_SERVICE], 17));
	cr_expect(eq(sz, columns.widths[COLUMN_WHY], 0));
}
