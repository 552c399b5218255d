// SPDX-License-Identifier: Apache-2.0
#include "audit/recorded_coverage.h"

#include "audit/outcome_words.h"
#include "audit/record_time.h"
#include "base/grow.h"
#include "targets/non_hosts.h"
#include "targets/port_spec.h"
#include "targets/target_list.h"
#include "targets/target_spec.h"

#include <stdlib.h>
#include <string.h>

static bool fail(struct text *error, const char *what)
{
	text_append_string(error, what);
	return false;
}

void recorded_coverage_init(struct recorded_coverage *recorded)
{
	*recorded = (struct recorded_coverage){ 0 };
	target_set_init(&recorded->targets);
}

void recorded_coverage_release(struct recorded_coverage *recorded)
{
	target_set_release(&recorded->targets);
	free(recorded->hosts);
}

/* Ports are numbers here, so no name has to be looked up. */
static bool no_name(void *arg, enum protocol protocol, const char *name,
                    struct port_set *set)
{
	(void)arg;
	(void)protocol;
	(void)name;
	(void)set;
	return false;
}

static bool read_ports(struct recorded_coverage *recorded, const json_t *scan,
                       struct text *error)
{
	const json_t *ports = json_object_get(scan, "ports");

	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		const char *spec = json_string_value(json_object_get(
			ports, protocol_name((enum protocol)i)));
		size_t error_at;

		if (spec != NULL && port_spec_parse(spec, 1u << i, no_name,
		                                    NULL, &recorded->ports,
		                                    &error_at) != PORT_SPEC_OK)
			return fail(error, "scan: its ports are no list");
	}
	return true;
}

/* Does any of the arguments begin like this? */
static bool has_argument(const json_t *scan, const char *start)
{
	const json_t *argv = json_object_get(scan, "argv");

	for (size_t i = 0; i < json_array_size(argv); i++) {
		const char *argument =
			json_string_value(json_array_get(argv, i));

		if (argument != NULL &&
		    strncmp(argument, start, strlen(start)) == 0)
			return true;
	}
	return false;
}

/* Any way to say --exclude or --exclude-file; --exclude-ports is no matter,
 * for the ports are what is left. */
static bool has_exclusion(const json_t *scan)
{
	const json_t *argv = json_object_get(scan, "argv");

	for (size_t i = 0; i < json_array_size(argv); i++) {
		const char *argument =
			json_string_value(json_array_get(argv, i));

		if (argument == NULL || argument[0] != '-')
			continue;
		argument += argument[1] == '-' ? 2 : 1;
		if (strncmp(argument, "ex", 2) == 0 &&
		    strncmp(argument, "exclude-p", 9) != 0)
			return true;
	}
	return false;
}

static bool on_target(void *arg, const char *item,
                      struct target_list_position position)
{
	bool is_name = false;
	size_t error_at;

	(void)position;
	return target_spec_parse(item, arg, &is_name, &error_at) ==
	               TARGET_SPEC_OK &&
	       !is_name;
}

/* Are the targets all addresses, and none of them excluded or in a file? */
static bool read_targets(struct recorded_coverage *recorded, const json_t *scan)
{
	const char *list = json_string_value(json_object_get(scan, "targets"));
	uint64_t dropped[NON_HOST_KINDS];
	struct target_list_position at;
	uint64_t asked = (uint64_t)json_integer_value(
		json_object_get(scan, "addresses"));

	return list != NULL && !has_exclusion(scan) &&
	       target_list_read(list, strlen(list), on_target,
	                        &recorded->targets, &at) == TARGET_LIST_OK &&
	       target_set_seal(&recorded->targets, NULL) == TARGET_SET_OK &&
	       non_hosts_drop(&recorded->targets, NULL, dropped) ==
	               TARGET_SET_OK &&
	       recorded->targets.count >= asked;
}

static enum depth depth_of(const json_t *scan)
{
	if (has_argument(scan, "-sV"))
		return DEPTH_FULL;
	return has_argument(scan, "--no-b") ? DEPTH_REACH : DEPTH_LIGHT;
}

bool recorded_coverage_scan(struct recorded_coverage *recorded,
                            const json_t *scan, struct snapshot *snapshot,
                            struct text *error)
{
	const char *schema = json_string_value(json_object_get(scan, "schema"));
	const char *started =
		json_string_value(json_object_get(scan, "started"));
	const json_t *shard = json_object_get(scan, "shard");

	if (schema == NULL || strcmp(schema, "portscan/1") != 0)
		return fail(error, "scan: its schema is not portscan/1");
	if (started == NULL || !record_time_parse(started, &snapshot->time_us))
		return fail(error, "scan: when it started is no time");
	snapshot->depth = depth_of(scan);
	recorded->shard = shard != NULL && !json_is_null(shard);
	recorded->whole = !recorded->shard && read_targets(recorded, scan);
	return read_ports(recorded, scan, error);
}

/* False when any of them is missing. */
static bool read_states(const json_t *record, uint64_t states[PORT_STATE_COUNT])
{
	const json_t *counts = json_object_get(record, "states");

	for (int i = 0; i < PORT_STATE_COUNT; i++) {
		const json_t *count = json_object_get(
			counts, port_state_name((enum port_state)i));

		if (!json_is_integer(count) || json_integer_value(count) < 0)
			return false;
		states[i] = (uint64_t)json_integer_value(count);
	}
	return true;
}

