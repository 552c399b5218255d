// SPDX-License-Identifier: Apache-2.0
#include "cli/port_card.h"

#include "base/count.h"
#include "cli/owner_command.h"
#include "cli/paragraph.h"
#include "registry/unofficial.h"
#include "report/escape.h"

#include <string.h>

/* RFC 6335 section 6 and 8.1.2, in our own words. */
static const struct {
	uint16_t last;
	const char *name;
	const char *meaning;
} ranges[] = {
	{ 1023, "system",
	  "system port (0-1023): registered by the IETF's decision; to listen "
	  "on one usually takes root" },
	{ 49151, "user",
	  "user port (1024-49151): registered with IANA on request; anyone can "
	  "use it" },
	{ 65535, "dynamic",
	  "dynamic port (49152-65535): never registered; for private and "
	  "short-lived use" },
};

static size_t range_of(uint16_t port)
{
	size_t i = 0;

	while (port > ranges[i].last)
		i++;
	return i;
}

void port_card_init(struct port_card *card, const struct registry *registry,
                    uint16_t port, const bool asked[PROTOCOL_COUNT])
{
	*card = (struct port_card){ .port = port };
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		enum protocol protocol = (enum protocol)i;

		card->asked[i] = asked[i];
		card->entry[i] = registry_look_up(registry, protocol, port);
		card->details[i] = registry_details(registry, protocol, port);
		card->unofficial[i] = unofficial_use(protocol, port);
		card->remark[i] = unofficial_remark(protocol, port);
	}
}

const char *port_card_range(const struct port_card *card)
{
	return ranges[range_of(card->port)].name;
}

bool port_card_covers(const struct port_card *card,
                      const struct listener *listener)
{
	return listener->port == card->port && card->asked[listener->protocol];
}

/* Where the words of a section start, and those of a command. */
enum { INDENT = 13, COMMAND_INDENT = 22 };

/* What the words of a section are for one protocol. */
typedef void (*section_cb)(const struct port_card *card, enum protocol protocol,
                           struct text *words);

static void append_escaped(struct text *words, const char *string)
{
	escape_terminal(words, string, strlen(string));
}

/* `before` and `string`, unless that is unknown. */
static void append_known(struct text *words, const char *before,
                         const char *string)
{
	if (string == NULL)
		return;
	text_append_string(words, before);
	append_escaped(words, string);
}

/* newlixconfig, "Newlix JSPConfig" */
static void append_names(const struct registry_entry *entry, struct text *words)
{
	append_known(words, " ", entry->name);
	if (entry->description != NULL) {
		append_known(words, entry->name != NULL ? ", \"" : " \"",
		             entry->description);
		text_append_char(words, '"');
	}
	append_known(words, "; also ", entry->also);
}

static void say_status(const struct registry_entry *entry, struct text *words)
{
	switch (entry->status) {
	case REGISTRY_ASSIGNED:
		text_append_string(words, "assigned:");
		append_names(entry, words);
		append_known(words, "; ", entry->note);
		break;
	case REGISTRY_DORMANT:
		text_append_string(words, "dormant: IANA lists");
		append_names(entry, words);
		append_known(words, "; ", entry->note);
		break;
	case REGISTRY_RESERVED:
		text_append_string(words,
		                   "reserved: IANA gives it to no service");
		append_known(words, "; ", entry->note);
		break;
	case REGISTRY_UNASSIGNED:
		text_append_string(words,
		                   "unassigned: no service has registered it");
		append_known(words, "; ", entry->note);
		break;
	case REGISTRY_DYNAMIC:
		text_append_string(words, "dynamic: cannot be registered");
		break;
	}
}

static void say_details(const struct registry_details *details,
                        struct text *words)
{
	const struct {
		const char *label;
		const char *value;
	} known[] = {
		{ "assignee ", details->assignee },
		{ "registered ", details->registered },
		{ "modified ", details->modified },
		{ "reference ", details->reference },
	};
	const char *before = "\n";

	for (size_t i = 0; i < COUNT(known); i++) {
		if (known[i].value == NULL)
			continue;
		text_append_string(words, before);
		append_known(words, known[i].label, known[i].value);
		before = "; ";
	}
	append_known(words,
	             "\nunauthorised use reported: ", details->unauthorised);
}

static void say_entry(const struct port_card *card, enum protocol protocol,
                      struct text *words)
{
	say_status(&card->entry[protocol], words);
	say_details(&card->details[protocol], words);
}

static void say_unofficial(const struct port_card *card, enum protocol protocol,
                           struct text *words)
{
	append_known(words, "", card->unofficial[protocol]);
	append_known(words, ": ", card->remark[protocol]);
}

static void say_meaning(const struct port_card *card, enum protocol protocol,
                        struct text *words)
{
	const struct registry_entry *entry = &card->entry[protocol];

	switch (entry->status) {
	case REGISTRY_ASSIGNED:
		append_escaped(words, entry->name != NULL
		                              ? entry->name
		                              : "the registered use");
		text_append_string(words,
		                   " belongs on it: check that this is what "
		                   "answers, and is wanted");
		break;
	case REGISTRY_DORMANT:
	case REGISTRY_UNASSIGNED:
		text_append_string(words, "something on it is intentional and "
		                          "documented, or worth investigating");
		break;
	case REGISTRY_RESERVED:
		text_append_string(words,
		                   "nothing belongs on it: something on it is "
		                   "worth investigating");
		break;
	case REGISTRY_DYNAMIC:
		text_append_string(words,
		                   "what is on it may be short-lived and move: "
		                   "judge the process, not the number");
		break;
	}
}

static void append_section(struct text *text, const char *label,
                           const struct text *words)
{
	text_printf(text, "  %-*s", INDENT - 2, label);
	paragraph_append(text, INDENT, words->data);
	text->failed |= words->failed;
}

