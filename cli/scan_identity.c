// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_identity.h"

#include <inttypes.h>

static void set_targets(struct checkpoint_identity *identity,
                        const struct target_set *targets)
{
	struct text list;

	text_init(&list);
	target_set_format(targets, &list);
	checkpoint_identity_set_list(identity, CHECKPOINT_TARGETS, &list,
	                             targets->count, "addresses");
	text_release(&list);
}

static void set_ports(struct checkpoint_identity *identity,
                      enum checkpoint_item item, const struct port_set *ports)
{
	struct text list;

	text_init(&list);
	port_set_format(ports, &list);
	checkpoint_identity_set_list(identity, item, &list,
	                             port_set_count(ports), "ports");
	text_release(&list);
}

/* What decides what is asked of whom, and in which order. */
static void set_questions(struct checkpoint_identity *identity,
                          const struct scan_request *request,
                          const struct target_set *targets,
                          const struct port_plan *ports)
{
	set_targets(identity, targets);
	set_ports(identity, CHECKPOINT_TCP, &ports->of[PROTOCOL_TCP]);
	set_ports(identity, CHECKPOINT_UDP, &ports->of[PROTOCOL_UDP]);
	checkpoint_identity_set(identity, CHECKPOINT_SEED, "%" PRIu64,
	                        request->seed);
	checkpoint_identity_set(identity, CHECKPOINT_SHARD,
	                        "%" PRIu32 "/%" PRIu32,
	                        request->shard_index + 1, request->shard_count);
}

static const char *const talk_names[] = {
	[TALK_NONE] = "no",
	[TALK_LIGHT] = "light",
	[TALK_FULL] = "full",
};

/* What decides what comes out. */
static void set_manner(struct checkpoint_identity *identity,
                       const struct scan_request *request, bool discovery)
{
	const struct scan_options *scan = &request->scan;

	checkpoint_identity_set(identity, CHECKPOINT_TIMEOUT, "%" PRIu32 " ms",
	                        scan->timeout_ms);
	checkpoint_identity_set(identity, CHECKPOINT_RETRIES, "%s%" PRIu32,
	                        scan->adaptive_retries ? "at most " : "",
	                        scan->retries);
	checkpoint_identity_set(
		identity, CHECKPOINT_TALK, "%s%s%s%s", talk_names[scan->talk],
		scan->all_ports_talk ? " to all ports" : "",
		request->service_db != NULL ? " by " : "",
		request->service_db != NULL ? request->service_db : "");
	checkpoint_identity_set(identity, CHECKPOINT_DISCOVERY, "%s",
	                        discovery ? "yes" : "no");
	checkpoint_identity_set(identity, CHECKPOINT_SHOW, "%s",
	                        request->show_all ? "all" : "open");
}

bool scan_identity_fill(struct checkpoint_identity *identity,
                        const struct scan_request *request,
                        const struct target_set *targets,
                        const struct port_plan *ports, bool discovery,
                        uint32_t workers)
{
	set_questions(identity, request, targets, ports);
	set_manner(identity, request, discovery);
	checkpoint_identity_set(identity, CHECKPOINT_WORKERS, "%" PRIu32,
	                        workers);
	return !checkpoint_identity_failed(identity);
}
