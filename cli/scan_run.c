// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_run.h"

#include "base/wall_clock.h"
#include "cli/announce.h"
#include "cli/checkpointing.h"
#include "cli/complain.h"
#include "cli/discover.h"
#include "cli/host_names.h"
#include "cli/interrupt.h"
#include "cli/local_owners.h"
#include "cli/port_choice.h"
#include "cli/progress.h"
#include "cli/progress_line.h"
#include "cli/registry_in_use.h"
#include "cli/scan_options.h"
#include "cli/standard_streams.h"
#include "cli/target_names.h"
#include "cli/target_plan.h"
#include "probes/known_services.h"
#include "report/tee.h"
#include "scan/descriptors.h"
#include "scan/scan.h"
#include "targets/resolve.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum {
	/* Descriptors for ourselves: the standard three, the loop, signals,
	 * DNS and a report or two. */
	DESCRIPTORS_NEEDED = 24,
};

/* One scan, filled in by its steps. */
struct scan_run {
	const struct scan_job *job;
	struct scan_request *request;
	struct text error;
	struct registry_in_use registry;
	struct service_db *services;
	struct target_plan targets;
	struct port_plan ports;
	struct port_plan excluded_ports;

	uv_loop_t loop;
	bool has_loop;
	struct interrupt interrupt;
	bool interrupted;

	struct target_names target_names;
	struct sink *reports;
	struct host_names host_names;
	struct local_owners local_owners;
	struct probe_space *space;
	struct checkpointing checkpointing;
	struct discover discover;
	struct scan *scan; /* while it runs */
	uint64_t started_ms;
	struct scan_summary summary;
};

/* The steps, in the order they are taken. */
static int read_plan(struct scan_run *run);
static int open_loop(struct scan_run *run);
static int resolve_names(struct scan_run *run);
static int seal_targets(struct scan_run *run);
static int list_targets(struct scan_run *run);
static int open_reports(struct scan_run *run);
static int limit_in_flight(struct scan_run *run);
static int begin_scan(struct scan_run *run);
static int discover(struct scan_run *run);
static int run_scan(struct scan_run *run);
static int conclude(struct scan_run *run);
static void close_run(struct scan_run *run);

int scan_run(const struct scan_job *job)
{
	static int (*const steps[])(struct scan_run *) = {
		read_plan,    open_loop,    resolve_names,   seal_targets,
		list_targets, open_reports, limit_in_flight, begin_scan,
		discover,     run_scan,     conclude,
	};
	struct scan_run run = { .job = job, .request = job->request };
	int code = GO_ON;

	text_init(&run.error);
	target_plan_init(&run.targets);
	checkpointing_init(&run.checkpointing);
	for (size_t i = 0; code == GO_ON; i++)
		code = steps[i](&run);
	close_run(&run);
	return code;
}

static int fail(struct scan_run *run, int code)
{
	complain("%s", run->error.data);
	return code;
}

static int read_plan(struct scan_run *run)
{
	struct scan_request *request = run->request;

	run->services = known_services_create(request->service_db, &run->error);
	if (run->services == NULL)
		return fail(run, EXIT_USAGE);
	registry_in_use_init(&run->registry);
	if (!port_choice_make(request, run->registry.registry, &run->ports,
	                      &run->excluded_ports, &run->error) ||
	    !target_plan_gather(&run->targets, request, &run->error) ||
	    !checkpointing_read(&run->checkpointing, request, &run->error))
		return fail(run, EXIT_USAGE);
	if (!request->has_seed &&
	    getrandom(&request->seed, sizeof(request->seed), 0) < 0)
		request->seed = uv_hrtime();
	return GO_ON;
}

/* Whatever is under way ends early. */
static void on_interrupt(void *arg)
{
	struct scan_run *run = arg;

	run->interrupted = true;
	target_names_cancel(&run->target_names);
	discover_cancel(&run->discover);
	if (run->scan != NULL)
		scan_cancel(run->scan);
	host_names_give_up(&run->host_names);
}

static int open_loop(struct scan_run *run)
{
	struct descriptor_budget budget = descriptor_budget_claim();

	if (budget.limit < DESCRIPTORS_NEEDED) {
		complain("only %" PRIu64 " files may be open, and a scan needs "
		         "%d: raise the limit with ulimit -n",
		         budget.limit, DESCRIPTORS_NEEDED);
		return EXIT_INCOMPLETE;
	}
	if (uv_loop_init(&run->loop) != 0) {
		complain("cannot start: %s", strerror(errno));
		return EXIT_INCOMPLETE;
	}
	run->has_loop = true;
	interrupt_watch(&run->interrupt, &run->loop, on_interrupt, run);
	return GO_ON;
}

