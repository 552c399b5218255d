// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TAKE_H
#define PORTSCAN_IDENTIFY_TAKE_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reading a message field by field.  Each takes what `from` begins with and
 * moves it behind that; where it is not all there, the answer is false and
 * nothing moves.  A value may be put where it was taken from.
 */
bool take_bytes(struct bytes *from, size_t len, struct bytes *value);
bool take_skip(struct bytes *from, size_t len);
bool take_number(struct bytes *from, size_t width, enum byte_order order,
                 uint32_t *value); /* width <= 4 */

/* Bytes behind their length, a number of `width` bytes. */
bool take_counted(struct bytes *from, size_t width, enum byte_order order,
                  struct bytes *value);

/* What stands before the first `end`, which is taken along. */
bool take_until(struct bytes *from, uint8_t end, struct bytes *value);

/* The same, where nothing is to be moved. */
bool bytes_until(struct bytes from, uint8_t end, struct bytes *value);

#endif
