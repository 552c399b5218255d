// SPDX-License-Identifier: Apache-2.0
#include "report/closing.h"

#include "base/count.h"
#include "report/assessment.h"
#include "report/escape.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

enum { NAMES_SHOWN = 10 };

/* Reasons that tell more than the state's count does. */
static const struct {
	const char *label;
	enum port_reason first, last;
} explained[] = {
	{ "unreachable", REASON_HOST_UNREACHABLE, REASON_ICMP_ERROR },
	{ "untested", REASON_LOCAL_EMFILE, REASON_NOT_ASKED },
};

static uint64_t sum_reasons(const struct scan_summary *summary,
                            enum port_reason first, enum port_reason last)
{
	uint64_t sum = 0;

	for (int i = (int)first; i <= (int)last; i++)
		sum += summary->reasons[i];
	return sum;
}

/* "14 untested: local-emfile (12), cancelled (2)", "2 untested: cancelled" */
static void append_explained(struct text *text,
                             const struct scan_summary *summary, size_t row)
{
	enum port_reason first = explained[row].first;
	enum port_reason last = explained[row].last;
	uint64_t sum = sum_reasons(summary, first, last);
	const char *separator = ": ";

	if (sum == 0)
		return;
	text_printf(text, "%" PRIu64 " %s", sum, explained[row].label);
	for (int i = (int)first; i <= (int)last; i++) {
		if (summary->reasons[i] == 0)
			continue;
		text_printf(text, "%s%s", separator,
		            port_reason_name((enum port_reason)i));
		if (summary->reasons[i] < sum)
			text_printf(text, " (%" PRIu64 ")",
			            summary->reasons[i]);
		separator = ", ";
	}
	text_append_char(text, '\n');
}

static void append_unresolved(struct text *text,
                              const struct scan_summary *summary)
{
	size_t count = summary->unresolved_count;
	size_t shown = count <= NAMES_SHOWN + 1 ? count : NAMES_SHOWN;

	for (size_t i = 0; i < shown; i++) {
		const char *name = summary->unresolved[i];

		text_append_string(text, "not resolved: ");
		escape_terminal(text, name, strlen(name));
		text_append_char(text, '\n');
	}
	if (shown < count)
		text_printf(text, "not resolved: %zu more names\n",
		            count - shown);
}

static void append_hosts(struct text *text, const struct scan_summary *summary)
{
	text_printf(text, "%" PRIu64 " of %" PRIu64 " %s answered",
	            summary->hosts_answered, summary->address_count,
	            summary->address_count == 1 ? "host" : "hosts");
}

static void append_states(struct text *text, const struct scan_summary *summary)
{
	const char *separator = "";
	uint64_t skipped = summary->reasons[REASON_NOT_DISCOVERED];

	for (int i = 0; i < PORT_STATE_COUNT; i++) {
		uint64_t count = summary->states[i];

		if (i == PORT_OPEN_FILTERED && count == 0)
			continue; /* only UDP knows it */
		if (i == PORT_UNTESTED)
			count -= skipped; /* on purpose: no failure of ours */
		text_printf(text, "%s%" PRIu64 " %s", separator, count,
		            port_state_name((enum port_state)i));
		separator = ", ";
	}
	if (skipped > 0)
		text_printf(text, ", %" PRIu64 " skipped", skipped);
}

static void append_verdicts(struct text *text,
                            const struct scan_summary *summary)
{
	static const enum verdict_label labels[] = { VERDICT_UNCONFIRMED,
		                                     VERDICT_EXPECTED };
	const char *separator = "";

	for (size_t i = 0; i < COUNT(labels); i++) {
		if (summary->verdicts[labels[i]] == 0)
			continue;
		text_printf(text, "%s%" PRIu64 " %s", separator,
		            summary->verdicts[labels[i]],
		            verdict_label_name(labels[i]));
		separator = ", ";
	}
}

static void append_interrupted(struct text *text,
                               const struct scan_summary *summary)
{
	if (summary->interrupted)
		text_append_string(text, "interrupted");
}

static void append_elapsed(struct text *text,
                           const struct scan_summary *summary)
{
	units_append_duration(text, summary->elapsed_ms);
}

/* The last line, from its parts; a part may have nothing to say. */
static void (*const parts[])(struct text *, const struct scan_summary *) = {
	append_interrupted, append_hosts,   append_states,
	append_verdicts,    append_elapsed,
};

static void append_counts(struct text *text, const struct scan_summary *summary,
                          const struct style *style)
{
	size_t column = 0;
	struct text part;

	text_init(&part);
	for (size_t i = 0; i < COUNT(parts); i++) {
		text_clear(&part);
		parts[i](&part, summary);
		text->failed |= part.failed;
		if (part.len == 0)
			continue;
		if (column > 0 && style->width > 0 &&
		    column + strlen(" . ") + part.len > style->width) {
			text_append_char(text, '\n');
			column = 0;
		} else if (column > 0) {
			text_append_string(text, " · ");
			column += strlen(" . ");
		}
		text_append(text, part.data, part.len);
		column += part.len; /* ASCII */
	}
	text_append_char(text, '\n');
	text_release(&part);
}

void closing_append_notes(struct text *text, const struct scan_summary *summary)
{
	append_unresolved(text, summary);
	for (size_t i = 0; i < COUNT(explained); i++)
		append_explained(text, summary, i);
	assessment_append(text, summary);
}

void closing_append(struct text *text, const struct scan_summary *summary,
                    const struct style *style)
{
	closing_append_notes(text, summary);
	append_counts(text, summary, style);
}
