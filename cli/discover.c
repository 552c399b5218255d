// SPDX-License-Identifier: Apache-2.0
#include "cli/discover.h"

#include "cli/complain.h"
#include "cli/progress.h"
#include "scan/discovery_rules.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_MS = 200 };

static uint32_t count_ports(const struct port_plan *ports)
{
	uint32_t count = 0;

	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		count += port_set_count(&ports->of[i]);
	return count;
}

static void on_progress(uv_timer_t *timer)
{
	struct discover *discover = timer->data;
	struct discovery_progress progress;

	if (discover->running == NULL)
		return;
	progress = discovery_progress(discover->running);
	progress_show_discovery(&progress, discover->addresses);
}

static void on_done(void *arg, const struct discovery_summary *summary)
{
	struct discover *discover = arg;

	discover->summary = *summary;
	discover->running = NULL;
}

/* Run the loop until the discovery is over, with a line of progress. */
static void wait_until_done(struct discover *discover, uv_loop_t *loop,
                            bool progress)
{
	uv_timer_init(loop, &discover->progress);
	discover->progress.data = discover;
	uv_unref((uv_handle_t *)&discover->progress);
	if (progress)
		uv_timer_start(&discover->progress, on_progress, PROGRESS_MS,
		               PROGRESS_MS);
	uv_run(loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&discover->progress, NULL);
	uv_run(loop, UV_RUN_DEFAULT);
	if (progress)
		progress_wipe();
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
		wait_until_done(discover, loop,
		                !request->quiet && isatty(STDERR_FILENO));
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
