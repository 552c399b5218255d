// SPDX-License-Identifier: Apache-2.0
#include "registry/export.h"

#include "base/text.h"
#include "registry/csv.h"

/* Rows pile up to about this much before they are handed on. */
enum { PIECE_BYTES = 64 * 1024 };

static void append_row(struct text *text, const struct registry *registry,
                       enum protocol protocol, uint16_t port)
{
	struct registry_entry entry =
		registry_look_up(registry, protocol, port);

	text_printf(text, "%u,%s,%s,", port, protocol_name(protocol),
	            registry_status_name(entry.status));
	csv_append_field(text, entry.name ? entry.name : "");
	text_append_char(text, ',');
	csv_append_field(text, entry.description ? entry.description : "");
	text_append_char(text, '\n');
}

static bool hand_on(struct text *text, registry_export_cb write, void *arg)
{
	bool written = !text->failed && write(arg, text->data, text->len);

	text_clear(text);
	return written;
}

bool registry_export(const struct registry *registry, registry_export_cb write,
                     void *arg)
{
	bool written = true;
	struct text text;

	text_init(&text);
	text_append_string(&text, "port,protocol,status,name,description\n");
	for (uint32_t port = 0; written && port <= UINT16_MAX; port++) {
		append_row(&text, registry, PROTOCOL_TCP, (uint16_t)port);
		append_row(&text, registry, PROTOCOL_UDP, (uint16_t)port);
		if (text.len >= PIECE_BYTES || text.failed)
			written = hand_on(&text, write, arg);
	}
	written = written && hand_on(&text, write, arg);
	text_release(&text);
	return written;
}
