// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_COMPILE_TEXT_ROWS_H
#define PORTSCAN_REGISTRY_COMPILE_TEXT_ROWS_H

#include "base/protocol.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_ROW_FIELDS = 5 };

/*
 * A row of a text table: ports, protocols and up to five more columns,
 * separated by tabs.  "22 tcp,udp ..." or "6000-6063 tcp ...".
 */
struct text_row {
	uint16_t first;
	uint16_t last;
	bool of[PROTOCOL_COUNT];
	char *fields[TEXT_ROW_FIELDS]; /* "-" and absent are NULL */
};

/* Goes through a text table, passing over empty lines and # comments. */
struct text_rows {
	char *at;
	size_t line;       /* of the row read last, from 1 */
	const char *error; /* what is wrong with that line, or NULL */
};

/* `text` is cut up in place and must outlive the rows. */
void text_rows_init(struct text_rows *rows, char *text);

/* False at the end, and on an error. */
bool text_rows_next(struct text_rows *rows, struct text_row *row);

/* The same of a table that has neither ports nor protocols. */
bool text_rows_next_fields(struct text_rows *rows,
                           char *fields[TEXT_ROW_FIELDS]);

#endif
