// SPDX-License-Identifier: Apache-2.0
#include "audit/profile.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool parse(const char *text, struct profile *profile, struct text *error)
{
	setenv("HOME", "/home/ops", 1);
	return profile_parse(text, strlen(text), "/etc/audits/office.ini",
	                     profile, error);
}

static struct profile read_profile(const char *text)
{
	struct profile profile;
	struct text error;

	text_init(&error);
	cr_assert(parse(text, &profile, &error), "%s", error.data);
	text_release(&error);
	return profile;
}

Test(profile, that_is_empty_has_what_is_usual)
{
	struct profile profile = read_profile("");

	cr_expect(eq(str, profile.path, "/etc/audits/office.ini"));
	cr_expect(eq(str, profile.folder, "/etc/audits"));
	cr_expect(eq(sz, profile.scan_count, 0));
	cr_expect(eq(ptr, profile.database, NULL));
	cr_expect(eq(ptr, profile.policy, NULL));
	cr_expect(eq(uint, profile.recheck_delay_ms, 30000));
	cr_expect(eq(sz, profile.keep_runs, 1000));
	cr_expect(eq(uint, profile.keep_days, 0));
	cr_expect(eq(sz, profile.blackout_count, 0));
	cr_expect(not(profile.waits_in_blackout));
	cr_expect(not(profile.notify.always));
	cr_expect(not(profile.notify.syslog));
	cr_expect(eq(sz, profile.notify.webhook_count, 0));
	cr_expect(eq(ptr, profile.notify.command, NULL));
	profile_release(&profile);
}

Test(profile, keeps_settings_of_the_scan_for_others_to_read)
{
	static const struct {
		const char *key, *value;
		unsigned line;
	} expected[] = {
		{ "targets", "10.0.0.0/24, 10.0.1.5", 3 },
		{ "targets", "2001:db8::/120", 4 },
		{ "p", "T:22,U:53", 5 },
		{ "sV", "yes", 6 },
		{ "exclude", "10.0.0.9", 8 },
		{ "anything", "goes", 11 },
	};
	struct profile profile = read_profile("\xef\xbb\xbf# comment\n"
	                                      "[scan]\r\n"
	                                      "targets = 10.0.0.0/24, "
	                                      "10.0.1.5 ; the office\n"
	                                      "targets=2001:db8::/120\n"
	                                      "p: T:22,U:53\n"
	                                      "  sV =\tyes \n"
	                                      "; comment\n"
	                                      "\texclude = 10.0.0.9\r\n"
	                                      "\n"
	                                      "[scan]\n"
	                                      "anything = goes");

	cr_assert(eq(sz, profile.scan_count, COUNT(expected)));
	for (size_t i = 0; i < COUNT(expected); i++) {
		cr_expect(eq(str, profile.scan[i].key, (char *)expected[i].key),
		          "row %zu", i);
		cr_expect(eq(str, profile.scan[i].value,
		             (char *)expected[i].value),
		          "row %zu", i);
		cr_expect(eq(uint, profile.scan[i].line, expected[i].line),
		          "row %zu", i);
	}
	profile_release(&profile);
}

Test(profile, says_what_an_audit_keeps)
{
	struct profile profile = read_profile("[audit]\n"
	                                      "database = ~/audits/o.db\n"
	                                      "policy = p/office.policy\n"
	                                      "recheck-delay = 2m\n"
	                                      "keep-runs = 0\n"
	                                      "keep-days = 365\n"
	                                      "blackout = sat,sun\n"
	                                      "blackout = daily 08:00-18:00\n"
	                                      "in-blackout = wait\n");

	cr_expect(eq(str, profile.database, "/home/ops/audits/o.db"));
	cr_expect(eq(str, profile.policy, "/etc/audits/p/office.policy"));
	cr_expect(eq(uint, profile.recheck_delay_ms, 120000));
	cr_expect(eq(sz, profile.keep_runs, 0));
	cr_expect(eq(uint, profile.keep_days, 365));
	cr_assert(eq(sz, profile.blackout_count, 2));
	cr_expect(eq(uint, profile.blackouts[0].weekdays, 65));
	cr_expect(eq(int, profile.blackouts[1].from, 480));
	cr_expect(profile.waits_in_blackout);
	profile_release(&profile);
}

