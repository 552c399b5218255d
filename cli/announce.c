// SPDX-License-Identifier: Apache-2.0
#include "cli/announce.h"

#include "cli/complain.h"

#include <inttypes.h>

/* The targets as the user gave them. */
static void format_targets(const struct scan_request *request,
                           struct text *text)
{
	for (size_t i = 0; i < request->targets.count; i++)
		text_printf(text, "%s%s", text->len > 0 ? " " : "",
		            request->targets.items[i]);
	for (size_t i = 0; i < request->target_files.count; i++)
		text_printf(text, "%s-iL %s", text->len > 0 ? " " : "",
		            request->target_files.items[i]);
}

static void tell(const struct scan_info *info,
                 const struct scan_request *request)
{
	const struct registry_source *registry = &info->registry;

	complain("addresses: %" PRIu64 ", probes: %" PRIu64
	         ", at a time: %" PRIu32 ", order: --seed %" PRIu64
	         ", registry: %s of %s",
	         info->address_count, info->probe_count,
	         request->scan.max_in_flight, info->seed, registry->origin,
	         registry->date != NULL ? registry->date : "unknown date");
}

void announce(struct sink *reports, const struct announcement *known)
{
	const struct scan_request *request = known->request;
	struct text targets, ports[PROTOCOL_COUNT];
	struct scan_info info = {
		.version = PORTSCAN_VERSION,
		.argc = known->argc,
		.argv = (const char *const *)known->argv,
		.started_us = known->started_us,
		.seed = request->seed,
		.shard_index = request->shard_index,
		.shard_count = request->shard_count,
		.address_count = known->address_count,
		.probe_count = known->question_count,
		.registry = registry_source(known->registry),
	};

	text_init(&targets);
	format_targets(request, &targets);
	info.targets = targets.data;
	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		text_init(&ports[i]);
		port_set_format(&known->ports->of[i], &ports[i]);
		info.ports[i] = ports[i].data;
	}
	reports->begin(reports, &info);
	if (request->verbose)
		tell(&info, request);
	text_release(&targets);
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		text_release(&ports[i]);
}
