// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_parse.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const char *bytes, size_t len)
{
	struct checkpoint checkpoint;
	struct checkpoint_error error;
	struct checkpoint_log log;
	struct checkpoint_record record;

	if (checkpoint_parse(bytes, len, &checkpoint, &error)) {
		checkpoint_log_open(&log, &checkpoint);
		while (checkpoint_log_next(&log, &record))
			assert(record.is_host ||
			       record.finding.banner_len <= BANNER_MAX);
		assert(checkpoint_fits(&checkpoint, UINT64_MAX, UINT64_MAX));
	} else {
		assert(error.why != NULL && error.line > 0);
	}
	checkpoint_release(&checkpoint);
}

/* Once as it is, and once with the digest that hides everything from chance. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct iovec part = { (void *)data, size };
	struct text whole;
	char *exact;

	walk((const char *)data, size);
	text_init(&whole);
	text_append(&whole, data, size);
	checkpoint_put_end(&whole, &part, 1);
	exact = malloc(whole.len);
	if (exact != NULL) {
		memcpy(exact, whole.data, whole.len);
		walk(exact, whole.len);
	}
	free(exact);
	text_release(&whole);
	return 0;
}
