// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_reply.h"

#include "base/count.h"
#include "identify/cookie.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/* RFC 4251 5: take a string that `from` begins with, if it is all there. */
static bool take_string(struct bytes *from, struct bytes *string)
{
	enum { LENGTH = 4 };
	size_t len = bytes_number(*from, 0, LENGTH, BIG_ENDIAN_BYTES);

	if (from->len < LENGTH || len > from->len - LENGTH)
		return false;
	*string = bytes_first(bytes_from(*from, LENGTH), len);
	*from = bytes_from(*from, LENGTH + len);
	return true;
}

/* RFC 4253 6: take the payload of a packet that is not encrypted. */
static bool take_packet(struct bytes *from, struct bytes *payload)
{
	enum { PACKET_MAX = 35000, PADDING = 1 };
	struct bytes packet, rest = *from;
	size_t padding;

	if (!take_string(&rest, &packet) || packet.len > PACKET_MAX)
		return false;
	padding = bytes_number(packet, 0, PADDING, BIG_ENDIAN_BYTES);
	if (packet.len < PADDING + 1 + padding)
		return false;
	*payload = bytes_first(bytes_from(packet, PADDING),
	                       packet.len - PADDING - padding);
	*from = rest;
	return true;
}

/* What stands before the first `end`, or all. */
static struct bytes up_to(struct bytes text, char end)
{
	const uint8_t *found =
		text.len == 0 ? NULL : memchr(text.data, end, text.len);

	if (found == NULL)
		return text;
	return bytes_first(text, (size_t)(found - text.data));
}

/* RFC 4253 4.2: "SSH-protocol-software comments". */
static bool read_identification(struct bytes line, struct ssh_reply *reply)
{
	struct bytes rest;

	if (!bytes_have(line, 0, "SSH-1.") && !bytes_have(line, 0, "SSH-2."))
		return false;
	rest = bytes_from(line, strlen("SSH-"));
	reply->protocol = up_to(rest, '-');
	if (reply->protocol.len == rest.len)
		return false;
	rest = bytes_from(rest, reply->protocol.len + 1);
	reply->software = up_to(rest, ' ');
	reply->comments = bytes_from(rest, reply->software.len + 1);
	/* An echo says what we said. */
	return reply->software.len != strlen(COOKIE_8) ||
	       !bytes_have(reply->software, 0, COOKIE_8);
}

static bool is_text(struct bytes line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] < ' ' && line.data[i] != '\t')
			return false;
	return true;
}

/* Take the line that names the server, and those before it. */
static bool take_identification(struct bytes *from, struct ssh_reply *reply)
{
	struct bytes rest;

	while (bytes_after(*from, "\n", &rest)) {
		struct bytes line = bytes_line(*from);

		*from = rest;
		if (bytes_have(line, 0, "SSH-"))
			return read_identification(line, reply);
		if (!is_text(line))
			return false;
	}
	return false;
}

static bool speaks_2_0(const struct ssh_reply *reply)
{
	return bytes_have(reply->protocol, 0, "2.") ||
	       bytes_have(reply->protocol, 0, "1.99");
}

static bool read_kexinit(struct bytes payload, struct ssh_reply *reply)
{
	enum { COOKIE = 16 };
	struct bytes rest = bytes_from(payload, 1 + COOKIE);
	struct bytes lists[SSH_LIST_COUNT];

	for (size_t i = 0; i < SSH_LIST_COUNT; i++)
		if (!take_string(&rest, &lists[i]))
			return false;
	memcpy(reply->lists, lists, sizeof(lists));
	return true;
}

