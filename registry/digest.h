// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_DIGEST_H
#define PORTSCAN_REGISTRY_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_HEX_SIZE = 2 * 32 + 1 };

/* SHA-256 as hex digits with a NUL; false when out of memory. */
bool digest_sha256(const void *bytes, size_t len, char hex[DIGEST_HEX_SIZE]);

#endif
