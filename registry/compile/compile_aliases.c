// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "registry/aliases.h"
#include "registry/compile/compile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME, MEANT, INSIDE, TOO_MANY }; /* the columns */

enum { ALIASES_MAX = 4096 };

static const struct {
	const char *word;
	unsigned inside;
} insides[] = {
	{ "tls", ALIAS_TLS },
	{ "dtls", ALIAS_DTLS },
	{ "tls,dtls", ALIAS_TLS | ALIAS_DTLS },
};

static bool parse_inside(const char *word, unsigned *inside)
{
	*inside = 0;
	for (size_t i = 0; word != NULL && i < COUNT(insides); i++)
		if (strcmp(word, insides[i].word) == 0)
			*inside = insides[i].inside;
	return word == NULL || *inside != 0;
}

static bool has(const struct alias *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(list[i].name, name) == 0)
			return true;
	return false;
}

static const char *take(struct alias *list, size_t *count,
                        char *fields[TEXT_ROW_FIELDS])
{
	unsigned inside;

	if (fields[NAME] == NULL || fields[MEANT] == NULL)
		return "a name and a protocol are needed";
	if (!parse_inside(fields[INSIDE], &inside))
		return "it is inside tls, dtls or tls,dtls";
	if (fields[TOO_MANY] != NULL)
		return "too many columns";
	if (has(list, *count, fields[NAME]))
		return "listed twice";
	if (*count == ALIASES_MAX)
		return "too many aliases";
	list[(*count)++] =
		(struct alias){ fields[NAME], fields[MEANT], inside };
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcasecmp(((const struct alias *)a)->name,
	                  ((const struct alias *)b)->name);
}

static void append_aliases(struct text *out, const struct alias *list,
                           size_t count)
{
	text_append_string(out, "#include \"registry/aliases.h\"\n\n"
	                        "const struct alias aliases[] = {\n");
	for (size_t i = 0; i < count; i++) {
		text_append_string(out, "\t{ ");
		append_literal(out, list[i].name);
		text_append_string(out, ", ");
		append_literal(out, list[i].protocol);
		text_printf(out, ", %u },\n", list[i].inside);
	}
	text_printf(out, "};\n\nconst size_t alias_count = %zu;\n", count);
}

bool compile_aliases(struct text_rows *rows, char **arguments, struct text *out)
{
	struct alias *list = calloc(ALIASES_MAX, sizeof(*list));
	char *fields[TEXT_ROW_FIELDS];
	size_t count = 0;

	(void)arguments;
	if (list == NULL) {
		out->failed = true;
		return false;
	}
	while (rows->error == NULL && text_rows_next_fields(rows, fields))
		rows->error = take(list, &count, fields);
	qsort(list, count, sizeof(*list), by_name);
	append_aliases(out, list, count);
	free(list);
	return rows->error == NULL;
}
