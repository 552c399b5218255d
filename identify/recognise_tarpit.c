// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/recognise.h"

#include <ctype.h>

/*
 * RFC 4253 4.2 lets a server send lines before the one that says "SSH-".  A
 * tarpit sends nothing else: line after line of random printable characters,
 * slowly, for as long as the client waits.
 */

/* How often there is each character, and each kind. */
struct census {
	size_t lines, all;
	size_t of[256];
	size_t upper, lower, digits, marks;
	size_t in_words; /* characters of words, or of parts of them */
};

static void count(struct census *census, uint8_t c)
{
	census->all++;
	census->of[c]++;
	if (isupper(c))
		census->upper++;
	else if (islower(c))
		census->lower++;
	else if (isdigit(c))
		census->digits++;
	else if (c != ' ')
		census->marks++;
}

/* The letters of one case that the line begins with. */
static size_t word_length(struct bytes line)
{
	size_t len = 0;

	while (len < line.len && isalpha(line.data[len]) &&
	       !islower(line.data[len]) == !islower(line.data[0]))
		len++;
	return len;
}

static void count_words(struct census *census, struct bytes line)
{
	enum { WORD_LEAST = 5 };

	while (line.len > 0) {
		size_t len = word_length(line);

		if (len >= WORD_LEAST)
			census->in_words += len;
		line = bytes_from(line, len > 0 ? len : 1);
	}
}

/* False when there is anything but lines of printable ASCII, none empty; the
 * last need not have ended. */
static bool take_census(struct bytes said, struct census *census)
{
	enum { LINE_MAX = 253 }; /* RFC 4253 4.2: 255, with CR LF */

	while (said.len > 0) {
		struct bytes line = bytes_line(said);

		if (line.len == 0 || line.len > LINE_MAX)
			return false;
		for (size_t i = 0; i < line.len; i++) {
			if (line.data[i] < ' ' || line.data[i] > '~')
				return false;
			count(census, line.data[i]);
		}
		count_words(census, line);
		said = bytes_from(said, line.len);
		if (said.len > 1 && !bytes_have(said, 0, "\r\n"))
			return false;
		census->lines += bytes_have(said, 0, "\r\n");
		said = bytes_from(said, 2);
	}
	return true;
}

/*
 * How often two characters of the lot are the same, the index of coincidence:
 * once in 95 pairs when they are drawn evenly from all that are printable, and
 * in 15 in a language.
 */
static bool is_even(const struct census *census)
{
	enum { PAIRS_APART = 50 };
	size_t pairs = census->all * (census->all - 1), same = 0;

	for (size_t i = 0; i < COUNT(census->of); i++)
		if (census->of[i] > 0)
			same += census->of[i] * (census->of[i] - 1);
	return same * PAIRS_APART <= pairs;
}

/* No protocol looks like that, not even its keys and passwords. */
static bool is_random(const struct census *census)
{
	enum { LINES_LEAST = 2, LEAST = 20 };
	size_t share = census->all / 8;

	return census->lines >= LINES_LEAST && census->all >= LEAST &&
	       census->upper > share && census->lower > share &&
	       census->marks > share && census->digits > 0 &&
	       census->in_words <= share && is_even(census);
}

bool recognise_tarpit(const struct reply *reply, struct identity *who)
{
	struct census census = { 0 };

	if (!take_census(reply->said, &census) || !is_random(&census))
		return false;
	identity_set_name(who, "ssh");
	identity_set_product(who, "endlessh");
	who->service.confidence = SERVICE_LIKELY;
	return true;
}
