// SPDX-License-Identifier: Apache-2.0
#include "registry/software.h"

#include "registry/aliases.h"
#include "registry/registry.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Bytes within a string, up to `end`. */
struct span {
	const char *at;
	const char *end;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) != 0;
}

/* Take the next word off `rest`; false when there is none. */
static bool next_word(struct span *rest, struct span *word)
{
	while (rest->at < rest->end && !is_word(*rest->at))
		rest->at++;
	word->at = rest->at;
	while (rest->at < rest->end && is_word(*rest->at))
		rest->at++;
	word->end = rest->at;
	return word->at < word->end;
}

static bool same(struct span a, struct span b)
{
	size_t len = (size_t)(a.end - a.at);

	return len == (size_t)(b.end - b.at) &&
	       strncasecmp(a.at, b.at, len) == 0;
}

/* Does `text` begin with the words of `wanted`, one at least?  Then `*found` is
 * where they stand in it; otherwise it is untouched. */
static bool begins_with(struct span text, struct span wanted,
                        struct span *found)
{
	struct span at = { NULL, NULL }, word, other;

	while (next_word(&wanted, &word)) {
		if (!next_word(&text, &other) || !same(word, other))
			return false;
		if (at.at == NULL)
			at.at = other.at;
		at.end = other.end;
	}
	if (at.at != NULL)
		*found = at;
	return at.at != NULL;
}

static size_t count_words(struct span text)
{
	struct span word;
	size_t count = 0;

	while (next_word(&text, &word))
		count++;
	return count;
}

/* The same of words that stand one behind the other anywhere in `text`. */
static bool has(struct span text, struct span wanted, struct span *found)
{
	struct span word;

	do {
		if (begins_with(text, wanted, found))
			return true;
	} while (next_word(&text, &word));
	return false;
}

/* Do they speak of the same?  What they have in common is `*found`, in the
 * item; untouched if not. */
static bool shares(struct span item, const char *said, struct span *found)
{
	struct span answer = { said, said + strlen(said) }, in_answer;

	if (begins_with(item, answer, found) ||
	    (count_words(answer) > 1 && has(item, answer, found)))
		return true;
	if (!has(answer, item, &in_answer))
		return false;
	*found = item;
	return true;
}

/* Is it a name of the protocol? */
static bool names(struct span item, const char *service)
{
	struct alias answered = alias_find(service), meant;
	char name[REGISTRY_NAME_SIZE];
	size_t len = (size_t)(item.end - item.at);

	if (len == 0 || len >= sizeof(name))
		return false;
	memcpy(name, item.at, len);
	name[len] = '\0';
	meant = alias_find(name);
	return meant.inside == answered.inside &&
	       strcasecmp(meant.protocol, answered.protocol) == 0;
}

/* Take the next item off `list`: its name alone. */
static struct span next_item(const char **list)
{
	struct span item = { *list, *list + strcspn(*list, ";,(") };
	const char *rest = item.end;

	if (*rest == '(')
		rest += strcspn(rest, ")");
	rest += strcspn(rest, ";,");
	*list = rest + (*rest != '\0');
	while (item.at < item.end && *item.at == ' ')
		item.at++;
	while (item.at < item.end && item.end[-1] == ' ')
		item.end--;
	return item;
}

struct software software_find(const char *list, const char *service,
                              const char *product)
{
	while (*list != '\0') {
		struct span item = next_item(&list), found = item;

		if (shares(item, product, &found) ||
		    shares(item, service, &found) || names(item, service))
			return (struct software){
				found.at, (size_t)(found.end - found.at)
			};
	}
	return (struct software){ 0 };
}
