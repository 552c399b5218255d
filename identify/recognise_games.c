// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/json.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Quake's out-of-band packets, and Valve's. */
#define OUT_OF_BAND "\xff\xff\xff\xff"

/* id Tech 3: "\key\value\key\value", in a line. */
static bool quake_value(struct bytes line, const char *key, struct bytes *value)
{
	char begins[32];
	struct bytes end;

	snprintf(begins, sizeof(begins), "\\%s\\", key);
	if (!bytes_after(line, begins, value))
		return false;
	end = *value;
	if (take_until(&end, '\\', value))
		return true;
	*value = end;
	return true;
}

/* "ioq3 1.36+u20221228.76ad318/Debian linux-x86_64 Dec 28 2022" */
static void set_quake_software(struct bytes text, struct identity *who)
{
	static const struct {
		const char *says, *product;
	} engines[] = {
		{ "ioq3+oa ", "OpenArena" },
		{ "ioq3 ", "ioquake3" },
		{ "Q3 ", "Quake III Arena" },
		{ "ET Legacy v", "ET: Legacy" },
		{ "ET ", "Wolfenstein: Enemy Territory" },
	};

	add_detail(who, "version", text);
	for (size_t i = 0; i < COUNT(engines); i++) {
		size_t at = strlen(engines[i].says), len = 0;
		struct bytes rest = bytes_from(text, at);

		if (!bytes_equal_at(text, 0, engines[i].says, at))
			continue;
		while (len < rest.len &&
		       (isdigit(rest.data[len]) || rest.data[len] == '.'))
			len++;
		identity_set_product(who, engines[i].product);
		identity_set_version(who, bytes_first(rest, len));
		return;
	}
}

static bool quake_status(struct bytes said, struct identity *who)
{
	static const char *const details[] = { "sv_hostname", "mapname",
		                               "gamename", "sv_maxclients" };
	struct bytes line = bytes_from(said, 4 + sizeof("statusResponse")),
		     value;

	line = bytes_line(line);
	if (!bytes_have(line, 0, "\\"))
		return false;
	if (quake_value(line, "version", &value))
		set_quake_software(value, who);
	for (size_t i = 0; i < COUNT(details); i++)
		if (quake_value(line, details[i], &value))
			add_detail(who, details[i], value);
	return true;
}

/* What servers call their game is for their operators to choose; which of
 * Steam's applications they are is not. */
static const char *steam_application(uint32_t number)
{
	static const struct {
		uint32_t number;
		const char *product;
	} applications[] = {
		{ 10, "Counter-Strike" },
		{ 70, "Half-Life" },
		{ 240, "Counter-Strike: Source" },
		{ 320, "Half-Life 2: Deathmatch" },
		{ 440, "Team Fortress 2" },
		{ 500, "Left 4 Dead" },
		{ 550, "Left 4 Dead 2" },
		{ 4000, "Garry's Mod" },
	};

	for (size_t i = 0; i < COUNT(applications); i++)
		if (applications[i].number == number)
			return applications[i].product;
	return "";
}

/* Valve developer wiki, "Server queries", A2S_INFO: protocol, four texts, and
 * numbers, of which the version is behind. */
static bool source_info(struct bytes said, struct identity *who)
{
	static const char *const texts[] = { "name", "map", "folder", "game" };
	enum { FRONT = 5 + 1, NUMBERS = 3, KIND = 1 };
	enum { OS = 1, FLAGS = 2 };
	struct bytes from = bytes_from(said, FRONT), text[COUNT(texts)], rest;
	struct bytes numbers, os, version;
	uint32_t application;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (!take_until(&from, '\0', &text[i]))
			return false;
	if (!take_number(&from, 2, LITTLE_ENDIAN_BYTES, &application) ||
	    !take_bytes(&from, NUMBERS, &numbers) || !take_skip(&from, KIND) ||
	    !take_bytes(&from, OS, &os) || !take_skip(&from, FLAGS))
		return false;
	for (size_t i = 0; i < COUNT(texts); i++)
		add_detail(who, texts[i], text[i]);
	add_detail_number(who, "players", numbers.data[0]);
	add_detail_number(who, "places", numbers.data[1]);
	identity_set_os(who, os.data[0] == 'l'   ? "Linux"
	                     : os.data[0] == 'w' ? "Windows"
	                     : os.data[0] == 'm' || os.data[0] == 'o' ? "macOS"
	                                                              : "");
	identity_set_product(who, steam_application(application));
	rest = from;
	if (take_until(&rest, '\0', &version))
		identity_set_version(who, version);
	return true;
}

/* RakNet, "Unconnected Pong": time, the server's id, a magic, and a text of
 * fields apart by semicolons: edition, name, protocol, version, … */
static bool bedrock_pong(struct bytes said, struct identity *who)
{
	enum { TEXT = 1 + 8 + 8 + 16 };
	struct bytes from = bytes_from(said, TEXT), text;
	struct bytes edition, name, protocol, version;

	if (!take_counted(&from, 2, BIG_ENDIAN_BYTES, &text) ||
	    !take_until(&text, ';', &edition) ||
	    !take_until(&text, ';', &name) ||
	    !take_until(&text, ';', &protocol) ||
	    !take_until(&text, ';', &version))
		return false;
	if (bytes_have(edition, 0, "MCPE"))
		identity_set_product(who, "Minecraft Bedrock");
	else if (bytes_have(edition, 0, "MCEE"))
		identity_set_product(who, "Minecraft Education");
	identity_set_version(who, version);
	add_detail(who, "name", name);
	facts_add(&who->facts, FACT_APP_PROTOCOL, protocol);
	return true;
}

