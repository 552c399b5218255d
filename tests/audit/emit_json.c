// SPDX-License-Identifier: Apache-2.0
/*
 * Print the JSON of a sample account, for programs that are not ours:
 *
 *   emit_json quiet|office|hostile|large
 */
#include "audit/json_report.h"
#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = { "quiet", "office", "hostile", "large" };

static int emit(enum sample_account_kind kind)
{
	struct sample_account sample;
	struct text text;
	bool written;

	text_init(&text);
	sample_account_fill(&sample, kind);
	json_report(&sample.account, &text);
	written = !text.failed &&
	          fwrite(text.data, 1, text.len, stdout) == text.len;
	sample_account_release(&sample);
	text_release(&text);
	return written ? 0 : 1;
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (argc == 2 && strcmp(argv[1], names[i]) == 0)
			return emit((enum sample_account_kind)i);
	return 2;
}
