// SPDX-License-Identifier: Apache-2.0
#include "cli/checkpointing.h"

#include "base/wall_clock.h"
#include "cli/complain.h"
#include "cli/scan_identity.h"

#include <string.h>
#include <uv.h>

static uint64_t now_ms(void)
{
	return uv_hrtime() / 1000000;
}

void checkpointing_init(struct checkpointing *checkpointing)
{
	*checkpointing = (struct checkpointing){ 0 };
	text_init(&checkpointing->bytes);
	checkpoint_identity_init(&checkpointing->before.identity);
}

void checkpointing_release(struct checkpointing *checkpointing)
{
	checkpoint_file_free(checkpointing->file);
	checkpoint_release(&checkpointing->before);
	text_release(&checkpointing->bytes);
}

bool checkpointing_read(struct checkpointing *checkpointing,
                        struct scan_request *request, struct text *error)
{
	const struct checkpoint *before = &checkpointing->before;

	if (request->resume == NULL)
		return true;
	if (!checkpoint_file_read(request->resume, &checkpointing->bytes,
	                          &checkpointing->before, error))
		return false;
	checkpointing->from = request->resume;
	if (!request->has_seed)
		request->seed = before->seed;
	request->has_seed = true;
	if (request->scan.workers == 0)
		request->scan.workers = before->worker_count;
	return true;
}

/* Is what was read of the scan that `here` is? */
static bool is_same_scan(const struct checkpointing *checkpointing,
                         const struct checkpoint_identity *here,
                         const struct probe_space *space, struct text *error)
{
	const struct checkpoint *before = &checkpointing->before;
	struct text what;
	bool same;

	text_init(&what);
	same = !checkpoint_identity_differs(&before->identity, here, &what);
	if (same && !checkpoint_fits(before, probe_space_count(space),
	                             probe_space_address_count(space))) {
		text_append_string(&what, "it names questions that there are "
		                          "not");
		same = false;
	}
	if (!same)
		text_printf(error, "%s: another scan: %s", checkpointing->from,
		            what.data);
	text_release(&what);
	return same;
}

static bool begin(struct checkpointing *checkpointing,
                  const struct scan_request *request,
                  const struct checkpoint_identity *identity,
                  const struct scan_plan *plan, struct text *error)
{
	const char *path = request->checkpoint != NULL ? request->checkpoint
	                                               : request->resume;
	bool goes_on = checkpointing->from != NULL;

	if (goes_on &&
	    !is_same_scan(checkpointing, identity, plan->space, error))
		return false;
	checkpointing->file = checkpoint_file_open(
		path, identity, checkpointing->started_us,
		scan_worker_count(plan),
		goes_on ? &checkpointing->before : NULL, error);
	return checkpointing->file != NULL;
}

bool checkpointing_begin(struct checkpointing *checkpointing,
                         const struct scan_request *request,
                         const struct target_set *targets,
                         const struct port_plan *ports,
                         const struct scan_plan *plan, struct text *error)
{
	struct checkpoint_identity identity;
	bool begun = false;

	checkpointing->began_ms = now_ms();
	checkpointing->started_us = checkpointing->from != NULL
	                                    ? checkpointing->before.started_us
	                                    : wall_clock_us();
	if (request->checkpoint == NULL && request->resume == NULL)
		return true;
	checkpoint_identity_init(&identity);
	if (scan_identity_fill(&identity, request, targets, ports,
	                       request->discovery, scan_worker_count(plan)))
		begun = begin(checkpointing, request, &identity, plan, error);
	else
		text_append_string(error, "out of memory");
	checkpoint_identity_release(&identity);
	return begun;
}

/* Has an earlier run asked anything? */
static bool has_asked(const struct checkpoint *before)
{
	for (uint32_t i = 0; i < before->worker_count; i++)
		if (before->workers[i].cursor > 0)
			return true;
	return false;
}

static void recall(const struct checkpoint *before, uint64_t addresses,
                   struct discover *discover)
{
	struct host_bits silent;

	if (!host_bits_init(&silent, addresses))
		return;
	for (size_t i = 0; i < before->skipped_count; i++)
		for (uint64_t place = before->skipped[i].first;
		     place <= before->skipped[i].last; place++)
			host_bits_set(&silent, place);
	discover_remember(discover, silent, before->discovery_attempts);
}

bool checkpointing_recalls(const struct checkpointing *checkpointing,
                           uint64_t addresses, struct discover *discover)
{
	const struct checkpoint *before = &checkpointing->before;

	if (before->discovered)
		recall(before, addresses, discover);
	return discover->done || has_asked(before);
}

void checkpointing_discovered(struct checkpointing *checkpointing,
                              const struct discover *discover)
{
	struct host_run run = { 0 };
	struct text lines;

	if (checkpointing->file == NULL || !discover->done)
		return;
	text_init(&lines);
	checkpoint_put_discovered(&lines, discover->summary.attempts);
	for (uint64_t from = 0; host_bits_run(&discover->silent, from, &run);
	     from = run.last + 1)
		checkpoint_put_skipped(
			&lines, (struct checkpoint_run){ run.first, run.last });
	checkpoint_file_discovered(checkpointing->file, &lines);
	text_release(&lines);
}

/* What all runs took together. */
static uint64_t elapsed_ms(const struct checkpointing *checkpointing)
{
	return checkpointing->before.elapsed_ms + now_ms() -
	       checkpointing->began_ms;
}

/* A disk that is full stays so for a while: tell it once. */
static void tell(struct checkpointing *checkpointing, int error)
{
	if (error != 0 && !checkpointing->told)
		complain("cannot keep the checkpoint: %s", strerror(error));
	checkpointing->told |= error != 0;
}

static void keep(void *arg, uint32_t worker, const struct text *log,
                 const struct text *snapshot)
{
	struct checkpointing *checkpointing = arg;

	checkpoint_file_note(checkpointing->file, worker, log, snapshot);
	tell(checkpointing, checkpoint_file_tick(checkpointing->file, now_ms(),
	                                         elapsed_ms(checkpointing)));
}

void checkpointing_join(struct checkpointing *checkpointing,
                        struct scan_plan *plan)
{
	if (checkpointing->from != NULL)
		plan->resumed = &checkpointing->before;
	if (checkpointing->file == NULL)
		return;
	plan->keep = keep;
	plan->keep_arg = checkpointing;
}

bool checkpointing_end(struct checkpointing *checkpointing)
{
	int error = 0;

	if (checkpointing->file != NULL)
		error = checkpoint_file_write(checkpointing->file,
		                              elapsed_ms(checkpointing));
	tell(checkpointing, error);
	return error == 0;
}

void checkpointing_account(const struct checkpointing *checkpointing,
                           struct scan_summary *summary)
{
	summary->started_us = checkpointing->started_us;
	summary->elapsed_ms += checkpointing->before.elapsed_ms;
}