static int resolve_names(struct scan_run *run)
{
	const struct scan_request *request = run->request;
	struct target_plan *plan = &run->targets;
	unsigned versions = (request->only_v6 ? 0 : RESOLVE_IPV4) |
	                    (request->only_v4 ? 0 : RESOLVE_IPV6);

	if (!target_names_resolve(&run->target_names, &run->loop, plan,
	                          versions, &run->error))
		return fail(run, EXIT_INCOMPLETE);
	if (run->interrupted)
		return EXIT_INCOMPLETE;
	if (plan->broken_exclusion != NULL) {
		complain("nothing scanned: cannot exclude %s",
		         plan->broken_exclusion);
		return EXIT_INCOMPLETE;
	}
	return GO_ON;
}

/* Of several names for an address the first that was added stays. */
static bool copy_names(struct name_map *to, const struct name_map *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (!name_map_add(to, &from->entries[i].address,
		                  from->entries[i].name))
			return false;
	name_map_seal(to);
	return true;
}

static bool share_names(struct scan_run *run)
{
	struct name_map *names = run->job->names;

	if (names == NULL)
		return true;
	return copy_names(&run->targets.given, names) &&
	       (names->count > 0 || copy_names(names, &run->targets.given));
}

static void tell_dropped(const struct scan_run *run)
{
	for (size_t i = 0; i < NON_HOST_KINDS; i++) {
		uint64_t count = run->targets.dropped[i];

		if (count > 0 && !run->request->quiet)
			complain("not asked: %" PRIu64 " %s address%s", count,
			         non_host_kind_name(i), count == 1 ? "" : "es");
	}
}

static int seal_targets(struct scan_run *run)
{
	struct target_plan *plan = &run->targets;

	if (!target_plan_seal(plan, &run->error))
		return fail(run, EXIT_USAGE);
	if (!share_names(run)) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	tell_dropped(run);
	if (plan->targets.count > 0)
		return GO_ON;
	if (plan->unresolved_count > 0) {
		complain("nothing scanned: no target could be resolved");
		return EXIT_INCOMPLETE;
	}
	complain("nothing to scan: every target is excluded or no host");
	return EXIT_USAGE;
}

static int list_targets(struct scan_run *run)
{
	const struct target_plan *plan = &run->targets;
	int code;

	if (!run->request->list_only)
		return GO_ON;
	interrupt_leave(&run->interrupt);
	for (uint64_t i = 0; i < plan->targets.count && !ferror(stdout); i++) {
		struct address address = target_set_at(&plan->targets, i);
		const char *name = name_map_find(&plan->given, &address);
		char text[ADDRESS_TEXT_MAX];

		printf("%s%s%s\n", address_format(&address, text),
		       name != NULL ? " " : "", name != NULL ? name : "");
	}
	code = standard_output_finish();
	return plan->unresolved_count > 0 ? EXIT_INCOMPLETE : code;
}

static int open_reports(struct scan_run *run)
{
	run->reports = run->job->open(run->job->arg, run->request, &run->error);
	return run->reports != NULL ? GO_ON : fail(run, EXIT_USAGE);
}

/* Probes in flight are descriptors: no more than there are. */
static int limit_in_flight(struct scan_run *run)
{
	struct scan_options *options = &run->request->scan;
	struct descriptor_budget budget = descriptor_budget_claim();

	if (budget.available < DESCRIPTORS_MIN) {
		complain("only %" PRIu64
		         " files may be open, which leaves none "
		         "for probes: raise the limit with ulimit -n",
		         budget.limit);
		return EXIT_INCOMPLETE;
	}
	if (options->max_in_flight <= budget.available)
		return GO_ON;
	options->max_in_flight = budget.available;
	if (run->request->has_max_in_flight)
		complain("only %" PRIu32 " probes at a time: at most %" PRIu64
		         " files may be open (ulimit -n)",
		         budget.available, budget.limit);
	return GO_ON;
}

static void append_progress(void *arg, struct text *line)
{
	struct scan_run *run = arg;
	struct scan_progress progress;

	if (run->scan == NULL)
		return;
	progress = scan_progress(run->scan);
	progress_format(&progress, uv_now(&run->loop) - run->started_ms, line);
}

static void on_scanned(void *arg, const struct scan_summary *summary)
{
	struct scan_run *run = arg;

	run->summary = *summary;
	run->scan = NULL;
}

/* What to ask, as far as it is known before it is asked. */
static struct scan_plan plan_scan(const struct scan_run *run)
{
	const struct scan_request *request = run->request;

	return (struct scan_plan){
		.options = &request->scan,
		.space = run->space,
		.registry = run->registry.registry,
		.db = run->services,
		.names = &run->targets.given,
		.open_only = !request->show_all,
		.seed = request->seed,
		.shard_index = request->shard_index,
		.shard_count = request->shard_count,
	};
}

