// SPDX-License-Identifier: Apache-2.0
/*
 * Write the page of a sample account, for a browser:
 *
 *   emit_html quiet|office|hostile|large FILE
 */
#include "audit/html_report.h"
#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = { "quiet", "office", "hostile", "large" };

static int emit(enum sample_account_kind kind, const char *path)
{
	struct sample_account sample;
	struct text text;
	FILE *file = fopen(path, "wb");
	bool written;

	if (file == NULL)
		return 1;
	text_init(&text);
	sample_account_fill(&sample, kind);
	html_report(&sample.account, &text);
	written = !text.failed &&
	          fwrite(text.data, 1, text.len, file) == text.len;
	written = fclose(file) == 0 && written;
	sample_account_release(&sample);
	text_release(&text);
	return written ? 0 : 1;
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (argc == 3 && strcmp(argv[1], names[i]) == 0)
			return emit((enum sample_account_kind)i, argv[2]);
	fprintf(stderr, "usage: %s quiet|office|hostile|large FILE\n", argv[0]);
	return 2;
}
