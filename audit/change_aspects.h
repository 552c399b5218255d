// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CHANGE_ASPECTS_H
#define PORTSCAN_AUDIT_CHANGE_ASPECTS_H

#include "audit/change.h"

/* How two sightings of one port compare: flags of enum change_aspect. */
struct aspects {
	unsigned changed; /* both know it, and it is another */
	unsigned unknown; /* only one of them knows it, or all of it */
};

struct aspects change_aspects(const struct sighting *before,
                              const struct sighting *after);

/* What a sighting has of one aspect; "" when it is unknown. */
const char *change_aspect_of(const struct sighting *sighting,
                             enum change_aspect aspect);

/* Append the keys of list `keys` that are not in `others`, with commas. */
void change_append_other_keys(struct text *text, const char *keys,
                              const char *others);

#endif
