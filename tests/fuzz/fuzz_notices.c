// SPDX-License-Identifier: Apache-2.0
/*
 * Whatever remote hosts sent and people typed, what is told of a run keeps to
 * the rules of where it goes, and a mail says what the notice does.
 */
#include "audit/log_entry.h"
#include "audit/mail_message.h"
#include "audit/metrics.h"
#include "audit/notice.h"
#include "base/utf8.h"
#include "tests/audit/notify_sample.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Visible UTF-8 but for `allowed`. */
static void require_visible(const struct text *text, const char *allowed)
{
	const uint8_t *at = (const uint8_t *)text->data;
	uint32_t code_point;
	size_t step;

	for (size_t i = 0; i < text->len; i += step) {
		step = utf8_decode(at + i, text->len - i, &code_point);
		require(step > 0);
		require(utf8_is_visible(code_point) ||
		        strchr(allowed, (int)code_point) != NULL);
	}
}

static int hexadecimal(char c)
{
	const char *digits = "0123456789ABCDEF", *at = strchr(digits, c);

	require(c != '\0' && at != NULL);
	return (int)(at - digits);
}

/* Quoted-printable back to what it was. */
static void decode(const char *at, struct text *text)
{
	for (; *at != '\0'; at++) {
		if (*at != '=') {
			text_append_char(text, *at);
		} else if (at[1] == '\n') {
			at++;
		} else {
			text_append_char(text, (char)(hexadecimal(at[1]) * 16 +
			                              hexadecimal(at[2])));
			at += 2;
		}
	}
}

static bool has_header(const char *mail, const char *end, const char *name)
{
	const char *at = strstr(mail, name);

	return at != NULL && at < end;
}

static void check_mail(const char *subject, const struct text *notice)
{
	const char *const to[] = { "root" };
	const struct mail_message message = {
		.to = to,
		.to_count = 1,
		.subject = subject,
		.body = notice->data,
	};
	struct text mail, body;
	size_t column = 0;
	const char *end;

	text_init(&mail);
	text_init(&body);
	mail_message_append(&message, &mail);
	for (size_t i = 0; i < mail.len; i++) {
		column = mail.data[i] == '\n' ? 0 : column + 1;
		require(column <= 76);
		require(mail.data[i] == '\n' ||
		        (mail.data[i] >= ' ' && mail.data[i] <= '~'));
	}
	end = strstr(mail.data, "\n\n");
	require(end != NULL && has_header(mail.data, end, "\nDate: "));
	require(!has_header(mail.data, end, "\nBcc:"));
	decode(end + 2, &body);
	require(strcmp(body.data, notice->data) == 0);
	text_release(&mail);
	text_release(&body);
}

/* One line, and one element of structured data. */
static void check_syslog(const struct account *account)
{
	const struct log_origin origin = { .host = account->audit };
	struct text entry;
	const char *at;

	text_init(&entry);
	log_entry_for_syslog(account, &origin, &entry);
	at = strstr(entry.data, " audit-run [");
	while (at != NULL && *at != ']' && *at != '\0')
		at += *at == '\\' ? 2 : 1;
	require(at != NULL && strncmp(at, "] ", 2) == 0);
	text_release(&entry);
}

/* Each line is a comment, or a sample whose label ends where it should. */
static void check_metrics(const struct account *account)
{
	struct text metrics;

	text_init(&metrics);
	metrics_append(account, &metrics);
	for (char *line = metrics.data; *line != '\0';
	     line = strchr(line, '\n') + 1) {
		if (*line == '#')
			continue;
		require(strncmp(line, "portscan_audit_", 15) == 0);
		line = strstr(line, "{audit=\"") + 8;
		while (*line != '"')
			line += *line == '\\' ? 2 : 1;
		require(line[1] == '}' || line[1] == ',');
	}
	text_release(&metrics);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *input = malloc(size + 1);
	struct notify_sample sample;
	struct text notice;

	if (input == NULL)
		return 0;
	if (size > 0)
		memcpy(input, data, size);
	input[size] = '\0';
	notify_sample_init(&sample);
	sample.sightings[0].product = input;
	sample.sightings[6].why = input;
	sample.rules[0].owner = sample.rules[0].file = input;
	sample.run.end = RUN_INCOMPLETE;
	sample.run.note = input;
	text_init(&notice);
	notice_append(&sample.account, NOTICE_NEWS, &notice);
	require_visible(&notice, "\n");
	require(notice.len < 16384);
	check_mail(input, &notice);
	sample.account.audit = input;
	check_syslog(&sample.account);
	check_metrics(&sample.account);
	text_release(&notice);
	free(input);
	return 0;
}
