// SPDX-License-Identifier: Apache-2.0
#include "audit/policy.h"
#include "base/count.h"
#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WHO " owner ops reason \"inventory agent\" until 2027-06-30"
#define KEY "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
#define DIGITS                                                                 \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddee0f"
#define COLONS                                                                 \
	"00:11:22:33:44:55:66:77:88:99:AA:bb:CC:dd:EE:ff:"                     \
	"00:11:22:33:44:55:66:77:88:99:aa:BB:cc:DD:ee:0F"
#define RULE "approve 10.0.0.5 tcp/2076"

static struct policy policy;
static struct text error;

static void init(void)
{
	text_init(&error);
}

static void release(void)
{
	policy_release(&policy);
	text_release(&error);
}

TestSuite(policy_read, .init = init, .fini = release);

static bool parse(const char *text)
{
	policy_release(&policy);
	text_clear(&error);
	return policy_parse(text, strlen(text), "p", &policy, &error);
}

Test(policy_read, rule_has_all_that_its_line_says)
{
	const struct policy_rule *rule;
	struct address address;

	cr_assert(parse("# what we know of\n"
	                "\n"
	                "\tapprove 10.0.0.5,10.0.1.0/24 tcp/22,80-90 udp/53 "
	                "service ssh certificate " COLONS " host-key " KEY WHO
	                " # agreed\r\n"),
	          "%s", error.data);
	cr_assert(eq(sz, policy.count, 1));
	rule = &policy.rules[0];
	cr_expect(eq(int, (int)rule->kind, POLICY_APPROVE));
	cr_expect(eq(u64, rule->targets.count, 257));
	address_parse("10.0.1.77", &address);
	cr_expect(target_set_has(&rule->targets, &address));
	cr_expect(port_set_has(&rule->ports.of[PROTOCOL_TCP], 85));
	cr_expect(eq(u32, port_set_count(&rule->ports.of[PROTOCOL_TCP]), 12));
	cr_expect(port_set_has(&rule->ports.of[PROTOCOL_UDP], 53));
	cr_expect(eq(u32, port_set_count(&rule->ports.of[PROTOCOL_UDP]), 1));
	cr_expect(eq(str, (char *)rule->service, "ssh"));
	cr_expect(eq(str, (char *)rule->certificate, DIGITS));
	cr_expect(eq(str, (char *)rule->host_key, KEY));
	cr_expect(eq(str, (char *)rule->owner, "ops"));
	cr_expect(eq(str, (char *)rule->reason, "inventory agent"));
	cr_expect(eq(str, (char *)rule->until, "2027-06-30"));
	cr_expect(eq(str, (char *)rule->file, "p"));
	cr_expect(eq(u32, rule->line, 3));
	cr_expect(not(rule->broad));
}

Test(policy_read, what_a_rule_does_not_say_is_empty)
{
	const struct policy_rule *rule;

	cr_assert(parse("must-be-open 2001:db8::1 tcp/443"));
	rule = &policy.rules[0];
	cr_expect(eq(int, (int)rule->kind, POLICY_MUST_BE_OPEN));
	cr_expect(eq(str, (char *)rule->service, ""));
	cr_expect(eq(str, (char *)rule->certificate, ""));
	cr_expect(eq(str, (char *)rule->host_key, ""));
	cr_expect(eq(str, (char *)rule->owner, ""));
	cr_expect(eq(str, (char *)rule->reason, ""));
	cr_expect(eq(str, (char *)rule->until, ""));
}

