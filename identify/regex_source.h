// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_REGEX_SOURCE_H
#define PORTSCAN_IDENTIFY_REGEX_SOURCE_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The source of a regex of PCRE2, taken apart from its front.  Whatever is out
 * of the ordinary bewilders it: then it ends there, and what was had of it
 * before need not be so.
 */
struct regex_source {
	struct bytes rest;
	bool quoted;     /* between \Q and \E */
	bool multiline;  /* somewhere, ^ is the start of a line */
	bool bewildered; /* and `rest` is empty */
};

/* A byte with its case folded: upper case of ASCII becomes lower. */
uint8_t regex_source_fold(uint8_t byte);

/* What holds a regex together. */
enum regex_mark {
	REGEX_MARK_NONE, /* an atom comes next */
	REGEX_MARK_OPEN, /* a group */
	REGEX_MARK_CLOSE,
	REGEX_MARK_OR,
	REGEX_MARK_END,
};

/* Take a mark, if it is one. */
enum regex_mark regex_source_mark(struct regex_source *source);

/* Take bytes that are themselves, and stand there once; there may be none, and
 * not all are taken.  It saves time: each would be an atom. */
struct bytes regex_source_plain(struct regex_source *source);

/* What stands at one place. */
struct regex_atom {
	enum {
		REGEX_ATOM_BYTE,
		REGEX_ATOM_OTHER,  /* a byte or more of some kind, or none */
		REGEX_ATOM_ANCHOR, /* the start of the subject */
		REGEX_ATOM_NOTHING /* not even a place: \Q and \E */
	} kind;
	uint8_t byte; /* folded */
};

/* Where there is no mark. */
struct regex_atom regex_source_atom(struct regex_source *source);

/* How often an atom or a group stands there. */
struct regex_quantity {
	bool optional;
	bool once; /* and no more */
};

/* Behind an atom, or the mark that closes a group. */
struct regex_quantity regex_source_quantity(struct regex_source *source);

/* What a parenthesis opens. */
enum regex_group {
	REGEX_GROUP_CONSUMES,
	REGEX_GROUP_LOOKS, /* ahead or behind */
	REGEX_GROUP_NONE,  /* it sets options, and is closed by now */
	REGEX_GROUP_STRANGE,
};

/* Behind the mark that opens it: up to where the inside begins. */
enum regex_group regex_source_group(struct regex_source *source);

/* It is not to be understood. */
void regex_source_give_up(struct regex_source *source);

#endif
