// SPDX-License-Identifier: Apache-2.0
#include "identify/smb_reply.h"

#include "base/count.h"
#include "corpus.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

/* What Samba 4.17.12 said, by its configuration. */
static const struct {
	const char *recording;
	enum smb_stage stage;
	bool session, smb1;
	uint16_t smb2;
	enum smb_signing signing;
} recorded[] = {
	{ "samba", SMB_STAGE_CHALLENGED, false, false, 0x0311,
	  SMB_SIGNING_ENABLED },
	{ "samba-2.0.2", SMB_STAGE_CHALLENGED, false, false, 0x0202,
	  SMB_SIGNING_ENABLED },
	{ "samba-session-signed", SMB_STAGE_CHALLENGED, true, false, 0x0311,
	  SMB_SIGNING_REQUIRED },
	{ "samba-nt1", SMB_STAGE_CHALLENGED, false, true, 0,
	  SMB_SIGNING_DISABLED },
	{ "samba-session-nt1", SMB_STAGE_CHALLENGED, true, true, 0,
	  SMB_SIGNING_DISABLED },
	{ "samba-refuses-smb1", SMB_STAGE_ENDED, false, false, 0,
	  SMB_SIGNING_UNKNOWN },
};

Test(smb_reply, reads_what_samba_says)
{
	for (size_t i = 0; i < COUNT(recorded); i++) {
		const char *name = recorded[i].recording;
		struct recording recording;
		struct smb_reply reply;

		cr_assert(smb_reply_read(read_recording(name, &recording),
		                         &reply),
		          "%s", name);
		cr_expect(reply.whole, "%s", name);
		cr_expect(eq(int, reply.stage, recorded[i].stage), "%s", name);
		cr_expect(eq(int, reply.session, recorded[i].session), "%s",
		          name);
		cr_expect(eq(int, reply.smb1, recorded[i].smb1), "%s", name);
		cr_expect(eq(u16, reply.smb2, recorded[i].smb2), "%s", name);
		cr_expect(eq(int, reply.signing, recorded[i].signing), "%s",
		          name);
		cr_expect(eq(int, reply.challenge.computer.len > 0,
		             reply.stage == SMB_STAGE_CHALLENGED),
		          "%s", name);
	}
}

/* In a block of its own, where AddressSanitizer sees a read past the end. */
static bool read_cut(struct bytes said, size_t len, struct smb_reply *reply)
{
	uint8_t *cut = malloc(len + 1);
	bool known;

	memcpy(cut, said.data, len);
	known = smb_reply_read((struct bytes){ cut, len }, reply);
	free(cut);
	return known;
}

Test(smb_reply, goes_from_stage_to_stage_by_whole_messages)
{
	static const struct {
		size_t end;
		enum smb_stage stage;
	} ends[] = {
		{ 4, SMB_STAGE_SESSION },
		{ 210, SMB_STAGE_WILDCARD },
		{ 468, SMB_STAGE_NEGOTIATED },
		{ 695, SMB_STAGE_CHALLENGED },
	};
	enum smb_stage stage = SMB_STAGE_SILENT;
	struct recording recording;
	struct bytes said = read_recording("samba-session-signed", &recording);
	size_t next = 0;

	for (size_t len = 0; len <= said.len; len++) {
		struct smb_reply reply;
		bool whole = len == 0 || len == ends[next].end;

		if (len == ends[next].end)
			stage = ends[next++].stage;
		cr_expect(eq(int, read_cut(said, len, &reply), len >= 4), "%zu",
		          len);
		cr_expect(eq(int, reply.stage, stage), "%zu", len);
		cr_expect(eq(int, reply.whole, whole), "%zu", len);
	}
	cr_expect(eq(sz, next, COUNT(ends)));
}

/* Both end where their frames say: no length within leads outside. */
Test(smb_reply, message_that_is_shorter_than_it_should_be_tells_nothing)
{
	static const char *const names[] = { "samba-2.0.2", "samba-nt1" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct recording recording;
		struct bytes said = read_recording(names[i], &recording);

		for (size_t len = 0; len < 256; len++) {
			struct smb_reply reply;

			recording.data[2] = 0;
			recording.data[3] = (uint8_t)len;
			if (4 + len <= said.len)
				read_cut(said, 4 + len, &reply);
		}
	}
}

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}
#define ZEROS_8 "\0\0\0\0\0\0\0\0"

static const struct {
	struct bytes said;
	bool known;
	enum smb_stage stage;
} rows[] = {
	/* RFC 1002 4.3.3 to 4.3.5: positive, negative, elsewhere */
	{ SAID("\x82\0\0\0"), true, SMB_STAGE_SESSION },
	{ SAID("\x83\0\0\x01\x82"), true, SMB_STAGE_ENDED },
	{ SAID("\x84\0\0\x06\x0a\0\0\x01\0\x8b"), true, SMB_STAGE_ENDED },
	/* keeps alive, and says nothing */
	{ SAID("\x85\0\0\0"), false, SMB_STAGE_SILENT },
	{ SAID("\x85\0\0\0\x82\0\0\0"), true, SMB_STAGE_SESSION },
	/* lengths that these never have, and other types */
	{ SAID("\x82\0\0\x01\0"), false, SMB_STAGE_SESSION },
	{ SAID("\x83\0\0\0"), false, SMB_STAGE_ENDED },
	{ SAID("\x81\0\0\0"), false, SMB_STAGE_ENDED },
	{ SAID("\0\0\0\0"), false, SMB_STAGE_ENDED },
	/* an echo of ours has no mark of a server's */
	{ SAID("\0\0\0\x23\xff"
	       "SMB\x72\0\0\0\0\x18\x53\xc8\0\0" ZEROS_8
	       "\0\0\xff\xff\xff\xfe\0\0\0\0\0\0\0"),
	  false, SMB_STAGE_ENDED },
	{ SAID("\0\0\0\x23\xff"
	       "SMB\x72\0\0\0\0\x98\x53\xc8\0\0" ZEROS_8
	       "\0\0\xff\xff\xff\xfe\0\0\0\0\0\0\0"),
	  true, SMB_STAGE_ENDED },
	/* SMB2 that wants nothing to do with us */
	{ SAID("\0\0\0\x40\xfeSMB\x40\0\0\0\x22\0\0\xc0\x01\0\0\0\x01\0\0\0"
	       "\0\0\0\0\x01\0\0\0\0\0\0\0" ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8),
	  true, SMB_STAGE_ENDED },
};

/* A server that says the same for ever is not asked for ever. */
Test(smb_reply, stage_that_comes_again_is_the_last)
{
	struct recording recording;
	struct bytes said = read_recording("samba-session-signed", &recording);
	struct smb_reply reply;
	uint8_t twice[512];
	size_t len = 210 - 4; /* the first answer, behind the session's */

	memcpy(twice, said.data, 4 + len);
	memcpy(twice + 4 + len, said.data + 4, len);
	cr_assert(smb_reply_read((struct bytes){ twice, 4 + 2 * len }, &reply));
	cr_expect(reply.whole);
	cr_expect(eq(int, reply.stage, SMB_STAGE_ENDED));
}

Test(smb_reply, knows_servers_by_their_frames)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct smb_reply reply;

		cr_expect(eq(int, smb_reply_read(rows[i].said, &reply),
		             rows[i].known),
		          "%zu", i);
		cr_expect(eq(int, reply.stage, rows[i].stage), "%zu", i);
	}
}
