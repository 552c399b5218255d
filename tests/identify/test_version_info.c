// SPDX-License-Identifier: Apache-2.0
#include "identify/version_info.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

Test(version_info, fills_each_member)
{
	static const char info[] =
		"p/Server/ v|$1| i=more= h%host% o@OS/2@ d#print server# "
		"cpe:/a:one:server:$1/ cpe:/o:ibm:os2/a cpe:|h:x:y|";
	struct bytes groups[TEMPLATE_GROUPS] = { [1] = of("1.2") };
	struct service service = { 0 };
	uint32_t highest = 0;

	cr_assert(version_info_check(of(info), &highest) == NULL);
	cr_expect(eq(u32, highest, 1));
	version_info_fill(of(info), groups, &service);
	cr_expect(eq(str, service.product, "Server"));
	cr_expect(eq(str, service.version, "1.2"));
	cr_expect(eq(str, service.extra, "more"));
	cr_expect(eq(str, service.hostname, "host"));
	cr_expect(eq(str, service.os, "OS/2"));
	cr_expect(eq(str, service.device, "print server"));
	cr_expect(eq(str, service.cpe[0], "cpe:/a:one:server:1.2"));
	cr_expect(eq(str, service.cpe[1], "cpe:/o:ibm:os2"));
	cr_expect(eq(str, service.cpe[2], "cpe:/h:x:y"));
	cr_expect(eq(str, service.name, ""));
}

Test(version_info, leaves_unknown_what_cannot_be_told)
{
	static const char info[] = "v/$I(2,\">\")/ p/Server/ h/$3/";
	struct bytes groups[TEMPLATE_GROUPS] = { 0 };
	struct service service = { 0 };

	version_info_fill(of(info), groups, &service);
	cr_expect(eq(str, service.product, "Server"));
	cr_expect(eq(str, service.version, ""));
	cr_expect(eq(str, service.hostname, ""));
}

Test(version_info, drops_cpe_names_past_the_last)
{
	static const char info[] =
		"cpe:/a:1/ cpe:/a:2/ cpe:/a:3/ cpe:/a:4/ cpe:/a:5/";
	struct bytes groups[TEMPLATE_GROUPS] = { 0 };
	struct service service = { 0 };
	uint32_t highest = 0;

	cr_assert(version_info_check(of(info), &highest) == NULL);
	version_info_fill(of(info), groups, &service);
	cr_expect(eq(str, service.cpe[SERVICE_CPES_MAX - 1], "cpe:/a:3"));
}

Test(version_info, other_fields_are_refused)
{
	static const char *const bad[] = {
		"x/a/",       "p",           "p/a",        "p/a/ p/b/",
		"p/a/b",      "p/a/v/b/",    "cpe/a:b/",   "cpe:/a:b",
		"cpe:/a:b/b", "cpe:/a:b/aa", "product/a/", "p/$0/",
		"v/$X(1)/",   "p a ",        "p/a/ junk",  "P/a/",
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		uint32_t highest = 0;

		cr_expect(version_info_check(of(bad[i]), &highest) != NULL,
		          "%s", bad[i]);
	}
}
