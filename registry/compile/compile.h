// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_COMPILE_COMPILE_H
#define PORTSCAN_REGISTRY_COMPILE_COMPILE_H

#include "base/text.h"
#include "registry/compile/text_rows.h"

/*
 * Each turns the rows of one kind of text table into C on `out`; `arguments`
 * are the kind's own.  False when a row is wrong, and then `rows->error` says
 * why.  Running out of memory shows in `out->failed`.
 */

/* Defines registry_shipped(); arguments are the table's date and SHA-256. */
bool compile_registry(struct text_rows *rows, char **arguments,
                      struct text *out);

/* Defines a struct port_notes; the argument is its name. */
bool compile_notes(struct text_rows *rows, char **arguments, struct text *out);

/* Defines common_ranges; takes no arguments. */
bool compile_ranges(struct text_rows *rows, char **arguments, struct text *out);

/* Defines aliases, by name; takes no arguments. */
bool compile_aliases(struct text_rows *rows, char **arguments,
                     struct text *out);

/* Defines compatible_pairs, sorted; takes no arguments. */
bool compile_compatible(struct text_rows *rows, char **arguments,
                        struct text *out);

/* The name of the enum protocol, as C spells it. */
const char *protocol_constant(enum protocol protocol);

/* A character as part of a literal: 'x' or '\303', without the quotes. */
void append_escaped(struct text *out, char c);

/* A string literal, or NULL for NULL. */
void append_literal(struct text *out, const char *string);

#endif