Test(policy_read, accepts)
{
	static const struct {
		const char *text;
		size_t rules;
	} rows[] = {
		{ "", 0 },
		{ "\n\r\n  \t \n# approve 10.0.0.5 tcp/22\n", 0 },
		{ "#\n" RULE WHO "\n" RULE WHO, 2 },
		{ "\xef\xbb\xbf" RULE WHO "\r\n", 1 },
		{ "\"approve\" \"10.0.0.5\" \"tcp/22\"" WHO, 1 },
		{ "approve 10.0.0.0-255 tcp/-" WHO, 1 },
		{ "approve 10.0.0.5 owner x tcp/1 reason y until 2027-01-01",
		  1 },
		{ RULE " service -" WHO, 1 },
		{ RULE " owner Zoë reason 日本語 until 2027-01-01", 1 },
		{ RULE " owner a#b reason \"# 5\" until 2027-01-01 # x", 1 },
		{ RULE " certificate " DIGITS WHO, 1 },
		{ "must-be-open 10.0.0.0/24 tcp/1-16", 1 },
		{ "must-be-open 10.0.0.1 tcp/1 until 2027-01-01", 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool done = parse(rows[i].text);

		cr_expect(done, "row %zu: %s", i, error.data);
		cr_expect(eq(sz, policy.count, rows[i].rules), "row %zu", i);
	}
}

Test(policy_read, words_in_quotes_are_as_typed)
{
	cr_assert(parse(RULE " owner \"a \\\"b\\\" \\\\ c\" reason "
	                     "back\\slash until 2027-01-01"),
	          "%s", error.data);
	cr_expect(eq(str, (char *)policy.rules[0].owner, "a \"b\" \\ c"));
	cr_expect(eq(str, (char *)policy.rules[0].reason, "back\\slash"));
}

Test(policy_read, rejects)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "\n\nallow 10.0.0.5 tcp/22" WHO,
		  "p:3: allow: not approve, must-be-open or include" },
		{ "Approve 10.0.0.5 tcp/22" WHO,
		  "p:1: Approve: not approve, must-be-open or include" },
		{ "approve", "p:1: approve: no addresses stand behind it" },
		{ "approve tcp/22" WHO,
		  "p:1: approve: no addresses stand behind it" },
		{ "approve \"\" tcp/22" WHO, "p:1: : empty target" },
		{ "approve 10.0.0.5, tcp/22" WHO, "p:1: : empty target" },
		{ "approve 10.0.0.500 tcp/22" WHO,
		  "p:1: 10.0.0.500: number is larger than 255" },
		{ "approve 10.0.0.1,10.0.0.0/33 tcp/22" WHO,
		  "p:1: 10.0.0.0/33: prefix is longer than 32 bits" },
		{ "approve web.example tcp/22" WHO,
		  "p:1: web.example: a name: give its addresses, so that the "
		  "policy does not change with DNS" },
		{ "approve 10.0.0.5:22" WHO,
		  "p:1: 10.0.0.5:22: not an address; ports stand behind it "
		  "(tcp/22)" },
		{ "approve 2001:db8::/32 tcp/22" WHO,
		  "p:1: 2001:db8::/32: too many addresses for one rule" },
		{ "approve 10.0-255.0-255.1,10.0-9.0.1 tcp/22" WHO,
		  "p:1: 10.0-9.0.1: too many ranges" },
		{ "approve 10.0.0.5" WHO, "p:1: approve: no ports (tcp/22)" },
		{ "approve 10.0.0.5 22" WHO, "p:1: 22: unknown word" },
		{ "approve 10.0.0.5 TCP/22" WHO, "p:1: TCP/22: unknown word" },
		{ "approve 10.0.0.5 tcp/" WHO,
		  "p:1: tcp/: empty item in the list of ports" },
		{ "approve 10.0.0.5 tcp/22,,23" WHO,
		  "p:1: tcp/22,,23: empty item in the list of ports" },
		{ "approve 10.0.0.5 tcp/65536" WHO,
		  "p:1: tcp/65536: not a port number (0-65535)" },
		{ "approve 10.0.0.5 tcp/ssh" WHO,
		  "p:1: tcp/ssh: no service of this name: give its number" },
		{ "approve 10.0.0.5 tcp/*" WHO,
		  "p:1: tcp/*: no service of this name: give its number" },
		{ "approve 10.0.0.5 tcp/22,U:53" WHO,
		  "p:1: tcp/22,U:53: not a list of ports" },
		{ "approve 10.0.0.5 tcp/22 tcp/23" WHO,
		  "p:1: tcp/23: one list for each protocol, with commas" },
		{ RULE " servise ssh" WHO, "p:1: servise: unknown word" },
		{ RULE WHO " owner ops", "p:1: owner: said twice" },
		{ RULE WHO " service",
		  "p:1: service: nothing stands behind it" },
		{ RULE " owner x reason # until 2027-01-01",
		  "p:1: reason: nothing stands behind it" },
		{ RULE " reason x until 2027-01-01",
		  "p:1: approve: owner is missing" },
		{ RULE " owner x until 2027-01-01",
		  "p:1: approve: reason is missing" },
		{ RULE " owner x reason y", "p:1: approve: until is missing" },
		{ RULE " owner \"\" reason y until 2027-01-01",
		  "p:1: owner : empty" },
		{ RULE " owner x reason \"  \" until 2027-01-01",
		  "p:1: reason   : empty" },
		{ RULE " owner x reason y until 2027-02-29",
		  "p:1: until 2027-02-29: no date of the calendar "
		  "(YYYY-MM-DD)" },
		{ RULE " service \"s h\"" WHO,
		  "p:1: service s h: not a service as portscan names it" },
		{ RULE " service \"\"" WHO,
		  "p:1: service : not a service as portscan names it" },
		{ RULE " certificate 00" WHO,
		  "p:1: certificate 00: not a SHA-256 fingerprint (64 "
		  "hexadecimal digits)" },
		{ RULE " host-key " DIGITS WHO,
		  "p:1: host-key " DIGITS ": not a fingerprint as ssh-keygen "
		  "-l shows it (SHA256:...)" },
		{ RULE " owner \"x", "p:1: x: the quote does not end" },
		{ RULE " owner \"x\\",
		  "p:1: x: only \\\" and \\\\ can follow a "
		  "backslash in quotes" },
		{ RULE " owner \"x\\n\"",
		  "p:1: x: only \\\" and \\\\ can follow a backslash in "
		  "quotes" },
		{ RULE " owner \"x\"y",
		  "p:1: x: a blank has to follow the quote" },
		{ RULE " owner x\"y\"",
		  "p:1: x: a quote inside a word: put all of it in quotes" },
		{ RULE WHO " # \x1b[2J",
		  "p:1: a control or hidden character, or no UTF-8" },
		{ RULE WHO " # \xff",
		  "p:1: a control or hidden character, or no UTF-8" },
		{ RULE WHO " # \xe2\x80\xae",
		  "p:1: a control or hidden character, or no UTF-8" },
		{ RULE WHO "\r", NULL }, /* of CRLF at the end of the file */
		{ RULE WHO "\r\r\n",
		  "p:1: a control or hidden character, or no UTF-8" },
		{ "include other", "p:1: include: not possible here" },
		{ "must-be-open 10.0.0.0/24 tcp/1-17",
		  "p:1: must-be-open: over 4096 addresses times ports" },
		{ RULE WHO "\n" RULE " x", "p:2: x: unknown word" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool done = parse(rows[i].text);

		if (rows[i].error == NULL) {
			cr_expect(done, "row %zu", i);
			continue;
		}
		cr_expect(not(done), "row %zu", i);
		cr_expect(eq(str, error.data, (char *)rows[i].error), "row %zu",
		          i);
		cr_expect(eq(sz, policy.count, 0), "row %zu", i);
		cr_expect(eq(ptr, policy.rules, NULL), "row %zu", i);
	}
}

