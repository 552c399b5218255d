// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_KNOWN_SERVICES_H
#define PORTSCAN_PROBES_KNOWN_SERVICES_H

#include "base/text.h"
#include "identify/service_db.h"

/* Which of the database's files is which: the one that is built in, and the
 * one that the user named. */
enum { KNOWN_SERVICES_BUILT_IN, KNOWN_SERVICES_OF_USER };

/* As much as a file of the user's may have. */
enum { KNOWN_SERVICES_MAX_BYTES = 16 << 20 };

/*
 * The services that are built in and, unless `path` is NULL, those of a file
 * of the user's, finished and to be given back with service_db_free().  NULL
 * with one line in `why` when the file cannot be read or used, or memory runs
 * out.
 */
struct service_db *known_services_create(const char *path, struct text *why);

/* All files of probes/db/ as one, in the same grammar.  Static storage. */
struct bytes known_services_text(void);

#endif