/* "Mumble protocol", UDP ping: version of the protocol, our number, users,
 * places, bandwidth. */
static bool mumble_pong(struct bytes said, struct identity *who)
{
	enum { VERSION = 1, USERS = 12, PLACES = 16 };
	char text[24];

	snprintf(text, sizeof(text), "%u.%u.%u", said.data[VERSION],
	         said.data[VERSION + 1], said.data[VERSION + 2]);
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, text);
	add_detail_number(who, "users",
	                  bytes_number(said, USERS, 4, BIG_ENDIAN_BYTES));
	add_detail_number(who, "places",
	                  bytes_number(said, PLACES, 4, BIG_ENDIAN_BYTES));
	return true;
}

static const struct shape datagrams[] = {
	{ .service = "quake3",
	  .parts = { AT(0, OUT_OF_BAND "statusResponse\n") },
	  .details = quake_status },
	{ .service = "a2s",
	  .parts = { AT(0, OUT_OF_BAND "I") },
	  .details = source_info },
	/* A challenge comes first, of late */
	{ .service = "a2s",
	  .parts = { AT(0, OUT_OF_BAND "A") },
	  .length = ALWAYS(9) },
	{ .service = "minecraft-bedrock",
	  .parts = { AT(0, "\x1c" COOKIE_8),
	             AT(17, "\x00\xff\xff\x00\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd"
	                    "\x12\x34\x56\x78") },
	  .length = EXACTLY(33, 2, BIG, 35),
	  .details = bedrock_pong },
	{ .service = "mumble",
	  .parts = { AT(0, "\x00"), AT(4, COOKIE_8) },
	  .length = ALWAYS(24),
	  .details = mumble_pong },
	/* TeamSpeak 3, Init1: the answer to our first step */
	{ .service = "teamspeak3",
	  .parts = { AT(0, "TS3INIT1\x00\x65\x88\x01") } },
	/* Minetest's low-level protocol: reliable, control, a peer's id */
	{ .service = "minetest",
	  .parts = { AT(0, "\x4f\x45\x74\x03\x00\x01"),
	             AT(7, "\x03\xff\xdc\x00\x01") },
	  .length = ALWAYS(14) },
	{ .service = "minetest",
	  .parts = { AT(0, "\x4f\x45\x74\x03\x00\x01"),
	             AT(7, "\x00\x00\xff\xdc") },
	  .length = ALWAYS(11) },
};

bool recognise_games(const struct reply *reply, struct identity *who)
{
	return recognise_shape(datagrams, COUNT(datagrams), reply->said, who);
}

/* wiki.vg, "Data types": seven bits a byte, the least first. */
static bool take_varint(struct bytes *from, uint32_t *number)
{
	enum { MORE = 0x80, BITS = 7, MOST = 5 };
	struct bytes rest = *from;
	uint32_t byte = MORE;

	*number = 0;
	for (unsigned i = 0; i < MOST && (byte & MORE) != 0; i++) {
		if (!take_number(&rest, 1, BIG_ENDIAN_BYTES, &byte))
			return false;
		*number |= (byte & (MORE - 1)) << (BITS * i);
	}
	*from = rest;
	return (byte & MORE) == 0;
}

static bool is_number(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isdigit(text.data[i]) && text.data[i] != '.')
			return false;
	return text.len > 0;
}

/* "1.20.4", or "Paper 1.20.4": the game's, or what serves it.  A proxy names
 * the versions that it lets in, "Velocity 1.7.2-1.20.4". */
static void set_minecraft(struct bytes name, struct identity *who)
{
	struct bytes version = name, server = { NULL, 0 };
	size_t len = 0;

	take_until(&version, ' ', &server);
	while (len < server.len && isalpha(server.data[len]))
		len++;
	if (len > 0 && len == server.len && version.len > 0 &&
	    isdigit(version.data[0]))
		copy_printable(who->service.product,
		               sizeof(who->service.product), server);
	else
		identity_set_product(who, "Minecraft");
	if (is_number(version))
		identity_set_version(who, version);
}

/* wiki.vg, "Server List Ping": a packet of number 0, of a text that is JSON. */
bool recognise_minecraft(const struct reply *reply, struct identity *who)
{
	struct bytes from = reply->said, value;
	uint32_t packet, number, len;

	if (!take_varint(&from, &packet) || !take_varint(&from, &number) ||
	    number != 0 || !take_varint(&from, &len) || len >= packet ||
	    !bytes_have(from, 0, "{") ||
	    !json_find(from, "version.protocol", &value))
		return false;
	identity_set_name(who, "minecraft");
	facts_add(&who->facts, FACT_APP_PROTOCOL, value);
	if (json_find(from, "version.name", &value)) {
		add_detail(who, "version", value);
		set_minecraft(value, who);
	}
	if (json_find(from, "players.max", &value))
		add_detail(who, "places", value);
	return true;
}
