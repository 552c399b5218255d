// SPDX-License-Identifier: Apache-2.0
#include "identify/smb_steps.h"

#include "identify/smb_messages.h"

#include <string.h>

#define WRITE(out, literal) write_bytes((out), (literal), sizeof(literal) - 1)

static size_t write_bytes(uint8_t *out, const char *bytes, size_t len)
{
	memcpy(out, bytes, len);
	return len;
}

/* SMB2 counts its messages. */
static size_t write_session_setup(const struct smb_reply *reply, uint8_t *out)
{
	enum { MESSAGE_ID = 4 + 24 };
	size_t len;

	if (reply->smb1)
		return WRITE(out, SMB1_SESSION_SETUP);
	len = WRITE(out, SMB2_SESSION_SETUP);
	out[MESSAGE_ID] = (uint8_t)(reply->answered + 1);
	return len;
}

size_t smb_steps_next(const struct smb_reply *reply, uint8_t out[SMB_STEP_MAX])
{
	switch (reply->stage) {
	case SMB_STAGE_SESSION: return WRITE(out, SMB_NEGOTIATE);
	case SMB_STAGE_WILDCARD: return WRITE(out, SMB2_NEGOTIATE);
	case SMB_STAGE_NEGOTIATED: return write_session_setup(reply, out);
	case SMB_STAGE_SILENT:
	case SMB_STAGE_CHALLENGED:
	case SMB_STAGE_ENDED: break;
	}
	return 0;
}
