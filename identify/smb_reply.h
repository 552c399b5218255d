// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SMB_REPLY_H
#define PORTSCAN_IDENTIFY_SMB_REPLY_H

#include "identify/bytes.h"
#include "identify/ntlm.h"

#include <stdbool.h>
#include <stdint.h>

/* How far a conversation came, by the server's last message; from stage to
 * stage it goes on only. */
enum smb_stage {
	SMB_STAGE_SILENT,
	SMB_STAGE_SESSION,    /* RFC 1002 4.3.3: we may begin */
	SMB_STAGE_WILDCARD,   /* SMB2 it is: which of it? */
	SMB_STAGE_NEGOTIATED, /* it has chosen the dialect */
	SMB_STAGE_CHALLENGED, /* it wants a login now */
	SMB_STAGE_ENDED,      /* it refuses, or says what we did not ask */
};

enum smb_signing {
	SMB_SIGNING_UNKNOWN,
	SMB_SIGNING_DISABLED,
	SMB_SIGNING_ENABLED,
	SMB_SIGNING_REQUIRED,
};

/* All that a server said in a conversation (identify/smb_steps.h); what it
 * did not say is empty.  Nothing here is owned. */
struct smb_reply {
	enum smb_stage stage;
	bool whole;       /* no message is cut */
	bool session;     /* below SMB there is a NetBIOS session */
	bool smb1;        /* that is the dialect */
	uint16_t smb2;    /* 0x0311: the dialect; 0 when it is none of SMB2 */
	uint8_t answered; /* SMB2's last message id */
	enum smb_signing signing;
	struct bytes guid;               /* 16 bytes */
	struct bytes token;              /* in answer to the negotiation */
	struct ntlm_challenge challenge; /* what it told of itself */
	/* Of SMB1: UTF-16LE, where both are Unicode. */
	struct bytes native_os, native_lan_manager;
};

/* False when the bytes are not of such a server. */
bool smb_reply_read(struct bytes said, struct smb_reply *reply);

#endif
