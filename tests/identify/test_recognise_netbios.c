// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES = 57, ENTRY = 18, STATISTICS = NAMES + 5 * ENTRY };

/* nmbd of Samba 4.17.12: "HOST1" of "ZOO". */
static struct bytes read_nbstat(struct recording *recording)
{
	return bytes_from(
		read_recording("netbios-ns-udp-samba-nbstat", recording), 1);
}

static bool identify(struct bytes said, struct identity *who)
{
	struct reply reply = { .protocol = PROTOCOL_UDP, .said = said };

	return identify_reply(&reply, who);
}

Test(recognise_netbios, knows_the_names_of_a_node)
{
	static const char *const names[] = { "HOST1<00>", "HOST1<03>",
		                             "HOST1<20>", "ZOO<00>",
		                             "ZOO<1e>" };
	struct recording recording;
	struct identity who;

	cr_assert(identify(read_nbstat(&recording), &who));
	cr_expect(eq(str, who.service.name, "netbios-ns"));
	cr_expect(eq(str, who.service.product, "Samba nmbd"));
	cr_expect(eq(str, who.service.hostname, "HOST1"));
	cr_expect(eq(str, who.service.extra, "workgroup ZOO"));
	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect(facts_have(&who.facts, FACT_NETBIOS_NAMES, names[i]),
		          "%s", names[i]);
	identity_release(&who);
}

Test(recognise_netbios, node_with_an_address_is_not_samba)
{
	struct recording recording;
	struct bytes said = read_nbstat(&recording);
	struct identity who;

	memcpy(recording.data + 1 + STATISTICS, "\x52\x54\x00\x12\x34\x56", 6);
	cr_assert(identify(said, &who));
	cr_expect(eq(str, who.service.product, ""));
	cr_expect(facts_have(&who.facts, FACT_APP_DETAIL,
	                     "MAC: 52:54:00:12:34:56"));
	identity_release(&who);
}

Test(recognise_netbios, node_without_a_messenger_is_not_samba)
{
	struct recording recording;
	struct bytes said = read_nbstat(&recording);
	struct identity who;

	recording.data[1 + NAMES + ENTRY + 15] = 0x1f;
	cr_assert(identify(said, &who));
	cr_expect(eq(str, who.service.product, ""));
	identity_release(&who);
}

Test(recognise_netbios, what_cannot_be_printed_is_a_dot)
{
	struct recording recording;
	struct bytes said = read_nbstat(&recording);
	struct identity who;

	memcpy(recording.data + 1 + NAMES + (size_t)3 * ENTRY,
	       "\x01\x02__MSBROWSE__\x02\x01", 16);
	cr_assert(identify(said, &who));
	cr_expect(facts_have(&who.facts, FACT_NETBIOS_NAMES,
	                     "..__MSBROWSE__.<01>"));
	cr_expect(eq(str, who.service.extra, ""));
	identity_release(&who);
}

Test(recognise_netbios, host_is_named_in_ascii_or_not_at_all)
{
	struct recording recording;
	struct bytes said = read_nbstat(&recording);
	struct identity who;

	memcpy(recording.data + 1 + NAMES, "B\x9aRO ", 5);
	cr_assert(identify(said, &who));
	cr_expect(facts_have(&who.facts, FACT_NETBIOS_NAMES, "B.RO<00>"));
	cr_expect(eq(str, who.service.hostname, ""));
	identity_release(&who);
}

static size_t count_names(const struct facts *facts)
{
	struct fact fact;
	size_t at = 0, count = 0;

	while (facts_next(facts, &at, &fact))
		count += fact.key == FACT_NETBIOS_NAMES;
	return count;
}

Test(recognise_netbios, cut_anywhere_it_tells_whole_names_only)
{
	struct recording recording;
	struct bytes said = read_nbstat(&recording);

	for (size_t len = 0; len < said.len; len++) {
		size_t whole = len < NAMES ? 0 : (len - NAMES) / ENTRY;
		uint8_t *cut = malloc(len + 1);
		struct identity who;

		memcpy(cut, said.data, len);
		cr_expect(eq(int, identify((struct bytes){ cut, len }, &who),
		             len >= NAMES),
		          "%zu", len);
		cr_expect(
			eq(sz, count_names(&who.facts), whole < 5 ? whole : 5),
			"%zu", len);
		cr_expect(eq(str, who.service.product, ""), "%zu", len);
		identity_release(&who);
		free(cut);
	}
}

/* Answers to others, and to other questions. */
Test(recognise_netbios, is_of_our_question_only)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} changes[] = { { 0, 'q' },   { 2, 0x04 },  { 2, 0xac }, { 7, 2 },
		        { 12, 0x21 }, { 47, 0x20 }, { 49, 0x02 } };

	for (size_t i = 0; i < COUNT(changes); i++) {
		struct recording recording;
		struct bytes said = read_nbstat(&recording);
		struct identity who;

		recording.data[1 + changes[i].at] = changes[i].byte;
		cr_expect(not(identify(said, &who)), "%zu", i);
	}
}
