// SPDX-License-Identifier: Apache-2.0
#include "identify/ntlm.h"
#include "identify/recognise.h"

/* [MS-RDPBCGR] 2.2.1.2 in TPKT (RFC 1006 6) and X.224 13.4. */
enum {
	TYPE = 11, /* of what the connection confirm says of the negotiation */
	CHOICE = 15,
	LEAST = 19,
	NEG_RSP = 2,
	NEG_FAILURE = 3,
};

static bool is_confirm(struct bytes said)
{
	return said.len >= LEAST && bytes_have(said, 0, "\x03\x00") &&
	       bytes_have(said, 5, "\xd0") &&
	       bytes_have(said, 13, "\x08\x00") &&
	       bytes_number(said, 2, 2, BIG_ENDIAN_BYTES) <= said.len &&
	       (said.data[TYPE] == NEG_RSP || said.data[TYPE] == NEG_FAILURE);
}

/* 2.2.1.2.1: what it chose of our offer. */
static const char *chosen(uint32_t protocol)
{
	enum { RDP = 0, SSL = 1, HYBRID = 2, RDSTLS = 4, HYBRID_EX = 8 };

	switch (protocol) {
	case RDP: return "rdp";
	case SSL: return "tls";
	case HYBRID:
	case HYBRID_EX: return "credssp";
	case RDSTLS: return "rdstls";
	default: return NULL;
	}
}

/* 2.2.1.2.2: why it wants none of it. */
static const char *demanded(uint32_t code)
{
	enum {
		SSL_REQUIRED_BY_SERVER = 1,
		SSL_NOT_ALLOWED_BY_SERVER,
		SSL_CERT_NOT_ON_SERVER,
		INCONSISTENT_FLAGS,
		HYBRID_REQUIRED_BY_SERVER,
	};

	switch (code) {
	case SSL_REQUIRED_BY_SERVER: return "tls";
	case SSL_NOT_ALLOWED_BY_SERVER:
	case SSL_CERT_NOT_ON_SERVER: return "rdp";
	case HYBRID_REQUIRED_BY_SERVER: return "credssp";
	default: return NULL;
	}
}

static bool recognise_confirm(struct bytes said, struct identity *who)
{
	uint32_t number = bytes_number(said, CHOICE, 4, LITTLE_ENDIAN_BYTES);
	const char *security;

	if (!is_confirm(said))
		return false;
	security =
		said.data[TYPE] == NEG_RSP ? chosen(number) : demanded(number);
	if (security != NULL)
		facts_add_string(&who->facts, FACT_RDP_SECURITY, security);
	return true;
}

/* It passes for Windows 7 SP1, which therefore is not told from it. */
static bool may_be_freerdp(const struct ntlm_challenge *challenge)
{
	return challenge->major == 6 && challenge->minor == 1 &&
	       challenge->build == 7601;
}

/* [MS-CSSP] 2.2.1: TSRequest, whose length takes up to three bytes, and begins
 * with a version; it is behind TLS. */
static bool recognise_credssp(struct bytes said, struct identity *who)
{
	static const char version[] = "\xa0\x03\x02\x01";
	struct ntlm_challenge challenge;
	bool begins = false;

	for (size_t at = 2; at <= 4; at++)
		begins |=
			bytes_equal_at(said, at, version, sizeof(version) - 1);
	if (!bytes_have(said, 0, "\x30") || !begins ||
	    !ntlm_challenge_read(said, &challenge))
		return false;
	ntlm_challenge_describe(&challenge, who);
	if (!may_be_freerdp(&challenge))
		ntlm_challenge_set_windows(
			&challenge, "Microsoft Windows Remote Desktop", who);
	return true;
}

bool recognise_rdp(const struct reply *reply, struct identity *who)
{
	if (!recognise_confirm(reply->said, who) &&
	    !recognise_credssp(reply->said, who))
		return false;
	identity_set_name(who, "ms-wbt-server");
	return true;
}
