// SPDX-License-Identifier: Apache-2.0
#include "audit/mail_message.h"

#include "base/utf8.h"
#include "report/base64.h"

#include <string.h>
#include <time.h>

enum {
	MAX_ADDRESS = 254, /* RFC 5321 4.5.3.1.3, without the brackets */
	MAX_LINE = 76,     /* RFC 2045 6.7 */
	/* Of text in one encoded word, so that no line is longer than that (RFC
	 * 2047 2); the first has the header's name before it. */
	FIRST_WORD_BYTES = 36,
	WORD_BYTES = 45,
};

/* RFC 5322 3.2.3 */
static const char atom_characters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!#$%&'*+-/=?^_`{|}~";
static const char domain_characters[] = "abcdefghijklmnopqrstuvwxyz"
					"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					"0123456789-";

/* Words of `characters` with single dots between them? */
static bool is_dotted(const char *text, size_t len, const char *characters)
{
	bool in_word = false;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '.' && in_word)
			in_word = false;
		else if (text[i] != '\0' && strchr(characters, text[i]) != NULL)
			in_word = true;
		else
			return false;
	}
	return in_word;
}

bool mail_address_is_valid(const char *address)
{
	size_t len = strlen(address), local = strcspn(address, "@");

	if (len > MAX_ADDRESS || address[0] == '-' ||
	    !is_dotted(address, local, atom_characters))
		return false;
	return local == len || is_dotted(address + local + 1, len - local - 1,
	                                 domain_characters);
}

/* "Wed, 25 Nov 2026 13:25:32 +0000", whatever the locale. */
static void append_date(struct text *text, int64_t time_us)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed",
		                            "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		                              "May", "Jun", "Jul", "Aug",
		                              "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(time_us / 1000000);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	text_printf(text, "Date: %s, %d %s %d %02d:%02d:%02d +0000\n",
	            days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	            tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void append_recipients(struct text *text,
                              const struct mail_message *message)
{
	text_append_string(text, "To:");
	for (size_t i = 0; i < message->to_count; i++)
		text_printf(text, "%s %s", i > 0 ? ",\n" : "", message->to[i]);
	text_append_char(text, '\n');
}

/* The bytes, `max` at most, up to which `string` can be cut. */
static size_t whole_characters(const char *string, size_t max)
{
	size_t len = strlen(string), taken = 0, step;
	uint32_t code_point;

	while (taken < len) {
		step = utf8_decode((const uint8_t *)string + taken, len - taken,
		                   &code_point);
		if (step == 0)
			step = 1;
		if (taken + step > max)
			break;
		taken += step;
	}
	return taken;
}

/* RFC 2047: words in base64, on lines of their own, so whatever it holds it is
 * one header. */
static void append_encoded(struct text *text, const char *string)
{
	size_t max = FIRST_WORD_BYTES;

	while (string[0] != '\0') {
		size_t len = whole_characters(string, max);

		text_append_string(text, " =?UTF-8?B?");
		base64_append(text, string, len);
		text_append_string(text, "?=\n");
		string += len;
		max = WORD_BYTES;
	}
}

static bool is_plain(const char *string)
{
	for (size_t i = 0; string[i] != '\0'; i++)
		if (string[i] < ' ' || string[i] > '~')
			return false;
	/* An encoded word in it would be decoded. */
	return strstr(string, "=?") == NULL &&
	       strlen(string) <= MAX_LINE - strlen("Subject: ");
}

static void append_subject(struct text *text, const char *subject)
{
	text_append_string(text, "Subject:");
	if (is_plain(subject))
		text_printf(text, " %s\n", subject);
	else
		append_encoded(text, subject);
}

/* May it stand for itself in quoted-printable (RFC 2045 6.7)?  Blanks at the
 * end of a line may not. */
static bool is_literal(unsigned char byte, bool last)
{
	if (byte == ' ' || byte == '\t')
		return !last;
	return byte > ' ' && byte <= '~' && byte != '=';
}

static void append_quoted_line(struct text *text, const char *line, size_t len)
{
	size_t column = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)line[i];
		bool literal = is_literal(byte, i + 1 == len);
		size_t width = literal ? 1 : 3;

		if (column + width > MAX_LINE - 1) {
			text_append_string(text, "=\n");
			column = 0;
		}
		if (literal)
			text_append_char(text, (char)byte);
		else
			text_printf(text, "=%02X", byte);
		column += width;
	}
	text_append_char(text, '\n');
}

static void append_body(struct text *text, const char *body)
{
	while (body[0] != '\0') {
		size_t len = strcspn(body, "\n");

		append_quoted_line(text, body, len);
		body += len;
		body += body[0] == '\n';
	}
}

void mail_message_append(const struct mail_message *message, struct text *text)
{
	if (message->from != NULL)
		text_printf(text, "From: %s\n", message->from);
	append_recipients(text, message);
	append_subject(text, message->subject);
	append_date(text, message->time_us);
	/* RFC 3834 5: so that nobody's holiday answers. */
	text_append_string(text, "Auto-Submitted: auto-generated\n"
	                         "MIME-Version: 1.0\n"
	                         "Content-Type: text/plain; charset=utf-8\n"
	                         "Content-Transfer-Encoding: quoted-printable\n"
	                         "\n");
	append_body(text, message->body);
}
