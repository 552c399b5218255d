// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SMB_STEPS_H
#define PORTSCAN_IDENTIFY_SMB_STEPS_H

#include "identify/smb_reply.h"

#include <stddef.h>

/*
 * A conversation of SMB on one connection, up to where a login would begin:
 * it opens with SMB_NEGOTIATE, or with a session request (RFC 1002 4.3.2), and
 * the server tells dialect, signing, names, and its build of Windows.
 */
enum { SMB_STEP_MAX = 256 };

/* Write what to say next to a server that said all this, at most SMB_STEP_MAX
 * bytes, and return how many; 0: there is nothing more to learn. */
size_t smb_steps_next(const struct smb_reply *reply, uint8_t out[SMB_STEP_MAX]);

#endif
