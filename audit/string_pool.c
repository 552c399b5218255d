// SPDX-License-Identifier: Apache-2.0
#include "audit/string_pool.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32768 };

/* Strings fill the newest block, which is the first. */
struct string_pool {
	struct string_pool *older;
	size_t used, size;
	char bytes[];
};

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

static char *take(struct string_pool **pool, size_t size)
{
	struct string_pool *block = *pool;

	if (block == NULL || block->size - block->used < size) {
		size_t room = size > BLOCK ? size : BLOCK;

		block = malloc(sizeof(*block) + room);
		if (block == NULL)
			return NULL;
		block->older = *pool;
		block->used = 0;
		block->size = room;
		*pool = block;
	}
	block->used += size;
	return block->bytes + block->used - size;
}

static size_t count_nuls(const char *bytes, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += bytes[i] == '\0';
	return count;
}

const char *string_pool_add(struct string_pool **pool, const char *bytes,
                            size_t len)
{
	size_t more = strlen(replacement) - 1;
	char *copy, *at;

	if (len == 0)
		return "";
	copy = take(pool, len + count_nuls(bytes, len) * more + 1);
	if (copy == NULL)
		return NULL;
	at = copy;
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != '\0')
			*at++ = bytes[i];
		else
			at = stpcpy(at, replacement);
	}
	*at = '\0';
	return copy;
}

void string_pool_free(struct string_pool *pool)
{
	while (pool != NULL) {
		struct string_pool *older = pool->older;

		free(pool);
		pool = older;
	}
}
