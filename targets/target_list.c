// SPDX-License-Identifier: Apache-2.0
#include "targets/target_list.h"

#include <stdint.h>
#include <string.h>

struct reader {
	const char *next;
	const char *end;
	struct target_list_position position; /* of `next` */
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

static void skip_byte_order_mark(struct reader *reader)
{
	size_t len = sizeof(byte_order_mark) - 1;

	if ((size_t)(reader->end - reader->next) >= len &&
	    memcmp(reader->next, byte_order_mark, len) == 0)
		reader->next += len;
}

static void step(struct reader *reader)
{
	reader->position.column++;
	if (*reader->next++ == '\n') {
		reader->position.line++;
		reader->position.column = 1;
	}
}

/* A NUL is none, for strchr() would find it in any string. */
static bool is_separator(char c)
{
	return c != '\0' && strchr(" \t\n\v\f\r,", c) != NULL;
}

/* To the next item, NUL or end. */
static void skip_separators(struct reader *reader)
{
	bool in_comment = false;

	while (reader->next < reader->end && *reader->next != '\0') {
		if (*reader->next == '#')
			in_comment = true;
		else if (*reader->next == '\n')
			in_comment = false;
		else if (!in_comment && !is_separator(*reader->next))
			break;
		step(reader);
	}
}

/* The length of the item here; over TARGET_LIST_ITEM_MAX when too long. */
static size_t item_len(const struct reader *reader)
{
	const char *p = reader->next;

	while (p < reader->end && *p != '\0' && *p != '#' &&
	       !is_separator(*p) && p - reader->next <= TARGET_LIST_ITEM_MAX)
		p++;
	return (size_t)(p - reader->next);
}

static enum target_list_error read_item(struct reader *reader,
                                        target_list_item_cb on_item, void *arg)
{
	char item[TARGET_LIST_ITEM_MAX + 1];
	size_t len = item_len(reader);

	if (len == 0)
		return TARGET_LIST_NUL;
	if (len > TARGET_LIST_ITEM_MAX)
		return TARGET_LIST_TOO_LONG;
	if (reader->next + len < reader->end && reader->next[len] == '\0') {
		reader->position.column += len;
		return TARGET_LIST_NUL;
	}
	memcpy(item, reader->next, len);
	item[len] = '\0';
	if (!on_item(arg, item, reader->position))
		return TARGET_LIST_STOPPED;
	reader->next += len;
	reader->position.column += len;
	return TARGET_LIST_OK;
}

enum target_list_error target_list_read(const char *text, size_t len,
                                        target_list_item_cb on_item, void *arg,
                                        struct target_list_position *error_at)
{
	struct reader reader = { text, text + len, { 1, 1 } };
	enum target_list_error error = TARGET_LIST_OK;

	skip_byte_order_mark(&reader);
	skip_separators(&reader);
	while (reader.next < reader.end && error == TARGET_LIST_OK) {
		error = read_item(&reader, on_item, arg);
		if (error == TARGET_LIST_OK)
			skip_separators(&reader);
	}
	if (error != TARGET_LIST_OK)
		*error_at = reader.position;
	return error;
}

const char *target_list_strerror(enum target_list_error error)
{
	switch (error) {
	case TARGET_LIST_OK: return "ok";
	case TARGET_LIST_STOPPED: return "stopped";
	case TARGET_LIST_TOO_LONG: return "item is longer than 255 bytes";
	case TARGET_LIST_NUL:
		return "NUL byte: not a text file, or not in UTF-8";
	}
	return "unknown error";
}
