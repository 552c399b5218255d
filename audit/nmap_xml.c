// SPDX-License-Identifier: Apache-2.0
#include "audit/nmap_xml.h"

#include "audit/nmap_host.h"
#include "audit/nmap_script.h"
#include "audit/outcome_words.h"
#include "audit/string_pool.h"
#include "base/count.h"
#include "identify/in_tls.h"
#include "targets/port_spec.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

struct reading {
	XML_Parser parser;
	struct snapshot *snapshot;
	struct port_plan asked;
	struct nmap_host host;
	struct nmap_script script;
	struct sighting port; /* that is being read */
	bool in_host, in_port, has_state;
	struct string_pool *strings; /* of the host */
	const char *hostname;
	int depth;
	bool has_root;
	const char *why; /* it stopped; NULL: it did not */
};

static void stop(struct reading *reading, const char *why)
{
	if (reading->why == NULL)
		reading->why = why;
	XML_StopParser(reading->parser, XML_FALSE);
}

/* "" where there is none. */
static const char *attribute(const XML_Char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return "";
}

static const char *keep(struct reading *reading, const char *string)
{
	const char *kept =
		string_pool_add(&reading->strings, string, strlen(string));

	if (kept == NULL)
		stop(reading, "out of memory");
	return kept != NULL ? kept : "";
}