/* Tell the reports all that is known before the first question. */
static void begin_reports(struct scan_run *run, const struct scan_plan *plan)
{
	struct announcement known = {
		.argc = run->job->argc,
		.argv = run->job->argv,
		.request = run->request,
		.ports = &run->ports,
		.registry = run->registry.registry,
		.started_us = run->checkpointing.started_us,
		.address_count = run->targets.targets.count,
		.question_count = scan_question_count(plan),
	};

	announce(run->reports, &known);
}

static int begin_scan(struct scan_run *run)
{
	struct scan_plan plan;

	run->space = probe_space_create(&run->targets.targets, &run->ports,
	                                run->request->seed);
	if (run->space == NULL) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	if (!host_names_open(&run->host_names, &run->loop, run->reports,
	                     &run->targets.given, run->request->reverse_dns,
	                     &run->error))
		return fail(run, EXIT_INCOMPLETE);
	if (!local_owners_open(&run->local_owners,
	                       host_names_sink(&run->host_names),
	                       &run->ports)) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	plan = plan_scan(run);
	if (!checkpointing_begin(&run->checkpointing, run->request,
	                         &run->targets.targets, &run->ports, &plan,
	                         &run->error))
		return fail(run, EXIT_USAGE);
	begin_reports(run, &plan);
	return GO_ON;
}

static int discover(struct scan_run *run)
{
	struct discover_plan plan = {
		.request = run->request,
		.targets = &run->targets.targets,
		.ports = &run->ports,
		.excluded_ports = &run->excluded_ports,
		.registry = run->registry.registry,
	};

	if (checkpointing_recalls(&run->checkpointing, plan.targets->count,
	                          &run->discover))
		return GO_ON;
	discover_run(&run->discover, &run->loop, &plan);
	checkpointing_discovered(&run->checkpointing, &run->discover);
	return GO_ON;
}

/* Interrupted before the first question: none is asked any more. */
static void leave_unasked(struct scan_run *run, uint64_t questions)
{
	struct scan_summary *summary = &run->summary;

	summary->finished_us = wall_clock_us();
	summary->states[PORT_UNTESTED] = questions;
	summary->reasons[REASON_NOT_ASKED] = questions;
	summary->loss = summary->missed = -1;
}

static int run_scan(struct scan_run *run)
{
	struct scan_plan plan = plan_scan(run);

	if (run->interrupted) { /* while we looked for hosts */
		leave_unasked(run, scan_question_count(&plan));
		return GO_ON;
	}
	plan.sink = local_owners_sink(&run->local_owners);
	plan.skip = discover_silent(&run->discover);
	checkpointing_join(&run->checkpointing, &plan);
	run->started_ms = uv_now(&run->loop);
	run->scan = scan_start(&run->loop, &plan, on_scanned, run);
	if (run->scan == NULL) {
		complain("cannot start: %s", strerror(errno));
		return EXIT_INCOMPLETE;
	}
	progress_line_run(&run->loop, !run->request->quiet, append_progress,
	                  run);
	return GO_ON;
}

/* End the reports, and say with the exit code how it went. */
static int conclude(struct scan_run *run)
{
	struct scan_summary *summary = &run->summary;
	bool kept;
	int error;

	interrupt_leave(&run->interrupt);
	summary->interrupted = run->interrupted;
	discover_account(&run->discover, summary);
	checkpointing_account(&run->checkpointing, summary);
	summary->address_count = run->targets.targets.count;
	summary->unresolved = (const char *const *)run->targets.unresolved;
	summary->unresolved_count = run->targets.unresolved_count;
	if (summary->unresolved_count > 0)
		summary->complete = false;
	kept = checkpointing_end(&run->checkpointing);
	error = run->reports->end(run->reports, summary);
	if (error != 0) {
		complain("%s: %s", tee_sink_failed(run->reports),
		         strerror(error));
		return EXIT_INCOMPLETE;
	}
	if (run->request->fail_on_investigate &&
	    summary->verdicts[VERDICT_INVESTIGATE] > 0)
		return EXIT_FAIL_ON;
	return kept && summary->complete && !summary->interrupted
	               ? EXIT_DONE
	               : EXIT_INCOMPLETE;
}

static void close_loop(struct scan_run *run)
{
	host_names_give_up(&run->host_names);
	interrupt_close(&run->interrupt);
	uv_run(&run->loop, UV_RUN_DEFAULT);
	uv_loop_close(&run->loop);
}

static void close_run(struct scan_run *run)
{
	if (run->has_loop)
		close_loop(run);
	checkpointing_release(&run->checkpointing);
	discover_release(&run->discover);
	local_owners_release(&run->local_owners);
	host_names_release(&run->host_names);
	probe_space_free(run->space);
	if (run->reports != NULL)
		run->reports->free(run->reports);
	target_plan_release(&run->targets);
	registry_in_use_release(&run->registry);
	service_db_free(run->services);
	text_release(&run->error);
}
