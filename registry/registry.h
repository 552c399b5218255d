// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_REGISTRY_H
#define PORTSCAN_REGISTRY_REGISTRY_H

#include "base/protocol.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What IANA's registry says of a number, after RFC 6335 section 6. */
enum registry_status {
	REGISTRY_ASSIGNED,
	REGISTRY_RESERVED,
	REGISTRY_UNASSIGNED,
	REGISTRY_DYNAMIC, /* 49152-65535: never assigned */
	REGISTRY_DORMANT, /* assigned, and in registry/dormant.txt */
};

/*
 * The table in use: the one the program ships, or the one the user imported.
 * Immutable once loaded; share it between threads.
 */
struct registry;

/* All strings belong to the registry; unknown is NULL, never "". */
struct registry_entry {
	enum registry_status status;
	const char *name;        /* the main one; NULL when nameless */
	const char *description; /* one line */
	const char *note; /* e.g. "de-registered", or why it is dormant */
	const char *also; /* its other names, a blank between two */
};

/*
 * What only an imported table knows of a number; all NULL in the shipped one.
 * The strings belong to the registry.
 */
struct registry_details {
	const char *assignee;
	const char *registered; /* YYYY-MM-DD */
	const char *modified;   /* YYYY-MM-DD */
	const char *reference;
	const char *unauthorised; /* use without registration, as reported */
};

/* Where the table comes from. */
struct registry_source {
	const char *origin; /* "shipped" or the path of the imported file */
	const char *date;   /* of the newest row, or of the whole; YYYY-MM-DD */
	const char *sha256; /* of the table's text, 64 hex digits */
};

/* The table compiled into the program; takes no time and cannot fail. */
const struct registry *registry_shipped(void);

/* Give back a table that was imported, never the shipped one; NULL is fine. */
void registry_free(struct registry *registry);

/* What the registry says of a number: constant time, no allocation. */
struct registry_entry registry_look_up(const struct registry *registry,
                                       enum protocol protocol, uint16_t port);

struct registry_details registry_details(const struct registry *registry,
                                         enum protocol protocol, uint16_t port);

enum { REGISTRY_NAME_SIZE = 64 }; /* IANA's are much shorter */

/* Copy a name of the entry, from the main one at 0 on; false when it has no
 * such name. */
bool registry_entry_name(const struct registry_entry *entry, size_t index,
                         char name[REGISTRY_NAME_SIZE]);

/* Is `name` one of its names?  Upper and lower case are alike. */
bool registry_entry_has_name(const struct registry_entry *entry,
                             const char *name);

typedef void (*registry_port_cb)(void *arg, uint16_t port);

/*
 * Call `each`, upwards, for every port that has the name `name`, main or
 * other, and return how many there were.
 */
size_t registry_ports_named(const struct registry *registry,
                            enum protocol protocol, const char *name,
                            registry_port_cb each, void *arg);

struct registry_source registry_source(const struct registry *registry);

/* "assigned", "dormant" …: the words of reports and exports. */
const char *registry_status_name(enum registry_status status);

#endif
