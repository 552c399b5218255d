// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_COMPATIBLE_H
#define PORTSCAN_REGISTRY_COMPATIBLE_H

#include "registry/registry.h"

#include <stdbool.h>
#include <stddef.h>

/* TLS or DTLS, and what is inside is unknown? */
bool service_is_tls(const char *service);

/*
 * Whether a service that answers as `service`, inside TLS or DTLS if `tls`,
 * belongs on a number with this entry: a name of the entry means the same
 * protocol, or one that is served by its means.  Where that name calls for
 * TLS, the service has to be inside; elsewhere it may be.  Of TLS alone it is
 * enough that the name calls for it.
 */
bool service_fits(const struct registry_entry *entry, const char *service,
                  bool tls);

/* A row of compatible.txt, for one of its numbers; protocols as aliases.txt
 * has them. */
struct compatible_pair {
	const char *answered;
	const char *assigned;
};

/* Compiled from compatible.txt; sorted, whatever the case. */
extern const struct compatible_pair compatible_pairs[];
extern const size_t compatible_pair_count;

#endif
