// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read is written in one way only. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text error, once, twice;
	struct coverage *coverage, *again;

	text_init(&error);
	text_init(&once);
	text_init(&twice);
	coverage = coverage_parse((const char *)data, size, &error);
	assert((coverage == NULL) == (error.len > 0));
	if (coverage != NULL) {
		coverage_format(coverage, &once);
		again = coverage_parse(once.data, once.len, &error);
		assert(again != NULL);
		coverage_format(again, &twice);
		assert(strcmp(once.data, twice.data) == 0);
		coverage_free(again);
	}
	coverage_free(coverage);
	text_release(&error);
	text_release(&once);
	text_release(&twice);
	return 0;
}
