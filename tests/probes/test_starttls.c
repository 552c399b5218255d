// SPDX-License-Identifier: Apache-2.0
#include "probes/starttls.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes bytes_of(const char *string)
{
	return (struct bytes){ (const uint8_t *)string, strlen(string) };
}

static bool permits(const char *service, size_t index, struct bytes said)
{
	const struct starttls *dialogue = starttls_find(service);
	const struct starttls_step *step;

	cr_assert(ne(ptr, (void *)dialogue, NULL), "%s", service);
	step = starttls_step(dialogue, index);
	cr_assert(ne(ptr, (void *)step, NULL), "%s", service);
	return starttls_permits(step, said);
}

Test(starttls, has_as_many_steps_as_it_takes)
{
	static const struct {
		const char *service;
		size_t count;
	} rows[] = { { "smtp", 3 }, { "imap", 2 }, { "postgresql", 1 } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct starttls *dialogue =
			starttls_find(rows[i].service);

		cr_expect(ne(ptr,
		             (void *)starttls_step(dialogue, rows[i].count - 1),
		             NULL));
		cr_expect(eq(ptr,
		             (void *)starttls_step(dialogue, rows[i].count),
		             NULL));
	}
}

Test(starttls, goes_on_as_the_service_permits)
{
	static const struct {
		const char *service;
		size_t step;
		const char *said;
		bool permits;
	} rows[] = {
		{ "smtp", 0, "220 x ESMTP\r\n", true },
		{ "smtp", 0, "554 no\r\n", false },
		{ "smtp", 1, "250-x\r\n250 STARTTLS\r\n", true },
		{ "smtp", 1, "250-x\r\n250 HELP\r\n", false },
		{ "smtp", 2, "220 go ahead\r\n", true },
		{ "smtp", 2, "454 not now\r\n", false },
		{ "imap", 1, "t OK begin\r\n", true },
		{ "imap", 1, "t BAD\r\n", false },
		{ "pop3", 1, "+OK\r\n", true },
		{ "pop3", 1, "-ERR\r\n", false },
		{ "ftp", 1, "234 AUTH TLS\r\n", true },
		{ "ftp", 1, "530 login first\r\n", false },
		{ "postgresql", 0, "S", true },
		{ "postgresql", 0, "N", false },
		{ "postgresql", 0, "EFATAL S", false },
		{ "xmpp-client", 1,
		  "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", true },
		{ "xmpp-client", 1,
		  "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", false },
		{ "smtp", 0, "", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(int,
		             permits(rows[i].service, rows[i].step,
		                     bytes_of(rows[i].said)),
		             rows[i].permits),
		          "row %zu", i);
}

Test(starttls, of_rdp_is_a_response_and_no_failure)
{
	static const uint8_t agrees[] = { 3, 0,    0,    0x13, 0x0e, 0xd0, 0,
		                          0, 0x12, 0x34, 0,    2,    0,    8,
		                          0, 1,    0,    0,    0 };
	static const uint8_t refuses[] = { 3, 0,    0,    0x13, 0x0e, 0xd0, 0,
		                           0, 0x12, 0x34, 0,    3,    0,    8,
		                           0, 2,    0,    0,    0 };

	cr_expect(permits("ms-wbt-server", 0,
	                  (struct bytes){ agrees, sizeof(agrees) }));
	cr_expect(not(permits("ms-wbt-server", 0,
	                      (struct bytes){ refuses, sizeof(refuses) })));
}

Test(starttls, is_not_for_everybody)
{
	cr_expect(eq(ptr, (void *)starttls_find("ssh"), NULL));
}
