// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/recognise.h"

/*
 * X.690 8.1: take the element that `from` begins with if its tag is `tag`, its
 * length definite and all of it there.
 */
static bool take(struct bytes *from, uint8_t tag, struct bytes *value)
{
	enum { LONG_FORM = 0x80, LENGTH_BYTES_MAX = 4 };
	size_t header = 2, len;

	if (from->len < header || from->data[0] != tag)
		return false;
	len = from->data[1];
	if (len >= LONG_FORM) {
		size_t width = len - LONG_FORM;

		if (width == 0 || width > LENGTH_BYTES_MAX)
			return false;
		header += width;
		len = bytes_number(*from, 2, width, BIG_ENDIAN_BYTES);
	}
	if (header > from->len || len > from->len - header)
		return false;
	*value = bytes_first(bytes_from(*from, header), len);
	*from = bytes_from(*from, header + len);
	return true;
}

static bool takes(struct bytes from, uint8_t tag)
{
	struct bytes value;

	return take(&from, tag, &value);
}

enum {
	INTEGER = 0x02,
	OCTET_STRING = 0x04,
	SEQUENCE = 0x30,
};

/* RFC 4511 4.1.1: our messageID, with an entry or the end of the search; or
 * (4.4.1) a notice of disconnection, whose messageID is 0. */
static bool is_ldap(struct bytes said)
{
	enum { ENTRY = 0x64, DONE = 0x65, EXTENDED = 0x78 };
	struct bytes message, id;

	if (!take(&said, SEQUENCE, &message) || !take(&message, INTEGER, &id) ||
	    id.len != 1)
		return false;
	if (id.data[0] == 0)
		return takes(message, EXTENDED);
	return id.data[0] == 1 &&
	       (takes(message, ENTRY) || takes(message, DONE));
}

/* RFC 4120 5.9.1: pvno 5, msg-type 30. */
static bool is_kerberos_error(struct bytes said)
{
	enum { KRB_ERROR = 0x7e };
	struct bytes error, fields;

	return take(&said, KRB_ERROR, &error) &&
	       take(&error, SEQUENCE, &fields) &&
	       bytes_have(fields, 0,
	                  "\xa0\x03\x02\x01\x05"
	                  "\xa1\x03\x02\x01\x1e");
}

/* RFC 4120 7.2.2: over TCP a length comes first. */
static bool is_kerberos(struct bytes said)
{
	return is_kerberos_error(said) ||
	       is_kerberos_error(bytes_from(said, 4));
}

/* RFC 1157 4.1, RFC 3416 3: the answer to our request-id. */
static bool is_snmp_response(struct bytes message)
{
	enum { RESPONSE = 0xa2 };
	struct bytes community, pdu;

	return take(&message, OCTET_STRING, &community) &&
	       take(&message, RESPONSE, &pdu) &&
	       bytes_have(pdu, 0, "\x02\x04" COOKIE_4);
}

/* RFC 3412 6: the header repeats our msgID. */
static bool is_snmp_v3(struct bytes message)
{
	struct bytes header;

	return take(&message, SEQUENCE, &header) &&
	       bytes_have(header, 0, "\x02\x04" COOKIE_4) &&
	       takes(message, OCTET_STRING);
}

static bool is_snmp(struct bytes said)
{
	enum { V1 = 0, V2C = 1, V3 = 3 };
	struct bytes message, version;

	if (!take(&said, SEQUENCE, &message) ||
	    !take(&message, INTEGER, &version) || version.len != 1)
		return false;
	switch (version.data[0]) {
	case V1:
	case V2C: return is_snmp_response(message);
	case V3: return is_snmp_v3(message);
	default: return false;
	}
}

bool recognise_ber(const struct reply *reply, struct identity *who)
{
	if (is_ldap(reply->said))
		identity_set_name(who, "ldap");
	else if (is_kerberos(reply->said))
		identity_set_name(who, "kerberos");
	else if (is_snmp(reply->said))
		identity_set_name(who, "snmp");
	else
		return false;
	return true;
}
