// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <string.h>

static const struct word_option *find(const struct word_option *options,
                                      size_t count, const char *name,
                                      size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(options[i].name) == len &&
		    strncmp(options[i].name, name, len) == 0)
			return &options[i];
	return NULL;
}

/* Take `option`, written as argv[*at]; its value may be the next word. */
static bool take_option(const struct word_option *option, int argc, char **argv,
                        int *at, struct text *error)
{
	const char *equals = strchr(argv[*at], '=');

	if (option->value == NULL) {
		*option->flag = true;
		if (equals != NULL)
			text_printf(error, "%s: takes no value", argv[*at]);
		return equals == NULL;
	}
	if (*option->value != NULL) {
		text_printf(error, "--%s: given twice", option->name);
		return false;
	}
	if (equals != NULL) {
		*option->value = equals + 1;
		return true;
	}
	if (*at + 1 == argc) {
		text_printf(error, "--%s: needs a value", option->name);
		return false;
	}
	*option->value = argv[++*at];
	return true;
}

bool words_take(int argc, char **argv, const struct word_option *options,
                size_t option_count, const char **words, size_t max,
                size_t *word_count, struct text *error)
{
	bool plain = false; /* behind "--" */

	*word_count = 0;
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		const struct word_option *option;

		if (!plain && strcmp(word, "--") == 0) {
			plain = true;
			continue;
		}
		if (plain || strncmp(word, "--", 2) != 0) {
			if (*word_count == max) {
				text_printf(error, "%s: one word too many",
				            word);
				return false;
			}
			words[(*word_count)++] = word;
			continue;
		}
		option = find(options, option_count, word + 2,
		              strcspn(word + 2, "="));
		if (option == NULL) {
			text_printf(error, "%s: unknown option", word);
			return false;
		}
		if (!take_option(option, argc, argv, &i, error))
			return false;
	}
	return true;
}
