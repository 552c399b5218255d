// SPDX-License-Identifier: Apache-2.0
#include "targets/hostname.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define X10 "xxxxxxxxxx"
#define LABEL_63 X10 X10 X10 X10 X10 X10 "xxx"
#define NAME_253                                                               \
	LABEL_63 "." LABEL_63 "." LABEL_63 "." X10 X10 X10 X10 X10 X10 "x"

Test(hostname, names_are_valid)
{
	static const char *const rows[] = {
		"localhost",  "www.example.com", "example.com.",
		"a",          "3com.com",        "xn--bcher-kva.example",
		"my_host",    "_dmarc.x",        "10.0.0.example",
		"x.0y",       LABEL_63,          NAME_253,
		NAME_253 ".",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t error_at;

		cr_expect(hostname_is_valid(rows[i], &error_at), "%s", rows[i]);
	}
}

Test(hostname, what_is_wrong_is_pointed_at)
{
	static const struct {
		const char *name;
		size_t error_at;
	} rows[] = {
		{ "", 0 },
		{ ".", 0 },
		{ ".com", 0 },
		{ "a..b", 2 },
		{ "a.b..", 4 },
		{ "foo bar", 3 },
		{ "foo\tbar", 3 },
		{ "foo/bar", 3 },
		{ "b\xc3\xbc"
		  "cher.example",
		  1 },
		{ "a.\x1b[31m", 2 },
		{ "-x", 0 },
		{ "a.-x", 2 },
		{ "x-", 1 },
		{ "ab-.c", 2 },
		{ LABEL_63 "x", 0 },
		{ "a." LABEL_63 "x.b", 2 },
		{ NAME_253 "x", 192 },
		{ "123", 0 },
		{ "1.2.3", 4 },
		{ "foo.10", 4 },
		{ "foo.10.", 4 },
		{ "0x7f000001", 0 },
		{ "a.0X", 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t error_at = 999;

		cr_expect(not(hostname_is_valid(rows[i].name, &error_at)), "%s",
		          rows[i].name);
		cr_expect(eq(sz, error_at, rows[i].error_at), "%s",
		          rows[i].name);
	}
}
