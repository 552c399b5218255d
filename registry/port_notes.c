// SPDX-License-Identifier: Apache-2.0
#include "registry/port_notes.h"

#include <stdlib.h>

static int compare(const void *key, const void *member)
{
	const struct port_note *wanted = key;
	const struct port_note *note = member;

	if (wanted->protocol != note->protocol)
		return wanted->protocol < note->protocol ? -1 : 1;
	return wanted->port - note->port;
}

const struct port_note *port_notes_find(const struct port_notes *notes,
                                        enum protocol protocol, uint16_t port)
{
	struct port_note wanted = { .protocol = protocol, .port = port };

	return bsearch(&wanted, notes->rows, notes->count, sizeof(wanted),
	               compare);
}
