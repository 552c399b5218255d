// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static void identify(struct bytes said, struct identity *who)
{
	struct reply reply = { .protocol = PROTOCOL_TCP, .said = said };

	identify_reply(&reply, who);
}

static const struct {
	const char *recording;
	const char *name, *product, *version, *extra, *hostname, *cpe;
	const char *dialect, *signing;
} recorded[] = {
	{ "samba", "microsoft-ds", "Samba smbd", "", "", "vm",
	  "cpe:/a:samba:samba", "3.1.1", "enabled" },
	{ "samba-2.0.2", "microsoft-ds", "Samba smbd", "", "", "vm",
	  "cpe:/a:samba:samba", "2.0.2", "enabled" },
	{ "samba-session-signed", "netbios-ssn", "Samba smbd", "", "", "vm",
	  "cpe:/a:samba:samba", "3.1.1", "required" },
	{ "samba-nt1", "microsoft-ds", "Samba smbd", "4.17.12", "Debian", "vm",
	  "cpe:/a:samba:samba:4.17.12", "NT LM 0.12", "disabled" },
	{ "samba-session-nt1", "netbios-ssn", "Samba smbd", "4.17.12", "Debian",
	  "vm", "cpe:/a:samba:samba:4.17.12", "NT LM 0.12", "disabled" },
};

Test(recognise_smb, knows_samba)
{
	for (size_t i = 0; i < COUNT(recorded); i++) {
		struct recording recording;
		struct identity who;

		identify(read_recording(recorded[i].recording, &recording),
		         &who);
		cr_expect(eq(str, who.service.name, (char *)recorded[i].name));
		cr_expect(eq(str, who.service.product,
		             (char *)recorded[i].product));
		cr_expect(eq(str, who.service.version,
		             (char *)recorded[i].version));
		cr_expect(
			eq(str, who.service.extra, (char *)recorded[i].extra));
		cr_expect(eq(str, who.service.hostname,
		             (char *)recorded[i].hostname));
		cr_expect(eq(str, who.service.os, ""));
		cr_expect(eq(str, who.service.cpe[0], (char *)recorded[i].cpe));
		cr_expect(facts_have(&who.facts, FACT_SMB_DIALECT,
		                     recorded[i].dialect));
		cr_expect(facts_have(&who.facts, FACT_SMB_SIGNING,
		                     recorded[i].signing));
		cr_expect(facts_have(&who.facts, FACT_SMB_COMPUTER, "HOST1"));
		identity_release(&who);
	}
}

Test(recognise_smb, refusal_is_of_no_product)
{
	struct recording recording;
	struct identity who;

	identify(read_recording("samba-refuses-smb1", &recording), &who);
	cr_expect(eq(str, who.service.name, "microsoft-ds"));
	cr_expect(eq(str, who.service.product, ""));
	cr_expect(eq(sz, who.facts.len, 0));
}

static uint8_t *find(struct recording *recording, const char *bytes, size_t len)
{
	return memmem(recording->data, recording->len, bytes, len);
}

/* Samba's words with another GUID and another version. */
static struct bytes as_another(const char *name, const char *version,
                               struct recording *recording)
{
	struct bytes said = read_recording(name, recording);
	uint8_t *at;

	while ((at = find(recording, "host1\0\0\0\0", 9)) != NULL)
		memcpy(at, "\x01\x23\x45\x67\x89\xab\xcd\xef\x10", 9);
	at = find(recording, "NTLMSSP\0\x02", 9);
	cr_assert(ne(ptr, at, NULL));
	memcpy(at + 48, version, 4);
	return said;
}

/* The mechanism NTLM becomes NEGOEX, except behind the challenge. */
static void offer_negoex(struct recording *recording)
{
	uint8_t *at;

	while ((at = find(recording,
	                  "\x30\x0c\x06\x0a\x2b\x06\x01\x04\x01\x82"
	                  "\x37\x02\x02\x0a",
	                  14)) != NULL)
		at[13] = 0x1e;
}

Test(recognise_smb, knows_windows_by_its_build)
{
	struct recording recording;
	struct identity who;

	struct bytes said = as_another("samba", "\x0a\x00\x63\x45", &recording);

	offer_negoex(&recording);
	identify(said, &who);
	cr_expect(eq(str, who.service.product, "Microsoft Windows SMB"));
	cr_expect(eq(str, who.service.version, ""));
	cr_expect(eq(str, who.service.os, "Windows 10 1809 or Server 2019"));
	cr_expect(eq(str, who.service.cpe[0], "cpe:/o:microsoft:windows"));
	cr_expect(facts_have(&who.facts, FACT_SMB_BUILD, "10.0.17763"));
	cr_expect(facts_have(&who.facts, FACT_SMB_GUID,
	                     "67452301-ab89-efcd-1000-000000000000"));
	identity_release(&who);
}

/* UTF-16, with a NUL. */
static void put_name(uint8_t *at, const char *name)
{
	for (size_t i = 0; i <= strlen(name); i++) {
		at[2 * i] = (uint8_t)name[i];
		at[2 * i + 1] = 0;
	}
}

/* Put other names of system and LAN manager in the place of Samba's. */
static void rename_system(struct recording *recording, const char *system,
                          const char *lan_manager)
{
	static const char samba[] = "W\0i\0n\0d\0o\0w\0s\0 \0006\0.\0001";
	uint8_t *at = find(recording, samba, sizeof(samba) - 1);

	cr_assert(ne(ptr, at, NULL));
	put_name(at, system);
	put_name(at + 2 * (strlen(system) + 1), lan_manager);
}

Test(recognise_smb, build_of_windows_does_not_make_a_windows)
{
	static const char *const names[] = { "samba", "samba-nt1" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct recording recording;
		struct identity who;
		struct bytes said =
			as_another(names[i], "\x06\x01\xb1\x1d", &recording);

		if (i == 1)
			rename_system(&recording, "Windows 7601", "NT LAN");
		identify(said, &who);
		cr_expect(eq(str, who.service.product, ""));
		cr_expect(eq(str, who.service.os, ""));
		identity_release(&who);
	}
}

Test(recognise_smb, says_nothing_of_a_build_that_it_does_not_know)
{
	struct recording recording;
	struct identity who;

	struct bytes said = as_another("samba", "\x0a\x00\x01\x00", &recording);

	offer_negoex(&recording);
	identify(said, &who);
	cr_expect(eq(str, who.service.name, "microsoft-ds"));
	cr_expect(eq(str, who.service.product, ""));
	cr_expect(eq(str, who.service.os, ""));
	cr_expect(facts_have(&who.facts, FACT_SMB_BUILD, "10.0.1"));
	identity_release(&who);
}

Test(recognise_smb, edition_of_windows_is_taken_with_its_build)
{
	static const struct {
		const char *name, *os;
	} rows[] = {
		{ "Windows XP 2600 SP3", "Windows XP 2600 SP3" },
		{ "Windows 5.1", "Windows XP" },
		{ "Windows 26000", "Windows XP" },
		{ "XP 2600", "Windows XP" },
		{ "", "Windows XP" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct recording recording;
		struct identity who;
		struct bytes said =
			as_another("samba-nt1", "\x05\x01\x28\x0a", &recording);

		rename_system(&recording, rows[i].name, "Windows 5.1");
		identify(said, &who);
		cr_expect(
			eq(str, who.service.product, "Microsoft Windows SMB"));
		cr_expect(eq(str, who.service.os, (char *)rows[i].os));
		identity_release(&who);
	}
}
