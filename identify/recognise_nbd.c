// SPDX-License-Identifier: Apache-2.0
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

/* NBD protocol, "Option haggling": answers of a magic, the option, a type and
 * what is behind its length: an export, or why there is no answer. */
static void read_answers(struct bytes from, struct identity *who)
{
	enum { MAGIC_AND_OPTION = 8 + 4, SERVER = 2 };
	struct bytes data, name;
	uint32_t type;

	while (bytes_have(from, 0, "\x00\x03\xe8\x89\x04\x55\x65\xa9") &&
	       take_skip(&from, MAGIC_AND_OPTION) &&
	       take_number(&from, 4, BIG_ENDIAN_BYTES, &type) &&
	       take_counted(&from, 4, BIG_ENDIAN_BYTES, &data)) {
		if (type == SERVER &&
		    take_counted(&data, 4, BIG_ENDIAN_BYTES, &name))
			add_detail(who, "export", name);
		else if (type >> 31 != 0)
			add_detail(who, "refuses", data);
	}
}

/* "Newstyle negotiation": whether options may be refused, one by one. */
static void set_newstyle(uint8_t flags, struct identity *who)
{
	enum { FIXED = 1 };

	facts_add_string(&who->facts, FACT_APP_PROTOCOL,
	                 (flags & FIXED) != 0 ? "fixed newstyle" : "newstyle");
}

/* "Oldstyle negotiation": the size of the one export. */
static bool is_old(struct bytes said)
{
	return bytes_have(said, 8, "\x00\x00\x42\x02\x81\x86\x12\x53");
}

bool recognise_nbd(const struct reply *reply, struct identity *who)
{
	enum { MAGICS = 16, FLAGS = 2 };
	struct bytes said = reply->said;

	if (!bytes_have(said, 0, "NBDMAGIC") ||
	    (!bytes_have(said, 8, "IHAVEOPT") && !is_old(said)))
		return false;
	identity_set_name(who, "nbd");
	if (is_old(said)) {
		facts_add_string(&who->facts, FACT_APP_PROTOCOL, "oldstyle");
	} else if (said.len >= MAGICS + FLAGS) {
		set_newstyle(said.data[MAGICS + 1], who);
		read_answers(bytes_from(said, MAGICS + FLAGS), who);
	}
	return true;
}
