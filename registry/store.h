// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_STORE_H
#define PORTSCAN_REGISTRY_STORE_H

#include "base/text.h"
#include "registry/registry.h"

#include <stdbool.h>

/*
 * The user's own copy of IANA's file, kept as it was published, in
 * $XDG_DATA_HOME/portscan/ or else ~/.local/share/portscan/.  Wherever `why`
 * is asked for, a failure leaves one line in it that names the file at fault.
 */

/*
 * The table that was imported, to be given back with registry_free().  NULL
 * when there is none, which leaves `why` empty, or when it cannot be used.
 */
struct registry *registry_store_load(struct text *why);

/*
 * Check that `csv` is IANA's file and fit to replace the table in use, then
 * keep it.  `name` is what to call it in `why`.  The file is replaced in one
 * step: on failure, NULL is returned and the old one stays.
 */
struct registry *registry_store_import(const struct text *csv, const char *name,
                                       const struct registry *in_use,
                                       struct text *why);

/* Read a file that may be IANA's: at most REGISTRY_MAX_BYTES. */
bool registry_read_file(const char *path, struct text *csv, struct text *why);

#endif
