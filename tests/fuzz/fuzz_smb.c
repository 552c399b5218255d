// SPDX-License-Identifier: Apache-2.0
/* The bytes are all that a server said in a conversation. */
#include "identify/smb_steps.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t out[SMB_STEP_MAX];
	struct identity who = { 0 };
	struct smb_reply reply;

	if (!smb_reply_read((struct bytes){ data, size }, &reply))
		return 0;
	if (smb_steps_next(&reply, out) > sizeof(out))
		abort();
	ntlm_challenge_describe(&reply.challenge, &who);
	identity_release(&who);
	return 0;
}
