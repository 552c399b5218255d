// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_DIGEST_H
#define PORTSCAN_REGISTRY_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/uio.h>

enum { DIGEST_HEX_SIZE = 2 * 32 + 1 };

/* SHA-256 as hex digits with a NUL; false when out of memory. */
bool digest_sha256(const void *bytes, size_t len, char hex[DIGEST_HEX_SIZE]);

/* The same of `parts`, one behind the other. */
bool digest_sha256_parts(const struct iovec *parts, size_t count,
                         char hex[DIGEST_HEX_SIZE]);

#endif
