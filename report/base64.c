// SPDX-License-Identifier: Apache-2.0
#include "report/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* 1 to 3 bytes as 4 characters. */
static void append_group(struct text *text, const uint8_t *bytes, size_t len)
{
	uint8_t group[3] = { 0 };
	char out[4];

	memcpy(group, bytes, len);
	out[0] = alphabet[group[0] >> 2];
	out[1] = alphabet[(group[0] & 0x03) << 4 | group[1] >> 4];
	out[2] = alphabet[(group[1] & 0x0f) << 2 | group[2] >> 6];
	out[3] = alphabet[group[2] & 0x3f];
	memset(out + len + 1, '=', 3 - len);
	text_append(text, out, sizeof(out));
}

void base64_append(struct text *text, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	for (; len > 3; at += 3, len -= 3)
		append_group(text, at, 3);
	if (len > 0)
		append_group(text, at, len);
}
