// SPDX-License-Identifier: Apache-2.0
#include "audit/webhook_secret.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* By Python's hmac, of b"1795564800." + body. */
static const struct {
	const char *secret, *body, *signature;
} signatures[] = {
	{ "s3cret", "{\"audit\":\"office\"}",
	  "sha256="
	  "6fe6311cd46d2e34a02fac812555ff84fe4e3441a92ed3c247cfac0479c60c5d" },
	{ "s3cret", "",
	  "sha256="
	  "fcefbcaf5843b21939c1b3245b5a4ade9714ef83b800a35c6ba0f17bbf68b70d" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	  "{}",
	  "sha256="
	  "ffc8d6ddf594d7092f509889206c48d25b7e433bf12982eed983c0e807324c31" },
};

Test(webhook_secret, signs_timestamp_and_body)
{
	for (size_t i = 0; i < COUNT(signatures); i++) {
		struct text secret, body, signature;

		text_init(&secret);
		text_init(&body);
		text_init(&signature);
		text_append_string(&secret, signatures[i].secret);
		text_append_string(&body, signatures[i].body);
		webhook_secret_sign(&secret, "1795564800", &body, &signature);
		cr_expect(eq(str, signature.data,
		             (char *)signatures[i].signature));
		text_release(&secret);
		text_release(&body);
		text_release(&signature);
	}
}

static const struct {
	const char *content;
	mode_t mode;
	const char *secret;  /* NULL: refused */
	const char *problem; /* behind "webhook secret PATH: "; "" for none */
} files[] = {
	{ "s3cret", 0600, "s3cret", "" },
	{ "s3cret\n", 0600, "s3cret", "" },
	{ "s3cret\r\n", 0640, "s3cret", "" },
	{ " s3\ncret \n\n", 0600, " s3\ncret \n", "" },
	{ "s3cret\n", 0644, "s3cret", "every user can read it; see chmod 600" },
	{ "\n", 0600, NULL, "empty" },
	{ "", 0600, NULL, "empty" },
};

static void expect_problem(const struct text *problems, const char *path,
                           const char *problem, size_t row)
{
	char wanted[256] = "";

	if (problem[0] != '\0')
		snprintf(wanted, sizeof(wanted), "webhook secret %s: %s\n",
		         path, problem);
	cr_expect(eq(str, problems->data, wanted), "%zu", row);
}

Test(webhook_secret, reads_a_file_but_for_its_line_break)
{
	char path[] = "/tmp/portscan-secret-XXXXXX";
	int fd = mkstemp(path);

	cr_assert(fd >= 0);
	close(fd);
	for (size_t i = 0; i < COUNT(files); i++) {
		struct text secret, problems;
		FILE *file = fopen(path, "w");

		fputs(files[i].content, file);
		fclose(file);
		chmod(path, files[i].mode);
		text_init(&secret);
		text_init(&problems);
		cr_expect(eq(int, webhook_secret_read(path, &secret, &problems),
		             files[i].secret != NULL),
		          "%zu", i);
		if (files[i].secret != NULL)
			cr_expect(
				eq(str, secret.data, (char *)files[i].secret));
		expect_problem(&problems, path, files[i].problem, i);
		text_release(&secret);
		text_release(&problems);
	}
	unlink(path);
}

Test(webhook_secret, says_what_it_cannot_read)
{
	struct text secret, problems;

	text_init(&secret);
	text_init(&problems);
	cr_expect(not(webhook_secret_read("/nonexistent", &secret, &problems)));
	expect_problem(&problems, "/nonexistent", "No such file or directory",
	               0);
	text_clear(&problems);
	cr_expect(not(webhook_secret_read("/dev/zero", &secret, &problems)));
	expect_problem(&problems, "/dev/zero", "File too large", 1);
	text_release(&secret);
	text_release(&problems);
}
