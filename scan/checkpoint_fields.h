// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CHECKPOINT_FIELDS_H
#define PORTSCAN_SCAN_CHECKPOINT_FIELDS_H

#include "scan/checkpoint.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line of a checkpoint, taken apart: only scan/checkpoint_parse.c does. */

/* A word; not NUL-terminated. */
struct field {
	const char *at;
	size_t len;
};

/* The words of a line that are still to be read. */
struct fields {
	const char *at;
	const char *end; /* of the line, without its line feed */
	bool more;
};

/* The next word, empty when there is none. */
struct field fields_next(struct fields *fields);

bool field_is(struct field field, const char *name);

/* What a field stands for; false, and nothing is set, when it does not. */
bool field_number(struct field field, uint64_t max, uint64_t *number);
bool field_run(struct field field, struct checkpoint_run *run);
bool field_state(struct field field, enum port_state *state);
bool field_reason(struct field field, enum port_reason *reason);

/* Read the fields of a port, host or known line, behind the word that says
 * which it is.  NULL, or what is wrong; what was said goes to `heard`. */

const char *fields_finding(struct fields *fields,
                           struct checkpoint_finding *finding,
                           struct checkpoint_heard *heard);
const char *fields_host(struct fields *fields, struct checkpoint_host *host);

/* What is wrong with a number. */
extern const char checkpoint_bad_number[];

#endif
