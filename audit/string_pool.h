// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STRING_POOL_H
#define PORTSCAN_AUDIT_STRING_POOL_H

#include <stddef.h>

/* Copies of strings that are freed all at once.  NULL is an empty one. */
struct string_pool;

/* A NUL-terminated copy of `len` bytes, with U+FFFD in place of NULs, so that
 * strings which differ behind one stay different.  NULL when out of memory. */
const char *string_pool_add(struct string_pool **pool, const char *bytes,
                            size_t len);
void string_pool_free(struct string_pool *pool);

#endif
