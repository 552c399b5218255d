// SPDX-License-Identifier: Apache-2.0
#include "registry/compatible.h"
#include "registry/compile/compile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ANSWERED, ASSIGNED, TOO_MANY }; /* the columns */

enum { PAIRS_MAX = 4096 };

struct pairs {
	struct compatible_pair of[PAIRS_MAX];
	size_t count;
};

static const char *add(struct pairs *pairs, const char *answered,
                       const char *assigned)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (strcasecmp(pairs->of[i].answered, answered) == 0 &&
		    strcasecmp(pairs->of[i].assigned, assigned) == 0)
			return "listed twice";
	if (pairs->count == PAIRS_MAX)
		return "too many pairs";
	pairs->of[pairs->count++] =
		(struct compatible_pair){ answered, assigned };
	return NULL;
}

/* Cuts `list` up. */
static const char *take_all(struct pairs *pairs, const char *answered,
                            char *list)
{
	const char *error = NULL;
	char *word;

	while (error == NULL && (word = strsep(&list, " ")) != NULL)
		error = word[0] == '\0' ? "one blank between two"
		                        : add(pairs, answered, word);
	return error;
}

static const char *take(struct pairs *pairs, char *fields[TEXT_ROW_FIELDS])
{
	if (fields[ANSWERED] == NULL || fields[ASSIGNED] == NULL)
		return "what answers and what is assigned are needed";
	if (fields[TOO_MANY] != NULL)
		return "too many columns";
	return take_all(pairs, fields[ANSWERED], fields[ASSIGNED]);
}

static int by_both(const void *a, const void *b)
{
	const struct compatible_pair *left = a, *right = b;
	int order = strcasecmp(left->answered, right->answered);

	return order != 0 ? order : strcasecmp(left->assigned, right->assigned);
}

static void append_pairs(struct text *out, const struct pairs *pairs)
{
	text_append_string(out, "#include \"registry/compatible.h\"\n\n"
	                        "const struct compatible_pair "
	                        "compatible_pairs[] = {\n");
	for (size_t i = 0; i < pairs->count; i++) {
		text_append_string(out, "\t{ ");
		append_literal(out, pairs->of[i].answered);
		text_append_string(out, ", ");
		append_literal(out, pairs->of[i].assigned);
		text_append_string(out, " },\n");
	}
	text_printf(out, "};\n\nconst size_t compatible_pair_count = %zu;\n",
	            pairs->count);
}

bool compile_compatible(struct text_rows *rows, char **arguments,
                        struct text *out)
{
	struct pairs *pairs = calloc(1, sizeof(*pairs));
	char *fields[TEXT_ROW_FIELDS];

	(void)arguments;
	if (pairs == NULL) {
		out->failed = true;
		return false;
	}
	while (rows->error == NULL && text_rows_next_fields(rows, fields))
		rows->error = take(pairs, fields);
	qsort(pairs->of, pairs->count, sizeof(pairs->of[0]), by_both);
	append_pairs(out, pairs);
	free(pairs);
	return rows->error == NULL;
}
