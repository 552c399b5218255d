// SPDX-License-Identifier: Apache-2.0
#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>

void *grow(void *array, size_t *room, size_t count, size_t size)
{
	size_t more = *room == 0 ? 16 : 2 * *room;
	void *larger;

	if (count < *room)
		return array;
	if (more > SIZE_MAX / size)
		return NULL;
	larger = realloc(array, more * size);
	if (larger != NULL)
		*room = more;
	return larger;
}
