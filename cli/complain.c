// SPDX-License-Identifier: Apache-2.0
#include "cli/complain.h"

#include "base/text.h"
#include "report/escape.h"

#include <stdarg.h>
#include <stdio.h>

void complain(const char *format, ...)
{
	struct text message, line;
	va_list args;

	text_init(&message);
	text_init(&line);
	va_start(args, format);
	text_vprintf(&message, format, args);
	va_end(args);
	escape_terminal(&line, (const uint8_t *)message.data, message.len);
	fprintf(stderr, "portscan: %s\n", line.data);
	text_release(&message);
	text_release(&line);
}