/* What a section says of each protocol asked for; the other stays empty. */
static void say_each(const struct port_card *card, section_cb say,
                     struct text words[PROTOCOL_COUNT])
{
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		text_init(&words[i]);
		if (card->asked[i])
			say(card, (enum protocol)i, &words[i]);
	}
}

static bool both_say(const struct text words[PROTOCOL_COUNT])
{
	return strcmp(words[PROTOCOL_TCP].data, words[PROTOCOL_UDP].data) == 0;
}

static void release_each(struct text words[PROTOCOL_COUNT])
{
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		text_release(&words[i]);
}

static void tell_entries(const struct port_card *card, struct text *text)
{
	struct text words[PROTOCOL_COUNT];

	say_each(card, say_entry, words);
	if (both_say(words))
		append_section(text, "tcp, udp", &words[PROTOCOL_TCP]);
	for (int i = 0; i < PROTOCOL_COUNT && !both_say(words); i++) {
		if (card->asked[i])
			append_section(text, protocol_name((enum protocol)i),
			               &words[i]);
	}
	release_each(words);
}

/* One section for both protocols, which names them only where they differ. */
static void tell(const struct port_card *card, const char *label,
                 section_cb say, const char *nothing, struct text *text)
{
	bool one = !card->asked[PROTOCOL_TCP] || !card->asked[PROTOCOL_UDP];
	struct text words[PROTOCOL_COUNT], all;

	say_each(card, say, words);
	text_init(&all);
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		if (words[i].len == 0 || (i > 0 && both_say(words)))
			continue;
		if (all.len > 0)
			text_append_char(&all, '\n');
		if (!one && !both_say(words))
			text_printf(&all,
			            "%s: ", protocol_name((enum protocol)i));
		text_append_string(&all, words[i].data);
		all.failed |= words[i].failed;
	}
	if (all.len == 0)
		text_append_string(&all, nothing);
	append_section(text, label, &all);
	text_release(&all);
	release_each(words);
}

/* user root */
static void say_user(const struct listener *listener, struct text *words)
{
	if (listener->user[0] != '\0')
		append_known(words, "user ", listener->user);
	else
		text_printf(words, "uid %u", listener->uid);
}

/* sshd (pid 812, user root, /usr/sbin/sshd) */
static void say_process(const struct listener *listener, struct text *words)
{
	append_escaped(words, listener->process);
	text_printf(words, " (pid %d, ", listener->pid);
	say_user(listener, words);
	if (listener->executable[0] != '\0')
		append_known(words, ", ", listener->executable);
	text_append_char(words, ')');
}

static void say_listener(const struct listener *listener, bool hidden,
                         struct text *words)
{
	char address[ADDRESS_TEXT_MAX];
	bool v6 = listener->address.version == 6;

	text_printf(words, "%s %s%s%s:%u by ",
	            protocol_name(listener->protocol), v6 ? "[" : "",
	            address_format(&listener->address, address), v6 ? "]" : "",
	            listener->port);
	if (listener->pid != 0) {
		say_process(listener, words);
		return;
	}
	say_user(listener, words);
	text_append_string(
		words, hidden ? "; process not visible (run as root to see it)"
			      : "; no process here holds it (the kernel, or "
				"a container)");
}

static void say_listeners(const struct port_card *card,
                          const struct listeners *listeners, struct text *words)
{
	enum { LISTED_MAX = 8 };
	size_t seen = 0;

	for (size_t i = 0; i < listeners->count; i++) {
		if (!port_card_covers(card, &listeners->items[i]) ||
		    seen++ >= LISTED_MAX)
			continue;
		if (words->len > 0)
			text_append_char(words, '\n');
		say_listener(&listeners->items[i], listeners->processes_hidden,
		             words);
	}
	if (seen > LISTED_MAX)
		text_printf(words, "\nand %zu more", seen - LISTED_MAX);
	if (seen == 0)
		text_append_string(words, "nothing listens on it");
}

static void tell_listeners(const struct port_card *card,
                           const struct listeners *listeners, struct text *text)
{
	struct text words;

	text_init(&words);
	if (listeners != NULL)
		say_listeners(card, listeners, &words);
	else
		text_append_string(&words,
		                   "cannot tell: this system does not show its "
		                   "socket tables in /proc");
	append_section(text, "here", &words);
	text_release(&words);
}

static void tell_commands(const struct port_card *card, struct text *text)
{
	for (int i = 0; i < OWNER_SYSTEM_COUNT; i++) {
		enum owner_system system = (enum owner_system)i;

		text_printf(text, "  %-*s%-*s", INDENT - 2,
		            i == 0 ? "to check" : "", COMMAND_INDENT - INDENT,
		            owner_system_name(system));
		owner_command(system, card->asked, card->port,
		              "\n                      ", text);
		text_append_char(text, '\n');
	}
}

static void tell_range(const struct port_card *card, struct text *text)
{
	size_t start = text->len;

	text_printf(text, "%u", card->port);
	if (!card->asked[PROTOCOL_UDP])
		text_append_string(text, "/tcp");
	if (!card->asked[PROTOCOL_TCP])
		text_append_string(text, "/udp");
	text_append_string(text, "  ");
	paragraph_append(text, text->len - start,
	                 ranges[range_of(card->port)].meaning);
}

void port_card_format(const struct port_card *card,
                      const struct listeners *listeners, struct text *text)
{
	tell_range(card, text);
	tell_entries(card, text);
	tell(card, "unofficial", say_unofficial, "none documented", text);
	tell_listeners(card, listeners, text);
	tell(card, "meaning", say_meaning, "", text);
	tell_commands(card, text);
}
