// SPDX-License-Identifier: Apache-2.0
#include "identify/smb_steps.h"

#include "base/count.h"
#include "corpus.h"
#include "identify/smb_messages.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define STEP(message) (message), sizeof(message) - 1

static const struct {
	const char *recording;
	size_t len; /* of what has been said */
	const char *step;
	size_t step_len; /* 0: none */
	uint8_t message_id;
} rows[] = {
	{ "samba-session-signed", 4, STEP(SMB_NEGOTIATE), 0 },
	{ "samba-session-signed", 210, STEP(SMB2_NEGOTIATE), 1 },
	{ "samba-session-signed", 468, STEP(SMB2_SESSION_SETUP), 2 },
	{ "samba-session-signed", 695, STEP(""), 0 },
	{ "samba-2.0.2", 206, STEP(SMB2_SESSION_SETUP), 1 },
	{ "samba-nt1", 163, STEP(SMB1_SESSION_SETUP), 0 },
	{ "samba-nt1", 435, STEP(""), 0 },
	{ "samba-refuses-smb1", 41, STEP(""), 0 },
};

Test(smb_steps, follow_from_what_was_said)
{
	enum { MESSAGE_ID = 4 + 24 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct recording recording;
		struct bytes said =
			read_recording(rows[i].recording, &recording);
		uint8_t out[SMB_STEP_MAX];
		struct smb_reply reply;
		size_t len;

		cr_assert(
			smb_reply_read(bytes_first(said, rows[i].len), &reply));
		len = smb_steps_next(&reply, out);
		cr_assert(eq(sz, len, rows[i].step_len), "%zu", i);
		if (rows[i].message_id > 0) {
			cr_expect(eq(u8, out[MESSAGE_ID], rows[i].message_id),
			          "%zu", i);
			out[MESSAGE_ID] = (uint8_t)rows[i].step[MESSAGE_ID];
		}
		cr_expect(eq(int, memcmp(out, rows[i].step, len), 0), "%zu", i);
	}
}

Test(smb_steps, frames_have_the_length_they_say)
{
	static const struct {
		const char *message;
		size_t len;
	} messages[] = {
		{ STEP(SMB_NEGOTIATE) },
		{ STEP(SMB2_NEGOTIATE) },
		{ STEP(SMB2_SESSION_SETUP) },
		{ STEP(SMB1_SESSION_SETUP) },
	};

	for (size_t i = 0; i < COUNT(messages); i++)
		cr_expect(eq(sz, 4 + (uint8_t)messages[i].message[3],
		             messages[i].len),
		          "%zu", i);
}

static bool says(const char *message, size_t len, const char *wanted,
                 size_t wanted_len)
{
	return memmem(message, len, wanted, wanted_len) != NULL;
}

/* [MS-NLMP] 2.2.1.3: with type 3 a login would begin. */
Test(smb_steps, never_authenticate)
{
	static const char type_3[] = "NTLMSSP\0\x03";

	cr_expect(not(says(STEP(SMB2_SESSION_SETUP), STEP(type_3))));
	cr_expect(not(says(STEP(SMB1_SESSION_SETUP), STEP(type_3))));
	cr_expect(says(STEP(SMB2_SESSION_SETUP), STEP("NTLMSSP\0\x01")));
	cr_expect(says(STEP(SMB1_SESSION_SETUP), STEP("NTLMSSP\0\x01")));
}
