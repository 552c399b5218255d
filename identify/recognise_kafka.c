// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

#include <inttypes.h>
#include <stdio.h>

/* Kafka protocol guide, "API Keys": those that tell how new a broker is. */
static const char *api_name(uint32_t key)
{
	switch (key) {
	case 0: return "Produce";
	case 1: return "Fetch";
	case 3: return "Metadata";
	case 18: return "ApiVersions";
	default: return NULL;
	}
}

static void add_versions(struct identity *who, uint32_t key, uint32_t least,
                         uint32_t most)
{
	const char *name = api_name(key);
	char text[24];

	if (name == NULL || least > most)
		return;
	snprintf(text, sizeof(text), "%" PRIu32 "-%" PRIu32, least, most);
	add_detail_string(who, name, text);
}

/* ApiVersions, version 0: our correlation id, an error, and for each kind of
 * request its number and the range of versions. */
bool recognise_kafka(const struct reply *reply, struct identity *who)
{
	enum { FIRST_BYTES = 8, ERROR = 2 };
	struct bytes said = reply->said;
	uint32_t count, key, least, most;

	if (!bytes_have(said, 0, "\x00\x00") ||
	    !bytes_have(said, 4, COOKIE_4 "\x00") ||
	    bytes_number(said, 0, 4, BIG_ENDIAN_BYTES) < 4 + ERROR ||
	    !take_skip(&said, FIRST_BYTES + ERROR))
		return false;
	identity_set_name(who, "kafka");
	if (!take_number(&said, 4, BIG_ENDIAN_BYTES, &count))
		return true;
	while (count-- > 0 && take_number(&said, 2, BIG_ENDIAN_BYTES, &key) &&
	       take_number(&said, 2, BIG_ENDIAN_BYTES, &least) &&
	       take_number(&said, 2, BIG_ENDIAN_BYTES, &most))
		add_versions(who, key, least, most);
	return true;
}
