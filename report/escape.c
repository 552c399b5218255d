// SPDX-License-Identifier: Apache-2.0
#include "report/escape.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The next thing in the bytes: a code point, or one byte that is none. */
struct glyph {
	const uint8_t *bytes;
	size_t len;
	bool valid;
	uint32_t code_point; /* only if valid */
};

static struct glyph glyph_at(const uint8_t *bytes, size_t len)
{
	struct glyph glyph = { .bytes = bytes };

	glyph.len = utf8_decode(bytes, len, &glyph.code_point);
	glyph.valid = glyph.len > 0;
	if (!glyph.valid)
		glyph.len = 1;
	return glyph;
}

/* The letter that stands for a byte behind a backslash, 0 if none does. */
static char short_escape(uint32_t code_point)
{
	switch (code_point) {
	case '\n': return 'n';
	case '\r': return 'r';
	case '\t': return 't';
	case '\\': return '\\';
	default: return 0;
	}
}

static void append_utf16_escapes(struct text *text, uint32_t code_point)
{
	if (code_point > 0xffff) {
		code_point -= 0x10000;
		text_printf(text, "\\u%04x", 0xd800 | code_point >> 10);
		code_point = 0xdc00 | (code_point & 0x3ff);
	}
	text_printf(text, "\\u%04x", code_point);
}

static void append_json_glyph(struct text *text, struct glyph glyph)
{
	char letter;

	if (!glyph.valid) {
		text_append_string(text, "\\ufffd");
		return;
	}
	letter = glyph.code_point == '"' ? '"' : short_escape(glyph.code_point);
	if (letter != 0)
		text_printf(text, "\\%c", letter);
	else if (utf8_is_visible(glyph.code_point))
		text_append(text, glyph.bytes, glyph.len);
	else
		append_utf16_escapes(text, glyph.code_point);
}

void escape_json_string(struct text *text, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	struct glyph glyph;

	text_append_char(text, '"');
	for (; len > 0; at += glyph.len, len -= glyph.len) {
		glyph = glyph_at(at, len);
		append_json_glyph(text, glyph);
	}
	text_append_char(text, '"');
}

static void append_hex(struct text *text, struct glyph glyph)
{
	for (size_t i = 0; i < glyph.len; i++)
		text_printf(text, "\\x%02x", glyph.bytes[i]);
}

static bool is_plain(struct glyph glyph)
{
	return glyph.valid && glyph.code_point != '\\' &&
	       utf8_is_visible(glyph.code_point);
}

static void append_visible(struct text *text, struct glyph glyph)
{
	char letter = glyph.valid ? short_escape(glyph.code_point) : 0;

	if (is_plain(glyph))
		text_append(text, glyph.bytes, glyph.len);
	else if (letter != 0)
		text_printf(text, "\\%c", letter);
	else
		append_hex(text, glyph);
}

void escape_terminal(struct text *text, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	struct glyph glyph;

	for (; len > 0; at += glyph.len, len -= glyph.len) {
		glyph = glyph_at(at, len);
		append_visible(text, glyph);
	}
}

/* What append_visible() takes of a line. */
static size_t visible_columns(struct glyph glyph)
{
	if (is_plain(glyph))
		return utf8_columns(glyph.code_point);
	if (glyph.valid && short_escape(glyph.code_point) != 0)
		return strlen("\\n");
	return glyph.len * strlen("\\xNN");
}

/* Append whole glyphs while they fit into `columns`; return those used. */
static size_t append_fitting(struct text *text, const uint8_t *bytes,
                             size_t len, size_t columns)
{
	size_t used = 0;
	struct glyph glyph;

	for (; len > 0; bytes += glyph.len, len -= glyph.len) {
		glyph = glyph_at(bytes, len);
		if (used + visible_columns(glyph) > columns)
			break;
		append_visible(text, glyph);
		used += visible_columns(glyph);
	}
	return used;
}

size_t escape_terminal_columns(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	size_t columns = 0;
	struct glyph glyph;

	for (; len > 0; at += glyph.len, len -= glyph.len) {
		glyph = glyph_at(at, len);
		columns += visible_columns(glyph);
	}
	return columns;
}

size_t escape_terminal_cut(struct text *text, const void *bytes, size_t len,
                           size_t columns)
{
	size_t used;

	if (escape_terminal_columns(bytes, len) <= columns)
		return append_fitting(text, bytes, len, columns);
	if (columns == 0)
		return 0;
	used = append_fitting(text, bytes, len, columns - 1);
	text_append_string(text, "…");
	return used + 1;
}

static bool begins_formula(struct glyph glyph)
{
	switch (glyph.valid ? glyph.code_point : 0) {
	case '=':
	case '+':
	case '-':
	case '@':
	case 0xff1d: /* the fullwidth forms of the same */
	case 0xff0b:
	case 0xff0d:
	case 0xff20: return true;
	default: return false;
	}
}

/* Does the next glyph still stand where a cell begins? */
static bool keeps_cell_start(struct glyph glyph, bool at_start)
{
	if (glyph.valid && glyph.code_point == ';')
		return true;
	return at_start && glyph.valid &&
	       (glyph.code_point == ' ' || glyph.code_point == '"');
}

static bool needs_quotes(const uint8_t *bytes, size_t len)
{
	return len > 0 && (memchr(bytes, '"', len) != NULL ||
	                   memchr(bytes, ',', len) != NULL ||
	                   memchr(bytes, ';', len) != NULL || bytes[0] == ' ' ||
	                   bytes[len - 1] == ' ');
}

static void append_csv_glyph(struct text *text, struct glyph glyph,
                             bool at_start)
{
	if (at_start && begins_formula(glyph))
		append_hex(text, glyph);
	else if (glyph.valid && glyph.code_point == '"')
		text_append_string(text, "\"\"");
	else
		append_visible(text, glyph);
}

void escape_csv_field(struct text *text, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	const char *quote = needs_quotes(bytes, len) ? "\"" : "";
	bool at_start = true;
	struct glyph glyph;

	text_append_string(text, quote);
	for (; len > 0; at += glyph.len, len -= glyph.len) {
		glyph = glyph_at(at, len);
		append_csv_glyph(text, glyph, at_start);
		at_start = keeps_cell_start(glyph, at_start);
	}
	text_append_string(text, quote);
}

/* The entity for what is markup, NULL for all else. */
static const char *xml_entity(uint32_t code_point)
{
	switch (code_point) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	default: return NULL;
	}
}

void escape_xml(struct text *text, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	const char *entity;
	struct glyph glyph;

	for (; len > 0; at += glyph.len, len -= glyph.len) {
		glyph = glyph_at(at, len);
		entity = glyph.valid ? xml_entity(glyph.code_point) : NULL;
		if (entity != NULL)
			text_append_string(text, entity);
		else
			append_visible(text, glyph);
	}
}
