// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage_parts.h"
#include "audit/coverage_words.h"
#include "audit/outcome_words.h"

#include <string.h>

enum { WORD_MAX = ADDRESS_TEXT_MAX };

/* What is left of a line, or of a list in it; not NUL-terminated. */
struct rest {
	const char *at, *end;
};

/* Take what stands before `separator`, which goes with it; all of it when there
 * is none. */
static struct rest take(struct rest *rest, char separator)
{
	const char *at =
		memchr(rest->at, separator, (size_t)(rest->end - rest->at));
	struct rest taken = { rest->at, at != NULL ? at : rest->end };

	rest->at = at != NULL ? at + 1 : rest->end;
	return taken;
}

/* Is there more to take?  A separator at the end leaves nothing, which is no
 * item. */
static bool is_empty(const struct rest *rest)
{
	return rest->at == rest->end;
}

/* "" for what is no word: too long, or with a NUL in it. */
static const char *to_word(struct rest rest, char word[WORD_MAX])
{
	size_t len = (size_t)(rest.end - rest.at);

	if (len >= WORD_MAX || memchr(rest.at, '\0', len) != NULL)
		len = 0;
	memcpy(word, rest.at, len);
	word[len] = '\0';
	return word;
}

/* The canonical text of it, and no other. */
static bool to_address(struct rest rest, struct address *address)
{
	char word[WORD_MAX], canonical[ADDRESS_TEXT_MAX];

	return address_parse(to_word(rest, word), address) &&
	       strcmp(address_format(address, canonical), word) == 0;
}

static bool to_block(struct rest item, struct address *first,
                     struct address *last)
{
	bool single =
		memchr(item.at, '-', (size_t)(item.end - item.at)) == NULL;

	if (!to_address(take(&item, '-'), first))
		return false;
	*last = *first;
	return single ||
	       (to_address(item, last) && last->version == first->version &&
	        address_compare(first, last) < 0);
}

static bool to_port(struct rest rest, uint32_t *port)
{
	size_t len = (size_t)(rest.end - rest.at);

	*port = 0;
	if (len == 0 || len > 5 || (len > 1 && *rest.at == '0'))
		return false;
	for (const char *c = rest.at; c < rest.end; c++) {
		if (*c < '0' || *c > '9')
			return false;
		*port = *port * 10 + (uint32_t)(*c - '0');
	}
	return *port <= UINT16_MAX;
}

/* Ascending, as they were written. */
static bool to_ports(struct rest list, struct port_set *ports)
{
	uint32_t beyond = 0; /* the last one so far */

	*ports = (struct port_set){ 0 };
	do {
		bool more = memchr(list.at, ',', (size_t)(list.end - list.at));
		struct rest item = take(&list, ',');
		bool single = memchr(item.at, '-',
		                     (size_t)(item.end - item.at)) == NULL;
		uint32_t first, last;

		if (!to_port(take(&item, '-'), &first) || first < beyond ||
		    (more && is_empty(&list)))
			return false;
		last = first;
		if (!single && (!to_port(item, &last) || last <= first))
			return false;
		port_set_add(ports, (uint16_t)first, (uint16_t)last);
		beyond = last + 1;
	} while (!is_empty(&list));
	return true;
}

/* The word or two behind the protocol. */
static bool to_answer(struct rest *line, struct answer *answer)
{
	char word[WORD_MAX];

	*answer = (struct answer){ .asked = ASKED_KNOWN };
	to_word(take(line, ' '), word);
	if (coverage_word_parse(word, &answer->asked))
		return true;
	return outcome_words_state(word, &answer->outcome.state) &&
	       outcome_words_reason(to_word(take(line, ' '), word),
	                            &answer->outcome.reason);
}

/* Add every block of the list, ascending. */
static const char *add_blocks(struct coverage_edit *edit, struct rest list)
{
	struct address first, last, before = { 0 };

	do {
		bool more = memchr(list.at, ',', (size_t)(list.end - list.at));

		if (!to_block(take(&list, ','), &first, &last) ||
		    (more && is_empty(&list)))
			return "not a list of addresses";
		if (address_compare(&before, &first) >= 0)
			return "the addresses are not in order";
		coverage_edit_block(edit, &first, &last);
		before = last;
	} while (!is_empty(&list));
	return NULL;
}

/* NULL, or what is wrong. */
static const char *parse_line(struct coverage *coverage, struct rest line)
{
	struct rest addresses = take(&line, ' ');
	enum protocol protocol;
	struct answer answer;
	struct port_set ports;
	struct coverage_edit edit;
	char word[WORD_MAX];
	const char *why;

	if (!outcome_words_protocol(to_word(take(&line, ' '), word), &protocol))
		return "no such protocol";
	if (!to_answer(&line, &answer))
		return "no such answer";
	if (!to_ports(line, &ports))
		return "not a list of ports";
	coverage_edit_init(&edit, coverage, protocol, &ports, answer);
	why = add_blocks(&edit, addresses);
	coverage_edit_release(&edit);
	return why;
}

static bool is_else_unknown(struct rest line)
{
	size_t len = strlen(COVERAGE_ELSE_UNKNOWN);

	return (size_t)(line.end - line.at) == len &&
	       memcmp(line.at, COVERAGE_ELSE_UNKNOWN, len) == 0;
}

static const char *parse(struct coverage *coverage, struct rest text,
                         size_t *number)
{
	for (*number = 1; !is_empty(&text); ++*number) {
		struct rest line;
		const char *why = NULL;

		if (memchr(text.at, '\n', (size_t)(text.end - text.at)) == NULL)
			return "is cut short";
		line = take(&text, '\n');
		if (*number == 1 && is_else_unknown(line))
			coverage_set_unknown(coverage);
		else
			why = parse_line(coverage, line);
		if (why != NULL)
			return why;
	}
	return coverage->failed ? "out of memory" : NULL;
}

struct coverage *coverage_parse(const char *text, size_t len,
                                struct text *error)
{
	struct coverage *coverage = coverage_create();
	const char *why;
	size_t line;

	if (coverage == NULL) {
		text_append_string(error, "out of memory");
		return NULL;
	}
	why = parse(coverage, (struct rest){ text, text + len }, &line);
	if (why == NULL)
		return coverage;
	text_printf(error, "coverage, line %zu: %s", line, why);
	coverage_free(coverage);
	return NULL;
}
