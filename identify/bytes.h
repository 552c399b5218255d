// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_BYTES_H
#define PORTSCAN_IDENTIFY_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes that a remote host chose.  Not owned; no function here reads outside
 * them, whatever offset or length it is given.
 */
struct bytes {
	const uint8_t *data;
	size_t len;
};

enum byte_order { BIG_ENDIAN_BYTES, LITTLE_ENDIAN_BYTES };

/* Whether `literal` stands at offset `at`. */
#define bytes_have(bytes, at, literal)                                         \
	bytes_equal_at((bytes), (at), (literal), sizeof(literal) - 1)
bool bytes_equal_at(struct bytes bytes, size_t at, const void *wanted,
                    size_t len);

/* The number of `width` <= 4 bytes at `at`; 0 when it is not all there. */
uint32_t bytes_number(struct bytes bytes, size_t at, size_t width,
                      enum byte_order order);

/* What is left from offset `at` on, and the first `len` at most. */
struct bytes bytes_from(struct bytes bytes, size_t at);
struct bytes bytes_first(struct bytes bytes, size_t len);

/* The first line, without its end. */
struct bytes bytes_line(struct bytes bytes);

/* What follows the first `wanted`, ASCII case aside; false when not found. */
bool bytes_after(struct bytes bytes, const char *wanted, struct bytes *rest);

/* Whether `wanted` occurs, ASCII case aside. */
bool bytes_contain(struct bytes bytes, const char *wanted);

/* Whether it occurs by itself, not within a longer word or a host's name. */
bool bytes_contain_word(struct bytes bytes, const char *word);

#endif
