// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_TEXT_H
#define PORTSCAN_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes that grow as they are appended to.  `data` is always followed by a
 * NUL that `len` does not count, and is "" rather than NULL while empty, so it
 * can be printed as it is; the bytes may hold NULs of their own.
 *
 * Running out of memory sets `failed` and turns every later append into
 * nothing: build the whole text, then ask once.
 */
struct text {
	char *data;
	size_t len;
	size_t capacity;
	bool failed;
};

void text_init(struct text *text);

/* Empty it and keep the memory for the next use; forgets `failed`. */
void text_clear(struct text *text);

/* Give the memory back; the text is as after text_init(). */
void text_release(struct text *text);

void text_append(struct text *text, const void *bytes, size_t len);
void text_append_char(struct text *text, char c);
void text_append_string(struct text *text, const char *string);
void text_printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *text, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

#endif
