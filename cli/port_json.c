// SPDX-License-Identifier: Apache-2.0
#include "cli/port_json.h"

#include "cli/owner_command.h"
#include "report/json_text.h"

/* What is empty is unknown. */
static void append_known(struct text *text, const char *key, const char *string)
{
	json_text_string(text, key, string[0] != '\0' ? string : NULL);
}

static void append_entry(const struct port_card *card, enum protocol protocol,
                         struct text *text)
{
	const struct registry_entry *entry = &card->entry[protocol];
	const struct registry_details *details = &card->details[protocol];

	if (!card->asked[protocol]) {
		json_text_null(text, protocol_name(protocol));
		return;
	}
	json_text_open(text, protocol_name(protocol), '{');
	json_text_string(text, "status", registry_status_name(entry->status));
	json_text_string(text, "name", entry->name);
	json_text_string(text, "description", entry->description);
	json_text_string(text, "note", entry->note);
	json_text_string(text, "also", entry->also);
	json_text_string(text, "assignee", details->assignee);
	json_text_string(text, "registered", details->registered);
	json_text_string(text, "modified", details->modified);
	json_text_string(text, "reference", details->reference);
	json_text_string(text, "unauthorised", details->unauthorised);
	json_text_close(text, '}');
}

static void append_unofficial(const struct port_card *card, struct text *text)
{
	json_text_open(text, "unofficial", '{');
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		json_text_string(text, protocol_name((enum protocol)i),
		                 card->asked[i] ? card->unofficial[i] : NULL);
	json_text_close(text, '}');
}

static void append_listener(const struct listener *listener, struct text *text)
{
	char address[ADDRESS_TEXT_MAX];

	json_text_open(text, NULL, '{');
	json_text_string(text, "protocol", protocol_name(listener->protocol));
	json_text_string(text, "address",
	                 address_format(&listener->address, address));
	if (listener->pid != 0)
		json_text_count(text, "pid", (uint64_t)listener->pid);
	else
		json_text_null(text, "pid");
	append_known(text, "process", listener->process);
	append_known(text, "executable", listener->executable);
	json_text_count(text, "uid", listener->uid);
	append_known(text, "user", listener->user);
	json_text_close(text, '}');
}

static void append_listeners(const struct port_card *card,
                             const struct listeners *listeners,
                             struct text *text)
{
	if (listeners == NULL) {
		json_text_null(text, "listeners");
		return;
	}
	json_text_open(text, "listeners", '[');
	for (size_t i = 0; i < listeners->count; i++) {
		if (port_card_covers(card, &listeners->items[i]))
			append_listener(&listeners->items[i], text);
	}
	json_text_close(text, ']');
}

static void append_commands(const struct port_card *card, struct text *text)
{
	static const char *const keys[OWNER_SYSTEM_COUNT] = {
		[OWNER_LINUX] = "linux",
		[OWNER_MACOS] = "macos",
		[OWNER_WINDOWS] = "windows",
	};
	struct text command;

	text_init(&command);
	json_text_open(text, "commands", '{');
	for (int i = 0; i < OWNER_SYSTEM_COUNT; i++) {
		text_clear(&command);
		owner_command((enum owner_system)i, card->asked, card->port,
		              "; ", &command);
		json_text_string(text, keys[i], command.data);
		text->failed |= command.failed;
	}
	json_text_close(text, '}');
	text_release(&command);
}

static void append_card(const struct port_card *card,
                        const struct listeners *listeners, struct text *text)
{
	json_text_open(text, NULL, '{');
	json_text_count(text, "port", card->port);
	json_text_string(text, "range", port_card_range(card));
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		append_entry(card, (enum protocol)i, text);
	append_unofficial(card, text);
	append_listeners(card, listeners, text);
	append_commands(card, text);
	json_text_close(text, '}');
}

void port_json_format(const struct port_card *cards, size_t count,
                      const struct listeners *listeners, struct text *text)
{
	json_text_open(text, NULL, '{');
	json_text_open(text, "ports", '[');
	for (size_t i = 0; i < count; i++)
		append_card(&cards[i], listeners, text);
	json_text_close(text, ']');
	json_text_close(text, '}');
	text_append_char(text, '\n');
}
