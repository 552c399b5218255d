// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_PLACES_H
#define PORTSCAN_AUDIT_PLACES_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Where audits keep what they need.  What they know is in the data folder:
 * $XDG_DATA_HOME/portscan, or else /var/lib/portscan for root and
 * ~/.local/share/portscan for others.  In there are
 *
 *   NAME.db       the history of an audit, unless its profile says where
 *   NAME.profile  one line: the path of its profile
 *
 * Functions that can fail return false with one line in `error`.
 */

/* Letters, digits, `.`, `_` and `-`, of which it begins with none of the last
 * two nor a dot; at most 64. */
bool places_name_is_valid(const char *name);

/* What the audit is called that `word` means: a name, or the path of a profile,
 * which need not be there. */
bool places_name(const char *word, struct text *name, struct text *error);

/*
 * Find the profile that `word` means and what its audit is called.  A word
 * with `/` in it, or that ends in ".ini", is the profile's path.  Any other is
 * a name: of ./NAME.ini, or else of a profile that is remembered.  `path` is
 * absolute, and the file was there.
 */
bool places_find_profile(const char *word, struct text *path, struct text *name,
                         struct text *error);

/* Know the audit `name` by its profile from now on, wherever we are started.
 * A name that another profile, which still is there, goes by is an error: they
 * would share a history. */
bool places_remember(const char *name, const char *profile, struct text *error);

/* Where the history of `name` is. */
bool places_database(const char *name, struct text *path, struct text *error);

struct place {
	char *name;
	char *profile; /* absolute; the file may be gone */
};

struct place_list {
	struct place *items; /* by name */
	size_t count;
};

/* All audits that are remembered; none is no error. */
bool places_list(struct place_list *places, struct text *error);
void place_list_release(struct place_list *places);

#endif
