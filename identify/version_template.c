// SPDX-License-Identifier: Apache-2.0
#include "identify/version_template.h"

#include "identify/db_words.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A template is a row of these. */
struct piece {
	enum {
		PIECE_TEXT,
		PIECE_GROUP,
		PIECE_PRINTABLE,
		PIECE_REPLACED,
		PIECE_NUMBER,
	} kind;
	struct bytes text; /* itself; of PIECE_REPLACED: what to replace */
	struct bytes by;
	size_t group;
	enum byte_order order;
};

static bool take_group(struct bytes *rest, size_t *group)
{
	if (rest->len == 0 || rest->data[0] < '1' || rest->data[0] > '9')
		return false;
	*group = (size_t)(rest->data[0] - '0');
	*rest = bytes_from(*rest, 1);
	return true;
}

/* ,"text" */
static bool take_text(struct bytes *rest, struct bytes *text)
{
	if (!db_take_byte(rest, ','))
		return false;
	while (db_take_byte(rest, ' '))
		;
	return rest->len > 0 && rest->data[0] == '"' &&
	       db_take_delimited(rest, text);
}

static const char *take_printable(struct bytes *rest, struct piece *piece)
{
	piece->kind = PIECE_PRINTABLE;
	if (!take_group(rest, &piece->group) || !db_take_byte(rest, ')'))
		return "$P takes a group: $P(1)";
	return NULL;
}

static const char *take_replaced(struct bytes *rest, struct piece *piece)
{
	piece->kind = PIECE_REPLACED;
	if (!take_group(rest, &piece->group) ||
	    !take_text(rest, &piece->text) || !take_text(rest, &piece->by) ||
	    piece->text.len == 0 || !db_take_byte(rest, ')'))
		return "$SUBST takes a group and two texts: "
		       "$SUBST(1,\"_\",\".\")";
	return NULL;
}

static const char *take_number(struct bytes *rest, struct piece *piece)
{
	struct bytes order;

	piece->kind = PIECE_NUMBER;
	if (!take_group(rest, &piece->group) || !take_text(rest, &order) ||
	    (!db_bytes_are(order, ">") && !db_bytes_are(order, "<")) ||
	    !db_take_byte(rest, ')'))
		return "$I takes a group and an order of bytes: $I(1,\">\")";
	piece->order =
		order.data[0] == '>' ? BIG_ENDIAN_BYTES : LITTLE_ENDIAN_BYTES;
	return NULL;
}

/* "$NAME(" */
static bool looks_like_helper(struct bytes text)
{
	size_t len = 1;

	while (len < text.len && isupper(text.data[len]))
		len++;
	return len > 1 && len < text.len && text.data[len] == '(';
}

/* Up to the next $, which may stand for itself in front. */
static const char *take_plain(struct bytes *rest, struct piece *piece)
{
	size_t len = 1;

	if (db_take_string(rest, "$0"))
		return "groups are $1 to $9";
	if (rest->data[0] == '$' && looks_like_helper(*rest))
		return "helpers are $P, $SUBST and $I";

	while (len < rest->len && rest->data[len] != '$')
		len++;
	piece->kind = PIECE_TEXT;
	piece->text = bytes_first(*rest, len);
	*rest = bytes_from(*rest, len);
	return NULL;
}

/* The first piece of `rest`, which is not empty; NULL, or what is wrong. */
static const char *take_piece(struct bytes *rest, struct piece *piece)
{
	struct bytes after = bytes_from(*rest, 1);

	*piece = (struct piece){ 0 };
	if (rest->data[0] == '$' && take_group(&after, &piece->group)) {
		piece->kind = PIECE_GROUP;
		*rest = after;
		return NULL;
	}
	if (db_take_string(rest, "$P("))
		return take_printable(rest, piece);
	if (db_take_string(rest, "$SUBST("))
		return take_replaced(rest, piece);
	if (db_take_string(rest, "$I("))
		return take_number(rest, piece);
	return take_plain(rest, piece);
}

const char *version_template_check(struct bytes source, uint32_t *highest)
{
	while (source.len > 0) {
		struct piece piece;
		const char *error = take_piece(&source, &piece);

		if (error != NULL)
			return error;
		if (piece.group > *highest)
			*highest = (uint32_t)piece.group;
	}
	return NULL;
}

/* Where an expansion goes, and how groups are written there. */
struct expansion {
	char *out;
	size_t size, len;
	bool overran;
	void (*put)(struct expansion *expansion, uint8_t byte);
};

static bool is_printable(uint8_t byte)
{
	return byte >= ' ' && byte <= '~';
}

