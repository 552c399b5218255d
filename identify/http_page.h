// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_PAGE_H
#define PORTSCAN_IDENTIFY_HTTP_PAGE_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What a page of HTML says in its head.  Texts come out with blanks folded and
 * the few characters decoded that HTML must not spell as they are; what is
 * longer than `size` is cut, and a NUL ends it.  False, and "", when it is not
 * there, or not all there.
 */
bool http_page_title(struct bytes page, char *out, size_t size);

/* The content of <meta name="…">, and of <meta http-equiv="…">. */
bool http_page_meta(struct bytes page, const char *name, char *out,
                    size_t size);

#endif
