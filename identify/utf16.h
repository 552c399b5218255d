// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_UTF16_H
#define PORTSCAN_IDENTIFY_UTF16_H

#include "identify/bytes.h"

/*
 * The little-endian UTF-16 that `text` holds up to its end or a NUL, as UTF-8
 * in `out`, as far as it fits in `size` bytes.  Half a pair becomes "?".
 */
struct bytes utf16_to_utf8(struct bytes text, uint8_t *out, size_t size);

#endif
