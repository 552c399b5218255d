// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}
#define CONFIRM "\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0"

static const struct {
	struct bytes said;
	const char *security; /* NULL: it does not tell */
} confirms[] = {
	{ SAID(CONFIRM "\x02\x01\x08\0\0\0\0\0"), "rdp" },
	{ SAID(CONFIRM "\x02\x01\x08\0\x01\0\0\0"), "tls" }, /* xrdp */
	{ SAID(CONFIRM "\x02\x1f\x08\0\x02\0\0\0"), "credssp" },
	{ SAID(CONFIRM "\x02\x1f\x08\0\x08\0\0\0"), "credssp" },
	{ SAID(CONFIRM "\x02\x1f\x08\0\x10\0\0\0"), NULL },
	{ SAID(CONFIRM "\x03\0\x08\0\x01\0\0\0"), "tls" },
	{ SAID(CONFIRM "\x03\0\x08\0\x02\0\0\0"), "rdp" },
	{ SAID(CONFIRM "\x03\0\x08\0\x03\0\0\0"), "rdp" },
	{ SAID(CONFIRM "\x03\0\x08\0\x04\0\0\0"), NULL },
	{ SAID(CONFIRM "\x03\0\x08\0\x05\0\0\0"), "credssp" },
};

static bool identify(struct bytes said, struct identity *who)
{
	struct reply reply = { .protocol = PROTOCOL_TCP, .said = said };

	return identify_reply(&reply, who);
}

Test(recognise_rdp, tells_what_security_a_server_wants)
{
	for (size_t i = 0; i < COUNT(confirms); i++) {
		const char *security = confirms[i].security;
		struct bytes value;
		struct identity who;

		cr_assert(identify(confirms[i].said, &who), "%zu", i);
		cr_expect(eq(str, who.service.name, "ms-wbt-server"));
		cr_expect(eq(int,
		             facts_get(&who.facts, FACT_RDP_SECURITY, &value),
		             security != NULL),
		          "%zu", i);
		cr_expect(security == NULL ||
		                  facts_have(&who.facts, FACT_RDP_SECURITY,
		                             security),
		          "%zu", i);
		identity_release(&who);
	}
}

/* [MS-CSSP] 2.2.1, inside TLS: FreeRDP's Shadow server, 2.11.7. */
#define CHALLENGE(version)                                                     \
	"\x30\x81\x9f\xa0\x03\x02\x01\x06\xa1\x74\x30\x72\x30\x70"             \
	"\xa0\x6e\x04\x6c"                                                     \
	"NTLMSSP\0\x02\0\0\0\x04\0\x04\0\x38\0\0\0\x07\x82\x88\xa2"            \
	"R\xd5qNftuv\0\0\0\0\0\0\0\0\x30\0\x30\0\x3c\0\0\0" version            \
	"\0\0\0\x0fV\0M\0\x02\0\x04\0V\0M\0\x01\0\x04\0V\0M\0"                 \
	"\x04\0\x04\0v\0m\0\x03\0\x04\0v\0m\0\x07\0\x08\0"                     \
	"\0\xf3u\x08\x92|\xdd\x01\0\0\0\0"

static const struct {
	struct bytes said;
	const char *product, *os;
} challenges[] = {
	{ SAID(CHALLENGE("\x06\x01\xb1\x1d")), "", "" },
	{ SAID(CHALLENGE("\x0a\0\x63\x45")), "Microsoft Windows Remote Desktop",
	  "Windows 10 1809 or Server 2019" },
	{ SAID(CHALLENGE("\0\0\0\0")), "", "" },
};

Test(recognise_rdp, challenge_tells_the_names_of_the_host)
{
	for (size_t i = 0; i < COUNT(challenges); i++) {
		struct identity who;

		cr_assert(identify(challenges[i].said, &who), "%zu", i);
		cr_expect(eq(str, who.service.name, "ms-wbt-server"));
		cr_expect(eq(str, who.service.product,
		             (char *)challenges[i].product));
		cr_expect(eq(str, who.service.os, (char *)challenges[i].os));
		cr_expect(eq(str, who.service.hostname, "vm"));
		cr_expect(facts_have(&who.facts, FACT_SMB_COMPUTER, "VM"));
		identity_release(&who);
	}
}

Test(recognise_rdp, is_of_no_other_protocol)
{
	static const struct bytes others[] = {
		SAID("\x30\x07\xa0\x03\x02\x01\x06\xa1\0"),
		SAID(CONFIRM "\x02\x01\x08\0\x01\0\0"),
		SAID("\x03\0\0\x14\x0e\xd0\0\0\x12\x34\0"
		     "\x02\x01\x08\0\x01\0\0\0"),
		SAID("\x03\0\0\x13\x0e\xe0\0\0\0\0\0" /* a request: an echo */
		     "\x01\0\x08\0\x03\0\0\0"),
		SAID(CONFIRM "\x01\x01\x08\0\x01\0\0\0"),
		SAID(CONFIRM "\x02\x01\x09\0\x01\0\0\0"),
		/* ISO-TSAP, of S7 */
		SAID("\x03\0\0\x16\x11\xd0\0\x01\0\x01\0"
		     "\xc0\x01\x0a\xc1\x02\x01\0\xc2\x02\x01\x02"),
	};

	for (size_t i = 0; i < COUNT(others); i++) {
		struct identity who;

		cr_expect(not(identify(others[i], &who)), "%zu", i);
	}
}
