// SPDX-License-Identifier: Apache-2.0
#include "identify/ntlm.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

/* [MS-NLMP] 2.2.1.2: the challenge of srv1.example.net in the domain EXAMPLE,
 * 10.0.17763, behind bytes that are not of it. */
static const char challenge[] =
	"\xa1\x81\xcb"
	"NTLMSSP\0\x02\0\0\0"
	"\x0e\0\x0e\0\x38\0\0\0" /* target: at 56 */
	"\x05\x82\x89\xa2"
	"12345678\0\0\0\0\0\0\0\0"
	"\x56\0\x56\0\x46\0\0\0" /* target information: at 70 */
	"\x0a\0\x63\x45\0\0\0\x0f"
	"E\0X\0A\0M\0P\0L\0E\0"
	"\x02\0\x0e\0E\0X\0A\0M\0P\0L\0E\0"
	"\x01\0\x08\0S\0R\0V\0\x31\0"
	"\x04\0\x00\0"
	"\x03\0\x20\0s\0r\0v\0\x31\0.\0e\0x\0a\0m\0p\0l\0e\0.\0n\0e\0t\0"
	"\x07\0\x08\0tttttttt"
	"\0\0\0\0";

/* Who it is, by the first `len` bytes. */
static bool describe(const char *message, size_t len, struct identity *who)
{
	uint8_t *cut = malloc(len + 1); /* AddressSanitizer watches its end */
	struct ntlm_challenge read;
	bool known;

	memcpy(cut, message, len);
	known = ntlm_challenge_read((struct bytes){ cut, len }, &read);
	ntlm_challenge_describe(&read, who);
	free(cut);
	return known;
}

static bool has(const struct identity *who, enum fact_key key)
{
	struct bytes value;

	return facts_get(&who->facts, key, &value);
}

Test(ntlm, challenge_tells_names_and_build)
{
	struct identity who = { 0 };

	cr_assert(describe(challenge, sizeof(challenge) - 1, &who));
	cr_expect(eq(str, who.service.hostname, "srv1.example.net"));
	cr_expect(facts_have(&who.facts, FACT_SMB_COMPUTER, "SRV1"));
	cr_expect(facts_have(&who.facts, FACT_SMB_DOMAIN, "EXAMPLE"));
	cr_expect(facts_have(&who.facts, FACT_SMB_BUILD, "10.0.17763"));
	identity_release(&who);
}

Test(ntlm, cut_anywhere_it_tells_whole_values_only)
{
	enum { BEFORE = 3, VERSION = BEFORE + 56, DOMAIN_END = BEFORE + 88 };

	for (size_t len = 0; len < sizeof(challenge); len++) {
		struct identity who = { 0 };

		describe(challenge, len, &who);
		cr_expect(eq(int, has(&who, FACT_SMB_BUILD), len >= VERSION),
		          "%zu", len);
		cr_expect(
			eq(int, has(&who, FACT_SMB_DOMAIN), len >= DOMAIN_END),
			"%zu", len);
		identity_release(&who);
	}
}

static void expect_silent(const char *message, size_t len, const char *what)
{
	struct identity who = { 0 };

	describe(message, len, &who);
	cr_expect(eq(str, who.service.hostname, ""), "%s", what);
	cr_expect(eq(sz, who.facts.len, 0), "%s", what);
	identity_release(&who);
}

/* Changes of one byte, behind the three that are not of the message. */
Test(ntlm, offsets_and_lengths_are_not_trusted)
{
	static const struct {
		size_t at;
		char byte;
		const char *what;
	} changes[] = {
		{ 8, 3, "an AUTHENTICATE" },
		{ 0, 'n', "another signature" },
		{ 47, (char)0xff, "target information behind the end" },
		{ 73, (char)0xff, "a value behind the end" },
		{ 70, 0, "no more values" },
	};

	for (size_t i = 0; i < COUNT(changes); i++) {
		char changed[sizeof(challenge)];

		memcpy(changed, challenge, sizeof(challenge));
		changed[3 + 20 + 3] = 0; /* without a version */
		changed[3 + changes[i].at] = changes[i].byte;
		expect_silent(changed, sizeof(changed) - 1, changes[i].what);
	}
}

Test(ntlm, version_of_no_build_is_none)
{
	char samba[sizeof(challenge)];
	struct identity who = { 0 };

	memcpy(samba, challenge, sizeof(challenge));
	memcpy(samba + 3 + 48, "\x06\x01\x00\x00", 4);
	cr_assert(describe(samba, sizeof(samba) - 1, &who));
	cr_expect(not(has(&who, FACT_SMB_BUILD)));
	identity_release(&who);
}

Test(ntlm, host_is_named_in_ascii_or_not_at_all)
{
	char changed[sizeof(challenge)];
	struct identity who = { 0 };
	char *name;

	memcpy(changed, challenge, sizeof(challenge));
	name = memmem(changed, sizeof(changed), "s\0r\0v\0", 6);
	cr_assert(ne(ptr, name, NULL));
	name[2] = (char)0xe9;
	cr_assert(describe(changed, sizeof(changed) - 1, &who));
	cr_expect(eq(str, who.service.hostname, ""));
	cr_expect(facts_have(&who.facts, FACT_SMB_COMPUTER, "SRV1"));
	identity_release(&who);
}
