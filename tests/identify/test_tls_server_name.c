// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_server_name.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct {
	const char *name;
	size_t len;
} names[] = {
	{ "zoo.test", 8 },  { "zoo.test.", 8 },
	{ "zoo", 3 },       { "192.0.2.zoo", 11 },
	{ "192.0.2.1", 0 }, { "2001:db8::1", 0 },
	{ ".", 0 },         { "", 0 },
	{ NULL, 0 },
};

Test(tls_server_name, is_told_of_a_host_and_not_of_an_address)
{
	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect(eq(sz, tls_server_name_length(names[i].name),
		             names[i].len),
		          "row %zu", i);
}

Test(tls_server_name, is_not_told_when_it_is_too_long_to_be_one)
{
	char name[TLS_SERVER_NAME_MAX + 3];

	memset(name, 'a', sizeof(name));
	name[TLS_SERVER_NAME_MAX] = '\0';
	cr_expect(eq(sz, tls_server_name_length(name), TLS_SERVER_NAME_MAX));
	name[TLS_SERVER_NAME_MAX] = '.';
	name[TLS_SERVER_NAME_MAX + 1] = '\0';
	cr_expect(eq(sz, tls_server_name_length(name), TLS_SERVER_NAME_MAX));
	name[TLS_SERVER_NAME_MAX] = 'a';
	cr_expect(eq(sz, tls_server_name_length(name), 0));
}
