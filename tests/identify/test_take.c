// SPDX-License-Identifier: Apache-2.0
#include "identify/ber.h"
#include "identify/take.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define BYTES(literal)                                                         \
	(struct bytes)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

static void expect_bytes(struct bytes bytes, struct bytes wanted)
{
	cr_assert(eq(sz, bytes.len, wanted.len));
	cr_expect(bytes_equal_at(bytes, 0, wanted.data, wanted.len));
}

Test(take, moves_behind_what_is_taken)
{
	struct bytes from = BYTES("\x00\x02"
	                          "abcd\x12"),
		     value;
	uint32_t number;

	cr_assert(take_counted(&from, 2, BIG_ENDIAN_BYTES, &value));
	expect_bytes(value, BYTES("ab"));
	cr_assert(take_until(&from, 'd', &value));
	expect_bytes(value, BYTES("c"));
	cr_assert(take_number(&from, 1, BIG_ENDIAN_BYTES, &number));
	cr_expect(eq(u32, number, 0x12));
	cr_expect(eq(sz, from.len, 0));
}

Test(take, moves_nothing_where_it_is_not_all_there)
{
	struct bytes from = BYTES("\x00\x03"
	                          "ab"),
		     value;
	uint32_t number;

	cr_expect(not(take_counted(&from, 2, BIG_ENDIAN_BYTES, &value)));
	cr_expect(not(take_number(&from, 5, BIG_ENDIAN_BYTES, &number)));
	cr_expect(not(take_skip(&from, 5)));
	cr_expect(not(take_until(&from, 'c', &value)));
	expect_bytes(from, BYTES("\x00\x03"
	                         "ab"));
}

Test(take, puts_a_value_where_it_was_taken_from)
{
	struct bytes counted = BYTES("\x02"
	                             "abc"),
		     ended = BYTES("ab;c"), first = BYTES("abc"),
		     element = BYTES("\x04\x02"
	                             "abc");

	cr_assert(take_counted(&counted, 1, BIG_ENDIAN_BYTES, &counted));
	expect_bytes(counted, BYTES("ab"));
	cr_assert(take_until(&ended, ';', &ended));
	expect_bytes(ended, BYTES("ab"));
	cr_assert(take_bytes(&first, 2, &first));
	expect_bytes(first, BYTES("ab"));
	cr_assert(ber_take(&element, BER_OCTET_STRING, &element));
	expect_bytes(element, BYTES("ab"));
}
