// SPDX-License-Identifier: Apache-2.0
#include "audit/change_json.h"

#include "report/json_text.h"

static void append_aspects(struct text *text, const struct change *change)
{
	unsigned aspects = change->kind == CHANGE_CHANGED ? change->aspects : 0;

	json_text_open(text, "aspects", '[');
	for (unsigned i = 0; i < CHANGE_ASPECT_COUNT; i++) {
		enum change_aspect aspect = (enum change_aspect)(1u << i);

		if (aspects & aspect)
			json_text_string(text, NULL,
			                 change_aspect_name(aspect));
	}
	json_text_close(text, ']');
}

static void append_place(struct text *text, const struct change *change)
{
	char address[ADDRESS_TEXT_MAX];

	json_text_string(text, "address",
	                 address_format(&change->address, address));
	if (change->whole_host) {
		json_text_null(text, "port");
		json_text_null(text, "protocol");
	} else {
		json_text_count(text, "port", change->port);
		json_text_string(text, "protocol",
		                 protocol_name(change->protocol));
	}
}

void change_json_append(struct text *text, const struct change *change)
{
	struct text words;

	text_init(&words);
	change_explain(change, &words);
	json_text_string(text, "kind", change_kind_name(change->kind));
	json_text_string(text, "why",
	                 change->kind == CHANGE_NOT_COMPARABLE
	                         ? incomparable_name(change->why)
	                         : NULL);
	append_aspects(text, change);
	append_place(text, change);
	json_text_bytes(text, "words", words.data, words.len);
	text->failed |= words.failed;
	text_release(&words);
}