static void put_plain(struct expansion *expansion, uint8_t byte)
{
	if (!is_printable(byte))
		return;
	if (expansion->len + 1 < expansion->size)
		expansion->out[expansion->len++] = (char)byte;
	else
		expansion->overran = true;
}

/* Lower case; blanks are underscores and other marks hexadecimal. */
static void put_cpe(struct expansion *expansion, uint8_t byte)
{
	static const char hex[] = "0123456789abcdef";

	if (isalnum(byte) || strchr("-._~", byte) != NULL) {
		put_plain(expansion, (uint8_t)tolower(byte));
	} else if (byte == ' ') {
		put_plain(expansion, '_');
	} else {
		put_plain(expansion, '%');
		put_plain(expansion, (uint8_t)hex[byte >> 4]);
		put_plain(expansion, (uint8_t)hex[byte & 15]);
	}
}

static void put_text(struct expansion *expansion, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		put_plain(expansion, text.data[i]);
}

static struct bytes printable_start(struct bytes bytes)
{
	size_t len = 0;

	while (len < bytes.len && is_printable(bytes.data[len]))
		len++;
	return bytes_first(bytes, len);
}

static void put_group(struct expansion *expansion, struct bytes group)
{
	for (size_t i = 0; i < group.len; i++)
		if (is_printable(group.data[i]))
			expansion->put(expansion, group.data[i]);
}

static void put_replaced(struct expansion *expansion, struct bytes group,
                         const struct piece *piece)
{
	while (group.len > 0) {
		if (bytes_equal_at(group, 0, piece->text.data,
		                   piece->text.len)) {
			put_group(expansion, piece->by);
			group = bytes_from(group, piece->text.len);
		} else {
			put_group(expansion, bytes_first(group, 1));
			group = bytes_from(group, 1);
		}
	}
}

static bool put_number(struct expansion *expansion, struct bytes group,
                       enum byte_order order)
{
	char digits[24];
	uint64_t number = 0;

	if (group.len == 0 || group.len > sizeof(number))
		return false;
	for (size_t i = 0; i < group.len; i++) {
		size_t at = order == BIG_ENDIAN_BYTES ? i : group.len - 1 - i;

		number = number << 8 | group.data[at];
	}
	snprintf(digits, sizeof(digits), "%" PRIu64, number);
	put_text(expansion,
	         (struct bytes){ (const uint8_t *)digits, strlen(digits) });
	return true;
}

static bool put_piece(struct expansion *expansion, const struct piece *piece,
                      struct bytes group)
{
	switch (piece->kind) {
	case PIECE_TEXT: put_text(expansion, piece->text); break;
	case PIECE_GROUP: put_group(expansion, printable_start(group)); break;
	case PIECE_PRINTABLE: put_group(expansion, group); break;
	case PIECE_REPLACED:
		put_replaced(expansion, printable_start(group), piece);
		break;
	case PIECE_NUMBER: return put_number(expansion, group, piece->order);
	}
	return true;
}

static bool expand(struct expansion *expansion, struct bytes source,
                   const struct bytes groups[TEMPLATE_GROUPS])
{
	bool known = true;

	while (known && source.len > 0) {
		struct piece piece;

		known = take_piece(&source, &piece) == NULL &&
		        put_piece(expansion, &piece, groups[piece.group]);
	}
	if (!known)
		expansion->len = 0;
	expansion->out[expansion->len] = '\0';
	return known;
}

/* Take away what of `marks` stands at the end, and blanks in front. */
static void trim(struct expansion *expansion, const char *marks)
{
	char *out = expansion->out;
	size_t blanks = strspn(out, " ");

	expansion->len -= blanks;
	memmove(out, out + blanks, expansion->len + 1);
	while (expansion->len > 0 &&
	       strchr(marks, out[expansion->len - 1]) != NULL)
		out[--expansion->len] = '\0';
}

bool version_template_expand(struct bytes source,
                             const struct bytes groups[TEMPLATE_GROUPS],
                             char *out, size_t size)
{
	struct expansion expansion = { .out = out, .size = size };
	bool known;

	expansion.put = put_plain;
	known = expand(&expansion, source, groups);
	trim(&expansion, " ,");
	return known;
}

bool version_template_expand_cpe(struct bytes source,
                                 const struct bytes groups[TEMPLATE_GROUPS],
                                 char *out, size_t size)
{
	struct expansion expansion = { .out = out, .size = size };
	bool known;

	expansion.put = put_cpe;
	known = expand(&expansion, source, groups) && !expansion.overran;
	if (!known)
		out[0] = '\0';
	else
		trim(&expansion, " :");
	return known;
}
