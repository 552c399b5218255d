// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_json.h"

#include "audit/change_json.h"
#include "report/json_text.h"

static void append_who(struct text *text, const struct sighting *sighting)
{
	json_text_time(text, "time", sighting->time_us);
	json_text_known(text, "hostname", sighting->hostname);
	json_text_known(text, "service", sighting->service);
	json_text_known(text, "product", sighting->product);
	json_text_known(text, "version", sighting->version);
	json_text_known(text, "certificate", sighting->certificate);
	json_text_list(text, "host_keys", sighting->host_keys, ", ");
	json_text_known(text, "banner", sighting->banner);
	json_text_known(text, "verdict", sighting->verdict);
}

/* State and reason where they are known, and who answered where it is open. */
static void append_side(struct text *text, const char *key,
                        const struct answer *answer,
                        const struct sighting *sighting)
{
	bool known = answer->asked == ASKED_KNOWN;

	json_text_open(text, key, '{');
	json_text_string(text, "state",
	                 known ? port_state_name(answer->outcome.state) : NULL);
	json_text_string(text, "reason",
	                 known ? port_reason_name(answer->outcome.reason)
	                       : NULL);
	if (sighting != NULL)
		append_who(text, sighting);
	json_text_close(text, '}');
}

static void append_change(struct text *text, const struct change *change)
{
	json_text_open(text, NULL, '{');
	change_json_append(text, change);
	if (change->whole_host) {
		json_text_null(text, "before");
		json_text_null(text, "after");
	} else {
		append_side(text, "before", &change->answer_before,
		            change->before);
		append_side(text, "after", &change->answer_after,
		            change->after);
	}
	json_text_close(text, '}');
}

static void append_snapshot(struct text *text, const char *key,
                            const struct snapshot *snapshot)
{
	json_text_open(text, key, '{');
	json_text_time(text, "started", snapshot->time_us);
	json_text_count(text, "open", snapshot->count);
	json_text_close(text, '}');
}

static void append_counts(struct text *text, const struct change_list *changes)
{
	json_text_open(text, "counts", '{');
	for (int i = 0; i < CHANGE_KIND_COUNT; i++)
		json_text_count(
			text, change_kind_name((enum change_kind)i),
			change_list_count(changes, (enum change_kind)i));
	json_text_close(text, '}');
}

void diff_json_append(struct text *text, const struct diff *diff)
{
	json_text_open(text, NULL, '{');
	append_snapshot(text, "before", diff->before);
	append_snapshot(text, "after", diff->after);
	append_counts(text, diff->changes);
	json_text_open(text, "changes", '[');
	for (size_t i = 0; i < diff->changes->count; i++) {
		text_append_char(text, i > 0 ? ',' : '\n');
		if (i > 0)
			text_append_char(text, '\n');
		append_change(text, &diff->changes->items[i]);
	}
	json_text_close(text, ']');
	json_text_close(text, '}');
	text_append_char(text, '\n');
}
