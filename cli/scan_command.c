// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_command.h"

#include "base/count.h"
#include "base/wall_clock.h"
#include "cli/checkpointing.h"
#include "cli/complain.h"
#include "cli/discover.h"
#include "cli/help.h"
#include "cli/port_choice.h"
#include "cli/progress.h"
#include "cli/registry_in_use.h"
#include "cli/reports.h"
#include "cli/scan_options.h"
#include "cli/standard_streams.h"
#include "cli/target_plan.h"
#include "report/tee.h"
#include "scan/descriptors.h"
#include "scan/naming.h"
#include "scan/scan.h"
#include "scan/shard.h"
#include "targets/resolve.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum {
	PROGRESS_MS = 200,
	/* Descriptors for ourselves: the standard three, the loop, signals,
	 * DNS and a report or two. */
	DESCRIPTORS_NEEDED = 24,
	DNS_FAILURES_MAX = 3, /* in a row, until nobody is asked any more */
};

/* What a step returns that did not end the run with an exit code. */
enum { GO_ON = -1 };

/* One run of the command, filled in by its steps. */
struct scan_run {
	int argc;
	char **argv;
	struct text error;
	struct scan_request request;
	struct registry_in_use registry;
	struct target_plan targets;
	struct port_plan ports;
	struct port_plan excluded_ports;

	uv_loop_t loop;
	bool has_loop;
	uv_signal_t signals[2];
	uv_timer_t progress;
	struct resolver *resolver;
	unsigned dns_failures; /* of reverse look-ups, in a row */
	bool out_of_memory;
	bool interrupted;

	struct sink *reports;
	struct naming *naming;
	struct probe_space *space;
	struct checkpointing checkpointing;
	struct discover discover;
	struct scan *scan; /* while it runs */
	uint64_t started_ms;
	struct scan_summary summary;
};

/* The steps, in the order they are taken. */
static int read_request(struct scan_run *run);
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

