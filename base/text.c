// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an empty text points at; never written to, for its capacity is 0. */
static char nothing[1];

void text_init(struct text *text)
{
	*text = (struct text){ .data = nothing };
}

void text_clear(struct text *text)
{
	text->len = 0;
	text->failed = false;
	if (text->capacity > 0)
		text->data[0] = '\0';
}

void text_release(struct text *text)
{
	if (text->capacity > 0)
		free(text->data);
	text_init(text);
}

/* Make room for `more` bytes and the NUL behind them. */
static bool reserve(struct text *text, size_t more)
{
	size_t capacity = text->capacity > 0 ? text->capacity : 64;
	char *data;

	if (text->failed || more >= SIZE_MAX / 2 - text->len) {
		text->failed = true;
		return false;
	}
	if (text->len + more < text->capacity)
		return true;
	while (capacity <= text->len + more)
		capacity *= 2;
	data = realloc(text->capacity > 0 ? text->data : NULL, capacity);
	if (data == NULL) {
		text->failed = true;
		return false;
	}
	text->data = data;
	text->capacity = capacity;
	return true;
}

void text_append(struct text *text, const void *bytes, size_t len)
{
	if (len == 0 || !reserve(text, len))
		return;
	memcpy(text->data + text->len, bytes, len);
	text->len += len;
	text->data[text->len] = '\0';
}

void text_append_char(struct text *text, char c)
{
	text_append(text, &c, 1);
}

void text_append_string(struct text *text, const char *string)
{
	text_append(text, string, strlen(string));
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_vprintf(text, format, args);
	va_end(args);
}

void text_vprintf(struct text *text, const char *format, va_list args)
{
	va_list again;
	int needed;

	va_copy(again, args);
	needed = vsnprintf(NULL, 0, format, args);
	if (needed < 0)
		text->failed = true;
	else if (reserve(text, (size_t)needed)) {
		vsnprintf(text->data + text->len, (size_t)needed + 1, format,
		          again);
		text->len += (size_t)needed;
	}
	va_end(again);
}
