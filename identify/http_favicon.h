// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_FAVICON_H
#define PORTSCAN_IDENTIFY_HTTP_FAVICON_H

#include "identify/bytes.h"

#include <stdint.h>

/*
 * The number by which search engines of the internet list favicons: MurmurHash3
 * (Austin Appleby, 2011; x86, 32 bits, seed 0) of the icon in base64, whose
 * lines of 76 characters each end in LF (RFC 2045 6.8).
 */
int32_t http_favicon_hash(struct bytes icon);

/* MurmurHash3 of the bytes themselves. */
uint32_t murmur3(const void *bytes, size_t len);

#endif
