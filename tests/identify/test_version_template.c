// SPDX-License-Identifier: Apache-2.0
#include "identify/version_template.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

static struct bytes of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static const struct bytes groups[TEMPLATE_GROUPS] = {
	BYTES("all of it"),
	BYTES("1.2_p3_p4"),
	{ NULL, 0 },
	BYTES("W\0i\0n\0"),
	BYTES("\x01\x02"),
	BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"),
	BYTES("nine bytes"),
	BYTES("5.0\0\0junk"),
	BYTES("My Server: (v2)"),
	BYTES("\x00"),
};

static const struct {
	const char *source, *text;
} expanded[] = {
	{ "", "" },
	{ "plain text", "plain text" },
	{ "$1", "1.2_p3_p4" },
	{ "v$1!", "v1.2_p3_p4!" },
	{ "$11", "1.2_p3_p41" },
	{ "$2", "" },
	{ "a $2b", "a b" },
	{ "$7", "5.0" },
	{ "$3", "W" },
	{ "$P(3)", "Win" },
	{ "$P(2)", "" },
	{ "$SUBST(1,\"_\",\".\")", "1.2.p3.p4" },
	{ "$SUBST(1, \"_p\", \"\") end", "1.234 end" },
	{ "$SUBST(1,\"_\",\"$1\")", "1.2$1p3$1p4" },
	{ "$SUBST(7,\"0\",\"1\")", "5.1" },
	{ "$I(4,\">\")", "258" },
	{ "$I(4,\"<\")", "513" },
	{ "$I(5,\"<\")", "18446744073709551615" },
	{ "$I(9,\">\")", "0" },
	{ "cost: $ 5, $$1", "cost: $ 5, $1.2_p3_p4" },
	{ "$", "$" },
	{ "$(1)", "$(1)" },
	{ "US$", "US$" },
	/* Blanks and commas are for what would have followed. */
	{ "a, $2", "a" },
	{ " $2 a ,", "a" },
	{ "$2 , ", "" },
	{ "T\303\251l\303\251", "Tl" },
};

Test(version_template, expands)
{
	for (size_t i = 0; i < COUNT(expanded); i++) {
		struct bytes source = of(expanded[i].source);
		uint32_t highest = 0;
		char out[64];

		cr_expect(version_template_check(source, &highest) == NULL,
		          "%s", expanded[i].source);
		cr_expect(version_template_expand(source, groups, out,
		                                  sizeof(out)),
		          "%s", expanded[i].source);
		cr_expect(strcmp(out, expanded[i].text) == 0, "%s: %s",
		          expanded[i].source, out);
	}
}

Test(version_template, is_unknown_without_its_number)
{
	static const char *const unknown[] = { "v$I(2,\">\")", "$1 $I(6,\"<\")",
		                               "$I(2,\"<\") $1" };

	for (size_t i = 0; i < COUNT(unknown); i++) {
		char out[64] = "before";

		cr_expect(not(version_template_expand(of(unknown[i]), groups,
		                                      out, sizeof(out))),
		          "%s", unknown[i]);
		cr_expect(out[0] == '\0', "%s: %s", unknown[i], out);
	}
}

Test(version_template, is_cut_to_fit)
{
	char out[6];

	cr_expect(
		version_template_expand(of("ab$1"), groups, out, sizeof(out)));
	cr_expect(eq(str, out, "ab1.2"));
	cr_expect(version_template_expand(of("abcd $1"), groups, out,
	                                  sizeof(out)));
	cr_expect(eq(str, out, "abcd"));
}

static const struct {
	const char *source, *text;
} names[] = {
	{ "a:vendor:product:$1", "a:vendor:product:1.2_p3_p4" },
	{ "a:vendor:product:$2", "a:vendor:product" },
	{ "a:vendor:$8", "a:vendor:my_server%3a_%28v2%29" },
	{ "o:linux:linux_kernel:$I(4,\">\")", "o:linux:linux_kernel:258" },
	{ "a:Vendor:$P(3)", "a:Vendor:win" },
};

Test(version_template, writes_groups_as_cpe_names_want_them)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		char out[64];

		cr_expect(version_template_expand_cpe(of(names[i].source),
		                                      groups, out, sizeof(out)),
		          "%s", names[i].source);
		cr_expect(strcmp(out, names[i].text) == 0, "%s: %s",
		          names[i].source, out);
	}
}

Test(version_template, cuts_no_cpe_name)
{
	char out[10] = "before";

	cr_expect(version_template_expand_cpe(of("a:v:p:$7"), groups, out,
	                                      sizeof(out)));
	cr_expect(eq(str, out, "a:v:p:5.0"));
	cr_expect(not(version_template_expand_cpe(of("a:v:pr:$7"), groups, out,
	                                          sizeof(out))));
	cr_expect(eq(str, out, ""));
}

Test(version_template, other_templates_are_refused)
{
	static const char *const bad[] = {
		"$0",
		"$P()",
		"$P(0)",
		"$P(10)",
		"$P(1",
		"$P(x)",
		"$SUBST(1)",
		"$SUBST(1,\"a\")",
		"$SUBST(1,\"\",\"b\")",
		"$SUBST(1,a,b)",
		"$SUBST(1,\"a\",\"b\"",
		"$SUBST(1,\"a\",\"b",
		"$I(1)",
		"$I(1,\"=\")",
		"$I(1,\">>\")",
		"$I(1,\">\"",
		"a $LOWER(1)",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		uint32_t highest = 0;

		cr_expect(version_template_check(of(bad[i]), &highest) != NULL,
		          "%s", bad[i]);
	}
}

Test(version_template, tells_the_highest_group)
{
	uint32_t highest = 0;

	cr_expect(version_template_check(of("$3 $P(7) $1"), &highest) == NULL);
	cr_expect(eq(u32, highest, 7));
	cr_expect(version_template_check(of("$2"), &highest) == NULL);
	cr_expect(eq(u32, highest, 7));
}
