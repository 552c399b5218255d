// SPDX-License-Identifier: Apache-2.0
#include "registry/common.h"

#include "registry/port_notes.h"

void common_ports_each(common_ports_cb each, void *arg)
{
	for (size_t i = 0; i < common_range_count; i++)
		each(arg, common_ranges[i].protocol, common_ranges[i].first,
		     common_ranges[i].last);
	for (size_t i = 0; i < unofficial_notes.count; i++) {
		const struct port_note *note = &unofficial_notes.rows[i];

		each(arg, note->protocol, note->port, note->port);
	}
}
