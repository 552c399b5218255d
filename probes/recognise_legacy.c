// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"
#include "probes/recognise.h"

/* RFC 862: what we said, word for word. */
static bool is_echo(struct bytes said)
{
	return bytes_equal_at(said, 0, payload_echo.bytes, payload_echo.len) ||
	       bytes_equal_at(said, 0, payload_http.bytes, payload_http.len);
}

/* RFC 864: lines of 72 characters, each beginning with the next character. */
static bool is_chargen(struct bytes said)
{
	enum { LINE = 72, FIRST = ' ', CHARACTERS = 95 };

	if (said.len < LINE || said.data[0] < FIRST)
		return false;
	for (size_t i = 1; i < LINE; i++)
		if (said.data[i] !=
		    FIRST + (said.data[i - 1] - FIRST + 1) % CHARACTERS)
			return false;
	return true;
}

bool recognise_legacy(struct bytes said, struct service *service)
{
	if (is_echo(said))
		service_set_name(service, "echo");
	else if (is_chargen(said))
		service_set_name(service, "chargen");
	else
		return false;
	return true;
}
