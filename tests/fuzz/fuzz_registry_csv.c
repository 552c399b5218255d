// SPDX-License-Identifier: Apache-2.0
/* A file given to `registry import`: what it holds, or one line about why it
 * was refused. */
#include "registry/iana.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void require_one_line(const char *string)
{
	require(string == NULL ||
	        (string[0] != '\0' && strpbrk(string, "\r\n") == NULL));
}

static void check_ports(const struct registry *registry, enum protocol protocol)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		struct registry_entry entry =
			registry_look_up(registry, protocol, (uint16_t)port);
		struct registry_details details =
			registry_details(registry, protocol, (uint16_t)port);

		require(registry_status_name(entry.status)[0] != '\0');
		require((entry.status == REGISTRY_DYNAMIC) == (port >= 49152));
		require_one_line(entry.name);
		require_one_line(entry.description);
		require_one_line(entry.note);
		require_one_line(details.assignee);
		require_one_line(details.reference);
		require_one_line(details.unauthorised);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct registry *registry;
	struct text csv, why;

	text_init(&csv);
	text_init(&why);
	text_append(&csv, data, size);
	registry = iana_read(&csv, "fuzz", "", &why);
	require((registry == NULL) == (why.len > 0));
	if (registry == NULL) {
		require_one_line(why.data);
	} else {
		check_ports(registry, PROTOCOL_TCP);
		check_ports(registry, PROTOCOL_UDP);
	}
	registry_free(registry);
	text_release(&csv);
	text_release(&why);
	return 0;
}
