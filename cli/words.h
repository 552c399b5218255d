// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_WORDS_H
#define PORTSCAN_CLI_WORDS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* An option of a subcommand, "--until DATE" or "--json". */
struct word_option {
	const char *name;   /* without its dashes */
	const char **value; /* where its value goes; NULL: it takes none */
	bool *flag;         /* set where it takes none */
};

/*
 * Sort argv, from argv[1] on, into options and plain words, at most `max` of
 * them, into `words`; "--name VALUE" and "--name=VALUE" are the same, and
 * behind
 * "--" all are plain.  Values that were not given stay as they are.  False with
 * one line in `error`.
 */
bool words_take(int argc, char **argv, const struct word_option *options,
                size_t option_count, const char **words, size_t max,
                size_t *word_count, struct text *error);

#endif
