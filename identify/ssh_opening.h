// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SSH_OPENING_H
#define PORTSCAN_IDENTIFY_SSH_OPENING_H

#include "identify/facts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What to say to an SSH server to see its host keys: who we are, what we speak
 * (RFC 4253 7.1) and the first message of a key exchange, in one go.  The
 * server answers with its lists and a host key.  Nothing follows: no key is
 * ever agreed on, and no login is near.
 *
 * A connection shows one host key, so each further one offers a single kind.
 */
enum ssh_kex {
	SSH_KEX_CURVE25519,
	SSH_KEX_NISTP256,
	SSH_KEX_NISTP384,
	SSH_KEX_NISTP521,
	SSH_KEX_GROUP14_SHA256,
	SSH_KEX_GROUP14_SHA1,
	SSH_KEX_GROUP1,
	SSH_KEX_COUNT
};

enum ssh_key {
	SSH_KEY_ANY,
	SSH_KEY_ED25519,
	SSH_KEY_NISTP256,
	SSH_KEY_NISTP384,
	SSH_KEY_NISTP521,
	SSH_KEY_RSA, /* whichever way it signs */
	SSH_KEY_ED448,
	SSH_KEY_DSS,
	SSH_KEY_COUNT
};

/* One connection's offer; zero-initialised, the first's.  Plain value. */
struct ssh_opening {
	enum ssh_kex kex;
	enum ssh_key key;
	unsigned asked; /* bits of the kinds that had their connection */
};

enum { SSH_OPENING_MAX = 2048 };

/* Write the bytes to send, at most SSH_OPENING_MAX; returns how many. */
size_t ssh_opening_write(const struct ssh_opening *opening,
                         uint8_t out[SSH_OPENING_MAX]);

/*
 * After a connection: may another one show a host key that is not among the
 * facts, which hold what earlier ones told?  Then `opening` is what to offer
 * there.  False after SSH_KEY_COUNT connections at the latest.
 */
bool ssh_opening_next(struct ssh_opening *opening, const struct facts *known);

#endif
