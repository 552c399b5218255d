// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_REGEX_H
#define PORTSCAN_IDENTIFY_REGEX_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A regular expression of PCRE2 over raw bytes: a letter is ASCII's, and a
 * line ends at LF.  Compiled when it is first tried, and to machine code once
 * it has been tried often; any number of threads may try it.
 *
 * A plain value: fill in the first three members and leave the others zero.
 */
struct regex {
	struct bytes source; /* not owned */
	bool caseless;       /* flag i */
	bool dotall;         /* flag s: a dot is any byte */
	_Atomic(struct pcre2_real_code_8 *) code;
	_Atomic(struct pcre2_real_code_8 *) machine_code;
	_Atomic(uint32_t) tries;
};

void regex_release(struct regex *regex);

/* Compile now.  False, with what is wrong in `why` and where in `*at`, an
 * offset in the source. */
bool regex_compile(struct regex *regex, char *why, size_t size, size_t *at);

/* How many groups a regex that was compiled has. */
uint32_t regex_group_count(const struct regex *regex);

/* What a thread needs to try regexes: not shared.  NULL: out of memory. */
struct regex_matcher;
struct regex_matcher *regex_matcher_create(void);
void regex_matcher_free(struct regex_matcher *matcher);

enum { REGEX_GROUPS = 10 };

/*
 * Does it match?  Then `groups` are the first of its groups, of which group 0
 * is all that matched; those that took no part are empty.  It does not when it
 * takes more steps than a pattern in its right mind needs, when it cannot be
 * compiled, and when memory runs out.
 */
bool regex_match(struct regex *regex, struct regex_matcher *matcher,
                 struct bytes subject, struct bytes groups[REGEX_GROUPS]);

#endif
