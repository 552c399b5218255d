// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <stdio.h>
#include <string.h>

static bool take_text(struct bytes *from, struct bytes *text)
{
	return take_counted(from, 2, BIG_ENDIAN_BYTES, text);
}

static bool is(struct bytes name, const char *text)
{
	return name.len == strlen(text) &&
	       bytes_equal_at(name, 0, text, name.len);
}

/* Options that only one implementation has. */
static void set_product(struct bytes option, struct bytes value,
                        struct identity *who)
{
	if (bytes_have(option, 0, "SCYLLA_"))
		identity_set_product(who, "ScyllaDB");
	else if (who->service.product[0] == '\0' &&
	         is(option, "PROTOCOL_VERSIONS"))
		identity_set_product(who, bytes_contain(value, "/dse-v")
		                                  ? "DataStax Enterprise"
		                                  : "Apache Cassandra");
}

static void read_value(struct bytes option, struct bytes value,
                       struct identity *who)
{
	if (is(option, "CQL_VERSION"))
		add_detail(who, "CQL", value);
	else if (is(option, "PROTOCOL_VERSIONS"))
		add_detail(who, "protocol", value);
	else if (is(option, "COMPRESSION"))
		add_detail(who, "compression", value);
	set_product(option, value, who);
}

/* CQL binary protocol v4, 4.2.4: options, and for each the values it has. */
static void read_options(struct bytes from, struct identity *who)
{
	uint32_t options, values;
	struct bytes option, value;

	if (!take_number(&from, 2, BIG_ENDIAN_BYTES, &options))
		return;
	while (options-- > 0 && take_text(&from, &option) &&
	       take_number(&from, 2, BIG_ENDIAN_BYTES, &values))
		while (values > 0 && take_text(&from, &value)) {
			read_value(option, value, who);
			values--;
		}
}

/* 2: the frame of an answer to our stream: SUPPORTED, or ERROR. */
bool recognise_cassandra(const struct reply *reply, struct identity *who)
{
	enum { RESPONSE = 0x80, ERROR = 0, SUPPORTED = 6, HEADER = 9 };
	struct bytes said = reply->said;

	if (said.len < HEADER || (said.data[0] & RESPONSE) == 0 ||
	    !bytes_have(said, 1, "\x00" COOKIE_2) ||
	    (said.data[4] != ERROR && said.data[4] != SUPPORTED) ||
	    bytes_number(said, 5, 2, BIG_ENDIAN_BYTES) != 0)
		return false;
	identity_set_name(who, "cassandra");
	if (said.data[4] == SUPPORTED)
		read_options(bytes_from(said, HEADER), who);
	return true;
}
