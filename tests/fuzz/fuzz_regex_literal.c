// SPDX-License-Identifier: Apache-2.0
/* Flags, a regex, a line end, and a subject: if it matches, it holds the
 * literals that were found in the source. */
#include "identify/regex.h"
#include "identify/regex_literal.h"
#include "identify/regex_source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SOURCE_MAX = 256, SUBJECT_MAX = 64 };

static void check(const struct regex_literals *found, struct bytes subject)
{
	const struct regex_literal *inside = &found->inside;
	uint8_t folded[SUBJECT_MAX];
	size_t at = 0;

	for (size_t i = 0; i < subject.len; i++)
		folded[i] = regex_source_fold(subject.data[i]);
	subject.data = folded;
	if (!bytes_equal_at(subject, 0, found->prefix.bytes, found->prefix.len))
		abort();
	while (!bytes_equal_at(subject, at, inside->bytes, inside->len))
		if (++at > subject.len)
			abort();
}

static void try_regex(struct regex *regex, struct bytes subject)
{
	struct regex_matcher *matcher = regex_matcher_create();
	struct bytes groups[REGEX_GROUPS];
	struct regex_literals found;

	regex_literals_find(regex->source, &found);
	if (regex_match(regex, matcher, subject, groups))
		check(&found, subject);
	regex_release(regex);
	regex_matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct regex regex = { 0 };
	const uint8_t *end;
	struct bytes rest;

	if (size == 0)
		return 0;
	regex.caseless = data[0] & 1;
	regex.dotall = data[0] & 2;
	rest = bytes_from((struct bytes){ data, size }, 1);
	end = rest.len > 0 ? memchr(rest.data, '\n', rest.len) : NULL;
	if (end == NULL || end - rest.data > SOURCE_MAX)
		return 0;
	regex.source = bytes_first(rest, (size_t)(end - rest.data));
	rest = bytes_from(rest, regex.source.len + 1);
	try_regex(&regex, bytes_first(rest, SUBJECT_MAX));
	return 0;
}
