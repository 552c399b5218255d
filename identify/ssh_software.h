// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SSH_SOFTWARE_H
#define PORTSCAN_IDENTIFY_SSH_SOFTWARE_H

#include "identify/identity.h"
#include "identify/ssh_reply.h"

/* Set what an SSH server's software string and comments say of product,
 * version, system and device.  Software that nobody here knows is named as it
 * names itself. */
void ssh_software_describe(const struct ssh_reply *reply, struct identity *who);

#endif
