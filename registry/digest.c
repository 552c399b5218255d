// SPDX-License-Identifier: Apache-2.0
#include "registry/digest.h"

#include <openssl/evp.h>
#include <stdio.h>

bool digest_sha256(const void *bytes, size_t len, char hex[DIGEST_HEX_SIZE])
{
	struct iovec whole = { (void *)bytes, len };

	return digest_sha256_parts(&whole, 1, hex);
}

static bool digest_all(EVP_MD_CTX *context, const struct iovec *parts,
                       size_t count, unsigned char *digest, unsigned *size)
{
	if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		return false;
	for (size_t i = 0; i < count; i++)
		if (EVP_DigestUpdate(context, parts[i].iov_base,
		                     parts[i].iov_len) != 1)
			return false;
	return EVP_DigestFinal_ex(context, digest, size) == 1;
}

bool digest_sha256_parts(const struct iovec *parts, size_t count,
                         char hex[DIGEST_HEX_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	bool done = context != NULL &&
	            digest_all(context, parts, count, digest, &size);

	EVP_MD_CTX_free(context);
	for (size_t i = 0; done && i < size; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return done;
}