Test(profile, says_whom_to_tell)
{
	struct profile profile =
		read_profile("[notify]\n"
	                     "when = always\n"
	                     "webhook = https://hooks.example.net/a?b=c;d\n"
	                     "webhook = http://[::1]:8080/\n"
	                     "webhook-secret-file = /run/secret\n"
	                     "syslog = yes\n"
	                     "command = /usr/bin/tell  --to\tops\n"
	                     "mail-to = root, ops@example.net\n"
	                     "mail-from = portscan@example.net\n"
	                     "metrics = office.prom\n");
	struct profile_notify *notify = &profile.notify;

	cr_expect(notify->always);
	cr_assert(eq(sz, notify->webhook_count, 2));
	cr_expect(eq(str, notify->webhooks[0],
	             "https://hooks.example.net/a?b=c;d"));
	cr_expect(eq(str, notify->webhooks[1], "http://[::1]:8080/"));
	cr_expect(eq(str, notify->webhook_secret_file, "/run/secret"));
	cr_expect(notify->syslog);
	cr_expect(eq(str, notify->command[0], "/usr/bin/tell"));
	cr_expect(eq(str, notify->command[1], "--to"));
	cr_expect(eq(str, notify->command[2], "ops"));
	cr_expect(eq(ptr, notify->command[3], NULL));
	cr_expect(eq(str, notify->mail_to, "root,ops@example.net"));
	cr_expect(eq(str, notify->mail_from, "portscan@example.net"));
	cr_expect(eq(str, notify->metrics, "/etc/audits/office.prom"));
	profile_release(&profile);
}

