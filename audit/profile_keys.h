// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_PROFILE_KEYS_H
#define PORTSCAN_AUDIT_PROFILE_KEYS_H

#include "audit/profile.h"

/* The keys of a profile, but for those of [scan], which are the caller's. */
struct profile_key {
	const char *section, *name;
	/* Take in `value`, which is not empty.  False with what is wrong in
	 * `why`. */
	bool (*set)(struct profile *profile, const char *value,
	            struct text *why);
	bool repeats; /* may be there more than once */
};

enum { PROFILE_KEY_COUNT = 15 };
extern const struct profile_key profile_keys[PROFILE_KEY_COUNT];

/* Where in profile_keys it is, or PROFILE_KEY_COUNT. */
size_t profile_key_find(const char *section, const char *name);

#endif
