// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_json.h"

#include "report/json_text.h"
#include "report/units.h"

#include <string.h>

static void append_time(struct text *text, const char *key, int64_t time_us)
{
	if (time_us == 0) {
		json_text_null(text, key);
		return;
	}
	json_text_key(text, key);
	text_append_char(text, '"');
	units_append_time(text, time_us);
	text_append_char(text, '"');
}

static void append_known(struct text *text, const char *key, const char *string)
{
	json_text_string(text, key, *string == '\0' ? NULL : string);
}

/* "ssh-ed25519 SHA256:…, ssh-rsa SHA256:…" as an array. */
static void append_keys(struct text *text, const char *keys)
{
	json_text_open(text, "host_keys", '[');
	while (*keys != '\0') {
		size_t len = strcspn(keys, ",");

		json_text_bytes(text, NULL, keys, len);
		keys += len;
		keys += strspn(keys, ", ");
	}
	json_text_close(text, ']');
}

static void append_who(struct text *text, const struct sighting *sighting)
{
	append_time(text, "time", sighting->time_us);
	append_known(text, "hostname", sighting->hostname);
	append_known(text, "service", sighting->service);
	append_known(text, "product", sighting->product);
	append_known(text, "version", sighting->version);
	append_known(text, "certificate", sighting->certificate);
	append_keys(text, sighting->host_keys);
	append_known(text, "banner", sighting->banner);
	append_known(text, "verdict", sighting->verdict);
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

static void append_port(struct text *text, const struct change *change)
{
	json_text_count(text, "port", change->port);
	json_text_string(text, "protocol", protocol_name(change->protocol));
	append_side(text, "before", &change->answer_before, change->before);
	append_side(text, "after", &change->answer_after, change->after);
}

static void append_host(struct text *text)
{
	static const char *const members[] = { "port", "protocol", "before",
		                               "after" };

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		json_text_null(text, members[i]);
}

static void append_aspects(struct text *text, unsigned aspects)
{
	json_text_open(text, "aspects", '[');
	for (int i = 0; i < CHANGE_ASPECT_COUNT; i++)
		if (aspects & 1u << i)
			json_text_string(text, NULL,
			                 change_aspect_name(
						 (enum change_aspect)(1 << i)));
	json_text_close(text, ']');
}

static void append_change(struct text *text, const struct change *change)
{
	char address[ADDRESS_TEXT_MAX];
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	json_text_open(text, NULL, '{');
	json_text_string(text, "kind", change_kind_name(change->kind));
	json_text_string(text, "why",
	                 change->kind == CHANGE_NOT_COMPARABLE
	                         ? incomparable_name(change->why)
	                         : NULL);
	append_aspects(text, change->aspects);
	json_text_bytes(text, "words", words.data, words.len);
	json_text_string(text, "address",
	                 address_format(&change->address, address));
	if (change->whole_host)
		append_host(text);
	else
		append_port(text, change);
	json_text_close(text, '}');
	text->failed |= words.failed;
	text_release(&words);
}

static void append_snapshot(struct text *text, const char *key,
                            const struct snapshot *snapshot)
{
	json_text_open(text, key, '{');
	append_time(text, "started", snapshot->time_us);
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
