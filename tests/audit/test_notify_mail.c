// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_mail.h"

#include "base/count.h"
#include "base/read_file.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A sendmail that keeps its arguments, then the message, in a file beside it.
 */
struct fake {
	char folder[64], program[100], kept[100];
};

static void fake_make(struct fake *fake, const char *last_words)
{
	FILE *file;

	strcpy(fake->folder, "/tmp/portscan-mail-XXXXXX");
	cr_assert(ne(ptr, mkdtemp(fake->folder), NULL));
	snprintf(fake->program, sizeof(fake->program), "%s/sendmail",
	         fake->folder);
	snprintf(fake->kept, sizeof(fake->kept), "%s/kept", fake->folder);
	file = fopen(fake->program, "w");
	fprintf(file, "#!/bin/sh\n(echo \"$*\"; cat) >'%s'\n%s\n", fake->kept,
	        last_words);
	fclose(file);
	chmod(fake->program, 0700);
}

static void fake_drop(struct fake *fake)
{
	unlink(fake->kept);
	unlink(fake->program);
	rmdir(fake->folder);
}

static void mail(const char *program, const char *to, const char *from,
                 struct text *problems)
{
	const struct notify_plan plan = {
		.mail_to = to,
		.mail_from = from,
		.sendmail = program,
	};
	struct notify_sample sample;

	notify_sample_init(&sample);
	notify_mail(&plan, &sample.account, problems);
}

static const struct {
	const char *to, *from;
	const char *kept; /* its beginning */
} sent[] = {
	{ "ops@example.org", NULL,
	  "-i -- ops@example.org\n"
	  "To: ops@example.org\n"
	  "Subject: portscan: office: 6 new, 2 open, 3 changes; run 17 "
	  "complete\n" },
	{ " root , ops@example.org,", "audit@example.org",
	  "-i -f audit@example.org -- root ops@example.org\n"
	  "From: audit@example.org\n"
	  "To: root,\n ops@example.org\n" },
};

Test(notify_mail, hands_the_notice_to_sendmail)
{
	for (size_t i = 0; i < COUNT(sent); i++) {
		struct text problems, kept;
		struct fake fake;

		text_init(&problems);
		text_init(&kept);
		fake_make(&fake, "");
		mail(fake.program, sent[i].to, sent[i].from, &problems);
		cr_expect(eq(str, problems.data, ""));
		read_file(fake.kept, 65536, &kept);
		cr_expect(eq(int,
		             strncmp(kept.data, sent[i].kept,
		                     strlen(sent[i].kept)),
		             0),
		          "%zu: %s", i, kept.data);
		cr_expect(ne(ptr,
		             strstr(kept.data,
		                    "\n\noffice: 6 new, 2 open, 3 changes; "
		                    "run 17 complete\n\nNew, to be "),
		             NULL));
		cr_expect(eq(ptr, strstr(kept.data, "\nBcc:"), NULL));
		cr_expect(eq(ptr, strchr(kept.data, '\033'), NULL));
		fake_drop(&fake);
		text_release(&problems);
		text_release(&kept);
	}
}

static const struct {
	const char *to, *from, *problems;
} refused[] = {
	{ "", NULL, "mail: no address\n" },
	{ " , ,", NULL, "mail: no address\n" },
	{ "ops@example.org\nBcc: all", NULL,
	  "mail to ops@example.org\\nBcc:: not a mail address\n" },
	{ "root, -oQ/tmp", NULL, "mail to -oQ/tmp: not a mail address\n" },
	{ "root", "a\nb", "mail from a\\nb: not a mail address\n" },
	{ "root", "", "mail from : not a mail address\n" },
};

Test(notify_mail, sends_nothing_to_or_from_what_is_no_address)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct text problems;
		struct fake fake;

		text_init(&problems);
		fake_make(&fake, "");
		mail(fake.program, refused[i].to, refused[i].from, &problems);
		cr_expect(eq(str, problems.data, (char *)refused[i].problems));
		cr_expect(ne(int, access(fake.kept, F_OK), 0), "%zu", i);
		fake_drop(&fake);
		text_release(&problems);
	}
}

Test(notify_mail, takes_32_addresses_and_no_more)
{
	struct text to, problems;
	struct fake fake;

	text_init(&to);
	text_init(&problems);
	fake_make(&fake, "");
	for (int i = 0; i < 32; i++)
		text_printf(&to, "root%d,", i);
	mail(fake.program, to.data, NULL, &problems);
	cr_expect(eq(str, problems.data, ""));
	text_append_string(&to, "one-more");
	mail(fake.program, to.data, NULL, &problems);
	cr_expect(eq(str, problems.data, "mail: more than 32 addresses\n"));
	fake_drop(&fake);
	text_release(&to);
	text_release(&problems);
}

Test(notify_mail, a_sendmail_that_fails_is_one_line)
{
	struct text problems, wanted;
	struct fake fake;

	text_init(&problems);
	text_init(&wanted);
	fake_make(&fake, "echo 'queue is full' >&2; exit 75");
	mail(fake.program, "root", NULL, &problems);
	text_printf(&wanted, "mail by %s: exit status 75: queue is full\n",
	            fake.program);
	cr_expect(eq(str, problems.data, wanted.data));
	fake_drop(&fake);
	text_release(&problems);
	text_release(&wanted);
}
