// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_IANA_H
#define PORTSCAN_REGISTRY_IANA_H

#include "base/text.h"
#include "registry/registry.h"

#include <stdbool.h>

/* The official file is 1.1 MB; whatever is thirty times that is not it. */
enum { REGISTRY_MAX_BYTES = 32 * 1024 * 1024 };

/*
 * IANA's service-names-port-numbers.csv as a table.  `csv` is consumed: read
 * in place, and cut up.  The source's date is the newest in the file; `origin`
 * and `sha256` are its other parts, and copied.
 *
 * NULL when the text is not the registry, is cut short or memory ran out, with
 * the reason appended to `why`: one line, with the line number where it has
 * one.  Give the table back with registry_free().
 */
struct registry *iana_read(struct text *csv, const char *origin,
                           const char *sha256, struct text *why);

/*
 * Whether `table` knows at least half as many assigned ports as the one that
 * it is to replace.  The registry hardly ever shrinks: a file that would lose
 * most of it is damaged, though it may read well.
 */
bool iana_may_replace(const struct registry *table,
                      const struct registry *in_use, struct text *why);

#endif
