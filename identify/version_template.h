// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_VERSION_TEMPLATE_H
#define PORTSCAN_IDENTIFY_VERSION_TEMPLATE_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a service database says what to report: text with the groups of a match
 * in it.
 *
 *   $1 … $9             a group, up to its first byte that is not printable
 *   $P(1)               a group, without such bytes
 *   $SUBST(1,"_",".")   a group, each of one text replaced by another
 *   $I(1,">")           a group of 1 to 8 bytes as a number, ">" the most
 *                       significant byte first, "<" last
 *
 * Any other $ is itself.
 */

/* $0, which templates do not have, to $9. */
enum { TEMPLATE_GROUPS = 10 };

/* NULL, or what is wrong; `*highest` becomes the highest group that it names,
 * if that is more than it was. */
const char *version_template_check(struct bytes source, uint32_t *highest);

/*
 * Expand a template that was checked into `out`, printable ASCII without
 * blanks or commas at its ends, cut to fit `size` bytes with the NUL; groups
 * that took no part in the match are empty.  False, and `out` empty, when a
 * number cannot be read.
 */
bool version_template_expand(struct bytes source,
                             const struct bytes groups[TEMPLATE_GROUPS],
                             char *out, size_t size);

/*
 * The same as the rest of a CPE name, "a:vendor:product:$1": groups are
 * written as the URI binding of CPE 2.2 wants them, and what does not fit is
 * an error, for a name cut short is another name.
 */
bool version_template_expand_cpe(struct bytes source,
                                 const struct bytes groups[TEMPLATE_GROUPS],
                                 char *out, size_t size);

#endif
