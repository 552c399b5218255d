// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_IDENTIFY_READERS_H
#define PORTSCAN_TESTS_IDENTIFY_READERS_H

#include "identify/identify.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a service said, by the document of its protocol, and all that is known
 * of it then: "name=ntp; ntp.version=4", nothing where it is not known. */
struct reading {
	enum protocol protocol;
	struct bytes asked, said;
	const char *known;
};

#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

#define TCP PROTOCOL_TCP
#define UDP PROTOCOL_UDP

/* In a block of exactly its size, so that reading past it is seen. */
static inline void read_exactly(const struct reading *reading,
                                const uint8_t *bytes, size_t len,
                                struct identity *who)
{
	uint8_t *said = malloc(len + (len == 0));
	struct reply reply = { .protocol = reading->protocol,
		               .asked = reading->asked,
		               .said = { said, len } };

	cr_assert(ne(ptr, said, NULL));
	memcpy(said, bytes, len);
	identify_reply(&reply, who);
	free(said);
}

/* How it is known is no part of what is known; nor is that there is no TLS. */
static inline bool is_told(const struct fact *fact)
{
	return fact->key != FACT_SERVICE_VIA &&
	       fact->key != FACT_SERVICE_CONFIDENCE &&
	       (fact->key != FACT_SERVICE_TLS ||
	        bytes_have(fact->value, 0, "true"));
}

static inline void print_known(const struct identity *who, char *out,
                               size_t size)
{
	struct facts facts;
	struct fact fact;
	size_t at = 0, len = 0;

	out[0] = '\0';
	identity_encode(who, &facts);
	while (facts_next(&facts, &at, &fact)) {
		const struct fact_row *row = fact_row(fact.key);
		bool of_service = strcmp(row->group, "service") == 0;

		if (!is_told(&fact))
			continue;
		len += (size_t)snprintf(
			out + len, size - len, "%s%s%s%s=%.*s",
			len == 0 ? "" : "; ", of_service ? "" : row->group,
			of_service ? "" : ".", row->name, (int)fact.value.len,
			(const char *)fact.value.data);
		cr_assert(lt(sz, len, size));
	}
	facts_release(&facts);
}

static inline void expect_readings(const struct reading *readings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct bytes *said = &readings[i].said;
		struct identity who;
		char known[2048];

		read_exactly(&readings[i], said->data, said->len, &who);
		print_known(&who, known, sizeof(known));
		cr_expect(eq(str, known, (char *)readings[i].known), "row %zu",
		          i);
		identity_release(&who);
	}
}

static inline void read_and_forget(const struct reading *reading,
                                   const uint8_t *bytes, size_t len)
{
	struct identity who;

	read_exactly(reading, bytes, len, &who);
	identity_release(&who);
}

/* Cut anywhere; and lengths and counts that lie are among the bytes. */
static inline void lie_to_readers(const struct reading *readings, size_t count)
{
	static const uint8_t lies[] = { 0, 1, 0x7f, 0x80, 0xff };

	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at < readings[i].said.len; at++) {
			uint8_t said[4096];

			cr_assert(le(sz, readings[i].said.len, sizeof(said)));
			memcpy(said, readings[i].said.data,
			       readings[i].said.len);
			read_and_forget(&readings[i], said, at);
			for (size_t lie = 0; lie < sizeof(lies); lie++) {
				said[at] = lies[lie];
				read_and_forget(&readings[i], said,
				                readings[i].said.len);
			}
		}
}

#endif
