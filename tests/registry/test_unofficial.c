// SPDX-License-Identifier: Apache-2.0
#include "registry/unofficial.h"

#include "registry/port_notes.h"
#include "registry/registry.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(unofficial, number_leads_to_the_software_found_on_it)
{
	cr_expect(eq(str, (char *)unofficial_use(PROTOCOL_TCP, 8123),
	             "Home Assistant; ClickHouse (over HTTP)"));
	cr_expect(eq(str, (char *)unofficial_use(PROTOCOL_UDP, 51820),
	             "WireGuard"));
	cr_expect(eq(str, (char *)unofficial_remark(PROTOCOL_UDP, 51820),
	             "silent to whoever lacks the key"));
}

Test(unofficial, use_belongs_to_a_protocol)
{
	cr_expect(eq(ptr, (void *)unofficial_use(PROTOCOL_UDP, 8123), NULL));
	cr_expect(eq(ptr, (void *)unofficial_use(PROTOCOL_TCP, 51820), NULL));
	cr_expect(
		eq(ptr, (void *)unofficial_remark(PROTOCOL_TCP, 51820), NULL));
}

Test(unofficial, first_and_last_row_are_found)
{
	const struct port_note *last =
		&unofficial_notes.rows[unofficial_notes.count - 1];

	cr_expect(ge(sz, unofficial_notes.count, 150));
	cr_expect(eq(str, (char *)unofficial_use(PROTOCOL_TCP, 81),
	             (char *)unofficial_notes.rows[0].text));
	cr_expect(eq(ptr, (void *)unofficial_use(last->protocol, last->port),
	             (void *)last->text));
}

Test(unofficial, number_without_a_known_use_has_none)
{
	cr_expect(eq(ptr, (void *)unofficial_use(PROTOCOL_TCP, 2076), NULL));
	cr_expect(eq(ptr, (void *)unofficial_use(PROTOCOL_TCP, 0), NULL));
	cr_expect(eq(ptr, (void *)unofficial_use(PROTOCOL_UDP, 65535), NULL));
}

Test(unofficial, dormant_number_is_one_that_the_shipped_table_assigns)
{
	for (size_t i = 0; i < dormant_notes.count; i++) {
		const struct port_note *dormant = &dormant_notes.rows[i];
		struct registry_entry entry = registry_look_up(
			registry_shipped(), dormant->protocol, dormant->port);

		cr_expect(eq(int, entry.status, REGISTRY_DORMANT), "%u",
		          dormant->port);
	}
}
