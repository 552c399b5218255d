// SPDX-License-Identifier: Apache-2.0
/*
 * Turns the text tables of registry/ into C while portscan is being built:
 *
 *   compile_tables KIND INPUT OUTPUT ARGUMENTS...
 */
#include "base/count.h"
#include "base/read_file.h"
#include "registry/compile/compile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct kind {
	const char *name;
	int arguments;
	bool (*compile)(struct text_rows *rows, char **arguments,
	                struct text *out);
} kinds[] = {
	{ "registry", 2, compile_registry },
	{ "notes", 1, compile_notes },
	{ "ranges", 0, compile_ranges },
	{ "aliases", 0, compile_aliases },
	{ "compatible", 0, compile_compatible },
};

enum { INPUT_MAX = 16 << 20 };

static const struct kind *kind_of(int argc, char **argv)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (argc == 4 + kinds[i].arguments &&
		    strcmp(argv[1], kinds[i].name) == 0)
			return &kinds[i];
	}
	return NULL;
}

static bool write_file(const char *path, const struct text *text)
{
	FILE *file = fopen(path, "w");
	bool written;

	if (file == NULL)
		return false;
	written = fwrite(text->data, 1, text->len, file) == text->len;
	return fclose(file) == 0 && written;
}

static bool run(const struct kind *kind, char **argv, struct text *in,
                struct text *out)
{
	struct text_rows rows;
	int error = read_file(argv[2], INPUT_MAX, in);

	if (error != 0) {
		fprintf(stderr, "%s: %s\n", argv[2], strerror(error));
		return false;
	}
	text_printf(out, "// Compiled from %s; do not edit.\n", argv[2]);
	text_rows_init(&rows, in->data);
	if (!kind->compile(&rows, argv + 4, out) || out->failed) {
		fprintf(stderr, "%s:%zu: %s\n", argv[2], rows.line,
		        rows.error ? rows.error : "out of memory");
		return false;
	}
	if (!write_file(argv[3], out)) {
		fprintf(stderr, "%s: %s\n", argv[3], strerror(errno));
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	const struct kind *kind = kind_of(argc, argv);
	struct text in, out;
	bool done;

	if (kind == NULL) {
		fprintf(stderr, "usage: compile_tables KIND INPUT OUTPUT "
		                "ARGUMENTS...\n");
		return 2;
	}
	text_init(&in);
	text_init(&out);
	done = run(kind, argv, &in, &out);
	text_release(&in);
	text_release(&out);
	return done ? 0 : 1;
}