bool recorded_coverage_host(struct recorded_coverage *recorded,
                            const json_t *host, struct text *error)
{
	const char *text = json_string_value(json_object_get(host, "address"));
	struct recorded_host read = { .counted = false };
	struct recorded_host *hosts;

	if (text == NULL || !address_parse(text, &read.address))
		return fail(error, "host: its address is none");
	read.counted = read_states(host, read.states);
	hosts = grow(recorded->hosts, &recorded->host_room,
	             recorded->host_count, sizeof(*hosts));
	if (hosts == NULL)
		return fail(error, "out of memory");
	recorded->hosts = hosts;
	hosts[recorded->host_count++] = read;
	return true;
}

void recorded_coverage_summary(struct recorded_coverage *recorded,
                               const json_t *summary)
{
	const json_t *reasons = json_object_get(summary, "reasons");
	uint64_t states[PORT_STATE_COUNT];
	uint64_t skipped;

	if (!json_is_object(reasons) || !read_states(summary, states))
		return;
	for (int i = 0; i < PORT_REASON_COUNT; i++)
		recorded->reasons[i] =
			json_integer_value(json_object_get(
				reasons,
				port_reason_name((enum port_reason)i))) > 0;
	skipped = (uint64_t)json_integer_value(json_object_get(
		reasons, port_reason_name(REASON_NOT_DISCOVERED)));
	recorded->untested = states[PORT_UNTESTED] - skipped;
	recorded->ended = skipped <= states[PORT_UNTESTED];
}

/* Could a port that nothing came from have another reason than silence? */
static bool may_be_more_than_silence(const struct recorded_coverage *recorded)
{
	for (int i = REASON_PORT_UNREACHABLE; i < REASON_LOCAL_EMFILE; i++)
		if (i != REASON_NO_RESPONSE && recorded->reasons[i])
			return true;
	return false;
}

static struct answer known(struct outcome outcome)
{
	return (struct answer){ ASKED_KNOWN, outcome };
}

/* Of a host from which no answer came. */
static struct answer answer_of_silent(const struct recorded_coverage *recorded,
                                      enum protocol protocol)
{
	uint64_t untested = recorded->untested;

	for (size_t i = 0; i < recorded->host_count; i++) {
		uint64_t of_host = recorded->hosts[i].states[PORT_UNTESTED];

		untested -= of_host < untested ? of_host : untested;
	}
	if (!recorded->ended || untested > 0)
		return (struct answer){ .asked = ASKED_DOUBTFUL };
	if (may_be_more_than_silence(recorded))
		return (struct answer){ .asked = ASKED_SHUT };
	if (!recorded->reasons[REASON_NO_RESPONSE])
		return known((struct outcome){ PORT_UNTESTED,
		                               REASON_NOT_DISCOVERED });
	return known(outcome_no_response(protocol));
}

/* Of a host that has states, and is asked of one protocol alone. */
static struct answer answer_of_one(const struct recorded_coverage *recorded,
                                   const struct recorded_host *host,
                                   enum protocol protocol)
{
	bool closed = host->states[PORT_CLOSED] > 0;
	bool quiet = host->states[PORT_FILTERED] > 0 ||
	             host->states[PORT_OPEN_FILTERED] > 0;

	if (closed && !quiet)
		return known((struct outcome){
			PORT_CLOSED, protocol == PROTOCOL_TCP
					     ? REASON_CONN_REFUSED
					     : REASON_PORT_UNREACHABLE });
	if (quiet && !closed && !may_be_more_than_silence(recorded))
		return known(outcome_no_response(protocol));
	return (struct answer){ .asked = ASKED_SHUT };
}

static struct answer answer_of_host(const struct recorded_coverage *recorded,
                                    const struct recorded_host *host,
                                    enum protocol protocol)
{
	const struct port_set *others =
		&recorded->ports.of[protocol == PROTOCOL_TCP ? PROTOCOL_UDP
	                                                     : PROTOCOL_TCP];

	if (!recorded->ended || !host->counted ||
	    host->states[PORT_UNTESTED] > 0)
		return (struct answer){ .asked = ASKED_DOUBTFUL };
	if (port_set_count(others) > 0)
		return (struct answer){ .asked = ASKED_SHUT };
	return answer_of_one(recorded, host, protocol);
}

static void apply_targets(const struct recorded_coverage *recorded,
                          struct coverage *coverage, enum protocol protocol)
{
	struct answer answer = answer_of_silent(recorded, protocol);

	for (size_t i = 0; i < recorded->targets.range_count; i++)
		coverage_add_range(coverage, &recorded->targets.ranges[i].first,
		                   &recorded->targets.ranges[i].last, protocol,
		                   &recorded->ports.of[protocol], answer);
}

static void apply_hosts(const struct recorded_coverage *recorded,
                        struct coverage *coverage, enum protocol protocol)
{
	for (size_t i = 0; i < recorded->host_count; i++) {
		const struct recorded_host *host = &recorded->hosts[i];

		coverage_add_range(coverage, &host->address, &host->address,
		                   protocol, &recorded->ports.of[protocol],
		                   answer_of_host(recorded, host, protocol));
	}
}

bool recorded_coverage_apply(const struct recorded_coverage *recorded,
                             struct snapshot *snapshot, struct text *error)
{
	if (!recorded->whole)
		coverage_set_unknown(snapshot->coverage);
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		if (recorded->whole)
			apply_targets(recorded, snapshot->coverage,
			              (enum protocol)i);
		if (!recorded->shard)
			apply_hosts(recorded, snapshot->coverage,
			            (enum protocol)i);
	}
	return !coverage_failed(snapshot->coverage) ||
	       fail(error, "out of memory");
}
