// SPDX-License-Identifier: Apache-2.0
#include "identify/ber.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/snmp_description.h"
#include "identify/snmp_enterprise.h"

#include <stdio.h>

enum { RESPONSE = 0xa2 };

/* RFC 3418 2: objects of the system group. */
#define SYSTEM "\x2b\x06\x01\x02\x01\x01"
/* 1.3.6.1.4.1, under which each enterprise has its number */
#define ENTERPRISES "\x2b\x06\x01\x04\x01"

/* sysObjectID says whose agent it is, and in Net-SNMP's case of which system:
 * NET-SNMP-TC, netSnmpAgentOIDs. */
static void read_object_id(struct bytes id, struct identity *who)
{
	struct bytes rest = bytes_from(id, sizeof(ENTERPRISES) - 1);
	uint32_t enterprise, agents, kind, system;

	if (!bytes_have(id, 0, ENTERPRISES) ||
	    !ber_take_arc(&rest, &enterprise))
		return;
	snmp_enterprise(enterprise, who);
	if (enterprise == SNMP_NET_SNMP && ber_take_arc(&rest, &agents) &&
	    agents == 3 && ber_take_arc(&rest, &kind) && kind == 2 &&
	    ber_take_arc(&rest, &system) && who->service.os[0] == '\0')
		identity_set_os(who, net_snmp_system(system));
}

static void read_object(struct bytes object, struct bytes value,
                        struct identity *who)
{
	struct bytes id;

	if (bytes_have(object, 0, SYSTEM "\x02\x00") &&
	    ber_take(&value, BER_OBJECT_ID, &id))
		read_object_id(id, who);
	else if (!ber_take(&value, BER_OCTET_STRING, &value))
		return;
	else if (bytes_have(object, 0, SYSTEM "\x01\x00")) {
		add_known_fact(who, FACT_SNMP_DESCRIPTION, value);
		snmp_description(value, who);
	} else if (bytes_have(object, 0, SYSTEM "\x05\x00")) {
		add_known_fact(who, FACT_SNMP_NAME, value);
		identity_set_hostname(who, value);
	}
}

/* RFC 3416 3: request-id, which is our own, error-status, error-index and the
 * bindings of objects to values. */
static bool read_response(struct bytes pdu, struct identity *who)
{
	struct bytes id, status, index, bindings, binding, object;

	if (!ber_take(&pdu, BER_INTEGER, &id) || id.len != 4 ||
	    !bytes_have(id, 0, COOKIE_4))
		return false;
	if (!ber_take(&pdu, BER_INTEGER, &status) ||
	    !ber_take(&pdu, BER_INTEGER, &index) ||
	    !ber_take(&pdu, BER_SEQUENCE, &bindings))
		return true;
	while (ber_take(&bindings, BER_SEQUENCE, &binding))
		if (ber_take(&binding, BER_OBJECT_ID, &object))
			read_object(object, binding, who);
	return true;
}

/* RFC 1157 4.1: a community, and the answer. */
static bool is_response(struct bytes message, struct identity *who)
{
	struct bytes community, pdu;

	return ber_take(&message, BER_OCTET_STRING, &community) &&
	       ber_take(&message, RESPONSE, &pdu) && read_response(pdu, who);
}

/* RFC 3411 5, SnmpEngineID: it begins with the number of whose software it is;
 * the first bit tells how the rest was made. */
static void read_engine(struct bytes engine, struct identity *who)
{
	enum { LONGEST = 32, NUMBER = 0x7fffffff };
	char text[2 * LONGEST + 1];
	uint32_t enterprise = bytes_number(engine, 0, 4, BIG_ENDIAN_BYTES);

	if (engine.len < 5 || engine.len > LONGEST)
		return;
	for (size_t i = 0; i < engine.len; i++)
		snprintf(text + 2 * i, 3, "%02x", engine.data[i]);
	facts_add_string(&who->facts, FACT_SNMP_ENGINE, text);
	snmp_enterprise(enterprise & NUMBER, who);
}

/* RFC 3412 6: whose context, which, and a PDU; nothing but a report (RFC 3416
 * 4.2.8) answers who does not know the engine. */
static bool has_report(struct bytes message)
{
	enum { REPORT = 0xa8 };
	struct bytes scoped, engine, name;

	return ber_take(&message, BER_SEQUENCE, &scoped) &&
	       ber_take(&scoped, BER_OCTET_STRING, &engine) &&
	       ber_take(&scoped, BER_OCTET_STRING, &name) &&
	       ber_begins(scoped, REPORT);
}

/* RFC 3412 6: the header repeats our msgID; RFC 3414 2.4: then the engine, how
 * often it was started and how long ago. */
static bool is_report(struct bytes message, struct identity *who)
{
	struct bytes header, security, parameters, engine;
	uint32_t boots;

	if (!ber_take(&message, BER_SEQUENCE, &header) ||
	    !bytes_have(header, 0, "\x02\x04" COOKIE_4) ||
	    !ber_take(&message, BER_OCTET_STRING, &security) ||
	    !has_report(message))
		return false;
	if (!ber_take(&security, BER_SEQUENCE, &parameters) ||
	    !ber_take(&parameters, BER_OCTET_STRING, &engine))
		return true;
	read_engine(engine, who);
	if (ber_take_number(&parameters, BER_INTEGER, &boots))
		facts_add_number(&who->facts, FACT_SNMP_BOOTS, boots);
	return true;
}

bool recognise_snmp(const struct reply *reply, struct identity *who)
{
	enum { V1 = 0, V2C = 1, V3 = 3 };
	struct bytes said = reply->said, message;
	const char *name;
	uint32_t version;
	bool known;

	if (!ber_take(&said, BER_SEQUENCE, &message) ||
	    !ber_take_number(&message, BER_INTEGER, &version))
		return false;
	known = version == V3 ? is_report(message, who)
	                      : version <= V2C && is_response(message, who);
	if (!known)
		return false;
	name = version == V1 ? "v1" : version == V2C ? "v2c" : "v3";
	identity_set_name(who, "snmp");
	facts_add_string(&who->facts, FACT_SNMP_VERSIONS, name);
	return true;
}
