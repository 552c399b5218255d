// SPDX-License-Identifier: Apache-2.0
#include "registry/plain_text.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>

/* Not a control character (C0, DEL, C1), or one that sets out text. */
static bool is_plain(uint32_t code_point)
{
	if (code_point < 0x20)
		return code_point == '\t' || code_point == '\n' ||
		       code_point == '\r';
	return code_point < 0x7F || code_point > 0x9F;
}

size_t plain_text_span(const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;
	size_t at = 0;

	while (at < len) {
		uint32_t code_point;
		size_t step = utf8_decode(p + at, len - at, &code_point);

		if (step == 0 || !is_plain(code_point))
			break;
		at += step;
	}
	return at;
}
