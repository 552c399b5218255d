// SPDX-License-Identifier: Apache-2.0
#include "registry/registry.h"

#include "registry/port_notes.h"
#include "registry/table.h"

#include <string.h>
#include <strings.h>

/* Of a number that a table may speak of. */
static const struct table_row *row_of(const struct registry *registry,
                                      enum protocol protocol, uint16_t port)
{
	return &registry->rows[registry->index[protocol][port]];
}

static const char *string_at(const struct registry *registry, uint32_t offset)
{
	return offset == 0 ? NULL : registry->strings + offset;
}

static struct registry_entry entry_of(const struct registry *registry,
                                      const struct table_row *row)
{
	return (struct registry_entry){
		.status = (enum registry_status)row->status,
		.name = string_at(registry, row->name),
		.description = string_at(registry, row->description),
		.note = string_at(registry, row->note),
		.also = string_at(registry, row->also),
	};
}

/* registry/dormant.txt speaks of what any table calls assigned. */
static void apply_dormant(struct registry_entry *entry, enum protocol protocol,
                          uint16_t port)
{
	const struct port_note *dormant =
		port_notes_find(&dormant_notes, protocol, port);

	if (dormant == NULL || entry->status != REGISTRY_ASSIGNED)
		return;
	entry->status = REGISTRY_DORMANT;
	entry->note = dormant->text;
}

struct registry_entry registry_look_up(const struct registry *registry,
                                       enum protocol protocol, uint16_t port)
{
	struct registry_entry entry;

	if (port >= TABLE_PORTS)
		return (struct registry_entry){ .status = REGISTRY_DYNAMIC };
	entry = entry_of(registry, row_of(registry, protocol, port));
	apply_dormant(&entry, protocol, port);
	return entry;
}

struct registry_details registry_details(const struct registry *registry,
                                         enum protocol protocol, uint16_t port)
{
	const struct table_row *row;

	if (port >= TABLE_PORTS)
		return (struct registry_details){ 0 };
	row = row_of(registry, protocol, port);
	return (struct registry_details){
		.assignee = string_at(registry, row->assignee),
		.registered = string_at(registry, row->registered),
		.modified = string_at(registry, row->modified),
		.reference = string_at(registry, row->reference),
		.unauthorised = string_at(registry, row->unauthorised),
	};
}

/* The word at `index` of a list; "" when there are not so many. */
static const char *word_at(const char *list, size_t index)
{
	for (; index > 0 && *list != '\0'; index--) {
		list += strcspn(list, " ");
		list += strspn(list, " ");
	}
	return list;
}

bool registry_entry_name(const struct registry_entry *entry, size_t index,
                         char name[REGISTRY_NAME_SIZE])
{
	const char *found = "";
	size_t len;

	if (index == 0 && entry->name != NULL)
		found = entry->name;
	if (index > 0 && entry->also != NULL)
		found = word_at(entry->also, index - 1);
	len = strcspn(found, " ");
	if (len >= REGISTRY_NAME_SIZE)
		len = REGISTRY_NAME_SIZE - 1;
	memcpy(name, found, len);
	name[len] = '\0';
	return len > 0;
}

bool registry_entry_has_name(const struct registry_entry *entry,
                             const char *name)
{
	char own[REGISTRY_NAME_SIZE];

	for (size_t i = 0; registry_entry_name(entry, i, own); i++)
		if (strcasecmp(own, name) == 0)
			return true;
	return false;
}

size_t registry_ports_named(const struct registry *registry,
                            enum protocol protocol, const char *name,
                            registry_port_cb each, void *arg)
{
	size_t count = 0;

	for (uint16_t port = 0; port < TABLE_PORTS; port++) {
		struct registry_entry entry =
			entry_of(registry, row_of(registry, protocol, port));

		if (!registry_entry_has_name(&entry, name))
			continue;
		each(arg, port);
		count++;
	}
	return count;
}

struct registry_source registry_source(const struct registry *registry)
{
	return registry->source;
}

const char *registry_status_name(enum registry_status status)
{
	switch (status) {
	case REGISTRY_ASSIGNED: return "assigned";
	case REGISTRY_RESERVED: return "reserved";
	case REGISTRY_UNASSIGNED: return "unassigned";
	case REGISTRY_DYNAMIC: return "dynamic";
	case REGISTRY_DORMANT: return "dormant";
	}
	return "";
}