int scan_command(int argc, char **argv)
{
	static int (*const steps[])(struct scan_run *) = {
		read_request, open_loop,    resolve_names,   seal_targets,
		list_targets, open_reports, limit_in_flight, begin_scan,
		discover,     run_scan,     conclude,
	};
	struct scan_run run = { .argc = argc, .argv = argv };
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

static int read_request(struct scan_run *run)
{
	struct scan_request *request = &run->request;

	if (!scan_request_parse(run->argc, run->argv, request, &run->error))
		return fail(run, EXIT_USAGE);
	if (request->help || request->version) {
		if (request->help)
			help_print();
		else
			version_print();
		return standard_output_finish();
	}
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

/* Answers that are still out come back as cancelled. */
static void stop_resolving(struct scan_run *run)
{
	if (run->naming != NULL)
		naming_give_up(run->naming);
	if (run->resolver != NULL)
		resolver_close(run->resolver);
	run->resolver = NULL;
}

/* From here on an interrupt kills, as it does every program: where the loop
 * does not run nobody would notice it. */
static void leave_signals(struct scan_run *run)
{
	for (size_t i = 0; i < COUNT(run->signals); i++)
		uv_signal_stop(&run->signals[i]);
}

/* The first interrupt stops cleanly; the next one kills. */
static void on_signal(uv_signal_t *signal, int number)
{
	struct scan_run *run = signal->data;

	(void)number;
	leave_signals(run);
	run->interrupted = true;
	discover_cancel(&run->discover);
	if (run->scan != NULL)
		scan_cancel(run->scan);
	stop_resolving(run);
}

static int open_loop(struct scan_run *run)
{
	static const int numbers[] = { SIGINT, SIGTERM };
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
	for (size_t i = 0; i < COUNT(run->signals); i++) {
		uv_signal_init(&run->loop, &run->signals[i]);
		run->signals[i].data = run;
		uv_signal_start(&run->signals[i], on_signal, numbers[i]);
		uv_unref((uv_handle_t *)&run->signals[i]);
	}
	uv_timer_init(&run->loop, &run->progress);
	run->progress.data = run;
	uv_unref((uv_handle_t *)&run->progress);
	run->resolver = resolver_create(&run->loop, NULL);
	if (run->resolver == NULL) {
		complain("cannot start: no resolver: %s", strerror(errno));
		return EXIT_INCOMPLETE;
	}
	return GO_ON;
}

/* The way back from a look-up to the name it is for. */
struct name_ref {
	struct scan_run *run;
	const struct planned_name *name;
};

static void on_resolved(void *arg, const struct resolve_result *result)
{
	struct name_ref *ref = arg;
	struct target_plan *plan = &ref->run->targets;
	const char *why = resolve_strerror(result->status);
	bool kept;

	if (result->status == RESOLVE_OK) {
		kept = target_plan_resolved(plan, ref->name, result->addresses,
		                            result->address_count);
		if (result->incomplete)
			complain("%s: only some of its addresses are known",
			         ref->name->name);
	} else {
		if (!ref->name->excluded) /* resolve_names() tells that */
			complain("%s: %s", ref->name->name, why);
		kept = target_plan_unresolved(plan, ref->name, why);
	}
	if (!kept)
		ref->run->out_of_memory = true;
	free(ref);
}

static bool start_resolving(struct scan_run *run,
                            const struct planned_name *name)
{
	/* An exclusion leaves out all that the name stands for. */
	bool v4 = name->excluded || !run->request.only_v6;
	bool v6 = name->excluded || !run->request.only_v4;
	struct name_ref *ref = malloc(sizeof(*ref));

	if (ref == NULL)
		return false;
	*ref = (struct name_ref){ run, name };
	if (resolve_start(run->resolver, name->name,
	                  (v4 ? RESOLVE_IPV4 : 0) | (v6 ? RESOLVE_IPV6 : 0),
	                  on_resolved, ref))
		return true;
	free(ref);
	return false;
}

static int resolve_names(struct scan_run *run)
{
	struct target_plan *plan = &run->targets;

	for (size_t i = 0; i < plan->name_count; i++)
		if (!start_resolving(run, &plan->names[i]))
			run->out_of_memory = true;
	uv_run(&run->loop, UV_RUN_DEFAULT);
	if (run->out_of_memory) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	if (run->interrupted)
		return EXIT_INCOMPLETE;
	if (plan->broken_exclusion != NULL) {
		complain("nothing scanned: cannot exclude %s",
		         plan->broken_exclusion);
		return EXIT_INCOMPLETE;
	}
	return GO_ON;
}

static void tell_dropped(const struct scan_run *run)
{
	for (size_t i = 0; i < NON_HOST_KINDS; i++) {
		uint64_t count = run->targets.dropped[i];

		if (count > 0 && !run->request.quiet)
			complain("not asked: %" PRIu64 " %s address%s", count,
			         non_host_kind_name(i), count == 1 ? "" : "es");
	}
}

static int seal_targets(struct scan_run *run)
{
	struct target_plan *plan = &run->targets;

	if (!target_plan_seal(plan, &run->error))
		return fail(run, EXIT_USAGE);
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

	if (!run->request.list_only)
		return GO_ON;
	leave_signals(run);
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
	run->reports = reports_open(&run->request, &run->error);
	return run->reports != NULL ? GO_ON : fail(run, EXIT_USAGE);
}

/* Probes in flight are descriptors: no more than there are. */
static int limit_in_flight(struct scan_run *run)
{
	struct scan_options *options = &run->request.scan;
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
	if (run->request.has_max_in_flight)
		complain("only %" PRIu32 " probes at a time: at most %" PRIu64
		         " files may be open (ulimit -n)",
		         budget.available, budget.limit);
	return GO_ON;
}

static void on_named(void *arg, const struct resolve_result *result);

/* The way back from a reverse look-up to its host. */
struct host_ref {
	struct scan_run *run;
	struct naming_host *host;
};

static bool ask_name(void *arg, const struct address *address,
                     struct naming_host *host)
{
	struct scan_run *run = arg;
	struct host_ref *ref;

	if (run->resolver == NULL)
		return false;
	ref = malloc(sizeof(*ref));
	if (ref == NULL)
		return false;
	*ref = (struct host_ref){ run, host };
	if (resolve_reverse_start(run->resolver, address, on_named, ref))
		return true;
	free(ref);
	return false;
}

/* A server that does not answer is not asked about every host there is. */
static void watch_dns(struct scan_run *run, enum resolve_status status)
{
	bool failed =
		status == RESOLVE_TIMED_OUT || status == RESOLVE_NO_SERVER;

	run->dns_failures = failed ? run->dns_failures + 1 : 0;
	if (run->dns_failures < DNS_FAILURES_MAX || run->resolver == NULL)
		return;
	complain("reverse DNS given up (%s): hosts stay without names; -n "
	         "does not ask",
	         resolve_strerror(status));
	stop_resolving(run);
}

static void on_named(void *arg, const struct resolve_result *result)
{
	struct host_ref *ref = arg;

	naming_answer(ref->run->naming, ref->host,
	              result->status == RESOLVE_OK ? result->hostname : NULL);
	watch_dns(ref->run, result->status);
	free(ref);
}

static void on_progress(uv_timer_t *timer)
{
	struct scan_run *run = timer->data;
	struct scan_progress progress;

	if (run->scan == NULL)
		return;
	progress = scan_progress(run->scan);
	progress_show(&progress, uv_now(&run->loop) - run->started_ms);
}

static void on_scanned(void *arg, const struct scan_summary *summary)
{
	struct scan_run *run = arg;

	run->summary = *summary;
	run->scan = NULL;
}

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

/* Tell the reports all that is known before the first question. */
static void begin_reports(struct scan_run *run)
{
	const struct scan_request *request = &run->request;
	struct text targets, ports[PROTOCOL_COUNT];
	struct scan_info info = {
		.version = PORTSCAN_VERSION,
		.argc = run->argc,
		.argv = (const char *const *)run->argv,
		.started_us = run->checkpointing.started_us,
		.seed = request->seed,
		.shard_index = request->shard_index,
		.shard_count = request->shard_count,
		.address_count = run->targets.targets.count,
		.probe_count =
			shard_size(probe_space_count(run->space),
		                   request->shard_index, request->shard_count),
		.registry = registry_source(run->registry.registry),
	};

	text_init(&targets);
	format_targets(request, &targets);
	info.targets = targets.data;
	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		text_init(&ports[i]);
		port_set_format(&run->ports.of[i], &ports[i]);
		info.ports[i] = ports[i].data;
	}
	run->reports->begin(run->reports, &info);
	text_release(&targets);
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		text_release(&ports[i]);
	if (request->verbose)
		complain("addresses: %" PRIu64 ", probes: %" PRIu64
		         ", at a time: %" PRIu32 ", order: --seed %" PRIu64
		         ", registry: %s of %s",
		         info.address_count, info.probe_count,
		         request->scan.max_in_flight, info.seed,
		         info.registry.origin,
		         info.registry.date != NULL ? info.registry.date
		                                    : "unknown date");
}

/* What to ask, as far as it is known before it is asked. */
static struct scan_plan plan_scan(const struct scan_run *run)
{
	const struct scan_request *request = &run->request;

	return (struct scan_plan){
		.options = &request->scan,
		.space = run->space,
		.registry = run->registry.registry,
		.open_only = !request->show_all,
		.seed = request->seed,
		.shard_index = request->shard_index,
		.shard_count = request->shard_count,
	};
}

static int begin_scan(struct scan_run *run)
{
	struct scan_plan plan;

	run->space = probe_space_create(&run->targets.targets, &run->ports,
	                                run->request.seed);
	run->naming =
		naming_create(run->reports, &run->targets.given,
	                      run->request.reverse_dns ? ask_name : NULL, run);
	if (run->space == NULL || run->naming == NULL) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	plan = plan_scan(run);
	if (!checkpointing_begin(&run->checkpointing, &run->request,
	                         &run->targets.targets, &run->ports, &plan,
	                         &run->error))
		return fail(run, EXIT_USAGE);
	begin_reports(run);
	return GO_ON;
}

/* False: no earlier run of the scan has discovered who is silent. */
static bool remember_discovery(struct scan_run *run)
{
	struct host_bits silent;
	uint64_t attempts;

	if (!host_bits_init(&silent, run->targets.targets.count))
		return false;
	if (checkpointing_skips(&run->checkpointing, &silent, &attempts)) {
		discover_remember(&run->discover, silent, attempts);
		return true;
	}
	host_bits_release(&silent);
	return false;
}

static int discover(struct scan_run *run)
{
	struct discover_plan plan = {
		.request = &run->request,
		.targets = &run->targets.targets,
		.ports = &run->ports,
		.excluded_ports = &run->excluded_ports,
		.registry = run->registry.registry,
	};

	if (remember_discovery(run) ||
	    checkpointing_has_asked(&run->checkpointing))
		return GO_ON;
	discover_run(&run->discover, &run->loop, &plan);
	if (run->discover.done)
		checkpointing_discovered(&run->checkpointing,
		                         &run->discover.silent,
		                         run->discover.summary.attempts);
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
	bool progress = !run->request.quiet && isatty(STDERR_FILENO);

	if (run->interrupted) { /* while we looked for hosts */
		leave_unasked(run, scan_question_count(&plan));
		return GO_ON;
	}
	plan.sink = naming_sink(run->naming);
	plan.skip = discover_silent(&run->discover);
	checkpointing_join(&run->checkpointing, &plan);
	run->started_ms = uv_now(&run->loop);
	run->scan = scan_start(&run->loop, &plan, on_scanned, run);
	if (run->scan == NULL) {
		complain("cannot start: %s", strerror(errno));
		return EXIT_INCOMPLETE;
	}
	if (progress)
		uv_timer_start(&run->progress, on_progress, PROGRESS_MS,
		               PROGRESS_MS);
	uv_run(&run->loop, UV_RUN_DEFAULT);
	if (progress)
		progress_wipe();
	return GO_ON;
}

/* End the reports, and say with the exit code how it went. */
static int conclude(struct scan_run *run)
{
	struct scan_summary *summary = &run->summary;
	bool kept;
	int error;

	leave_signals(run);
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
	if (run->request.fail_on_investigate &&
	    summary->verdicts[VERDICT_INVESTIGATE] > 0)
		return EXIT_FAIL_ON;
	return kept && summary->complete && !summary->interrupted
	               ? EXIT_DONE
	               : EXIT_INCOMPLETE;
}

static void close_loop(struct scan_run *run)
{
	stop_resolving(run);
	for (size_t i = 0; i < COUNT(run->signals); i++)
		uv_close((uv_handle_t *)&run->signals[i], NULL);
	uv_close((uv_handle_t *)&run->progress, NULL);
	uv_run(&run->loop, UV_RUN_DEFAULT);
	uv_loop_close(&run->loop);
}

static void close_run(struct scan_run *run)
{
	if (run->has_loop)
		close_loop(run);
	checkpointing_release(&run->checkpointing);
	discover_release(&run->discover);
	naming_free(run->naming);
	probe_space_free(run->space);
	if (run->reports != NULL)
		run->reports->free(run->reports);
	target_plan_release(&run->targets);
	registry_in_use_release(&run->registry);
	scan_request_release(&run->request);
	text_release(&run->error);
}
