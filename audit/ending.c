// SPDX-License-Identifier: Apache-2.0
#include "audit/ending.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static enum run_end end_of(const struct scan_summary *summary)
{
	if (summary->interrupted)
		return RUN_INTERRUPTED;
	return summary->complete ? RUN_COMPLETE : RUN_INCOMPLETE;
}

static void count_verdict(struct run *run, const char *verdict)
{
	if (strcmp(verdict, "expected") == 0)
		run->expected++;
	else if (strcmp(verdict, "unconfirmed") == 0)
		run->unconfirmed++;
	else if (strcmp(verdict, "investigate") == 0)
		run->investigate++;
}

static void count_issues(struct run *run, const struct issue_list *issues)
{
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->items[i];

		run->unaccounted += issue_needs_person(issue);
		run->approved += issue->state == ISSUE_APPROVED &&
		                 !issue->not_seen_again;
	}
	/* What is approved does not wait for an investigation. */
	run->investigate -= run->approved < run->investigate ? run->approved
	                                                     : run->investigate;
}

/* Why questions stayed untested, for which we are to blame: "44
 * local-no-route", and names that were not found. */
static char *describe(const struct collected *collected)
{
	struct text text;
	char *note;

	text_init(&text);
	for (enum port_reason reason = REASON_LOCAL_EMFILE;
	     reason < REASON_NOT_DISCOVERED; reason++) {
		uint64_t count = collected->summary.reasons[reason];

		if (count > 0)
			text_printf(&text, "%s%" PRIu64 " %s",
			            text.len > 0 ? ", " : "", count,
			            port_reason_name(reason));
	}
	if (text.len > 0 && collected->unresolved.len > 0)
		text_append_string(&text, ", ");
	text_append_string(&text, collected->unresolved.data);
	note = text.failed ? NULL : strdup(text.data);
	text_release(&text);
	return note;
}

bool ending_of_run(struct run *run, const struct collected *collected,
                   const struct snapshot *seen, const struct issue_list *issues,
                   const struct change_list *changes)
{
	const struct scan_summary *summary = &collected->summary;

	run->finished_us = summary->finished_us;
	run->end = end_of(summary);
	run->depth = seen->depth;
	run->addresses = summary->address_count;
	run->hosts_answered = summary->hosts_answered;
	memcpy(run->states, summary->states, sizeof(run->states));
	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		run->questions += summary->states[i];
	run->open = seen->count;
	for (size_t i = 0; i < seen->count; i++)
		count_verdict(run, seen->sightings[i].verdict);
	count_issues(run, issues);
	run->changes = changes->count -
	               change_list_count(changes, CHANGE_NOT_COMPARABLE);
	free(run->note);
	run->note = describe(collected);
	return run->note != NULL;
}

static const char *record_in(const struct snapshot *snapshot,
                             const struct change *change)
{
	const struct sighting *seen = NULL;

	if (snapshot != NULL && !change->whole_host)
		seen = snapshot_find(snapshot, &change->address,
		                     change->protocol, change->port);
	return seen != NULL ? seen->record : "";
}

static char *words_of(const struct change *change)
{
	struct text text;
	char *words;

	text_init(&text);
	change_explain(change, &text);
	words = text.failed ? NULL : strdup(text.data);
	text_release(&text);
	return words;
}

static bool put(struct stored_change *into, const struct change *change,
                const struct snapshot *first, const struct snapshot *second)
{
	*into = (struct stored_change){
		.kind = change->kind,
		.why = change->why,
		.aspects = change->aspects,
		.address = change->address,
		.protocol = change->protocol,
		.port = change->port,
		.whole_host = change->whole_host,
		.words = words_of(change),
		.first = record_in(first, change),
		.second = record_in(second, change),
	};
	return into->words != NULL;
}

bool ending_changes_make(struct ending_changes *changes,
                         const struct change_list *confirmed,
                         const struct change_list *denied,
                         const struct snapshot *first,
                         const struct snapshot *second)
{
	bool whole = true;

	*changes = (struct ending_changes){ 0 };
	changes->items = calloc(confirmed->count + denied->count + 1,
	                        sizeof(*changes->items));
	if (changes->items == NULL)
		return false;
	for (size_t i = 0; i < confirmed->count && whole; i++)
		whole = put(&changes->items[changes->count++],
		            &confirmed->items[i], first, second);
	for (size_t i = 0; i < denied->count && whole; i++) {
		struct change change = denied->items[i];

		change.kind = CHANGE_NOT_COMPARABLE;
		change.why = INCOMPARABLE_NOT_CONFIRMED;
		change.aspects = 0;
		whole = put(&changes->items[changes->count++], &change, first,
		            second);
	}
	return whole;
}

void ending_changes_release(struct ending_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		free((char *)changes->items[i].words);
	free(changes->items);
	*changes = (struct ending_changes){ 0 };
}
