// SPDX-License-Identifier: Apache-2.0
#include "registry/compatible.h"

#include "registry/aliases.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int compare(const void *a, const void *b)
{
	const struct compatible_pair *left = a, *right = b;
	int order = strcasecmp(left->answered, right->answered);

	return order != 0 ? order : strcasecmp(left->assigned, right->assigned);
}

static bool is_served_by(const char *assigned, const char *answered)
{
	struct compatible_pair wanted = { answered, assigned };

	return bsearch(&wanted, compatible_pairs, compatible_pair_count,
	               sizeof(wanted), compare) != NULL;
}

static bool is_wrapping(const struct alias *service)
{
	return strcmp(service->protocol, "tls") == 0 ||
	       strcmp(service->protocol, "dtls") == 0;
}

bool service_is_tls(const char *service)
{
	struct alias meant = alias_find(service);

	return is_wrapping(&meant);
}

static bool fits(const struct alias *assigned, const struct alias *answered)
{
	if (is_wrapping(answered))
		return (assigned->inside & answered->inside) != 0;
	if (assigned->inside != 0 && answered->inside == 0)
		return false;
	return strcasecmp(assigned->protocol, answered->protocol) == 0 ||
	       is_served_by(assigned->protocol, answered->protocol);
}

bool service_fits(const struct registry_entry *entry, const char *service,
                  bool tls)
{
	struct alias answered = alias_find(service);
	char name[REGISTRY_NAME_SIZE];

	if (tls && answered.inside == 0)
		answered.inside = ALIAS_TLS | ALIAS_DTLS;
	for (size_t i = 0; registry_entry_name(entry, i, name); i++) {
		struct alias assigned = alias_find(name);

		if (fits(&assigned, &answered))
			return true;
	}
	return false;
}