Test(profile, takes_delays_in_units)
{
	static const struct {
		const char *value;
		unsigned ms;
	} rows[] = {
		{ "0", 0 },          { "0s", 0 },           { "1s", 1000 },
		{ "90s", 90000 },    { "2m", 120000 },      { "1h", 3600000 },
		{ "24h", 86400000 }, { "1440m", 86400000 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[64];
		struct profile profile;

		sprintf(text, "[audit]\nrecheck-delay = %s", rows[i].value);
		profile = read_profile(text);
		cr_expect(eq(uint, profile.recheck_delay_ms, rows[i].ms),
		          "row %zu", i);
		profile_release(&profile);
	}
}

Test(profile, that_is_wrong_is_told_by_file_and_line)
{
	static const struct {
		const char *text, *error; /* after the file's path */
	} rows[] = {
		{ "a = b", "1: a: stands before any [section]" },
		{ "\n\n[notfy]\n", "3: [notfy]: no section of a profile" },
		{ "[]\n", "1: []: no section of a profile" },
		{ "[Scan]\n", "1: [Scan]: no section of a profile" },
		{ "[scan\na = b\n", "1: neither KEY = VALUE nor [SECTION]" },
		{ "[scan]\ntargets\n", "2: neither KEY = VALUE nor [SECTION]" },
		{ "[scan]\ntargets = a\n  10.0.0.5\n",
		  "3: neither KEY = VALUE nor [SECTION]" },
		{ "[scan]\nnothing\n[notfy]\n",
		  "2: neither KEY = VALUE nor [SECTION]" },
		{ "[scan]\n[notfy]\nnothing\n",
		  "2: [notfy]: no section of a profile" },
		{ "[scan]\n= b\n", "2: a value without a key" },
		{ "[scan]\ntargets =\n", "2: targets: no value" },
		{ "[scan]\ntargets = ; none\n", "2: targets: no value" },
		{ "[audit]\nrate = 5\n", "2: rate: no key of [audit]" },
		{ "[notify]\npolicy = x\n", "2: policy: no key of [notify]" },
		{ "[audit]\npolicy = x\n[audit]\npolicy = x\n",
		  "4: policy: is there twice" },
		{ "[audit]\npolicy = ~ops/x\n",
		  "2: policy: ~ops/x: only ~/ stands for a home" },
		{ "[audit]\nrecheck-delay = 30\n",
		  "2: recheck-delay: 30: not a time like 30s, 2m or 0, up to "
		  "24h" },
		{ "[audit]\nrecheck-delay = 25h\n",
		  "2: recheck-delay: 25h: not a time like 30s, 2m or 0, up to "
		  "24h" },
		{ "[audit]\nrecheck-delay = 99999999999999999999s\n",
		  "2: recheck-delay: 99999999999999999999s: not a time like "
		  "30s, 2m or 0, up to 24h" },
		{ "[audit]\nrecheck-delay = -1s\n",
		  "2: recheck-delay: -1s: not a time like 30s, 2m or 0, up to "
		  "24h" },
		{ "[audit]\nkeep-runs = many\n",
		  "2: keep-runs: many: not a number from 0 to 1000000" },
		{ "[audit]\nkeep-days = 36501\n",
		  "2: keep-days: 36501: not a number from 0 to 36500" },
		{ "[audit]\nblackout = daily 8-18\n",
		  "2: blackout: 8-18: not times like 08:00-18:00" },
		{ "[audit]\nin-blackout = skip\n",
		  "2: in-blackout: skip: neither wait nor end" },
		{ "[notify]\nwhen = never\n",
		  "2: when: never: neither always nor needed" },
		{ "[notify]\nsyslog = on\n", "2: syslog: on: neither yes nor "
		                             "no" },
		{ "[notify]\nwebhook = ftp://x/\n",
		  "2: webhook: ftp://x/: not a URL, http:// or https://" },
		{ "[notify]\nwebhook = https://\n",
		  "2: webhook: https://: not a URL, http:// or https://" },
		{ "[notify]\nwebhook = https://a b\n",
		  "2: webhook: https://a b: not a URL, http:// or https://" },
		{ "[notify]\ncommand = tell\n",
		  "2: command: tell: has to be the whole path of a program, "
		  "and its arguments" },
		{ "[notify]\ncommand = /bin/tell 'a b'\n",
		  "2: command: /bin/tell 'a b': no shell reads this: put "
		  "quotes, pipes and variables in a script" },
		{ "[notify]\nmail-to = -oQ/tmp\n",
		  "2: mail-to: -oQ/tmp: not addresses of mail" },
		{ "[notify]\nmail-to = a@b@c\n",
		  "2: mail-to: a@b@c: not addresses of mail" },
		{ "[notify]\nmail-to = Ops <a@b>\n",
		  "2: mail-to: Ops <a@b>: not addresses of mail" },
		{ "[notify]\nmail-from = a b\n",
		  "2: mail-from: a b: not an address of mail" },
		{ "[notify]\nmail-from = a@\n",
		  "2: mail-from: a@: not an address of mail" },
		{ "[notify]\nmetrics = office.txt\n",
		  "2: metrics: office.txt: has to end in .prom" },
		{ "[notify]\nmetrics = .prom\n",
		  "2: metrics: .prom: has to end in .prom" },
		{ "[notify]\nmail-from = a\rb\n",
		  "2: holds a control character" },
		{ "[scan]\n# \x1b[31m\n", "2: holds a control character" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct profile profile;
		struct text error, expected;

		text_init(&error);
		text_init(&expected);
		text_printf(&expected, "/etc/audits/office.ini:%s",
		            rows[i].error);
		cr_expect(not(parse(rows[i].text, &profile, &error)), "row %zu",
		          i);
		cr_expect(eq(str, error.data, expected.data), "row %zu", i);
		cr_expect(eq(ptr, profile.path, NULL), "row %zu", i);
		text_release(&expected);
		text_release(&error);
	}
}

/* inih would cut it. */
Test(profile, has_lines_of_up_to_4094_bytes)
{
	struct text text, error;
	struct profile profile;

	for (size_t len = 4093; len <= 4095; len++) {
		bool fits = len <= 4094;

		text_init(&text);
		text_init(&error);
		text_append_string(&text, "[scan]\nports=");
		while (text.len < 7 + len)
			text_append_char(&text, '1');
		text_append_string(&text, "\nrate=5\n");
		cr_expect(eq(int, parse(text.data, &profile, &error), fits),
		          "%zu: %s", len, error.data);
		if (fits) {
			cr_assert(eq(sz, profile.scan_count, 2));
			cr_expect(
				eq(sz, strlen(profile.scan[0].value), len - 6));
			profile_release(&profile);
		} else {
			cr_expect(eq(str, error.data,
			             "/etc/audits/office.ini:2: longer than "
			             "4094 bytes"));
		}
		text_release(&error);
		text_release(&text);
	}
}

Test(profile, holds_no_nul)
{
	static const char text[] = "[scan]\nrate = 5\0000\n";
	struct profile profile;
	struct text error;

	text_init(&error);
	cr_expect(not(profile_parse(text, sizeof(text) - 1, "x.ini", &profile,
	                            &error)));
	cr_expect(eq(str, error.data, "x.ini:2: holds a control character"));
	text_release(&error);
}

Test(profile, that_is_not_there_says_so)
{
	struct profile profile;
	struct text error;

	text_init(&error);
	cr_expect(not(profile_read("/nowhere/x.ini", &profile, &error)));
	cr_expect(eq(str, error.data,
	             "/nowhere/x.ini: No such file or directory"));
	profile_release(&profile);
	text_release(&error);
}

static const struct profile_option options[] = {
	{ "targets", "10.0.0.0/24 10.0.1.5", "what to scan", true },
	{ "ports", "common", "which ports", true },
	{ "sV", "yes", NULL, false },
	{ "rate", "N", "at most N probes a second [no limit]", false },
};

Test(profile, is_read_back_from_its_template)
{
	struct text text, error;
	struct profile profile;

	text_init(&text);
	text_init(&error);
	cr_expect(profile_template("office", options, COUNT(options), &text,
	                           &error));
	profile = read_profile(text.data);
	cr_assert(eq(sz, profile.scan_count, 2));
	cr_expect(eq(str, profile.scan[0].key, "targets"));
	cr_expect(eq(str, profile.scan[0].value, "10.0.0.0/24 10.0.1.5"));
	cr_expect(eq(str, profile.scan[1].value, "common"));
	cr_expect(eq(str, profile.policy, "/etc/audits/office.policy"));
	cr_expect(eq(uint, profile.recheck_delay_ms, 30000));
	cr_expect(eq(ptr, profile.notify.mail_to, NULL));
	profile_release(&profile);
	text_release(&error);
	text_release(&text);
}

/* Take away the `#` before what looks like a key. */
static void uncomment(const struct text *template, struct text *text)
{
	const char *line = template->data;

	while (*line != '\0') {
		size_t len = strcspn(line, "\n") + 1;

		text_append(text, line + (line[0] == '#' && line[1] != ' '),
		            len - (line[0] == '#' && line[1] != ' '));
		line += len;
	}
}

Test(profile, has_a_template_that_knows_every_key)
{
	struct text template, text, error;
	struct profile profile;

	text_init(&template);
	text_init(&text);
	text_init(&error);
	cr_expect(profile_template("office", options, COUNT(options), &template,
	                           &error));
	uncomment(&template, &text);
	profile = read_profile(text.data);
	cr_expect(eq(sz, profile.scan_count, COUNT(options)));
	cr_expect(eq(str, profile.database, "/etc/audits/office.db"));
	cr_expect(eq(uint, profile.recheck_delay_ms, 30000));
	cr_expect(eq(sz, profile.keep_runs, 1000));
	cr_expect(eq(sz, profile.blackout_count, 4));
	cr_expect(eq(sz, profile.notify.webhook_count, 1));
	cr_expect(profile.notify.webhook_secret_file != NULL);
	cr_expect(profile.notify.command != NULL);
	cr_expect(profile.notify.mail_to != NULL);
	cr_expect(profile.notify.mail_from != NULL);
	cr_expect(profile.notify.metrics != NULL);
	profile_release(&profile);
	text_release(&error);
	text_release(&text);
	text_release(&template);
}

Test(profile, has_no_template_for_what_would_not_be_read_back)
{
	static const char *const values[] = {
		"", " a", "a ", "a ;b", ";a", "a\nb", "a\x1b",
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		struct profile_option option = { "exclude", values[i], NULL,
			                         true };
		struct text text, error;

		text_init(&text);
		text_init(&error);
		cr_expect(not(profile_template("office", &option, 1, &text,
		                               &error)),
		          "row %zu", i);
		cr_expect(error.len > 0, "row %zu", i);
		text_release(&error);
		text_release(&text);
	}
}
