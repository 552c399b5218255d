// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include "base/count.h"

struct range {
	uint32_t first, last;
};

static const struct range invisible[] = {
	{ 0x00, 0x1f },       /* C0 */
	{ 0x7f, 0x9f },       /* DEL, C1 */
	{ 0xad, 0xad },       /* soft hyphen */
	{ 0x61c, 0x61c },     /* Arabic letter mark */
	{ 0x180e, 0x180e },   /* Mongolian vowel separator */
	{ 0x200b, 0x200f },   /* zero width, direction marks */
	{ 0x2028, 0x202e },   /* separators, embeddings, overrides */
	{ 0x2060, 0x206f },   /* word joiner, isolates, deprecated */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* interlinear annotation */
	{ 0xfffe, 0xffff },   /* noncharacters, which XML does not allow */
	{ 0xe0000, 0xe007f }, /* tags */
};

static const struct range wide[] = {
	{ 0x1100, 0x115f },   /* Hangul Jamo */
	{ 0x2e80, 0x303e },   /* CJK radicals and punctuation */
	{ 0x3041, 0xa4cf },   /* kana, CJK, Yi */
	{ 0xac00, 0xd7a3 },   /* Hangul */
	{ 0xf900, 0xfaff },   /* CJK compatibility */
	{ 0xfe30, 0xfe6f },   /* CJK forms */
	{ 0xff00, 0xff60 },   /* fullwidth forms */
	{ 0xffe0, 0xffe6 },   /* fullwidth signs */
	{ 0x1f300, 0x1f64f }, /* pictographs */
	{ 0x1f680, 0x1faff }, /* more pictographs */
	{ 0x20000, 0x3fffd }, /* CJK extensions */
};

static bool is_in(uint32_t code_point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (code_point >= ranges[i].first &&
		    code_point <= ranges[i].last)
			return true;
	return false;
}

/* What a lead byte says of its sequence; `min` makes overlong forms fail. */
static const struct {
	uint8_t mask, lead;
	uint8_t len;
	uint32_t min;
} sequences[] = {
	{ 0x80, 0x00, 1, 0x0 },
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

static bool is_scalar(uint32_t value)
{
	return value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

size_t utf8_decode(const uint8_t *bytes, size_t len, uint32_t *code_point)
{
	size_t i = 0;
	uint32_t value;

	if (len == 0)
		return 0;
	while (i < COUNT(sequences) &&
	       (bytes[0] & sequences[i].mask) != sequences[i].lead)
		i++;
	if (i == COUNT(sequences) || sequences[i].len > len)
		return 0;
	value = bytes[0] & (uint8_t)~sequences[i].mask;
	for (size_t j = 1; j < sequences[i].len; j++) {
		if ((bytes[j] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (bytes[j] & 0x3fu);
	}
	if (value < sequences[i].min || !is_scalar(value))
		return 0;
	*code_point = value;
	return sequences[i].len;
}

bool utf8_is_visible(uint32_t code_point)
{
	return !is_in(code_point, invisible, COUNT(invisible));
}

unsigned utf8_columns(uint32_t code_point)
{
	return is_in(code_point, wide, COUNT(wide)) ? 2 : 1;
}
