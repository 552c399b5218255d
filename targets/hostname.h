// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_HOSTNAME_H
#define PORTSCAN_TARGETS_HOSTNAME_H

#include <stdbool.h>
#include <stddef.h>

enum { HOSTNAME_TEXT_MAX = 255 }; /* 253, a final dot and the NUL */

/*
 * Whether `name` is a host name as RFC 1123 2.1 has it, with or without the
 * final dot: labels of 1 to 63 letters, digits and inner hyphens, 253
 * characters in all, the last label no number (decimal, or hexadecimal after
 * 0x), which would be an address.  An underscore passes as a letter, for hosts
 * do carry it.  If not, `*error_at` is the offset of what is wrong.
 */
bool hostname_is_valid(const char *name, size_t *error_at);

#endif
