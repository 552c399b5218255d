// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include "base/count.h"

#include <inttypes.h>
#include <stdio.h>

enum { PORTMAPPER = 100000, NFS = 100003, KADMIN = 2112 };

/* GlusterFS, rpc/xdr, has numbers of its own. */
enum { GLUSTER_HANDSHAKE = 14398633, GLUSTER_DUMP = 123451501 };

/* Programs of IANA's "Remote Procedure Call (RPC) Program Numbers" that are
 * met, and what answers when one of them is asked at its own port. */
static const struct {
	uint32_t number;
	const char *name, *service;
} programs[] = {
	{ PORTMAPPER, "portmapper", "sunrpc" },
	{ 100001, "rstatd", NULL },
	{ 100002, "rusersd", NULL },
	{ NFS, "nfs", "nfs" },
	{ 100004, "ypserv", NULL },
	{ 100005, "mountd", "mountd" },
	{ 100007, "ypbind", NULL },
	{ 100009, "yppasswdd", NULL },
	{ 100011, "rquotad", NULL },
	{ 100012, "sprayd", NULL },
	{ 100021, "nlockmgr", NULL },
	{ 100024, "status", NULL },
	{ 100068, "cmsd", NULL },
	{ 100083, "ttdbserverd", NULL },
	{ 100227, "nfs_acl", NULL },
	{ KADMIN, "kadmin", "kerberos-adm" },
	{ 391002, "sgi_fam", NULL },
	{ GLUSTER_HANDSHAKE, "gluster", "glusterfs" },
	{ GLUSTER_DUMP, "glusterdump", "glusterfs" },
};

/* RFC 5531 9: which procedure was called. */
struct call {
	uint32_t program, version, procedure;
};

static const char *program_name(uint32_t number)
{
	for (size_t i = 0; i < COUNT(programs); i++)
		if (programs[i].number == number)
			return programs[i].name;
	return NULL;
}

static const char *service_name(uint32_t number)
{
	for (size_t i = 0; i < COUNT(programs); i++)
		if (programs[i].number == number && programs[i].service != NULL)
			return programs[i].service;
	return "sunrpc";
}

static bool take_u32(struct bytes *from, uint32_t *number)
{
	return take_number(from, 4, BIG_ENDIAN_BYTES, number);
}

/* RFC 1833 3: "nfs 3 tcp 2049" */
static void add_mapping(struct identity *who, const uint32_t mapping[4])
{
	enum { PROGRAM, VERSION, PROTOCOL, PORT, TCP = 6, UDP = 17 };
	const char *name = program_name(mapping[PROGRAM]);
	char number[16], text[64];

	snprintf(number, sizeof(number), "%" PRIu32, mapping[PROGRAM]);
	if (mapping[PROTOCOL] != TCP && mapping[PROTOCOL] != UDP)
		return;
	snprintf(text, sizeof(text), "%s %" PRIu32 " %s %" PRIu32,
	         name == NULL ? number : name, mapping[VERSION],
	         mapping[PROTOCOL] == TCP ? "tcp" : "udp", mapping[PORT]);
	add_detail_string(who, "program", text);
}

/* RFC 1833 3, pmaplist: entries that a 1 announces, and a 0 ends. */
static void read_mappings(struct bytes list, struct identity *who)
{
	uint32_t follows, mapping[4];

	while (take_u32(&list, &follows) && follows == 1) {
		for (size_t i = 0; i < COUNT(mapping); i++)
			if (!take_u32(&list, &mapping[i]))
				return;
		add_mapping(who, mapping);
	}
}

/* A text behind its length, padded to units of four bytes. */
static bool take_text(struct bytes *from, struct bytes *text)
{
	return take_counted(from, 4, BIG_ENDIAN_BYTES, text) &&
	       take_skip(from, (4 - text->len % 4) % 4);
}

/* GlusterFS, rpc/xdr: gf_dump_rsp, of a 64-bit number, two results and a list
 * of names, each with its program's number and version of 64 bits. */
static void read_gluster(struct bytes dump, struct identity *who)
{
	enum { FRONT = 8 + 4 + 4, NUMBERS = 8 + 8 };
	uint32_t follows;
	struct bytes name;

	if (!take_skip(&dump, FRONT))
		return;
	while (take_u32(&dump, &follows) && follows == 1 &&
	       take_text(&dump, &name) && take_skip(&dump, NUMBERS))
		add_detail(who, "program", name);
}

