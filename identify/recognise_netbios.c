// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/recognise.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/*
 * RFC 1002 4.2.18: the answer to our NBSTAT question, which tells what names
 * the node has, and its statistics, the first of which is its address.
 */
enum {
	NAMES = 57, /* behind header, name, type, class, TTL, length, count */
	NAME_LENGTH = 15,        /* padded with blanks */
	ENTRY = NAME_LENGTH + 3, /* the kind of name, and flags */
	UNIT_ID = 6,
	STATISTICS = 46,
};

enum { WORKSTATION = 0x00, MESSENGER = 0x03, FILE_SERVER = 0x20 };

static bool is_status(struct bytes said)
{
	return said.len >= NAMES && bytes_have(said, 0, COOKIE_2) &&
	       said.data[2] >> 3 == 0x10 && /* a response to a query */
	       bytes_have(said, 4, "\x00\x00\x00\x01\x00\x00\x00\x00") &&
	       bytes_have(said, 12,
	                  "\x20"
	                  "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	                  "\x00\x00\x21\x00\x01");
}

static struct bytes entries(struct bytes said)
{
	return bytes_first(bytes_from(said, NAMES),
	                   ENTRY * (size_t)said.data[NAMES - 1]);
}

static struct bytes statistics(struct bytes said)
{
	return bytes_first(bytes_from(said, NAMES + entries(said).len),
	                   STATISTICS);
}

static uint8_t kind(struct bytes entry)
{
	return entry.data[NAME_LENGTH];
}

static bool is_group(struct bytes entry)
{
	return entry.data[NAME_LENGTH + 1] & 0x80;
}

/* The name without its padding, and "." for what cannot be printed. */
static void copy_name(struct bytes entry, char text[NAME_LENGTH + 1])
{
	size_t len = NAME_LENGTH;

	while (len > 0 && entry.data[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len; i++)
		text[i] = isprint(entry.data[i]) ? (char)entry.data[i] : '.';
	text[len] = '\0';
}

static bool is_printable(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!isprint(name.data[i]))
			return false;
	return true;
}

static void add_name(struct facts *facts, struct bytes entry)
{
	char name[NAME_LENGTH + 1], text[NAME_LENGTH + 5];

	copy_name(entry, name);
	snprintf(text, sizeof(text), "%s<%02x>", name, kind(entry));
	facts_add_string(facts, FACT_NETBIOS_NAMES, text);
}

/* The node's own name, or the workgroup that it is in. */
static void set_workstation(struct service *service, struct bytes entry)
{
	char name[NAME_LENGTH + 1];

	if (!is_printable(bytes_first(entry, NAME_LENGTH)))
		return;
	copy_name(entry, name);
	if (is_group(entry) && service->extra[0] == '\0')
		snprintf(service->extra, sizeof(service->extra), "workgroup %s",
		         name);
	if (!is_group(entry) && service->hostname[0] == '\0')
		snprintf(service->hostname, sizeof(service->hostname), "%s",
		         name);
}

static void read_names(struct bytes list, struct identity *who)
{
	for (; list.len >= ENTRY; list = bytes_from(list, ENTRY)) {
		add_name(&who->facts, list);
		if (kind(list) == WORKSTATION)
			set_workstation(&who->service, list);
	}
}

static bool has_name(struct bytes list, uint8_t wanted)
{
	for (; list.len >= ENTRY; list = bytes_from(list, ENTRY))
		if (kind(list) == wanted && !is_group(list))
			return true;
	return false;
}

static bool is_zero(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.data[i] != 0)
			return false;
	return true;
}

/* It keeps no statistics, not even its address, and registers a messenger,
 * which what runs on Windows does with an address only. */
static bool is_samba(struct bytes said)
{
	struct bytes list = entries(said);

	return statistics(said).len == STATISTICS &&
	       is_zero(statistics(said)) && has_name(list, WORKSTATION) &&
	       has_name(list, MESSENGER) && has_name(list, FILE_SERVER);
}

static void add_address(struct facts *facts, struct bytes unit)
{
	char text[40];

	if (unit.len < UNIT_ID || is_zero(bytes_first(unit, UNIT_ID)))
		return;
	snprintf(text, sizeof(text), "MAC: %02x:%02x:%02x:%02x:%02x:%02x",
	         unit.data[0], unit.data[1], unit.data[2], unit.data[3],
	         unit.data[4], unit.data[5]);
	facts_add_string(facts, FACT_APP_DETAIL, text);
}

bool recognise_netbios(const struct reply *reply, struct identity *who)
{
	struct bytes said = reply->said;

	if (!is_status(said))
		return false;
	identity_set_name(who, "netbios-ns");
	read_names(entries(said), who);
	add_address(&who->facts, statistics(said));
	if (is_samba(said))
		identity_set_product(who, "Samba nmbd");
	return true;
}
