// SPDX-License-Identifier: Apache-2.0
#include "base/grow.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdint.h>
#include <stdlib.h>

Test(grow, keeps_what_is_there)
{
	uint32_t *numbers = NULL;
	size_t room = 0;

	for (uint32_t i = 0; i < 1000; i++) {
		numbers = grow(numbers, &room, i, sizeof(*numbers));
		cr_assert(numbers != NULL);
		cr_assert(gt(sz, room, i));
		numbers[i] = i;
	}
	for (uint32_t i = 0; i < 1000; i++)
		cr_assert(eq(u32, numbers[i], i));
	free(numbers);
}

Test(grow, moves_nothing_while_there_is_room)
{
	size_t room = 4;
	char array[4];

	cr_expect(grow(array, &room, 3, 1) == array);
	cr_expect(eq(sz, room, 4));
}

Test(grow, refuses_a_size_that_no_number_holds)
{
	size_t room = SIZE_MAX / 4;

	cr_expect(grow(NULL, &room, room, 16) == NULL);
	cr_expect(eq(sz, room, SIZE_MAX / 4));
}
