// SPDX-License-Identifier: Apache-2.0
#include "targets/port_set.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void expect_format(const struct port_set *set, const char *expected)
{
	struct text text;

	text_init(&text);
	port_set_format(set, &text);
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

Test(port_set, zeroed_set_is_empty)
{
	struct port_set set = { 0 };

	cr_expect(eq(u32, port_set_count(&set), 0));
	cr_expect(not(port_set_has(&set, 0)));
	expect_format(&set, "");
}

Test(port_set, adds_ranges_with_both_ends)
{
	struct port_set set = { 0 };

	port_set_add(&set, 80, 90);
	port_set_add(&set, 22, 22);
	cr_expect(port_set_has(&set, 80));
	cr_expect(port_set_has(&set, 90));
	cr_expect(not(port_set_has(&set, 79)));
	cr_expect(not(port_set_has(&set, 91)));
	cr_expect(eq(u32, port_set_count(&set), 12));
	expect_format(&set, "22,80-90");
}

Test(port_set, holds_every_port_there_is)
{
	struct port_set set = { 0 };

	port_set_add(&set, 0, 65535);
	cr_expect(eq(u32, port_set_count(&set), 65536));
	expect_format(&set, "0-65535");
}

Test(port_set, keeps_the_edges_of_words_apart)
{
	struct port_set set = { 0 };

	port_set_add(&set, 63, 64);
	port_set_add(&set, 0, 0);
	port_set_add(&set, 65535, 65535);
	expect_format(&set, "0,63-64,65535");
}

Test(port_set, remove_touches_what_is_named)
{
	struct port_set set = { 0 };
	struct port_set other = { 0 };

	port_set_add(&set, 1, 100);
	port_set_add(&other, 50, 60);
	port_set_add(&other, 200, 201);
	port_set_remove(&set, &other);
	expect_format(&set, "1-49,61-100");
}
