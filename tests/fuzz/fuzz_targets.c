// SPDX-License-Identifier: Apache-2.0
#include "targets/target_list.h"
#include "targets/target_spec.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A few items are enough; each may be a million ranges. */
enum { RANGES_ENOUGH = 4096 };

static bool on_item(void *arg, const char *item,
                    struct target_list_position position)
{
	struct target_set *set = arg;
	size_t ranges_before = set->range_count;
	bool is_name;
	size_t error_at = 0;
	enum target_spec_error error =
		target_spec_parse(item, set, &is_name, &error_at);

	assert(position.line > 0 && position.column > 0);
	assert(error_at <= TARGET_LIST_ITEM_MAX);
	assert((error == TARGET_SPEC_OK && !is_name) ==
	       (set->range_count > ranges_before));
	return set->range_count < RANGES_ENOUGH;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct target_list_position error_at;
	struct target_set set;

	target_set_init(&set);
	target_list_read((const char *)data, size, on_item, &set, &error_at);
	if (target_set_seal(&set, NULL) == TARGET_SET_OK && set.count > 0) {
		struct address last = target_set_at(&set, set.count - 1);

		assert(target_set_has(&set, &last));
		assert(address_equal(&last,
		                     &set.ranges[set.range_count - 1].last));
	}
	target_set_release(&set);
	return 0;
}
