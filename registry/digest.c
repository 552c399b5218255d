// SPDX-License-Identifier: Apache-2.0
#include "registry/digest.h"

#include <openssl/evp.h>
#include <stdio.h>

bool digest_sha256(const void *bytes, size_t len, char hex[DIGEST_HEX_SIZE])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size;

	if (EVP_Digest(bytes, len, digest, &size, EVP_sha256(), NULL) != 1)
		return false;
	for (size_t i = 0; i < size; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return true;
}
