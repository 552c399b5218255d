// SPDX-License-Identifier: Apache-2.0
#include "targets/name_map.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static struct address v4(uint32_t number)
{
	return (struct address){ .lo = number, .version = 4 };
}

Test(name_map, finds_the_first_name_given_for_an_address)
{
	struct name_map map = { 0 };
	struct address one = v4(1), two = v4(2), three = v4(3);

	cr_assert(name_map_add(&map, &two, "b.example"));
	cr_assert(name_map_add(&map, &one, "a.example"));
	cr_assert(name_map_add(&map, &two, "alias.example"));
	name_map_seal(&map);
	cr_expect(eq(str, (char *)name_map_find(&map, &one), "a.example"));
	cr_expect(eq(str, (char *)name_map_find(&map, &two), "b.example"));
	cr_expect(eq(ptr, (void *)name_map_find(&map, &three), NULL));
	name_map_release(&map);
}

Test(name_map, an_empty_map_knows_nobody)
{
	struct name_map map = { 0 };
	struct address one = v4(1);

	name_map_seal(&map);
	cr_expect(eq(ptr, (void *)name_map_find(&map, &one), NULL));
	name_map_release(&map);
}
