// SPDX-License-Identifier: Apache-2.0
#include "audit/mail_message.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct {
	const char *address;
	bool valid;
} addresses[] = {
	{ "ops@example.org", true },
	{ "root", true },
	{ "first.last+audit@mail.example.org", true },
	{ "o'neil@example.org", true },
	{ "", false },
	{ "@example.org", false },
	{ "ops@", false },
	{ "-ops@example.org", false },
	{ "-oQ/tmp", false },
	{ ".ops@example.org", false },
	{ "ops.@example.org", false },
	{ "o..ps@example.org", false },
	{ "ops@example..org", false },
	{ "ops@.example.org", false },
	{ "ops@example.org.", false },
	{ "ops@example@org", false },
	{ "ops@example.org\nBcc: all@example.org", false },
	{ "ops@example.org\r", false },
	{ "ops@example.org,all@example.org", false },
	{ "Ops <ops@example.org>", false },
	{ "\"ops\"@example.org", false },
	{ "ops (him)@example.org", false },
	{ "|/bin/sh@example.org", true }, /* an atom, and never a shell's */
	{ "ops@exam ple.org", false },
	{ "ops@b\303\274cher.example", false },
	{ "ops@example.org\x7f", false },
};

Test(mail_message, takes_addresses_that_need_no_quotes)
{
	for (size_t i = 0; i < COUNT(addresses); i++)
		cr_expect(eq(int, mail_address_is_valid(addresses[i].address),
		             addresses[i].valid),
		          "%s", addresses[i].address);
}

Test(mail_message, takes_no_address_of_more_than_254)
{
	char address[300];

	memset(address, 'a', sizeof(address));
	address[254] = '\0';
	cr_expect(mail_address_is_valid(address));
	address[254] = 'a';
	address[255] = '\0';
	cr_expect(not(mail_address_is_valid(address)));
}

static void write_mail(const char *subject, const char *body, struct text *text)
{
	const char *const to[] = { "ops@example.org", "root" };
	const struct mail_message message = {
		.from = "audit@example.org",
		.to = to,
		.to_count = COUNT(to),
		.subject = subject,
		.body = body,
		.time_us = INT64_C(1795564800250000),
	};

	mail_message_append(&message, text);
}

#define BEFORE_SUBJECT                                                         \
	"From: audit@example.org\n"                                            \
	"To: ops@example.org,\n root\n"                                        \
	"Subject:"
#define BEHIND_SUBJECT                                                         \
	"Date: Wed, 25 Nov 2026 00:00:00 +0000\n"                              \
	"Auto-Submitted: auto-generated\n"                                     \
	"MIME-Version: 1.0\n"                                                  \
	"Content-Type: text/plain; charset=utf-8\n"                            \
	"Content-Transfer-Encoding: quoted-printable\n"                        \
	"\n"
#define TEN "1234567890"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static const struct {
	const char *subject, *encoded;
} subjects[] = {
	{ "office: 2 new", " office: 2 new\n" },
	{ "gr\303\274n", " =?UTF-8?B?Z3LDvG4=?=\n" },
	{ "a\nBcc: b", " =?UTF-8?B?YQpCY2M6IGI=?=\n" },
	{ "=?UTF-8?B?YQ==?=", " =?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?=\n" },
	{ TEN TEN TEN TEN TEN TEN TEN TEN TEN,
	  " =?UTF-8?B?MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2?=\n"
	  " =?UTF-8?B?"
	  "Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAx?=\n"
	  " =?UTF-8?B?MjM0NTY3ODkw?=\n" },
	/* No character is cut: the 36th byte is the first of two. */
	{ TEN TEN TEN "12345\303\274",
	  " =?UTF-8?B?MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU=?=\n"
	  " =?UTF-8?B?w7w=?=\n" },
};

Test(mail_message, subject_is_one_header_whatever_it_holds)
{
	for (size_t i = 0; i < COUNT(subjects); i++) {
		struct text text, wanted;

		text_init(&text);
		text_init(&wanted);
		write_mail(subjects[i].subject, "", &text);
		text_printf(&wanted, "%s%s%s", BEFORE_SUBJECT,
		            subjects[i].encoded, BEHIND_SUBJECT);
		cr_expect(eq(str, text.data, wanted.data), "%zu", i);
		text_release(&text);
		text_release(&wanted);
	}
}

static const struct {
	const char *body, *encoded;
} bodies[] = {
	{ "plain\n", "plain\n" },
	{ "no end", "no end\n" },
	{ "two\n\nlines\n", "two\n\nlines\n" },
	{ "a = b\n", "a =3D b\n" },
	{ "blank \nand tab\t\n", "blank=20\nand tab=09\n" },
	{ "gr\303\274n\n", "gr=C3=BCn\n" },
	{ "a\rb\033\n", "a=0Db=1B\n" },
	{ SEVENTY "12345\n", SEVENTY "12345\n" },
	{ SEVENTY "123456\n", SEVENTY "12345=\n6\n" },
	{ SEVENTY "123\303\274\n", SEVENTY "123=\n=C3=BC\n" },
};

Test(mail_message, body_is_quoted_printable)
{
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct text text, wanted;

		text_init(&text);
		text_init(&wanted);
		write_mail("x", bodies[i].body, &text);
		text_printf(&wanted, "%s x\n%s%s", BEFORE_SUBJECT,
		            BEHIND_SUBJECT, bodies[i].encoded);
		cr_expect(eq(str, text.data, wanted.data), "%zu", i);
		text_release(&text);
		text_release(&wanted);
	}
}

Test(mail_message, without_a_sender_the_mail_system_says_it)
{
	const char *const to[] = { "root" };
	const struct mail_message message = {
		.to = to, .to_count = 1, .subject = "x", .body = ""
	};
	struct text text;

	text_init(&text);
	mail_message_append(&message, &text);
	cr_expect(eq(int, strncmp(text.data, "To: root\nSubject: x\n", 20), 0));
	text_release(&text);
}
