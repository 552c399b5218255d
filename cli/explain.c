// SPDX-License-Identifier: Apache-2.0
#include "cli/explain.h"

#include "cli/complain.h"
#include "cli/port_card.h"
#include "cli/port_json.h"
#include "cli/registry_in_use.h"
#include "cli/standard_streams.h"
#include "probes/listeners.h"
#include "targets/port_set.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was asked for. */
struct request {
	const struct registry *registry;
	struct port_card *cards;
	size_t count;
	bool json;
	bool help;
	bool no_memory;
};

static const char usage[] =
	"usage: portscan explain PORT[/tcp|/udp]... [--json]\n"
	"       PORT is a number, or the name of a service: 2076 53/udp ssh\n";

static void add_card(struct request *request, uint16_t port,
                     const bool asked[PROTOCOL_COUNT])
{
	struct port_card *grown =
		realloc(request->cards, (request->count + 1) * sizeof(*grown));

	if (grown == NULL) {
		request->no_memory = true;
		return;
	}
	request->cards = grown;
	port_card_init(&grown[request->count++], request->registry, port,
	               asked);
}

/* Read what follows the port: "", "/tcp" or "/udp". */
static bool read_protocol(const char *suffix, bool asked[PROTOCOL_COUNT])
{
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		asked[i] = *suffix == '\0' ||
		           strcmp(suffix + 1,
		                  protocol_name((enum protocol)i)) == 0;
	return asked[PROTOCOL_TCP] || asked[PROTOCOL_UDP];
}

/* `digits` is nothing but digits, at least one. */
static bool read_port(const char *digits, size_t len, uint16_t *port)
{
	uint32_t number = 0;

	for (size_t i = 0; i < len && number <= UINT16_MAX; i++)
		number = number * 10 + (uint32_t)(digits[i] - '0');
	*port = (uint16_t)number;
	return number <= UINT16_MAX;
}

static void on_named_port(void *arg, uint16_t port)
{
	port_set_add(arg, port, port);
}

/* Add every port that a protocol asked for has under this name. */
static bool add_named(struct request *request, const char *name,
                      const bool asked[PROTOCOL_COUNT])
{
	struct port_set ports = { 0 };

	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		if (asked[i])
			registry_ports_named(request->registry,
			                     (enum protocol)i, name,
			                     on_named_port, &ports);
	}
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		if (port_set_has(&ports, (uint16_t)port))
			add_card(request, (uint16_t)port, asked);
	}
	return port_set_count(&ports) > 0;
}

/* Add the ports of "22", "22/tcp" or "ssh"; NULL, or what is wrong with it. */
static const char *add_argument(struct request *request, const char *argument)
{
	size_t len = strcspn(argument, "/");
	bool asked[PROTOCOL_COUNT];
	char name[64]; /* the registry has none so long */
	uint16_t port;

	if (!read_protocol(argument + len, asked))
		return "the protocol must be tcp or udp";
	if (len > 0 && strspn(argument, "0123456789") == len) {
		if (!read_port(argument, len, &port))
			return "not a port number (0-65535)";
		add_card(request, port, asked);
		return NULL;
	}
	snprintf(name, sizeof(name), "%.*s", (int)len, argument);
	if (len >= sizeof(name) || !add_named(request, name, asked))
		return "neither a port number (0-65535) nor a service's name";
	return NULL;
}

static const char *read_option(struct request *request, const char *option)
{
	if (strcmp(option, "--json") == 0)
		request->json = true;
	else if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0)
		request->help = true;
	else
		return "unknown option; see portscan explain --help";
	return NULL;
}

static bool read_arguments(struct request *request, int argc, char **argv,
                           struct text *complaint)
{
	for (int i = 1; i < argc && !request->help; i++) {
		const char *wrong = argv[i][0] == '-'
		                            ? read_option(request, argv[i])
		                            : add_argument(request, argv[i]);

		if (wrong != NULL) {
			text_printf(complaint, "%s: %s", argv[i], wrong);
			return false;
		}
	}
	if (request->count > 0 || request->help || request->no_memory)
		return true;
	text_append_string(complaint,
	                   "explain what? try: portscan explain 2076");
	return false;
}

static void format(const struct request *request,
                   const struct listeners *listeners, struct text *out)
{
	if (request->json) {
		port_json_format(request->cards, request->count, listeners,
		                 out);
		return;
	}
	for (size_t i = 0; i < request->count; i++) {
		if (i > 0)
			text_append_char(out, '\n');
		port_card_format(&request->cards[i], listeners, out);
	}
}

/* False when out of memory. */
static bool answer(const struct request *request, const char *proc,
                   struct text *out)
{
	struct port_plan plan = { 0 };
	struct listeners listeners;
	enum listeners_error error;

	for (size_t i = 0; i < request->count; i++) {
		const struct port_card *card = &request->cards[i];

		for (int p = 0; p < PROTOCOL_COUNT; p++) {
			if (card->asked[p])
				port_set_add(&plan.of[p], card->port,
				             card->port);
		}
	}
	error = listeners_read(proc, &plan, &listeners);
	if (error != LISTENERS_NO_MEMORY)
		format(request, error == LISTENERS_OK ? &listeners : NULL, out);
	listeners_release(&listeners);
	return error != LISTENERS_NO_MEMORY && !out->failed;
}

int explain_run(const struct registry *registry, const char *proc, int argc,
                char **argv, struct text *out, struct text *complaint)
{
	struct request request = { .registry = registry };
	int code = EXIT_DONE;

	if (!read_arguments(&request, argc, argv, complaint)) {
		code = EXIT_USAGE;
	} else if (request.help) {
		text_append_string(out, usage);
	} else if (request.no_memory || !answer(&request, proc, out)) {
		text_append_string(complaint, "out of memory");
		code = EXIT_INCOMPLETE;
	}
	free(request.cards);
	return code;
}

int explain_command(int argc, char **argv)
{
	struct registry_in_use in_use;
	struct text out, complaint;
	int code;

	registry_in_use_init(&in_use);
	text_init(&out);
	text_init(&complaint);
	code = explain_run(in_use.registry, "/proc", argc, argv, &out,
	                   &complaint);
	fwrite(out.data, 1, out.len, stdout);
	if (code == EXIT_DONE)
		code = standard_output_finish();
	else
		complain("%s", complaint.data);
	text_release(&complaint);
	text_release(&out);
	registry_in_use_release(&in_use);
	return code;
}
