// SPDX-License-Identifier: Apache-2.0
#include "audit/change.h"
#include "audit/result_file.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever was read, nothing changed between it and itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct snapshot snapshot;
	struct change_list changes;
	struct text text;

	text_init(&text);
	if (result_file_parse((const char *)data, size, &snapshot, &text)) {
		assert(text.len == 0);
		assert(change_list_make(&changes, &snapshot, &snapshot));
		assert(changes.count == 0);
		change_list_release(&changes);
		coverage_format(snapshot.coverage, &text);
		snapshot_release(&snapshot);
	} else {
		assert(text.len > 0 && snapshot.coverage == NULL);
	}
	text_release(&text);
	return 0;
}
