// SPDX-License-Identifier: Apache-2.0
#include "identify/ntlm.h"

#include "identify/utf16.h"
#include "identify/windows.h"

#include <stdio.h>
#include <string.h>

/* [MS-NLMP] 2.2.1.2: a length twice, and where its bytes are. */
static struct bytes field_at(struct bytes message, size_t at)
{
	size_t len = bytes_number(message, at, 2, LITTLE_ENDIAN_BYTES);
	size_t offset = bytes_number(message, at + 4, 4, LITTLE_ENDIAN_BYTES);

	return bytes_first(bytes_from(message, offset), len);
}

static void set_name(struct ntlm_challenge *challenge, uint32_t id,
                     struct bytes name)
{
	enum {
		MSV_AV_NB_COMPUTER_NAME = 1,
		MSV_AV_NB_DOMAIN_NAME,
		MSV_AV_DNS_COMPUTER_NAME,
	};

	if (id == MSV_AV_NB_COMPUTER_NAME)
		challenge->computer = name;
	else if (id == MSV_AV_NB_DOMAIN_NAME)
		challenge->domain = name;
	else if (id == MSV_AV_DNS_COMPUTER_NAME)
		challenge->dns_computer = name;
}

/* 2.2.2.1: an id and a length before each value; the id 0 ends them. */
static void read_target_info(struct bytes pairs,
                             struct ntlm_challenge *challenge)
{
	enum { HEADER = 4 };

	while (pairs.len >= HEADER) {
		uint32_t id = bytes_number(pairs, 0, 2, LITTLE_ENDIAN_BYTES);
		size_t len = bytes_number(pairs, 2, 2, LITTLE_ENDIAN_BYTES);

		pairs = bytes_from(pairs, HEADER);
		if (id == 0 || len > pairs.len)
			return;
		set_name(challenge, id, bytes_first(pairs, len));
		pairs = bytes_from(pairs, len);
	}
}

/* The message, and all behind it. */
static bool find_challenge(struct bytes said, struct bytes *message)
{
	static const char begins[] = "NTLMSSP\0\x02\0\0\0";
	const uint8_t *at = said.len == 0 ? NULL
	                                  : memmem(said.data, said.len, begins,
	                                           sizeof(begins) - 1);

	if (at == NULL)
		return false;
	*message = bytes_from(said, (size_t)(at - said.data));
	return true;
}

bool ntlm_challenge_read(struct bytes said, struct ntlm_challenge *challenge)
{
	enum {
		FLAGS = 20,
		TARGET_INFO = 40,
		VERSION = 48,
		LEAST = 48,
		NEGOTIATE_VERSION = 0x02000000,
	};
	struct bytes message;

	*challenge = (struct ntlm_challenge){ .has_version = false };
	if (!find_challenge(said, &message) || message.len < LEAST)
		return false;
	read_target_info(field_at(message, TARGET_INFO), challenge);
	if (message.len < VERSION + 8 ||
	    !(bytes_number(message, FLAGS, 4, LITTLE_ENDIAN_BYTES) &
	      NEGOTIATE_VERSION))
		return true;
	challenge->has_version = true;
	challenge->major = message.data[VERSION];
	challenge->minor = message.data[VERSION + 1];
	challenge->build = (uint16_t)bytes_number(message, VERSION + 2, 2,
	                                          LITTLE_ENDIAN_BYTES);
	return true;
}

enum { NAME_SIZE = 256 };

static void add_name(struct facts *facts, enum fact_key key, struct bytes name)
{
	uint8_t text[NAME_SIZE];
	struct bytes utf8 = utf16_to_utf8(name, text, sizeof(text));

	if (utf8.len > 0)
		facts_add(facts, key, utf8);
}

/* The whole name or nothing: struct service holds ASCII. */
static void set_hostname(struct identity *who, struct bytes name)
{
	uint8_t text[NAME_SIZE];
	struct bytes utf8 = utf16_to_utf8(name, text, sizeof(text));

	for (size_t i = 0; i < utf8.len; i++)
		if (utf8.data[i] <= ' ' || utf8.data[i] > '~')
			return;
	identity_set_hostname(who, utf8);
}

void ntlm_challenge_describe(const struct ntlm_challenge *challenge,
                             struct identity *who)
{
	char build[24];

	set_hostname(who, challenge->dns_computer.len > 0
	                          ? challenge->dns_computer
	                          : challenge->computer);
	add_name(&who->facts, FACT_SMB_COMPUTER, challenge->computer);
	add_name(&who->facts, FACT_SMB_DOMAIN, challenge->domain);
	if (!challenge->has_version || challenge->build == 0)
		return; /* none of Windows: Samba says 6.1.0 */
	snprintf(build, sizeof(build), "%u.%u.%u", challenge->major,
	         challenge->minor, challenge->build);
	facts_add_string(&who->facts, FACT_SMB_BUILD, build);
}

bool ntlm_challenge_set_windows(const struct ntlm_challenge *challenge,
                                const char *product, struct identity *who)
{
	struct service *service = &who->service;
	const char *release = windows_release(
		challenge->major, challenge->minor, challenge->build);

	if (!challenge->has_version || release == NULL)
		return false;
	identity_set_product(who, product);
	snprintf(service->os, sizeof(service->os), "%s", release);
	snprintf(service->cpe[0], sizeof(service->cpe[0]),
	         "cpe:/o:microsoft:windows");
	return true;
}
