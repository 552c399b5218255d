// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_WORDS_H
#define PORTSCAN_AUDIT_STORE_WORDS_H

/*
 * Enumerations are stored as the words that reports have for them, so that a
 * database does not depend on their order.
 */
struct store_words {
	const char *what; /* they are words for */
	const char *(*word)(int value);
	int count; /* of values, from 0 */
};

extern const struct store_words store_words_run_end, store_words_depth,
	store_words_protocol, store_words_port_state, store_words_port_reason,
	store_words_change_kind, store_words_incomparable,
	store_words_issue_kind, store_words_issue_state;

/* -1: it is none of them. */
int store_words_find(const struct store_words *words, const char *word);

#endif
