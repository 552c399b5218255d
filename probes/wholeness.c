// SPDX-License-Identifier: Apache-2.0
#include "probes/wholeness.h"

#include <ctype.h>
#include <string.h>

bool line_is_whole(struct bytes said)
{
	return said.len > 0 && said.data[said.len - 1] == '\n';
}

static struct bytes last_line(struct bytes said)
{
	const uint8_t *end = memrchr(said.data, '\n', said.len - 1);

	return end == NULL ? said
	                   : bytes_from(said, (size_t)(end + 1 - said.data));
}

/* "220-": a line that others follow. */
static bool is_continued(struct bytes line)
{
	enum { CODE = 3 };

	for (size_t i = 0; i < CODE; i++)
		if (i >= line.len || !isdigit(line.data[i]))
			return false;
	return bytes_have(line, CODE, "-");
}

bool coded_reply_is_whole(struct bytes said)
{
	return line_is_whole(said) && !is_continued(last_line(said));
}

/*
 * MySQL client/server protocol, "Protocol::Packet": length in three bytes,
 * low first, and a sequence number, which is 0 in the server's greeting.
 */
static bool is_mysql_packet(struct bytes said)
{
	enum { HEADER = 4 };

	return said.len > HEADER && said.data[3] == 0 &&
	       bytes_number(said, 0, 3, LITTLE_ENDIAN_BYTES) ==
	               said.len - HEADER;
}

bool greeting_is_whole(struct bytes said)
{
	return coded_reply_is_whole(said) || is_mysql_packet(said);
}
