// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_CHANGES_H
#define PORTSCAN_AUDIT_HTML_CHANGES_H

#include "audit/change.h"
#include "audit/store.h"
#include "base/text.h"

/* What a section is called, and what it says when there is nothing to compare
 * with; all our own, and plain. */
struct html_changes_words {
	const char *id;
	const char *since; /* NULL: the number of the run */
	const char *without;
};

/*
 * Append the section on what changed since `run`, NULL where there is none:
 * a table, and behind it, by reason, what could not be compared.
 */
void html_changes_append(const struct change_list *changes,
                         const struct run *run,
                         const struct html_changes_words *words,
                         struct text *text);

#endif
