// SPDX-License-Identifier: Apache-2.0
#include "identify/identity.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct service full = {
	.name = "ssh",
	.product = "OpenSSH",
	.version = "9.2p1",
	.extra = "protocol 2.0",
	.hostname = "host.example",
	.os = "Linux",
	.device = "router",
	.cpe = { "cpe:/a:openbsd:openssh:9.2p1", "cpe:/o:linux:linux_kernel" },
	.tls = true,
	.via = SERVICE_VIA_PAYLOAD,
	.confidence = SERVICE_CERTAIN,
};

Test(identity, comes_back_from_facts)
{
	struct identity who = { .service = full }, again;
	struct facts facts;

	facts_add_string(&who.facts, FACT_TLS_ALPN, "h2");
	identity_encode(&who, &facts);
	identity_decode(&facts, &again);
	cr_expect(eq(int, memcmp(&again.service, &full, sizeof(full)), 0));
	cr_expect(eq(sz, again.facts.len, who.facts.len));
	facts_release(&facts);
	identity_release(&again);
	identity_release(&who);
}

Test(identity, of_nobody_is_no_facts)
{
	struct identity who = { 0 }, again;
	struct facts facts;

	identity_encode(&who, &facts);
	cr_expect(eq(sz, facts.len, 0));
	identity_decode(&facts, &again);
	cr_expect(eq(str, again.service.name, ""));
}
