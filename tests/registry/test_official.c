// SPDX-License-Identifier: Apache-2.0
/*
 * The official file, where there is a copy: $PORTSCAN_IANA_CSV, else
 * IANA_CSV_DEFAULT.  It is IANA's to publish and not kept with the tests.
 */
#include "base/count.h"
#include "registry/iana.h"
#include "registry/store.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The edition that the expectations below are of. */
#define EDITION "2026-04-09"

/* Assigned or named since that edition, and in the shipped table. */
static bool is_newer(enum protocol protocol, uint32_t port)
{
	return port == 4480 || port == 6610 || port == 30939 ||
	       port == (protocol == PROTOCOL_TCP ? 5543 : 7123);
}

/* NULL, having said so, when there is no copy. */
static struct registry *read_official(void)
{
	const char *path = getenv("PORTSCAN_IANA_CSV");
	struct registry *registry;
	struct text csv, why;

	if (path == NULL)
		path = IANA_CSV_DEFAULT;
	if (access(path, R_OK) != 0)
		cr_skip_test("no copy of IANA's file; PORTSCAN_IANA_CSV may "
		             "name one");
	text_init(&csv);
	text_init(&why);
	cr_assert(registry_read_file(path, &csv, &why), "%s", why.data);
	registry = iana_read(&csv, path, "", &why);
	cr_assert(registry != NULL, "%s", why.data);
	text_release(&csv);
	text_release(&why);
	return registry;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *or_dash(const char *string)
{
	return string != NULL ? string : "-";
}

static void compare(const struct registry *official, enum protocol protocol)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		struct registry_entry ours = registry_look_up(
			registry_shipped(), protocol, (uint16_t)port);
		struct registry_entry theirs =
			registry_look_up(official, protocol, (uint16_t)port);
		bool agree = ours.status == theirs.status &&
		             same(ours.name, theirs.name) &&
		             same(ours.also, theirs.also);

		cr_expect(agree != is_newer(protocol, port),
		          "%u/%s: %s %s %s, IANA has %s %s %s", port,
		          protocol_name(protocol),
		          registry_status_name(ours.status), or_dash(ours.name),
		          or_dash(ours.also),
		          registry_status_name(theirs.status),
		          or_dash(theirs.name), or_dash(theirs.also));
	}
}

Test(official, shipped_table_has_every_status_and_name)
{
	struct registry *official = read_official();

	if (strcmp(registry_source(official).date, EDITION) != 0)
		cr_skip_test("this is not the edition of " EDITION);
	compare(official, PROTOCOL_TCP);
	compare(official, PROTOCOL_UDP);
	registry_free(official);
}

/* Facts that hold in any edition of our days. */
static const struct {
	enum protocol protocol;
	uint16_t port;
	enum registry_status status;
	const char *name;
} facts[] = {
	{ PROTOCOL_TCP, 22, REGISTRY_ASSIGNED, "ssh" },
	{ PROTOCOL_TCP, 80, REGISTRY_ASSIGNED, "http" },
	{ PROTOCOL_TCP, 24, REGISTRY_ASSIGNED, NULL },
	{ PROTOCOL_TCP, 2076, REGISTRY_DORMANT, "newlixconfig" },
	{ PROTOCOL_UDP, 2076, REGISTRY_DORMANT, "newlixconfig" },
	{ PROTOCOL_TCP, 4169, REGISTRY_ASSIGNED, "iadt" },
	{ PROTOCOL_UDP, 4169, REGISTRY_ASSIGNED, "iadt-disc" },
	{ PROTOCOL_TCP, 6063, REGISTRY_ASSIGNED, "x11" },
	{ PROTOCOL_TCP, 7775, REGISTRY_ASSIGNED, "inetfs" },
	{ PROTOCOL_UDP, 7775, REGISTRY_RESERVED, NULL },
	{ PROTOCOL_UDP, 8009, REGISTRY_RESERVED, NULL },
	{ PROTOCOL_TCP, 585, REGISTRY_UNASSIGNED, NULL },
	{ PROTOCOL_TCP, 25565, REGISTRY_UNASSIGNED, NULL },
	{ PROTOCOL_TCP, 27009, REGISTRY_ASSIGNED, "flex-lm" },
	{ PROTOCOL_TCP, 49151, REGISTRY_RESERVED, NULL },
	{ PROTOCOL_UDP, 51820, REGISTRY_DYNAMIC, NULL },
};

Test(official, is_read_whole)
{
	struct registry *official = read_official();

	for (size_t i = 0; i < COUNT(facts); i++) {
		struct registry_entry entry = registry_look_up(
			official, facts[i].protocol, facts[i].port);

		cr_expect(eq(int, entry.status, facts[i].status), "%u/%s",
		          facts[i].port, protocol_name(facts[i].protocol));
		cr_expect(same(entry.name, facts[i].name), "%u/%s: %s",
		          facts[i].port, protocol_name(facts[i].protocol),
		          entry.name ? entry.name : "-");
	}
	registry_free(official);
}
