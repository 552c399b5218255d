// SPDX-License-Identifier: Apache-2.0
#include "registry/aliases.h"

#include "base/count.h"
#include "registry/compatible.h"
#include "registry/registry.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

enum { NEITHER = 0, EITHER = ALIAS_TLS | ALIAS_DTLS };

static const struct {
	const char *name;
	const char *protocol;
	unsigned inside;
} rows[] = {
	{ "memcached", "memcache", NEITHER },
	{ "Memcached", "memcache", NEITHER },
	{ "memcache", "memcache", NEITHER },
	{ "kerberos-sec", "kerberos", NEITHER },
	{ "rpcbind", "sunrpc", NEITHER },
	{ "modbus", "mbap", NEITHER },
	{ "socks5", "socks", NEITHER },
	{ "https", "http", ALIAS_TLS },
	{ "pcsync-https", "http", ALIAS_TLS },
	{ "ssl", "tls", ALIAS_TLS },
	{ "tls", "tls", ALIAS_TLS },
	{ "dtls", "dtls", ALIAS_DTLS },
	{ "sips", "sip", EITHER },
	{ "snmptls", "snmp", ALIAS_TLS },
	{ "snmpdtls", "snmp", ALIAS_DTLS },
	{ "EtherNet-IP-1", "ethernet-ip", NEITHER },
	/* No row: they stand for themselves. */
	{ "ssh", "ssh", NEITHER },
	{ "newlixconfig", "newlixconfig", NEITHER },
	{ "", "", NEITHER },
};

Test(aliases, name_means_a_protocol_and_what_it_is_inside)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct alias meant = alias_find(rows[i].name);

		cr_expect(eq(str, (char *)meant.protocol,
		             (char *)rows[i].protocol),
		          "%s", rows[i].name);
		cr_expect(eq(uint, meant.inside, rows[i].inside), "%s",
		          rows[i].name);
	}
}

/* A chain of names would leave two names of one protocol apart. */
Test(aliases, protocols_have_no_other_name)
{
	for (size_t i = 0; i < alias_count; i++) {
		struct alias again = alias_find(aliases[i].protocol);

		cr_expect(eq(str, (char *)again.protocol,
		             (char *)aliases[i].protocol),
		          "%s", aliases[i].name);
	}
}

Test(aliases, are_what_the_compatible_table_goes_by)
{
	for (size_t i = 0; i < compatible_pair_count; i++) {
		const struct compatible_pair *pair = &compatible_pairs[i];
		struct alias answered = alias_find(pair->answered);
		struct alias assigned = alias_find(pair->assigned);

		cr_expect(eq(str, (char *)answered.protocol,
		             (char *)pair->answered),
		          "%s", pair->answered);
		cr_expect(eq(str, (char *)assigned.protocol,
		             (char *)pair->assigned),
		          "%s", pair->assigned);
	}
}

/* Is there a number with a name that means this protocol? */
static bool is_assigned(const char *protocol)
{
	for (uint32_t number = 0; number < 2 * 49152; number++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(),
			number & 1 ? PROTOCOL_UDP : PROTOCOL_TCP,
			(uint16_t)(number / 2));
		char name[REGISTRY_NAME_SIZE];

		for (size_t i = 0; registry_entry_name(&entry, i, name); i++)
			if (strcmp(alias_find(name).protocol, protocol) == 0)
				return true;
	}
	return false;
}

Test(aliases, what_the_compatible_table_calls_assigned_is)
{
	for (size_t i = 0; i < compatible_pair_count; i++)
		cr_expect(is_assigned(compatible_pairs[i].assigned), "%s",
		          compatible_pairs[i].assigned);
}
