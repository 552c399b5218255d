// SPDX-License-Identifier: Apache-2.0
#include "identify/regex.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * Patterns that end by themselves stay far below the match limit; it is
 * counted anew for each place where a match may begin.  The heap, which only
 * the interpreter uses, lasts for a group that repeats some 16,000 times, one
 * a byte of the longest subjects; the stack, which only machine code uses, for
 * a third of that.  Compiling to machine code takes as long as some hundred
 * matches, so it has to be worth it.
 */
enum {
	MATCH_LIMIT = 100000,
	HEAP_LIMIT_KIB = 8192,
	JIT_STACK_START = 32 * 1024, /* bytes; grows up to JIT_STACK_MAX */
	JIT_STACK_MAX = 256 * 1024,
	TRIES_BEFORE_JIT = 32,
};

static uint32_t compile_options(const struct regex *regex)
{
	return PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
	       (regex->caseless ? PCRE2_CASELESS : 0) |
	       (regex->dotall ? PCRE2_DOTALL : 0);
}

static pcre2_code *compile(const struct regex *regex, int *error, size_t *at)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code;

	*error = PCRE2_ERROR_NOMEMORY;
	*at = 0;
	if (context == NULL)
		return NULL;
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	code = pcre2_compile(regex->source.data, regex->source.len,
	                     compile_options(regex), error, at, context);
	pcre2_compile_context_free(context);
	return code;
}

/* Put `code` where others may have put theirs meanwhile: the first stays. */
static pcre2_code *publish(_Atomic(pcre2_code *) *place, pcre2_code *code)
{
	pcre2_code *there = NULL;

	if (atomic_compare_exchange_strong(place, &there, code))
		return code;
	pcre2_code_free(code);
	return there;
}

bool regex_compile(struct regex *regex, char *why, size_t size, size_t *at)
{
	int error;
	pcre2_code *code = compile(regex, &error, at);

	if (code == NULL) {
		if (pcre2_get_error_message(error, (PCRE2_UCHAR *)why, size) <
		    0)
			snprintf(why, size, "error %d", error);
		return false;
	}
	publish(&regex->code, code);
	return true;
}

uint32_t regex_group_count(const struct regex *regex)
{
	uint32_t count = 0;

	pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &count);
	return count;
}

void regex_release(struct regex *regex)
{
	pcre2_code_free(regex->code);
	pcre2_code_free(regex->machine_code);
	regex->code = NULL;
	regex->machine_code = NULL;
}

/* A copy, since others may be using the code itself at this moment.  Where
 * there is no JIT the copy is as good as the code. */
static pcre2_code *with_machine_code(const pcre2_code *code)
{
	pcre2_code *copy = pcre2_code_copy(code);

	if (copy != NULL)
		(void)pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE);
	return copy;
}

static pcre2_code *compiled(struct regex *regex)
{
	pcre2_code *code = atomic_load(&regex->code);
	int error;
	size_t at;

	if (code == NULL) {
		code = compile(regex, &error, &at);
		code = code == NULL ? NULL : publish(&regex->code, code);
	}
	return code;
}

/* The fastest code there is by now. */
static const pcre2_code *code_to_run(struct regex *regex)
{
	pcre2_code *code = atomic_load(&regex->machine_code);

	if (code != NULL)
		return code;
	code = compiled(regex);
	if (code != NULL &&
	    atomic_fetch_add(&regex->tries, 1) >= TRIES_BEFORE_JIT) {
		pcre2_code *faster = with_machine_code(code);

		if (faster != NULL)
			return publish(&regex->machine_code, faster);
	}
	return code;
}

struct regex_matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

struct regex_matcher *regex_matcher_create(void)
{
	struct regex_matcher *matcher = calloc(1, sizeof(*matcher));

	if (matcher == NULL)
		return NULL;
	matcher->data = pcre2_match_data_create(REGEX_GROUPS, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	matcher->stack =
		pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
	if (matcher->data == NULL || matcher->context == NULL) {
		regex_matcher_free(matcher);
		return NULL;
	}
	pcre2_set_match_limit(matcher->context, MATCH_LIMIT);
	pcre2_set_heap_limit(matcher->context, HEAP_LIMIT_KIB);
	/* No stack, where there is no JIT, is the one it has by itself. */
	pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	return matcher;
}

void regex_matcher_free(struct regex_matcher *matcher)
{
	if (matcher == NULL)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	pcre2_jit_stack_free(matcher->stack);
	free(matcher);
}

static bool run(const pcre2_code *code, struct regex_matcher *matcher,
                struct bytes subject)
{
	PCRE2_SPTR start = subject.len > 0 ? subject.data : (PCRE2_SPTR) "";
	int result = pcre2_match(code, start, subject.len, 0, 0, matcher->data,
	                         matcher->context);

	if (result == PCRE2_ERROR_JIT_STACKLIMIT)
		result = pcre2_match(code, start, subject.len, 0, PCRE2_NO_JIT,
		                     matcher->data, matcher->context);
	return result >= 0;
}

/* \K in a lookahead can make a match end before it begins. */
static struct bytes group_at(struct bytes subject, const PCRE2_SIZE *ends)
{
	if (ends[0] == PCRE2_UNSET || ends[1] == PCRE2_UNSET ||
	    ends[0] >= ends[1])
		return bytes_first(subject, 0);
	return bytes_first(bytes_from(subject, ends[0]), ends[1] - ends[0]);
}

bool regex_match(struct regex *regex, struct regex_matcher *matcher,
                 struct bytes subject, struct bytes groups[REGEX_GROUPS])
{
	const pcre2_code *code = code_to_run(regex);
	const PCRE2_SIZE *ends;

	if (code == NULL || !run(code, matcher, subject))
		return false;
	ends = pcre2_get_ovector_pointer(matcher->data);
	for (size_t i = 0; i < REGEX_GROUPS; i++)
		groups[i] = group_at(subject, &ends[2 * i]);
	return true;
}
