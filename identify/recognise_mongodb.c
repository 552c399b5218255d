// SPDX-License-Identifier: Apache-2.0
#include "identify/bson.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <string.h>

/* What the answer to hello, isMaster or buildInfo holds. */
struct server {
	struct bytes version, set, error;
	bool has_git_version, is_router, is_ferret, is_percona;
	uint32_t wire_least, wire_most;
};

static bool is(struct bytes name, const char *text)
{
	return name.len == strlen(text) &&
	       bytes_equal_at(name, 0, text, name.len);
}

static void read_string(const struct bson_element *element,
                        struct server *server)
{
	if (is(element->name, "version"))
		server->version = element->value;
	else if (is(element->name, "gitVersion"))
		server->has_git_version = element->value.len == 40;
	else if (is(element->name, "setName"))
		server->set = element->value;
	else if (is(element->name, "errmsg"))
		server->error = element->value;
	else if (is(element->name, "msg"))
		server->is_router = is(element->value, "isdbgrid");
}

static void read_number(const struct bson_element *element,
                        struct server *server)
{
	uint32_t number =
		bytes_number(element->value, 0, 4, LITTLE_ENDIAN_BYTES);

	if (is(element->name, "minWireVersion"))
		server->wire_least = number;
	else if (is(element->name, "maxWireVersion"))
		server->wire_most = number;
}

static void read_document(struct bytes document, struct server *server)
{
	struct bson_element element;
	struct bytes elements;

	*server = (struct server){ 0 };
	if (!bson_open(document, &elements))
		return;
	while (bson_take(&elements, &element)) {
		if (element.type == BSON_STRING)
			read_string(&element, server);
		else if (element.type == BSON_INT32)
			read_number(&element, server);
		server->is_ferret |= bytes_have(element.name, 0, "ferretdb");
		server->is_percona |= is(element.name, "psmdbVersion");
	}
}

static void describe(const struct server *server, struct identity *who)
{
	if (server->is_ferret)
		identity_set_product(who, "FerretDB");
	else if (server->version.len > 0 && server->has_git_version) {
		identity_set_product(who, server->is_percona
		                                  ? "Percona Server for MongoDB"
		                                  : "MongoDB");
		identity_set_version(who, server->version);
	}
	add_detail(who, "replica set", server->set);
	add_detail(who, "error", server->error);
	if (server->is_router)
		add_detail_string(who, "role", "mongos");
	if (server->wire_most > 0) {
		add_detail_number(who, "least wire version",
		                  server->wire_least);
		add_detail_number(who, "most wire version", server->wire_most);
	}
}

/* MongoDB Wire Protocol: length, their id, ours, and the kind of message, with
 * the document that begins it: OP_REPLY, or OP_MSG with a body. */
static bool take_document(struct bytes said, struct bytes *document)
{
	enum { HEADER = 16, REPLY = 1, MESSAGE = 2013 };
	enum { REPLY_FIELDS = 4 + 8 + 4 + 4, MESSAGE_FIELDS = 4 + 1 };
	uint32_t kind = bytes_number(said, 12, 4, LITTLE_ENDIAN_BYTES);

	if (said.len < HEADER || !bytes_have(said, 8, COOKIE_4) ||
	    bytes_number(said, 0, 4, LITTLE_ENDIAN_BYTES) < HEADER)
		return false;
	if (kind == REPLY)
		*document = bytes_from(said, HEADER + REPLY_FIELDS);
	else if (kind == MESSAGE && bytes_have(said, HEADER + 4, "\x00"))
		*document = bytes_from(said, HEADER + MESSAGE_FIELDS);
	else
		return false;
	return true;
}

bool recognise_mongodb(const struct reply *reply, struct identity *who)
{
	struct bytes document;
	struct server server;

	if (!take_document(reply->said, &document))
		return false;
	identity_set_name(who, "mongodb");
	read_document(document, &server);
	describe(&server, who);
	return true;
}
