// SPDX-License-Identifier: Apache-2.0
#include "audit/snapshot.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A record that was read can be read again, and says the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct snapshot snapshot = { 0 };
	struct text error;

	text_init(&error);
	if (snapshot_add_record(&snapshot, (const char *)data, size, &error)) {
		if (snapshot.count > 0) {
			const char *record = snapshot.sightings[0].record;

			assert(strpbrk(record, "\r\n") == NULL);
			assert(snapshot_add_record(&snapshot, record,
			                           strlen(record), &error));
			assert(sighting_is_alike(&snapshot.sightings[0],
			                         &snapshot.sightings[1]));
			snapshot_sort(&snapshot);
			assert(snapshot.count == 1);
		}
	} else {
		assert(error.len > 0 && snapshot.count == 0);
	}
	snapshot_release(&snapshot);
	text_release(&error);
	return 0;
}
