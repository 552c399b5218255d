// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_UTF8_H
#define PORTSCAN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Read the code point that `bytes` begins with (RFC 3629: no overlong forms,
 * no surrogates, nothing above U+10FFFF).  Return its length in bytes, 1 to
 * 4; 0, and `*code_point` untouched, when the first byte begins none.
 */
size_t utf8_decode(const uint8_t *bytes, size_t len, uint32_t *code_point);

/*
 * Safe to show: not a control (C0, DEL, C1), not a line or paragraph
 * separator, none of the invisible characters that hide text or turn its
 * direction, and none that XML 1.0 does not allow.
 */
bool utf8_is_visible(uint32_t code_point);

/* Columns a terminal gives a visible code point: 2 for East Asian wide ones
 * and emoji, 1 for all others. */
unsigned utf8_columns(uint32_t code_point);

#endif