/* Read a message; false: nothing may follow that concerns us. */
static bool read_message(struct bytes payload, struct ssh_reply *reply)
{
	enum {
		SSH_MSG_IGNORE = 2,
		SSH_MSG_DEBUG = 4,
		SSH_MSG_KEXINIT = 20,
		SSH_MSG_KEXDH_REPLY = 31, /* RFC 5656 7.1: of ECDH as well */
	};
	struct bytes rest = bytes_from(payload, 1);
	uint8_t number = payload.data[0];

	if (number == SSH_MSG_KEXINIT)
		return read_kexinit(payload, reply);
	if (number == SSH_MSG_KEXDH_REPLY)
		take_string(&rest, &reply->host_key);
	return number >= SSH_MSG_IGNORE && number <= SSH_MSG_DEBUG;
}

bool ssh_reply_read(struct bytes said, struct ssh_reply *reply)
{
	struct bytes payload;

	*reply = (struct ssh_reply){ .whole = false };
	if (!take_identification(&said, reply))
		return false;
	reply->whole = !speaks_2_0(reply);
	while (!reply->whole && take_packet(&said, &payload))
		reply->whole = !read_message(payload, reply);
	return true;
}

/* RFC 4251 6: what algorithms and keys are called. */
static bool is_name(struct bytes text)
{
	enum { NAME_LEN_MAX = 64 };

	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] <= ' ' || text.data[i] > '~')
			return false;
	return text.len > 0 && text.len <= NAME_LEN_MAX;
}

static void add_list(struct facts *facts, enum fact_key key, struct bytes list)
{
	enum { NAMES_MAX = 40 }; /* hostile lists leave room in FACTS_MAX */
	struct bytes known;

	if (facts_get(facts, key, &known))
		return;

	for (size_t i = 0; i < NAMES_MAX && list.len > 0; i++) {
		struct bytes name = up_to(list, ',');

		if (is_name(name))
			facts_add(facts, key, name);
		list = bytes_from(list, name.len + 1);
	}
}

static void add_lists(struct facts *facts, const struct bytes *lists)
{
	static const struct {
		enum ssh_list list;
		enum fact_key key;
	} rows[] = {
		{ SSH_LIST_KEX, FACT_SSH_KEX },
		{ SSH_LIST_HOST_KEYS, FACT_SSH_HOST_KEY_ALGORITHMS },
		{ SSH_LIST_CIPHERS_OUT, FACT_SSH_CIPHERS },
		{ SSH_LIST_MACS_OUT, FACT_SSH_MACS },
		{ SSH_LIST_COMPRESSIONS_OUT, FACT_SSH_COMPRESSION },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		add_list(facts, rows[i].key, lists[rows[i].list]);
}

/* "ssh-ed25519 SHA256:…", as ssh-keygen -l does: false when it is no key. */
static bool describe_key(struct bytes key, char *text, size_t size)
{
	enum { DIGEST = 32, BASE64 = 44, PADDING = 1 };
	unsigned char digest[DIGEST], base64[BASE64 + 1];
	struct bytes type, rest = key;

	if (!take_string(&rest, &type) || !is_name(type) ||
	    !EVP_Digest(key.data, key.len, digest, NULL, EVP_sha256(), NULL))
		return false;
	EVP_EncodeBlock(base64, digest, DIGEST);
	snprintf(text, size, "%.*s SHA256:%.*s", (int)type.len,
	         (const char *)type.data, BASE64 - PADDING,
	         (const char *)base64);
	return true;
}

static void add_host_key(struct facts *facts, struct bytes key)
{
	char text[128];

	if (describe_key(key, text, sizeof(text)) &&
	    !facts_have(facts, FACT_SSH_HOST_KEYS, text))
		facts_add_string(facts, FACT_SSH_HOST_KEYS, text);
}

static void add_known(struct facts *facts, enum fact_key key,
                      struct bytes value)
{
	if (value.len > 0)
		facts_add(facts, key, value);
}

void ssh_reply_describe(const struct ssh_reply *reply, struct facts *facts)
{
	add_known(facts, FACT_SSH_PROTOCOL, reply->protocol);
	add_known(facts, FACT_SSH_SOFTWARE, reply->software);
	add_known(facts, FACT_SSH_COMMENTS, reply->comments);
	add_host_key(facts, reply->host_key);
	add_lists(facts, reply->lists);
}
