// SPDX-License-Identifier: Apache-2.0
#include "identify/http_favicon.h"

#include <string.h>

/* MurmurHash3 of bytes that come in pieces: they fill blocks of four. */
struct murmur {
	uint32_t hash;
	uint32_t block; /* the bytes that are no whole block yet */
	uint32_t len;
};

static uint32_t rotate(uint32_t x, unsigned bits)
{
	return x << bits | x >> (32 - bits);
}

static uint32_t scramble(uint32_t block)
{
	return rotate(block * 0xcc9e2d51, 15) * 0x1b873593;
}

static void murmur_add(struct murmur *murmur, uint8_t byte)
{
	murmur->block |= (uint32_t)byte << murmur->len % 4 * 8;
	if (++murmur->len % 4 != 0)
		return;
	murmur->hash ^= scramble(murmur->block);
	murmur->hash = rotate(murmur->hash, 13) * 5 + 0xe6546b64;
	murmur->block = 0;
}

static uint32_t murmur_end(const struct murmur *murmur)
{
	uint32_t hash = murmur->hash ^ scramble(murmur->block);

	hash ^= murmur->len;
	hash = (hash ^ hash >> 16) * 0x85ebca6b;
	hash = (hash ^ hash >> 13) * 0xc2b2ae35;
	return hash ^ hash >> 16;
}

uint32_t murmur3(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	struct murmur murmur = { 0 };

	for (size_t i = 0; i < len; i++)
		murmur_add(&murmur, at[i]);
	return murmur_end(&murmur);
}

/* RFC 4648 4: up to three bytes as four characters. */
static void add_group(struct murmur *murmur, struct bytes group)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	uint32_t bits = 0;

	for (size_t i = 0; i < 3; i++)
		bits = bits << 8 | (i < group.len ? group.data[i] : 0);
	for (size_t i = 0; i < 4; i++)
		murmur_add(
			murmur,
			i <= group.len
				? (uint8_t)alphabet[bits >> (18 - 6 * i) & 0x3f]
				: '=');
}

int32_t http_favicon_hash(struct bytes icon)
{
	enum { GROUP = 3, LINE = 57 }; /* bytes; 76 characters */
	struct murmur murmur = { 0 };
	uint32_t hash;
	int32_t listed;

	for (size_t at = 0; at < icon.len; at += GROUP) {
		add_group(&murmur, bytes_first(bytes_from(icon, at), GROUP));
		if (at % LINE == LINE - GROUP || at + GROUP >= icon.len)
			murmur_add(&murmur, '\n');
	}
	hash = murmur_end(&murmur);
	memcpy(&listed, &hash, sizeof(listed));
	return listed;
}
