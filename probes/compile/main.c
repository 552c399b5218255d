// SPDX-License-Identifier: Apache-2.0
/*
 * Turns the service databases of probes/db/ into one, checks it, and writes it
 * as C while portscan is being built:
 *
 *   compile_probes OUTPUT INPUT...
 */
#include "base/read_file.h"
#include "identify/service_db.h"
#include "probes/compile/merge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 16 << 20 };

static bool read_inputs(struct merge *merge, char **paths, struct text *inputs,
                        size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int error = read_file(paths[i], INPUT_MAX, &inputs[i]);

		if (error == 0 &&
		    !merge_add(merge,
		               (struct bytes){ (const uint8_t *)inputs[i].data,
		                               inputs[i].len }))
			error = ENOMEM;
		if (error != 0) {
			fprintf(stderr, "%s: %s\n", paths[i], strerror(error));
			return false;
		}
	}
	return true;
}

static bool check(const struct merge *merge, char **paths,
                  const struct text *text)
{
	struct service_db *db = service_db_create();
	struct service_db_error error = { 0, "out of memory" };
	const struct merge_line *at;
	bool right = db != NULL && !text->failed &&
	             service_db_add(db, text->data, text->len, false, &error);

	service_db_free(db);
	if (right)
		return true;
	at = merge_find(merge, error.line);
	if (at != NULL)
		fprintf(stderr, "%s:%zu: ", paths[at->file], at->number);
	fprintf(stderr, "%s\n", error.why);
	return false;
}

/* Byte by byte: a literal of this size is more than C promises to take. */
static void append_c(struct text *out, const struct text *text)
{
	text_append_string(out, "// Compiled from probes/db/; do not edit.\n"
	                        "#include \"probes/known_services.h\"\n\n"
	                        "static const uint8_t text[] = {");
	for (size_t i = 0; i < text->len; i++)
		text_printf(out, "%s%u,", i % 16 == 0 ? "\n\t" : " ",
		            (unsigned)(uint8_t)text->data[i]);
	text_append_string(out, "\n};\n\n"
	                        "struct bytes known_services_text(void)\n"
	                        "{\n\treturn (struct bytes){ text, "
	                        "sizeof(text) };\n}\n");
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

static bool run(struct merge *merge, const char *output, char **paths,
                struct text *inputs, size_t count)
{
	struct text text, c;
	bool done;

	text_init(&text);
	text_init(&c);
	done = read_inputs(merge, paths, inputs, count);
	if (done) {
		merge_write(merge, &text);
		done = check(merge, paths, &text);
	}
	if (done) {
		append_c(&c, &text);
		done = !c.failed && write_file(output, &c);
		if (!done)
			perror(output);
	}
	text_release(&text);
	text_release(&c);
	return done;
}

int main(int argc, char **argv)
{
	size_t count = argc > 2 ? (size_t)argc - 2 : 0;
	struct merge merge = { 0 };
	struct text *inputs;
	bool done;

	if (count == 0) {
		fprintf(stderr, "usage: compile_probes OUTPUT INPUT...\n");
		return 2;
	}
	inputs = calloc(count, sizeof(*inputs));
	if (inputs == NULL) {
		perror("compile_probes");
		return 1;
	}
	for (size_t i = 0; i < count; i++)
		text_init(&inputs[i]);
	done = run(&merge, argv[1], argv + 2, inputs, count);
	for (size_t i = 0; i < count; i++)
		text_release(&inputs[i]);
	free(inputs);
	merge_release(&merge);
	return done ? 0 : 1;
}