/* Is `word` one of the words of `line`? */
static bool has_word(const char *line, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = line; (at = strstr(at, word)) != NULL; at += len)
		if ((at == line || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static void begin_run(struct reading *reading, const XML_Char **attributes)
{
	const char *args = attribute(attributes, "args");
	bool ours = strcmp(attribute(attributes, "scanner"), "portscan") == 0;
	long long start = strtoll(attribute(attributes, "start"), NULL, 10);

	reading->snapshot->foreign = !ours;
	if (start > 0 && start < INT64_MAX / 1000000)
		reading->snapshot->time_us = (int64_t)start * 1000000;
	if (has_word(args, "-sV") || (!ours && has_word(args, "-A")))
		reading->snapshot->depth = DEPTH_FULL;
	else if (ours && !has_word(args, "--no-banner"))
		reading->snapshot->depth = DEPTH_LIGHT;
}

static bool no_name(void *arg, enum protocol protocol, const char *name,
                    struct port_set *set)
{
	(void)arg;
	(void)protocol;
	(void)name;
	(void)set;
	return false;
}

/* "1-100,443" */
static bool take_ports(const char *list, enum protocol protocol,
                       struct port_plan *plan)
{
	size_t error_at;

	return *list == '\0' ||
	       port_spec_parse(list, 1u << protocol, no_name, NULL, plan,
	                       &error_at) == PORT_SPEC_OK;
}

/* Of protocols other than TCP and UDP nothing is kept. */
static void begin_scaninfo(struct reading *reading, const XML_Char **attributes)
{
	enum protocol protocol;

	if (outcome_words_protocol(attribute(attributes, "protocol"),
	                           &protocol) &&
	    !take_ports(attribute(attributes, "services"), protocol,
	                &reading->asked))
		stop(reading, "its services are no list of ports");
}

static void begin_host(struct reading *reading, const XML_Char **attributes)
{
	reading->in_host = true;
	reading->host = (struct nmap_host){
		.timed_out =
			strcmp(attribute(attributes, "timedout"), "true") == 0,
	};
	reading->hostname = "";
}

/* "unknown" is portscan's word for a host that is only not known to be up. */
static void begin_status(struct reading *reading, const XML_Char **attributes)
{
	reading->host.down =
		strcmp(attribute(attributes, "state"), "down") == 0 &&
		strncmp(attribute(attributes, "reason"), "no-response", 11) ==
			0;
}

static void begin_address(struct reading *reading, const XML_Char **attributes)
{
	const char *type = attribute(attributes, "addrtype");

	if (reading->host.has_address || strcmp(type, "mac") == 0)
		return;
	reading->host.has_address = address_parse(attribute(attributes, "addr"),
	                                          &reading->host.address);
	if (!reading->host.has_address)
		stop(reading, "its address is none");
}

static void begin_hostname(struct reading *reading, const XML_Char **attributes)
{
	if (*reading->hostname == '\0' ||
	    strcmp(attribute(attributes, "type"), "user") == 0)
		reading->hostname =
			keep(reading, attribute(attributes, "name"));
}

static void begin_ports(struct reading *reading, const XML_Char **attributes)
{
	(void)attributes;
	reading->host.has_ports = true;
}

static void begin_extraports(struct reading *reading,
                             const XML_Char **attributes)
{
	struct nmap_host *host = &reading->host;
	struct nmap_extra *extra;

	if (host->extra_count == NMAP_EXTRAS_MAX) {
		stop(reading, "has too many extraports");
		return;
	}
	extra = &host->extras[host->extra_count++];
	*extra = (struct nmap_extra){ .known = false };
	extra->known =
		nmap_state_parse(attribute(attributes, "state"), &extra->state);
}

/* Newer versions say which ports they are. */
static void add_extra_ports(struct reading *reading,
                            const struct nmap_extra *extra,
                            enum protocol protocol, const char *list)
{
	struct nmap_host *host = &reading->host;
	const struct outcome outcome = { extra->state, extra->reason };
	struct port_plan plan = { 0 };

	if (!take_ports(list, protocol, &plan)) {
		stop(reading, "its extrareasons are no list of ports");
		return;
	}
	coverage_add_range(reading->snapshot->coverage, &host->address,
	                   &host->address, protocol, &plan.of[protocol],
	                   (struct answer){ ASKED_KNOWN, outcome });
	for (size_t i = 0; i < COUNT(plan.of[protocol].bits); i++)
		host->listed.of[protocol].bits[i] |= plan.of[protocol].bits[i];
}

static void begin_extrareasons(struct reading *reading,
                               const XML_Char **attributes)
{
	struct nmap_host *host = &reading->host;
	enum protocol protocol = PROTOCOL_TCP;
	struct nmap_extra *extra;
	bool has_protocol;

	if (host->extra_count == 0 || !host->has_address)
		return;
	extra = &host->extras[host->extra_count - 1];
	has_protocol = outcome_words_protocol(attribute(attributes, "proto"),
	                                      &protocol);
	extra->reasons++;
	extra->reason = nmap_reason_parse(attribute(attributes, "reason"),
	                                  extra->state, protocol);
	if (extra->known && has_protocol)
		add_extra_ports(reading, extra, protocol,
		                attribute(attributes, "ports"));
}

static void begin_port(struct reading *reading, const XML_Char **attributes)
{
	const char *number = attribute(attributes, "portid");
	struct port_plan plan = { 0 };
	enum protocol protocol;

	if (!outcome_words_protocol(attribute(attributes, "protocol"),
	                            &protocol))
		return;
	if (!reading->host.has_address) {
		stop(reading, "has a port before its address");
		return;
	}
	if (strchr(number, '-') != NULL || strchr(number, ',') != NULL ||
	    *number == '\0' || !take_ports(number, protocol, &plan)) {
		stop(reading, "its port is none");
		return;
	}
	reading->in_port = true;
	reading->has_state = false;
	nmap_script_clear(&reading->script);
	reading->port = (struct sighting){
		.address = reading->host.address,
		.protocol = protocol,
		.port = (uint16_t)strtoul(number, NULL, 10),
		.hostname = reading->hostname,
	};
	port_set_add(&reading->host.listed.of[protocol], reading->port.port,
	             reading->port.port);
}

static void begin_state(struct reading *reading, const XML_Char **attributes)
{
	struct sighting *port = &reading->port;

	if (!reading->in_port)
		return;
	reading->has_state = nmap_state_parse(attribute(attributes, "state"),
	                                      &port->outcome.state);
	port->outcome.reason =
		nmap_reason_parse(attribute(attributes, "reason"),
	                          port->outcome.state, port->protocol);
}

/* Names that only stand for the number are `table`. */
static void begin_service(struct reading *reading, const XML_Char **attributes)
{
	struct sighting *port = &reading->port;
	const char *name = keep(reading, attribute(attributes, "name"));

	if (!reading->in_port ||
	    strcmp(attribute(attributes, "method"), "probed") != 0)
		return;
	port->service = strcmp(attribute(attributes, "tunnel"), "ssl") == 0
	                        ? name_in_tls(name)
	                        : name;
	port->product = keep(reading, attribute(attributes, "product"));
	port->version = keep(reading, attribute(attributes, "version"));
	if (reading->snapshot->depth == DEPTH_REACH)
		reading->snapshot->depth = DEPTH_LIGHT;
}

static void begin_script(struct reading *reading, const XML_Char **attributes)
{
	if (reading->in_port)
		nmap_script_begin(&reading->script,
		                  attribute(attributes, "id"));
}

static void begin_elem(struct reading *reading, const XML_Char **attributes)
{
	if (reading->in_port)
		nmap_script_begin_elem(&reading->script,
		                       attribute(attributes, "key"));
}

static void end_elem(struct reading *reading)
{
	nmap_script_end_elem(&reading->script);
}

static void take_keys(struct reading *reading)
{
	struct text keys;

	text_init(&keys);
	nmap_script_append_keys(&reading->script, &keys);
	reading->port.host_keys = keep(reading, keys.data);
	reading->port.certificate = reading->script.certificate;
	text_release(&keys);
}

/* The state told nothing of whether it is open. */
static void add_unfiltered(struct reading *reading)
{
	const struct sighting *port = &reading->port;
	struct port_set set = { 0 };

	port_set_add(&set, port->port, port->port);
	coverage_add_range(reading->snapshot->coverage, &port->address,
	                   &port->address, port->protocol, &set,
	                   (struct answer){ .asked = ASKED_DOUBTFUL });
}

static void end_port(struct reading *reading)
{
	const struct sighting *port = &reading->port;

	if (!reading->in_port)
		return;
	reading->in_port = false;
	if (!reading->has_state) {
		add_unfiltered(reading);
		return;
	}
	take_keys(reading);
	coverage_add(reading->snapshot->coverage, &port->address,
	             port->protocol, port->port, port->outcome);
	if (port->outcome.state == PORT_OPEN &&
	    !snapshot_add(reading->snapshot, port))
		stop(reading, "out of memory");
}

static void end_host(struct reading *reading)
{
	reading->in_host = false;
	nmap_host_add_rest(&reading->host, &reading->asked,
	                   reading->snapshot->coverage);
	string_pool_free(reading->strings);
	reading->strings = NULL;
}

/* Elements that matter; most of them within a host only. */
static const struct {
	const char *name;
	bool in_host;
	void (*begin)(struct reading *reading, const XML_Char **attributes);
	void (*end)(struct reading *reading);
} elements[] = {
	{ "nmaprun", false, begin_run, NULL },
	{ "scaninfo", false, begin_scaninfo, NULL },
	{ "host", false, begin_host, end_host },
	{ "status", true, begin_status, NULL },
	{ "address", true, begin_address, NULL },
	{ "hostname", true, begin_hostname, NULL },
	{ "ports", true, begin_ports, NULL },
	{ "extraports", true, begin_extraports, NULL },
	{ "extrareasons", true, begin_extrareasons, NULL },
	{ "port", true, begin_port, end_port },
	{ "state", true, begin_state, NULL },
	{ "service", true, begin_service, NULL },
	{ "script", true, begin_script, NULL },
	{ "elem", true, begin_elem, end_elem },
};

static void XMLCALL on_start(void *arg, const XML_Char *name,
                             const XML_Char **attributes)
{
	struct reading *reading = arg;

	if (!reading->has_root && strcmp(name, "nmaprun") != 0) {
		stop(reading, "is XML, but not nmap's");
		return;
	}
	reading->has_root = true;
	if (++reading->depth > DEPTH_MAX) {
		stop(reading, "is nested too deeply");
		return;
	}
	for (size_t i = 0; i < COUNT(elements); i++)
		if (strcmp(name, elements[i].name) == 0 &&
		    elements[i].in_host == reading->in_host)
			elements[i].begin(reading, attributes);
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct reading *reading = arg;

	reading->depth--;
	for (size_t i = 0; reading->in_host && i < COUNT(elements); i++)
		if (elements[i].end != NULL &&
		    strcmp(name, elements[i].name) == 0)
			elements[i].end(reading);
}

static void XMLCALL on_text(void *arg, const XML_Char *bytes, int len)
{
	struct reading *reading = arg;

	nmap_script_text(&reading->script, bytes, (size_t)len);
}

/* nmap declares no entity; where one is declared, somebody else wrote it. */
static void XMLCALL on_entity(void *arg, const XML_Char *name, int is_parameter,
                              const XML_Char *value, int len,
                              const XML_Char *base, const XML_Char *system,
                              const XML_Char *public, const XML_Char *notation)
{
	(void)name, (void)is_parameter, (void)value, (void)len, (void)base;
	(void)system, (void)public, (void)notation;
	stop(arg, "declares entities");
}

/* In pieces that expat's int can count. */
static bool feed(XML_Parser parser, const char *bytes, size_t len)
{
	enum { PIECE = 1 << 20 };

	for (; len > PIECE; bytes += PIECE, len -= PIECE)
		if (XML_Parse(parser, bytes, PIECE, 0) != XML_STATUS_OK)
			return false;
	return XML_Parse(parser, bytes, (int)len, 1) == XML_STATUS_OK;
}

bool nmap_xml_read(const char *bytes, size_t len, struct snapshot *snapshot,
                   struct text *error)
{
	struct reading reading = { .parser = XML_ParserCreate(NULL),
		                   .snapshot = snapshot };
	bool good;

	if (reading.parser == NULL) {
		text_append_string(error, "out of memory");
		return false;
	}
	nmap_script_init(&reading.script);
	XML_SetUserData(reading.parser, &reading);
	XML_SetElementHandler(reading.parser, on_start, on_end);
	XML_SetCharacterDataHandler(reading.parser, on_text);
	XML_SetEntityDeclHandler(reading.parser, on_entity);
	coverage_set_unknown(snapshot->coverage);
	good = feed(reading.parser, bytes, len);
	if (!good)
		text_printf(error, "line %lu: %s",
		            XML_GetCurrentLineNumber(reading.parser),
		            reading.why != NULL
		                    ? reading.why
		                    : XML_ErrorString(XML_GetErrorCode(
					      reading.parser)));
	XML_ParserFree(reading.parser);
	nmap_script_release(&reading.script);
	string_pool_free(reading.strings);
	return good;
}
