// SPDX-License-Identifier: Apache-2.0
#include "registry/compatible.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>

static const struct {
	const char *assigned, *answered;
	bool compatible;
} rows[] = {
	{ "ssh", "ssh", true },
	{ "EtherNet-IP-1", "ethernet-ip-1", true },
	{ "http-alt", "http", true },
	{ "www-http", "http", true },
	{ "docker", "http", true },
	{ "ipp", "http", true },
	{ "https", "tls", true },
	{ "imaps", "tls", true },
	{ "urd", "tls", true },
	{ "pcsync-https", "https", true },
	{ "http", "https", true },
	{ "submission", "smtp", true },
	{ "netbios-ssn", "microsoft-ds", true },
	{ "shilp", "sunrpc", true },
	{ "ipsec-nat-t", "isakmp", true },
	{ "https", "quic", true },
	{ "pcp", "nat-pmp", true },
	{ "ssh", "http", false },
	{ "http", "ssh", false },
	{ "http", "tls", false },
	{ "imap", "tls", false },
	{ "imaps", "https", false },
	{ "http", "http-alt", false },
	{ "microsoft-ds", "netbios-ssn", false },
	{ "newlixconfig", "http", false },
	{ "", "http", false },
};

Test(compatible, same_name_or_what_the_service_is_made_of)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(int,
		             service_compatible(rows[i].assigned,
		                                rows[i].answered),
		             rows[i].compatible),
		          "%s answered by %s", rows[i].assigned,
		          rows[i].answered);
}
