// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include "base/count.h"

/* ASF 2.0, 3.2.4.2: a pong, with the enterprise of who made the agent, its own
 * number and what it can. */
static bool read_pong(struct bytes said, struct identity *who)
{
	enum { ENTERPRISE = 12, CAPABILITIES = 20, IPMI = 0x80, ASF = 4542 };
	uint32_t enterprise =
		bytes_number(said, ENTERPRISE, 4, BIG_ENDIAN_BYTES);

	if (!bytes_have(said, 0, "\x06\x00") ||
	    !bytes_have(said, 3, "\x06\x00\x00\x11\xbe\x40p"))
		return false;
	identity_set_name(who, "asf-rmcp");
	if (enterprise != 0 && enterprise != ASF)
		add_detail_number(who, "enterprise", enterprise);
	if (said.len > CAPABILITIES && (said.data[CAPABILITIES] & IPMI) != 0)
		add_detail_string(who, "supports", "IPMI");
	return true;
}

/* IPMI 2.0, 22.13: which ways to log in the channel has, as bits. */
static void read_authentication(uint8_t types, struct identity *who)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} ways[] = {
		{ 0x01, "none" },     { 0x02, "MD2" }, { 0x04, "MD5" },
		{ 0x10, "password" }, { 0x20, "OEM" },
	};

	for (size_t i = 0; i < COUNT(ways); i++)
		if ((types & ways[i].bit) != 0)
			add_detail_string(who, "authentication", ways[i].name);
}

/* The same: what users without a name may do, and the versions. */
static void read_status(uint8_t status, uint8_t extended, struct identity *who)
{
	enum { ANONYMOUS = 0x01, NULL_USERS = 0x02, V2 = 0x02 };

	if ((status & ANONYMOUS) != 0)
		add_detail_string(who, "accounts", "anonymous login");
	if ((status & NULL_USERS) != 0)
		add_detail_string(who, "accounts", "users without a name");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL,
	                 (extended & V2) != 0 ? "2.0" : "1.5");
}

/* IPMI 2.0, 13.6: outside a session; from the controller to us, the answer to
 * Get Channel Authentication Capabilities. */
static bool read_capabilities(struct bytes said, struct identity *who)
{
	enum { ANSWER = 20, SUCCESS = 0, LENGTH = 9, IS_EXTENDED = 0x80 };
	struct bytes answer = bytes_from(said, ANSWER);

	if (!bytes_have(said, 0, "\x06\x00") ||
	    !bytes_have(said, 3, "\x07\x00") ||
	    !bytes_have(said, 14, "\x81\x1c") || !bytes_have(said, 19, "\x38"))
		return false;
	identity_set_name(who, "asf-rmcp");
	if (answer.len < LENGTH || answer.data[0] != SUCCESS)
		return true;
	read_authentication(answer.data[2], who);
	read_status(answer.data[3],
	            (answer.data[2] & IS_EXTENDED) != 0 ? answer.data[4] : 0,
	            who);
	return true;
}

bool recognise_ipmi(const struct reply *reply, struct identity *who)
{
	return read_pong(reply->said, who) ||
	       read_capabilities(reply->said, who);
}
