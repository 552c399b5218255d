// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

/* The end point mapper of Samba 4.17.12. */
static struct bytes read_bind_ack(struct recording *recording)
{
	return bytes_from(read_recording("epmap-tcp-samba", recording), 1);
}

static bool identify(struct bytes said, struct identity *who)
{
	struct reply reply = { .protocol = PROTOCOL_TCP, .said = said };

	return identify_reply(&reply, who);
}

Test(recognise_msrpc, knows_the_end_point_mapper)
{
	struct recording recording;
	struct identity who;

	cr_assert(identify(read_bind_ack(&recording), &who));
	cr_expect(eq(str, who.service.name, "epmap"));
	cr_expect(eq(str, who.service.product, ""));
	cr_expect(eq(str, who.service.hostname, "vm"));
	cr_expect(facts_have(&who.facts, FACT_SMB_COMPUTER, "HOST1"));
	identity_release(&who);
}

Test(recognise_msrpc, knows_windows_by_its_build)
{
	struct recording recording;
	struct bytes said = read_bind_ack(&recording);
	uint8_t *token = memmem(recording.data, recording.len, "NTLMSSP", 7);
	struct identity who;

	cr_assert(ne(ptr, token, NULL));
	memcpy(token + 48, "\x0a\x00\x7c\x4f", 4);
	cr_assert(identify(said, &who));
	cr_expect(eq(str, who.service.product, "Microsoft Windows RPC"));
	cr_expect(eq(str, who.service.os, "Windows Server 2022"));
	cr_expect(eq(str, who.service.cpe[0], "cpe:/o:microsoft:windows"));
	identity_release(&who);
}

Test(recognise_msrpc, server_without_the_interface_is_another)
{
	enum { RESULT = 16 + 8 + 2 + 4 + 2 + 4 };
	struct recording recording;
	struct bytes said = read_bind_ack(&recording);
	struct identity who;

	recording.data[1 + RESULT] = 2; /* provider rejection */
	cr_assert(identify(said, &who));
	cr_expect(eq(str, who.service.name, "msrpc"));
	identity_release(&who);
}

Test(recognise_msrpc, cut_anywhere_it_is_nothing)
{
	struct recording recording;
	struct bytes said = read_bind_ack(&recording);

	for (size_t len = 0; len < said.len; len++) {
		uint8_t *cut = malloc(len + 1);
		struct identity who;

		memcpy(cut, said.data, len);
		cr_expect(not(identify((struct bytes){ cut, len }, &who)),
		          "%zu", len);
		free(cut);
	}
}

Test(recognise_msrpc, is_an_answer_to_our_call)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} changes[] = { { 0, 4 }, { 2, 11 }, { 2, 13 }, { 12, 'q' } };

	for (size_t i = 0; i < COUNT(changes); i++) {
		struct recording recording;
		struct bytes said = read_bind_ack(&recording);
		struct identity who;

		recording.data[1 + changes[i].at] = changes[i].byte;
		cr_expect(not(identify(said, &who)), "%zu", i);
	}
}
