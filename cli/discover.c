// SPDX-License-Identifier: Apache-2.0
#include "cli/discover.h"

#include "cli/complain.h"
#include "cli/progress.h"
#include "cli/progress_line.h"
#include "scan/discovery_rules.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static uint32_t count_ports(const struct port_plan *ports)
{
	uint32_t count = 0;

	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		count += port_set_count(&ports->of[i]);
	return count;
}

static void append_progress(void *arg, struct text *line)
{
	struct discover *discover = arg;
	struct discovery_progress progress;

	if (discover->running == NULL)
		return;
	progress = discovery_progress(discover->running);
	progress_format_discovery(&progress, discover->addresses, line);
}

static void on_done(void *arg, const struct discovery_summary *summary)
{
	struct discover *discover = arg;

	discover->summary = *summary;
	discover->running = NULL;
}

static void tell(const struct discover *discover)
{
	const struct discovery_summary *summary = &discover->summary;

	if (summary->ping_error != 0)
		complain("looked for hosts without echo requests: %s "
		         "(sysctl net.ipv4.ping_group_range)",
		         strerror(summary->ping_error));
	complain("looked for hosts: %" PRIu64 " of %" PRIu64
	         " addresses are silent; asked %" PRIu64 " times in %" PRIu64
	         " ms",
	         discover->silent_count, discover->addresses, summary->attempts,
	         summary->elapsed_ms);
}

/* What has become known, once the discovery is over; `silent` still holds who
 * is not. */
static void conclude(struct discover *discover, bool verbose)
{
	if (discover->summary.error != 0)
		complain("cannot look for hosts, so all are asked: %s",
		         strerror(discover->summary.error));
	if (!discover->summary.complete)
		return;
	host_bits_invert(&discover->silent);
	discover->silent_count = host_bits_count(&discover->silent);
	discover->done = true;
	if (verbose)
		tell(discover);
}

void discover_run(struct discover *discover, uv_loop_t *loop,
                  const struct discover_plan *plan)
{
	const struct scan_request *request = plan->request;
	struct port_set ports =
		discovery_ports(&plan->ports->of[PROTOCOL_TCP],
	                        &plan->excluded_ports->of[PROTOCOL_TCP]);
	struct discovery_plan asked = {
		.options = &request->scan,
		.targets = plan->targets,
		.ports = &ports,
		.registry = plan->registry,
		.seed = request->seed,
		.kept = &discover->silent,
	};

	discover->addresses = plan->targets->count;
	if (!request->discovery ||
	    !discovery_pays(discover->addresses, count_ports(plan->ports),
	                    discovery_silent_rate(&request->scan)))
		return;
	if (host_bits_init(&discover->silent, discover->addresses))
		discover->running =
			discovery_start(loop, &asked, on_done, discover);
	if (discover->running != NULL)
		progress_line_run(loop, !request->quiet, append_progress,
		                  discover);
	else
		discover->summary.error = errno;
	conclude(discover, request->verbose);
}

void discover_remember(struct discover *discover, struct host_bits silent,
                       uint64_t attempts)
{
	discover->silent = silent;
	discover->silent_count = host_bits_count(&discover->silent);
	discover->summary.attempts = attempts;
	discover->done = true;
}

void discover_cancel(struct discover *discover)
{
	if (discover->running != NULL)
		discovery_cancel(discover->running);
}

const struct host_bits *discover_silent(const struct discover *discover)
{
	return discover->done ? &discover->silent : NULL;
}

void discover_account(const struct discover *discover,
                      struct scan_summary *summary)
{
	summary->addresses_skipped = discover->silent_count;
	summary->attempts += discover->summary.attempts;
	summary->canaries += discover->summary.canaries;
	summary->elapsed_ms += discover->summary.elapsed_ms;
}

void discover_release(struct discover *discover)
{
	host_bits_release(&discover->silent);
}
