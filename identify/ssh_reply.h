// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SSH_REPLY_H
#define PORTSCAN_IDENTIFY_SSH_REPLY_H

#include "identify/bytes.h"
#include "identify/facts.h"

#include <stdbool.h>

/* The lists of RFC 4253 7.1, in their order there. */
enum ssh_list {
	SSH_LIST_KEX,
	SSH_LIST_HOST_KEYS,
	SSH_LIST_CIPHERS_IN, /* client to server */
	SSH_LIST_CIPHERS_OUT,
	SSH_LIST_MACS_IN,
	SSH_LIST_MACS_OUT,
	SSH_LIST_COMPRESSIONS_IN,
	SSH_LIST_COMPRESSIONS_OUT,
	SSH_LIST_LANGUAGES_IN,
	SSH_LIST_LANGUAGES_OUT,
	SSH_LIST_COUNT
};

/* What an SSH server said to an opening (identify/ssh_opening.h), or by
 * itself; what it did not say is empty.  Nothing here is owned. */
struct ssh_reply {
	struct bytes protocol; /* "2.0" */
	struct bytes software; /* "OpenSSH_9.2p1" */
	struct bytes comments; /* "Debian-2+deb12u10" */
	struct bytes lists[SSH_LIST_COUNT];
	struct bytes host_key; /* RFC 4253 6.6 */
	bool whole; /* nothing that could be read here comes any more */
};

/* False when the bytes are not an SSH server's, or not yet. */
bool ssh_reply_read(struct bytes said, struct ssh_reply *reply);

/* Add what the reply tells and is not known yet: the replies of several
 * connections to a server make one description. */
void ssh_reply_describe(const struct ssh_reply *reply, struct facts *facts);

#endif
