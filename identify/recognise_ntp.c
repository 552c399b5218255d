// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <stdio.h>
#include <string.h>

/* RFC 5905 7.3: what the clock follows: a name of four letters where it has no
 * server above it, an address of version 4 or a hash otherwise. */
static void set_reference(struct bytes reference, uint8_t stratum,
                          struct identity *who)
{
	enum { PRIMARY = 1 };
	char text[24];

	if (stratum <= PRIMARY) {
		copy_printable(text, 5, reference);
		add_known_fact(who, FACT_NTP_REFERENCE,
		               (struct bytes){ (uint8_t *)text, strlen(text) });
		return;
	}
	snprintf(text, sizeof(text), "%u.%u.%u.%u", reference.data[0],
	         reference.data[1], reference.data[2], reference.data[3]);
	facts_add_string(&who->facts, FACT_NTP_REFERENCE, text);
}

/* RFC 5905 7.3: a server's answer, of versions 1 to 4, that repeats the time
 * at which we say to have asked. */
static bool read_time(struct bytes said, struct identity *who)
{
	enum { SERVER = 4, LEAST = 48, STRATUM = 1, REFERENCE = 12 };
	unsigned version;

	if (said.len < LEAST || (said.data[0] & 7) != SERVER ||
	    !bytes_have(said, 24, COOKIE_8))
		return false;
	version = said.data[0] >> 3 & 7;
	if (version < 1 || version > 4)
		return false;
	identity_set_name(who, "ntp");
	facts_add_number(&who->facts, FACT_NTP_VERSION, version);
	facts_add_number(&who->facts, FACT_NTP_STRATUM, said.data[STRATUM]);
	set_reference(bytes_from(said, REFERENCE), said.data[STRATUM], who);
	return true;
}

/* The value of `name="…"` in the text of a control message. */
static bool variable(struct bytes text, const char *name, struct bytes *value)
{
	char begins[32];

	snprintf(begins, sizeof(begins), "%s=\"", name);
	return bytes_after(text, begins, value) &&
	       bytes_until(*value, '"', value);
}

/* "ntpd 4.2.8p15@1.3728-o Wed …", "ntpd ntpsec-1.2.2+…" */
static void set_software(struct bytes text, struct identity *who)
{
	static const struct {
		const char *says, *product;
	} daemons[] = {
		{ "ntpd ntpsec-", "NTPsec" },
		{ "ntpd ", "ntpd" },
		{ "xntpd ", "xntpd" },
	};

	for (size_t i = 0; i < COUNT(daemons); i++) {
		size_t at = strlen(daemons[i].says), len = 0;

		if (!bytes_equal_at(text, 0, daemons[i].says, at))
			continue;
		text = bytes_from(text, at);
		while (len < text.len && strchr("@+ ", text.data[len]) == NULL)
			len++;
		identity_set_product(who, daemons[i].product);
		identity_set_version(who, bytes_first(text, len));
		return;
	}
}

/* "Linux/6.1.0" */
static void set_system(struct bytes text, struct identity *who)
{
	struct bytes os = text;

	add_detail(who, "system", text);
	take_until(&text, '/', &os);
	copy_printable(who->service.os, sizeof(who->service.os), os);
}

/* RFC 9327 2 and 3: an answer to our control message, whose sequence number is
 * ours; variables of the system, in text. */
static bool read_control(struct bytes said, struct identity *who)
{
	enum { CONTROL = 6, READ_VARIABLES = 2, RESPONSE = 0x80, ERROR = 0x40 };
	enum { COUNT_AT = 10, TEXT_AT = 12 };
	struct bytes text, value;

	if (said.len < TEXT_AT || (said.data[0] & 7) != CONTROL ||
	    (said.data[1] & ~ERROR & ~0x20) != (RESPONSE | READ_VARIABLES) ||
	    !bytes_have(said, 2, COOKIE_2))
		return false;
	identity_set_name(who, "ntp");
	text = bytes_first(bytes_from(said, TEXT_AT),
	                   bytes_number(said, COUNT_AT, 2, BIG_ENDIAN_BYTES));
	if (variable(text, "version", &value))
		set_software(value, who);
	if (variable(text, "system", &value))
		set_system(value, who);
	if (variable(text, "processor", &value))
		add_detail(who, "processor", value);
	return true;
}

bool recognise_ntp(const struct reply *reply, struct identity *who)
{
	return read_time(reply->said, who) || read_control(reply->said, who);
}
