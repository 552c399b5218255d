// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_ALIASES_H
#define PORTSCAN_REGISTRY_ALIASES_H

#include <stddef.h>

/* What a protocol is carried in. */
enum {
	ALIAS_TLS = 1 << 0,
	ALIAS_DTLS = 1 << 1,
};

/*
 * A row of aliases.txt: what a name of a service means.  "imaps" is the
 * protocol imap inside TLS, and so are all other names of it.
 */
struct alias {
	const char *name;
	const char *protocol; /* by the one name that counts */
	unsigned inside;      /* ALIAS_TLS, ALIAS_DTLS: either will do */
};

/* What `name`, in upper or lower case, means: itself when it has no row. */
struct alias alias_find(const char *name);

/* Compiled from aliases.txt; sorted by name, whatever its case. */
extern const struct alias aliases[];
extern const size_t alias_count;

#endif