/* The versions of a program that are served, of one that is not. */
static void read_versions(struct bytes range, struct identity *who)
{
	uint32_t low, high;
	char text[24];

	if (!take_u32(&range, &low) || !take_u32(&range, &high) || low > high)
		return;
	snprintf(text, sizeof(text),
	         low == high ? "%" PRIu32 : "%" PRIu32 "-%" PRIu32, low, high);
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, text);
}

static void read_result(const struct call *call, struct bytes result,
                        struct identity *who)
{
	enum { DUMP_MAPPINGS = 4, DUMP_PROGRAMS = 1 };

	if (call->program == GLUSTER_HANDSHAKE || call->program == GLUSTER_DUMP)
		identity_set_product(who, "GlusterFS");
	if (call->program == PORTMAPPER && call->procedure == DUMP_MAPPINGS)
		read_mappings(result, who);
	else if (call->program == GLUSTER_DUMP &&
	         call->procedure == DUMP_PROGRAMS)
		read_gluster(result, who);
}

/* accepted_reply: a verifier, and what became of it.  Who does not serve the
 * program may be any other. */
static bool read_accepted(const struct call *call, struct bytes reply,
                          struct identity *who)
{
	enum { SUCCESS, PROGRAM_UNAVAILABLE, PROGRAM_MISMATCH, STATES = 6 };
	uint32_t flavour, state;
	struct bytes verifier;

	if (!take_u32(&reply, &flavour) || !take_text(&reply, &verifier) ||
	    !take_u32(&reply, &state) || state >= STATES ||
	    state == PROGRAM_UNAVAILABLE)
		return false;
	identity_set_name(who, service_name(call->program));
	if (state == SUCCESS)
		read_result(call, reply, who);
	else if (state == PROGRAM_MISMATCH)
		read_versions(reply, who);
	return true;
}

/* rejected_reply: the program is there, but whoever calls is to show more of
 * himself, as kadmind wants GSS-API. */
static bool read_rejected(const struct call *call, struct bytes reply,
                          struct identity *who)
{
	enum { AUTH_ERROR = 1, TOO_WEAK = 5 };
	uint32_t why, detail;

	if (!take_u32(&reply, &why) || why != AUTH_ERROR ||
	    !take_u32(&reply, &detail) || detail != TOO_WEAK)
		return false;
	identity_set_name(who, service_name(call->program));
	return true;
}

/* What we asked.  Nothing of it is known when somebody else did. */
static void read_call(struct bytes asked, struct call *call)
{
	enum { CALL_AND_RPC_VERSION = 4 + 4 };

	*call = (struct call){ 0 };
	if (!bytes_have(asked, 0, COOKIE_4) || !take_skip(&asked, 4) ||
	    !take_skip(&asked, CALL_AND_RPC_VERSION) ||
	    !take_u32(&asked, &call->program) ||
	    !take_u32(&asked, &call->version) ||
	    !take_u32(&asked, &call->procedure))
		*call = (struct call){ 0 };
}

static bool read_reply(struct bytes asked, struct bytes said,
                       struct identity *who)
{
	enum { REPLY = 1, ACCEPTED = 0, DENIED = 1 };
	struct call call;
	uint32_t type, state;

	if (!bytes_have(said, 0, COOKIE_4) || !take_skip(&said, 4) ||
	    !take_u32(&said, &type) || type != REPLY ||
	    !take_u32(&said, &state) || state > DENIED)
		return false;
	read_call(asked, &call);
	return state == ACCEPTED ? read_accepted(&call, said, who)
	                         : read_rejected(&call, said, who);
}

bool recognise_rpc(const struct reply *reply, struct identity *who)
{
	enum { MARK = 4, LAST_FRAGMENT = 0x80 };
	struct bytes said = reply->said;

	if (reply->protocol == PROTOCOL_UDP)
		return read_reply(reply->asked, said, who);
	/* RFC 5531 11: over TCP in a record, of one fragment here. */
	if (said.len < MARK || said.data[0] != LAST_FRAGMENT)
		return false;
	return read_reply(bytes_from(reply->asked, MARK),
	                  bytes_from(said, MARK), who);
}
