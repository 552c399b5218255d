// SPDX-License-Identifier: Apache-2.0
#include "identify/http_pattern.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static bool is(struct bytes bytes, const char *text)
{
	return bytes.len == strlen(text) &&
	       (bytes.len == 0 || bytes_equal_at(bytes, 0, text, bytes.len));
}

static const struct {
	const char *pattern, *said;
	const char *version, *text, *rest;
} begins[] = {
	{ "nginx/%v", "nginx/1.22.1", "1.22.1", "", "" },
	{ "nginx/%v (%t)", "nginx/1.18.0 (Ubuntu)", "1.18.0", "Ubuntu", "" },
	{ "nginx", "nginx", "", "", "" },
	{ "Apache%$", "Apache", "", "", "" },
	{ "Apache/%v (%t)", "Apache/2.4.57 (Debian) PHP/8", "2.4.57", "Debian",
	  " PHP/8" },
	{ "SimpleHTTP/%* Python/%v", "SimpleHTTP/0.6 Python/3.11.2", "3.11.2",
	  "", "" },
	{ "Jetty(%v)", "Jetty(9.4.50.v20221201)", "9.4.50.v20221201", "", "" },
	{ "%v", "1.6.7~rc0", "1.6.7~rc0", "", "" },
	{ "%v", "2.4. It", "2.4", "", ". It" },
	{ "%*(Varnish/%v)", "1.1 a, 1.1 b (Varnish/7.1)", "7.1", "", "" },
	{ "a%*b%*c", "aXbXbXc", "", "", "" },
	/* The first place may be no version, and a later one is */
	{ "x{%*version=\"%v\"", "x{goversion=\"go1.2\",version=\"3.4\"}", "3.4",
	  "", "}" },
	{ "%t exporter", "node exporter", "", "node", "" },
	{ "HP %t", "HP LaserJet 400", "", "LaserJet 400", "" },
	{ "a %*\nb %v", "a comment\nb 1", "1", "", "" },
	{ "x%*", "xyz\nnext", "", "", "\nnext" },
};

static const struct {
	const char *pattern, *said;
} not_begins[] = {
	{ "nginx", "nginxx" },      { "nginx", "nginx-rc" },
	{ "nginx", "Xnginx" },      { "nginx/%v", "nginx/" },
	{ "nginx/%v", "nginx/x1" }, { "%v", "" },
	{ "a%*b", "a\nb" },         { "%t.", "." },
	{ "ATS", "ATSX" },          { "nginx", "ngin" },
	{ "(%v)", "(1.0" },         { "Apache%$", "Apache Zoo" },
};

Test(http_pattern, captures)
{
	for (size_t i = 0; i < COUNT(begins); i++) {
		struct http_captures found;

		cr_expect(http_pattern_begins(as_bytes(begins[i].said),
		                              begins[i].pattern, &found),
		          "row %zu", i);
		cr_expect(is(found.version, begins[i].version), "row %zu: %.*s",
		          i, (int)found.version.len,
		          (const char *)found.version.data);
		cr_expect(is(found.text, begins[i].text), "row %zu", i);
		cr_expect(is(found.rest, begins[i].rest), "row %zu", i);
	}
}

Test(http_pattern, does_not_match)
{
	for (size_t i = 0; i < COUNT(not_begins); i++) {
		struct http_captures found;

		cr_expect(
			not(http_pattern_begins(as_bytes(not_begins[i].said),
		                                not_begins[i].pattern, &found)),
			"row %zu", i);
	}
}

Test(http_pattern, occurs_anywhere)
{
	struct http_captures found;

	cr_expect(http_pattern_occurs(as_bytes("v1 v v2.0"), "v%v", &found));
	cr_expect(is(found.version, "1"));
	cr_expect(http_pattern_occurs(as_bytes("ver ver2"), "ver%v", &found));
	cr_expect(is(found.version, "2"));
	cr_expect(not(http_pattern_occurs(as_bytes("ver"), "ver%v", &found)));
	cr_expect(not(http_pattern_occurs(as_bytes(""), "x", &found)));
}

/* Else this would take hours. */
Test(http_pattern, takes_time_that_grows_with_the_text)
{
	enum { LEN = 1 << 14 };
	char *text = malloc(LEN);
	struct http_captures found;

	memset(text, 'a', LEN);
	cr_expect(not(http_pattern_occurs(
		(struct bytes){ (const uint8_t *)text, LEN }, "a%*a%*a%*a%*b",
		&found)));
	free(text);
}
