// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/recognise.h"
#include "identify/smb_reply.h"
#include "identify/utf16.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool is_printable(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isgraph(text.data[i]))
			return false;
	return text.len > 0;
}

/*
 * Samba's GUID is its NetBIOS name with NULs behind it, where those of others
 * are random; and it says of the mechanisms what only Windows said as well.
 */
static bool is_samba(const struct smb_reply *reply)
{
	size_t len = 0;

	while (len < reply->guid.len && reply->guid.data[len] != '\0')
		len++;
	if (!is_printable(bytes_first(reply->guid, len)))
		return false;
	for (size_t i = len; i < reply->guid.len; i++)
		if (reply->guid.data[i] != '\0')
			return false;
	return len < reply->guid.len &&
	       bytes_contain(reply->token,
	                     "not_defined_in_RFC4178@please_ignore");
}

static void add_dialect(const struct smb_reply *reply, struct facts *facts)
{
	static const struct {
		uint16_t number;
		const char *name;
	} dialects[] = {
		{ 0x0202, "2.0.2" }, { 0x0210, "2.1" },   { 0x0300, "3.0" },
		{ 0x0302, "3.0.2" }, { 0x0311, "3.1.1" },
	};

	if (reply->smb1)
		facts_add_string(facts, FACT_SMB_DIALECT, "NT LM 0.12");
	for (size_t i = 0; i < COUNT(dialects); i++)
		if (dialects[i].number == reply->smb2)
			facts_add_string(facts, FACT_SMB_DIALECT,
			                 dialects[i].name);
}

static void add_signing(enum smb_signing signing, struct facts *facts)
{
	switch (signing) {
	case SMB_SIGNING_UNKNOWN: break;
	case SMB_SIGNING_DISABLED:
		facts_add_string(facts, FACT_SMB_SIGNING, "disabled");
		break;
	case SMB_SIGNING_ENABLED:
		facts_add_string(facts, FACT_SMB_SIGNING, "enabled");
		break;
	case SMB_SIGNING_REQUIRED:
		facts_add_string(facts, FACT_SMB_SIGNING, "required");
		break;
	}
}

/* [MS-DTYP] 2.3.4.2: numbers of 4, 2 and 2 bytes, then bytes. */
static void add_guid(struct bytes guid, struct facts *facts)
{
	char text[40];
	const uint8_t *last;

	if (guid.len != 16)
		return;
	last = guid.data + 8;
	snprintf(text, sizeof(text),
	         "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x",
	         bytes_number(guid, 0, 4, LITTLE_ENDIAN_BYTES),
	         bytes_number(guid, 4, 2, LITTLE_ENDIAN_BYTES),
	         bytes_number(guid, 6, 2, LITTLE_ENDIAN_BYTES), last[0],
	         last[1], last[2], last[3], last[4], last[5], last[6], last[7]);
	facts_add_string(facts, FACT_SMB_GUID, text);
}

/* "Samba 4.17.12-Debian": SMB1 alone says so. */
static bool set_samba_version(struct bytes lan_manager, struct identity *who)
{
	uint8_t text[64];
	struct bytes version = utf16_to_utf8(lan_manager, text, sizeof(text));
	size_t len = 0;

	if (!bytes_have(version, 0, "Samba "))
		return false;
	version = bytes_from(version, strlen("Samba "));
	while (len < version.len &&
	       (isalnum(version.data[len]) || version.data[len] == '.'))
		len++;
	identity_set_version(who, bytes_first(version, len));
	identity_set_extra(who, bytes_from(version, len + 1));
	return true;
}

static void set_samba(struct identity *who)
{
	struct service *service = &who->service;

	identity_set_product(who, "Samba smbd");
	snprintf(service->cpe[0], sizeof(service->cpe[0]),
	         "cpe:/a:samba:samba%s%s", service->version[0] ? ":" : "",
	         service->version);
}

/*
 * Others may call themselves a release of Windows in NTLM.  That it is Windows,
 * SMB1 says in words; with SMB2 it offers NEGOEX ([MS-NEGOEX] 1.9), since 7.
 */
static bool is_windows(const struct smb_reply *reply)
{
	static const char negoex[] = "\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x1e";
	uint8_t text[64];
	struct bytes lan_manager =
		utf16_to_utf8(reply->native_lan_manager, text, sizeof(text));

	return bytes_have(lan_manager, 0, "Windows ") ||
	       (reply->token.len > 0 &&
	        memmem(reply->token.data, reply->token.len, negoex,
	               sizeof(negoex) - 1) != NULL);
}

/* "Windows Server 2003 3790 Service Pack 2": SMB1 may name the edition, along
 * with its build. */
static void set_edition(const struct smb_reply *reply, struct service *service)
{
	uint8_t text[sizeof(service->os)];
	struct bytes os = utf16_to_utf8(reply->native_os, text, sizeof(text));
	char build[8];

	snprintf(build, sizeof(build), "%u", reply->challenge.build);
	if (bytes_have(os, 0, "Windows ") && bytes_contain_word(os, build))
		copy_printable(service->os, sizeof(service->os), os);
}

bool recognise_smb(const struct reply *reply, struct identity *who)
{
	struct smb_reply smb;

	if (!smb_reply_read(reply->said, &smb))
		return false;
	identity_set_name(who, smb.session ? "netbios-ssn" : "microsoft-ds");
	add_dialect(&smb, &who->facts);
	add_signing(smb.signing, &who->facts);
	add_guid(smb.guid, &who->facts);
	ntlm_challenge_describe(&smb.challenge, who);
	if (set_samba_version(smb.native_lan_manager, who) || is_samba(&smb))
		set_samba(who);
	else if (is_windows(&smb) &&
	         ntlm_challenge_set_windows(&smb.challenge,
	                                    "Microsoft Windows SMB", who))
		set_edition(&smb, &who->service);
	return true;
}
