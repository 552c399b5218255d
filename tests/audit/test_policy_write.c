// SPDX-License-Identifier: Apache-2.0
#include "audit/policy.h"
#include "base/count.h"
#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGITS                                                                 \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddee0f"
#define ED25519 "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
#define RSA "SHA256:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564"
#define UNTIL "9999-06-30"

static struct policy policy;
static struct text error, line;
static char folder[] = "/tmp/policy-XXXXXX";
static char path[64];

static void init(void)
{
	text_init(&error);
	text_init(&line);
	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	snprintf(path, sizeof(path), "%s/policy", folder);
}

static void release(void)
{
	char command[64];

	policy_release(&policy);
	text_release(&error);
	text_release(&line);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	cr_expect(eq(int, system(command), 0));
}

TestSuite(policy_write, .init = init, .fini = release);

static void parse(const char *text)
{
	policy_release(&policy);
	cr_assert(policy_parse(text, strlen(text), "p", &policy, &error),
	          "%s in %s", error.data, text);
}

/* What is written is what was read, and is read again. */
Test(policy_write, rule_is_one_line)
{
	static const struct {
		const char *read, *written;
	} rows[] = {
		{ "approve 10.0.0.5 tcp/2076 owner ops reason x until "
		  "2027-06-30",
		  NULL },
		{ "approve 10.0.0.5-10.0.0.9,2001:db8::1 tcp/22,80-90 udp/53 "
		  "service ssh certificate " DIGITS " host-key " RSA
		  " owner \"a b\" reason \"c \\\"d\\\" \\\\ # e\" until "
		  "2027-06-30",
		  NULL },
		{ "must-be-open 10.0.0.1 tcp/443", NULL },
		{ "must-be-open 10.0.0.1 tcp/443 owner \"#1\"", NULL },
		{ "must-be-open 10.0.0.1 tcp/443 owner back\\slash", NULL },
		{ "must-be-open  10.0.0.1,10.0.0.2 udp/1,2 until 2027-01-01  "
		  "tcp/443,400-500 owner 日本",
		  "must-be-open 10.0.0.1-10.0.0.2 tcp/400-500 udp/1-2 owner "
		  "日本 until 2027-01-01" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *written = rows[i].written != NULL ? rows[i].written
		                                              : rows[i].read;

		parse(rows[i].read);
		text_clear(&line);
		cr_expect(policy_format_rule(&policy.rules[0], &line));
		cr_expect(eq(str, line.data, (char *)written), "row %zu", i);
		parse(line.data);
	}
}

Test(policy_write, rule_with_controls_is_refused)
{
	static const char *const owners[] = { "a\nb", "a\tb", "\x1b[2J", "\xff",
		                              "\xe2\x80\xae" };

	for (size_t i = 0; i < COUNT(owners); i++) {
		parse("must-be-open 10.0.0.1 tcp/443 owner x");
		policy.rules[0].owner = owners[i];
		cr_expect(not(policy_format_rule(&policy.rules[0], &line)),
		          "row %zu", i);
		cr_expect(eq(sz, line.len, 0), "row %zu", i);
	}
}

static struct sighting seen(void)
{
	struct sighting sighting = {
		.protocol = PROTOCOL_TCP,
		.port = 2076,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.hostname = "",
		.service = "ssh",
		.product = "",
		.version = "",
		.certificate = "",
		.host_keys = "",
		.banner = "",
		.verdict = "investigate",
		.why = "",
		.record = "",
	};

	address_parse("10.0.0.5", &sighting.address);
	return sighting;
}

static void write_policy(const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(ne(ptr, file, NULL));
	fputs(text, file);
	fclose(file);
}

static void expect_policy(const char *expected, size_t row)
{
	struct text text;

	text_init(&text);
	read_file(path, 1 << 20, &text);
	cr_expect(eq(str, text.data, (char *)expected), "row %zu", row);
	text_release(&text);
}

static bool approve(const struct sighting *sighting)
{
	text_clear(&error);
	return policy_approve(path, sighting, "ops", "inventory agent", UNTIL,
	                      &error);
}

#define WHO " owner ops reason \"inventory agent\" until " UNTIL "\n"
#define SSH "approve 10.0.0.5 tcp/2076 service ssh" WHO

/* No draft stays behind. */
static void expect_files(size_t expected, size_t row)
{
	DIR *opened = opendir(folder);
	size_t count = 0;

	for (struct dirent *entry; (entry = readdir(opened)) != NULL;)
		count += entry->d_name[0] != '.';
	closedir(opened);
	cr_expect(eq(sz, count, expected), "row %zu", row);
}

Test(policy_write, approval_is_a_line_more)
{
	static const struct {
		const char *before, *after;
	} rows[] = {
		{ "", SSH },
		{ "# ours\r\n\r\n", "# ours\r\n\r\n" SSH },
		{ "# no line feed", "# no line feed\n" SSH },
		{ SSH, SSH SSH },
	};
	struct sighting sighting = seen();

	cr_expect(approve(&sighting), "%s", error.data);
	expect_policy(SSH, 99);
	for (size_t i = 0; i < COUNT(rows); i++) {
		write_policy(rows[i].before);
		cr_expect(approve(&sighting), "row %zu: %s", i, error.data);
		expect_policy(rows[i].after, i);
		expect_files(1, i);
	}
}

Test(policy_write, approval_is_pinned_to_what_answers)
{
	static const struct {
		const char *service, *certificate, *host_keys;
		const char *line;
	} rows[] = {
		{ "", "", "", "service -" },
		{ "http", DIGITS, "", "service http certificate " DIGITS },
		{ "ssh", "", "ssh-rsa " RSA, "service ssh host-key " RSA },
		{ "ssh", "",
		  "ecdsa-sha2-nistp256 " RSA ", ssh-ed25519 " ED25519,
		  "service ssh host-key " ED25519 },
		{ "ssh", "", "ssh-ed25519 " ED25519 ", ssh-rsa " RSA,
		  "service ssh host-key " ED25519 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sighting sighting = seen();
		char expected[512];

		write_policy("");
		sighting.service = rows[i].service;
		sighting.certificate = rows[i].certificate;
		sighting.host_keys = rows[i].host_keys;
		cr_expect(approve(&sighting), "row %zu: %s", i, error.data);
		snprintf(expected, sizeof(expected),
		         "approve 10.0.0.5 tcp/2076 %s" WHO, rows[i].line);
		expect_policy(expected, i);
	}
}

Test(policy_write, udp_and_ipv6)
{
	struct sighting sighting = seen();

	sighting.protocol = PROTOCOL_UDP;
	address_parse("2001:db8::5", &sighting.address);
	cr_expect(approve(&sighting), "%s", error.data);
	expect_policy("approve 2001:db8::5 udp/2076 service ssh" WHO, 0);
}

Test(policy_write, approval_is_refused)
{
	static const struct {
		const char *before;
		const char *owner, *reason, *until;
		const char *error; /* its end */
	} rows[] = {
		{ "", "", "r", UNTIL, "owner: empty" },
		{ "", " ", "r", UNTIL, "owner: empty" },
		{ "", "o", "", UNTIL, "reason: empty" },
		{ "", "o", "a\nb", UNTIL,
		  "reason: a control or hidden character, or no UTF-8" },
		{ "", "o\x7f", "r", UNTIL,
		  "owner: a control or hidden character, or no UTF-8" },
		{ "", "o", "r", "2027-02-29",
		  "2027-02-29: no date of the calendar (YYYY-MM-DD)" },
		{ "", "o", "r", "", ": no date of the calendar (YYYY-MM-DD)" },
		{ "", "o", "r", "2026-01-01", "2026-01-01: is over already" },
		{ "#\nallow\n", "o", "r", UNTIL,
		  "/policy:2: allow: not approve, must-be-open or include" },
		{ "include gone\n", "o", "r", UNTIL,
		  "/gone: No such file or directory" },
	};
	struct sighting sighting = seen();

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = strlen(rows[i].error);

		write_policy(rows[i].before);
		text_clear(&error);
		cr_expect(not(policy_approve(path, &sighting, rows[i].owner,
		                             rows[i].reason, rows[i].until,
		                             &error)),
		          "row %zu", i);
		cr_assert(ge(sz, error.len, len), "row %zu: %s", i, error.data);
		cr_expect(eq(str, error.data + error.len - len,
		             (char *)rows[i].error),
		          "row %zu", i);
		expect_policy(rows[i].before, i);
		expect_files(1, i);
	}
}

/* The strings of a sighting come from afar. */
Test(policy_write, strange_services_are_not_written)
{
	static const char *const services[] = { "a\nb", "a b", "\xc3\xa4" };

	for (size_t i = 0; i < COUNT(services); i++) {
		struct sighting sighting = seen();

		write_policy("");
		sighting.service = services[i];
		cr_expect(not(approve(&sighting)), "row %zu", i);
		expect_policy("", i);
	}
}

Test(policy_write, mode_and_links_stay)
{
	struct sighting sighting = seen();
	struct stat status;
	char link[80];

	write_policy("");
	chmod(path, 0640);
	snprintf(link, sizeof(link), "%s/link", folder);
	cr_assert(eq(int, symlink("policy", link), 0));
	cr_expect(policy_approve(link, &sighting, "o", "r", UNTIL, &error));
	cr_assert(eq(int, lstat(link, &status), 0));
	cr_expect(eq(u32, status.st_mode & S_IFMT, S_IFLNK));
	cr_assert(eq(int, stat(path, &status), 0));
	cr_expect(eq(u32, status.st_mode & 07777, 0640));
	expect_policy("approve 10.0.0.5 tcp/2076 service ssh owner o reason r "
	              "until " UNTIL "\n",
	              0);
}

Test(policy_write, folder_that_is_not_there)
{
	struct sighting sighting = seen();

	snprintf(path, sizeof(path), "%s/gone/policy", folder);
	cr_expect(not(approve(&sighting)));
	cr_expect(ne(ptr, strstr(error.data, "No such file"), NULL));
}