/* A NUL ends no line. */
Test(policy_read, nul_is_refused)
{
	static const char text[] = RULE WHO "\0 # hidden\n";

	cr_expect(not(
		policy_parse(text, sizeof(text) - 1, "p", &policy, &error)));
}

Test(policy_read, fingerprints)
{
	static const struct {
		const char *pin;
		bool valid;
	} rows[] = {
		{ "certificate " DIGITS, true },
		{ "certificate " COLONS, true },
		{ "certificate " DIGITS "0", false },
		{ "certificate :" DIGITS, false },
		{ "certificate "
		  "00:"
		  "112233445566778899aabbccddeeff00112233445566778899aabbccddee"
		  "0f",
		  false },
		{ "certificate "
		  "0g112233445566778899aabbccddeeff00112233445566778899aabbccdd"
		  "ee0"
		  "f",
		  false },
		{ "host-key " KEY, true },
		{ "host-key " KEY "=", false },
		{ "host-key MD5:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
		  false },
		{ "host-key sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
		  false },
		/* The two lowest bits of the last digit have no meaning. */
		{ "host-key SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV",
		  false },
		{ "host-key SHA256:47DEQpj8HBSa+/TImW_5JCeuQeRkm5NMpJWZG3hSuFU",
		  false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[512];

		snprintf(line, sizeof(line), RULE " %s" WHO, rows[i].pin);
		cr_expect(eq(int, parse(line), rows[i].valid), "row %zu: %s", i,
		          error.data);
	}
}

Test(policy_read, broad_is_more_than_one_decision)
{
	static const struct {
		const char *rule;
		bool broad;
	} rows[] = {
		{ "approve 10.0.0.0/28 tcp/22" WHO, false },
		{ "approve 10.0.0.0/27 tcp/22" WHO, true },
		{ "approve 10.0.0.0/24 tcp/22 service ssh" WHO, false },
		{ "approve 10.0.0.0/24 tcp/22 service -" WHO, false },
		{ "approve 10.0.0.5 tcp/1-16" WHO, false },
		{ "approve 10.0.0.5 tcp/1-17" WHO, true },
		{ "approve 10.0.0.5 tcp/1-9 udp/1-8" WHO, true },
		{ "approve 10.0.0.0/16 tcp/22 service ssh" WHO, false },
		{ "approve 10.0.0.0/16,10.1.0.0 tcp/22 service ssh" WHO, true },
		{ "approve 10.0.0.0/16 tcp/22,23 service ssh" WHO, true },
		{ "approve 10.0.0.5 tcp/- service ssh" WHO, true },
		{ "approve 10.0.0.5 tcp/1-65534 service ssh" WHO, false },
		{ "must-be-open 10.0.0.0/24 tcp/22", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_assert(parse(rows[i].rule), "row %zu: %s", i, error.data);
		cr_expect(eq(int, policy.rules[0].broad, rows[i].broad),
		          "row %zu", i);
	}
}

Test(policy_read, whole_policy_is_bounded)
{
	struct text text;

	text_init(&text);
	for (int i = 0; i < 17; i++)
		text_append_string(&text,
		                   "must-be-open 10.0.0.0/24 tcp/1-16\n");
	cr_expect(not(parse(text.data)));
	cr_expect(eq(str, error.data,
	             "p:17: too many ports of this policy must be open"));
	text_clear(&text);
	for (int i = 0; i < 5; i++)
		text_append_string(
			&text,
			"approve 10.0-255.0-255.1 tcp/1 service ssh" WHO "\n");
	cr_expect(not(parse(text.data)));
	cr_expect(eq(str, error.data,
	             "p:5: too many ranges of addresses in this policy"));
	text_release(&text);
}

/* Files in a folder of their own. */
static char folder[] = "/tmp/policy-XXXXXX";

static void init_folder(void)
{
	init();
	cr_assert(ne(ptr, mkdtemp(folder), NULL));
}

static void remove_folder(void)
{
	char command[64];

	release();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	cr_expect(eq(int, system(command), 0));
}

TestSuite(policy_files, .init = init_folder, .fini = remove_folder);

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	cr_assert(ne(ptr, file, NULL));
	fputs(text, file);
	fclose(file);
}

static bool read_main(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/main", folder);
	return policy_read(path, &policy, &error);
}

/* The error without the folder, wherever it stands. */
static void expect_error(const char *expected)
{
	size_t len = strlen(folder) + 1;
	char *at;

	cr_expect(not(read_main()));
	while ((at = strstr(error.data, folder)) != NULL)
		memmove(at, at + len, strlen(at + len) + 1);
	cr_expect(eq(str, error.data, (char *)expected));
	cr_expect(eq(sz, policy.count, 0));
}

static void make_folder(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	cr_assert(eq(int, mkdir(path, 0700), 0));
}

Test(policy_files, includes_are_relative_to_who_says_so)
{
	make_folder("sub");
	write_file("main", "include sub/a\n" RULE WHO "\n");
	write_file("sub/a", "include \"b c\"\n");
	write_file("sub/b c", "\n" RULE WHO "\n");
	cr_assert(read_main(), "%s", error.data);
	cr_assert(eq(sz, policy.count, 2));
	cr_expect(ne(ptr, strstr(policy.rules[0].file, "/sub/b c"), NULL));
	cr_expect(eq(u32, policy.rules[0].line, 2));
	cr_expect(ne(ptr, strstr(policy.rules[1].file, "/main"), NULL));
}

Test(policy_files, what_is_included_twice_counts_once)
{
	write_file("main", "include a\ninclude b\n");
	write_file("a", "include b\n");
	write_file("b", RULE WHO);
	cr_assert(read_main(), "%s", error.data);
	cr_expect(eq(sz, policy.count, 1));
}

Test(policy_files, missing_file_is_an_error)
{
	expect_error("main: No such file or directory");
}

Test(policy_files, missing_include_is_an_error)
{
	write_file("main", RULE WHO "\ninclude gone\n");
	expect_error("main:2: gone: No such file or directory");
}

Test(policy_files, error_in_an_include_names_it)
{
	write_file("main", RULE WHO "\ninclude a\n");
	write_file("a", "#\napprove\n");
	expect_error("a:2: approve: no addresses stand behind it");
}

Test(policy_files, include_wants_one_file)
{
	write_file("main", "include\n");
	expect_error("main:1: include: one file stands behind it");
}

Test(policy_files, cycle_is_an_error)
{
	write_file("main", "include a\n");
	write_file("a", "include main\n");
	expect_error("a:1: main: includes itself");
}

Test(policy_files, folder_is_an_error)
{
	make_folder("sub");
	write_file("main", "include sub\n");
	expect_error("main:1: sub: not a regular file");
}

Test(policy_files, large_file_is_an_error)
{
	struct text text;

	text_init(&text);
	for (int i = 0; i < 1 << 15; i++)
		text_append_string(&text, "# thirty-two bytes make a line.\n");
	write_file("main", text.data);
	cr_expect(read_main());
	policy_release(&policy);
	text_append_char(&text, '#');
	write_file("main", text.data);
	expect_error("main: File too large");
	text_release(&text);
}

Test(policy_files, depth_is_bounded)
{
	write_file("main", "include 1\n");
	for (int i = 1; i < 9; i++) {
		char name[8], line[32];

		snprintf(name, sizeof(name), "%d", i);
		snprintf(line, sizeof(line), "include %d\n", i + 1);
		write_file(name, line);
	}
	write_file("9", "");
	expect_error("8:1: 9: included too deeply");
	write_file("8", "");
	text_clear(&error);
	cr_expect(read_main(), "%s", error.data);
}

Test(policy_files, count_of_files_is_bounded)
{
	struct text text;

	text_init(&text);
	for (int i = 0; i < 64; i++) {
		char name[8];

		snprintf(name, sizeof(name), "f%d", i);
		write_file(name, "");
		text_printf(&text, "include f%d\n", i);
	}
	write_file("main", text.data);
	expect_error("main:64: f63: too many files");
	text_release(&text);
}

Test(policy_files, unreadable_file_is_an_error)
{
	char path[128];

	if (geteuid() == 0)
		cr_skip_test("root reads everything");
	write_file("main", RULE WHO);
	snprintf(path, sizeof(path), "%s/main", folder);
	chmod(path, 0);
	expect_error("main: Permission denied");
}

/* The first example of docs/policy.md, between its fences. */
Test(policy_files, example_of_the_documentation)
{
	struct text text;
	char *begin, *end;

	text_init(&text);
	cr_assert(eq(int, read_file(POLICY_DOCUMENT, 1 << 20, &text), 0));
	begin = strstr(text.data, "```\n");
	cr_assert(ne(ptr, begin, NULL));
	begin += strlen("```\n");
	end = strstr(begin, "```");
	cr_assert(ne(ptr, end, NULL));
	*end = '\0';
	write_file("main", begin);
	write_file("shared.policy", RULE WHO);
	text_release(&text);
	cr_assert(read_main(), "%s", error.data);
	cr_expect(eq(sz, policy.count, 4));
}
