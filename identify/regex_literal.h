// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_REGEX_LITERAL_H
#define PORTSCAN_IDENTIFY_REGEX_LITERAL_H

#include "identify/bytes.h"

#include <stddef.h>
#include <stdint.h>

enum { REGEX_LITERAL_MAX = 32 };

/* Bytes that stand in whatever a regex matches, with their case folded as
 * regex_source_fold() does. */
struct regex_literal {
	uint8_t bytes[REGEX_LITERAL_MAX];
	size_t len; /* 0: none is known */
};

/*
 * What can be told of a regex without trying it.  A subject that, its case
 * folded, does not begin with `prefix` and hold `inside` does not match; flags
 * i and s make no difference.  Where the source is out of the ordinary there
 * are no literals: rather try in vain than miss a match.
 */
struct regex_literals {
	struct regex_literal prefix;
	struct regex_literal inside; /* the longest; perhaps the prefix */
};

void regex_literals_find(struct bytes source, struct regex_literals *found);

#endif
