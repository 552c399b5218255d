// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_PORT_NOTES_H
#define PORTSCAN_REGISTRY_PORT_NOTES_H

#include "base/protocol.h"

#include <stddef.h>
#include <stdint.h>

/* A row of a text table in this folder, for one protocol and one port. */
struct port_note {
	enum protocol protocol;
	uint16_t port;
	const char *text;
	const char *remark; /* the second column, or NULL */
};

/* Sorted by protocol, then by port. */
struct port_notes {
	const struct port_note *rows;
	size_t count;
};

/* Compiled from the text files of the same names. */
extern const struct port_notes dormant_notes;
extern const struct port_notes unofficial_notes;

/* NULL when there is no row of that number. */
const struct port_note *port_notes_find(const struct port_notes *notes,
                                        enum protocol protocol, uint16_t port);

#endif
