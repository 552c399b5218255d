// SPDX-License-Identifier: Apache-2.0
#include "identify/json.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *path;
	const char *value; /* NULL: not there */
} rows[] = {
	{ "{\"a\":\"b\"}", "a", "b" },
	{ " {\n\"a\" : 1.5 , \"b\" : true }", "a", "1.5" },
	{ "{\"a\":1,\"b\":true}", "b", "true" },
	{ "{\"a\":{\"b\":{\"c\":\"d\"}}}", "a.b.c", "d" },
	{ "{\"a\":{\"x\":[1,{\"b\":2}]},\"b\":3}", "b", "3" },
	{ "{\"a\":[1,\"]\"],\"b\":3}", "a", "[1,\"]\"]" },
	{ "{\"a\":\"\"}", "a", "" },
	{ "{\"a\":\"x\\\"y\\\\\",\"b\":1}", "a", "x\\\"y\\\\" },
	{ "{\"a\\\"\":1,\"b\":2}", "b", "2" },
	{ "{\"ab\":1,\"a\":2}", "a", "2" },
	{ "{\"A\":1}", "a", NULL },
	{ "{\"x\":{\"a\":1}}", "a", NULL },
	{ "{}", "a", NULL },
	{ "[]", "a", NULL },
	{ "[{\"a\":1}]", "a", NULL },
	{ "\"a\"", "a", NULL },
	{ "", "a", NULL },
	/* Cut off: behind the value, within it, within one before it */
	{ "{\"a\":{\"b\":\"c\",", "a.b", "c" },
	{ "{\"a\":\"b", "a", NULL },
	{ "{\"a\":12", "a", NULL },
	{ "{\"a\":{\"b\":\"c\",", "a", NULL },
	{ "{\"x\":[[[", "a", NULL },
	{ "{\"a\":\"\\", "a", NULL },
	{ "{\"a", "a", NULL },
	{ "{\"a\"", "a", NULL },
	{ "{\"a\":", "a", NULL },
	/* No JSON */
	{ "{a:1}", "a", NULL },
	{ "{\"a\" 1}", "a", NULL },
	{ "{\"x\":1;\"a\":2}", "a", NULL },
	{ "{\"a\":}", "a", NULL },
	{ "<html>{\"a\":1}", "a", NULL },
};

Test(json, finds_members)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = strlen(rows[i].text);
		uint8_t *copy = malloc(len > 0 ? len : 1);
		struct bytes value = { NULL, 0 };
		bool found;

		memcpy(copy, rows[i].text, len);
		found = json_find((struct bytes){ copy, len }, rows[i].path,
		                  &value);
		cr_expect(found == (rows[i].value != NULL), "row %zu", i);
		if (found && rows[i].value != NULL)
			cr_expect(value.len == strlen(rows[i].value) &&
			                  memcmp(value.data, rows[i].value,
			                         value.len) == 0,
			          "row %zu: %.*s", i, (int)value.len,
			          (const char *)value.data);
		free(copy);
	}
}

Test(json, does_not_mind_depth)
{
	enum { LEN = 1 << 20 };
	uint8_t *text = malloc(LEN);
	struct bytes value;

	memcpy(text, "{\"x\":", 5);
	memset(text + 5, '[', LEN - 5);
	cr_expect(not(json_find((struct bytes){ text, LEN }, "a", &value)));
	free(text);
}
