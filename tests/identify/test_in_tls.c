// SPDX-License-Identifier: Apache-2.0
#include "identify/in_tls.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const char *const pairs[][2] = {
	{ "http", "https" },
	{ "imap", "imaps" },
	{ "mqtt", "secure-mqtt" },
	{ "syslog", "syslog-tls" },
};

Test(in_tls, names_are_found_both_ways)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const char *plain = pairs[i][0], *in_tls = pairs[i][1];

		cr_expect(eq(str, (char *)name_in_tls(plain), (char *)in_tls));
		cr_expect(eq(str, (char *)name_outside_tls(in_tls),
		             (char *)plain));
	}
}

Test(in_tls, what_has_no_other_name_keeps_its_own)
{
	cr_expect(eq(str, (char *)name_in_tls("redis"), "redis"));
	cr_expect(eq(str, (char *)name_in_tls("https"), "https"));
	cr_expect(eq(ptr, (void *)name_outside_tls("redis"), NULL));
	cr_expect(eq(ptr, (void *)name_outside_tls("http"), NULL));
	cr_expect(eq(ptr, (void *)name_outside_tls("tls"), NULL));
}
