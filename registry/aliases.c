// SPDX-License-Identifier: Apache-2.0
#include "registry/aliases.h"

#include <stdlib.h>
#include <strings.h>

static int compare(const void *key, const void *member)
{
	return strcasecmp(key, ((const struct alias *)member)->name);
}

struct alias alias_find(const char *name)
{
	const struct alias *found =
		bsearch(name, aliases, alias_count, sizeof(*found), compare);

	return found != NULL ? *found : (struct alias){ name, name, 0 };
}
