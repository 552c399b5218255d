// SPDX-License-Identifier: Apache-2.0
#include "identify/ber.h"
#include "identify/detail.h"
#include "identify/recognise.h"

#include "base/count.h"

#include <string.h>

/* RFC 4120 5.9.1: the fields of KRB-ERROR, by their tags. */
enum {
	KRB_ERROR = 0x7e,
	SERVER_TIME = 0xa4,
	REALM = 0xa9,
	SERVICE_NAME = 0xaa,
	E_TEXT = 0xab,
	E_DATA = 0xac,
	GENERAL_STRING = 0x1b,
};

static bool take_error(struct bytes said, struct bytes *fields)
{
	struct bytes error;

	return ber_take(&said, KRB_ERROR, &error) &&
	       ber_take(&error, BER_SEQUENCE, fields) &&
	       bytes_have(*fields, 0,
	                  "\xa0\x03\x02\x01\x05"   /* pvno 5 */
	                  "\xa1\x03\x02\x01\x1e"); /* msg-type 30 */
}

/* A field that holds one element of a type; empty when it is not there. */
static struct bytes field(struct bytes fields, uint8_t wanted, uint8_t type)
{
	struct bytes field, value = { NULL, 0 };
	uint8_t tag;

	while (ber_take_any(&fields, &tag, &field))
		if (tag == wanted && ber_take(&field, type, &value))
			break;
	return value;
}

/* Of a realm that we named ourselves nothing is learned. */
static void set_realm(struct bytes realm, struct identity *who)
{
	static const char ours[] = "PORTSCAN";

	if (realm.len != sizeof(ours) - 1 || !bytes_have(realm, 0, "PORTSCAN"))
		add_known_fact(who, FACT_KERBEROS_REALM, realm);
}

/* What only one implementation says in its errors. */
static const struct {
	const char *says, *product;
} texts[] = {
	{ "CLIENT_NOT_FOUND", "MIT Kerberos" },
	{ "Failed reading application request", "MIT Kerberos" },
};

static void set_product(struct bytes text, struct identity *who)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		if (text.len == strlen(texts[i].says) &&
		    bytes_equal_at(text, 0, texts[i].says, text.len))
			identity_set_product(who, texts[i].product);
}

static void read_error(struct bytes fields, struct bytes text,
                       struct identity *who)
{
	add_known_fact(who, FACT_KERBEROS_TIME,
	               field(fields, SERVER_TIME, BER_GENERALIZED_TIME));
	set_realm(field(fields, REALM, GENERAL_STRING), who);
	set_product(text, who);
}

/* Who changes passwords says "kadmin/changepw" of himself where he reads no
 * request at all; who gives tickets says "krbtgt" and his realm. */
static const char *name_of(struct bytes fields)
{
	struct bytes name = field(fields, SERVICE_NAME, BER_SEQUENCE);

	return bytes_contain(name, "changepw") ? "kpasswd" : "kerberos";
}

static bool is_kerberos(struct bytes said, struct identity *who)
{
	struct bytes fields;

	if (!take_error(said, &fields))
		return false;
	identity_set_name(who, name_of(fields));
	read_error(fields, field(fields, E_TEXT, GENERAL_STRING), who);
	return true;
}

/* RFC 3244 2: length, protocol version 1, no AP-REP, and an error, whose data
 * are a code of two bytes and a text. */
static bool is_kpasswd(struct bytes said, struct identity *who)
{
	struct bytes fields, data;

	if (said.len < 6 ||
	    bytes_number(said, 0, 2, BIG_ENDIAN_BYTES) != said.len ||
	    !bytes_have(said, 2, "\x00\x01\x00\x00") ||
	    !take_error(bytes_from(said, 6), &fields))
		return false;
	identity_set_name(who, "kpasswd");
	data = field(fields, E_DATA, BER_OCTET_STRING);
	read_error(fields, bytes_from(data, 2), who);
	return true;
}

bool recognise_kerberos(const struct reply *reply, struct identity *who)
{
	struct bytes behind_length = bytes_from(reply->said, 4);

	/* RFC 4120 7.2.2: over TCP a length comes first. */
	return is_kerberos(reply->said, who) ||
	       is_kerberos(behind_length, who) ||
	       is_kpasswd(reply->said, who) || is_kpasswd(behind_length, who);
}
