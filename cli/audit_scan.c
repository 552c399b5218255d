// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_scan.h"

#include "audit/second_look.h"
#include "cli/complain.h"
#include "cli/pause.h"
#include "cli/scan_run.h"
#include "report/tee.h"

static struct sink *open_collector(void *arg,
                                   const struct scan_request *request,
                                   struct text *error)
{
	struct sink *tee = tee_sink_create();
	struct sink *collector = collector_create(arg);

	(void)request;
	if (tee != NULL && collector != NULL &&
	    tee_sink_add(tee, collector, "what the scan saw"))
		return tee;
	text_append_string(error, "out of memory");
	if (collector != NULL)
		collector->free(collector);
	if (tee != NULL)
		tee->free(tee);
	return NULL;
}

enum depth audit_scan_depth(const struct scan_request *request)
{
	switch (request->scan.talk) {
	case TALK_NONE: return DEPTH_REACH;
	case TALK_LIGHT: return DEPTH_LIGHT;
	case TALK_FULL: return DEPTH_FULL;
	}
	return DEPTH_REACH;
}

static int look(struct collected *into, struct audit_request *request,
                struct name_map *names)
{
	struct scan_job job = {
		.argc = request->argc,
		.argv = request->argv,
		.request = &request->request,
		.open = open_collector,
		.arg = into,
		.names = names,
	};

	if (!collected_init(into, audit_scan_depth(&request->request))) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	return scan_run(&job);
}

/* Ask `doubts` once more. */
static bool ask_again(struct audit_scan *scan, const struct profile *profile,
                      const struct doubt_list *doubts, bool quiet)
{
	struct audit_request request = { 0 };
	struct target_set targets;
	struct port_plan ports;
	struct text error;
	bool asked = false;

	text_init(&error);
	if (doubt_list_spread(doubts, &targets, &ports) &&
	    audit_request_again(&request, profile, &targets, &ports, &error)) {
		request.request.quiet = quiet;
		look(&scan->second, &request, &scan->names);
		asked = scan->second.ended && !scan->second.summary.interrupted;
	} else {
		complain("no second look: %s",
		         error.len > 0 ? error.data : "out of memory");
	}
	audit_request_release(&request);
	target_set_release(&targets);
	text_release(&error);
	return asked;
}

/*
 * Look again at what changed.  `looked_twice`: `seen` is there, made of both
 * looks.  `interrupted`: there was something to look at, and we did not.  False
 * when out of memory.
 */
static bool look_again(struct audit_scan *scan, const struct profile *profile,
                       const struct snapshot *before, bool quiet)
{
	struct doubt_list doubts;
	bool whole = true;

	if (!doubt_list_make(&doubts, &scan->at_first, before,
	                     &scan->first.snapshot))
		return false;
	if (doubts.count == 0) {
		/* Nothing to doubt. */
	} else if (!scan->first.summary.interrupted &&
	           pause_ms(profile->recheck_delay_ms,
	                    quiet ? NULL
	                          : "something changed: it is looked at "
	                            "again after recheck-delay") &&
	           ask_again(scan, profile, &doubts, quiet)) {
		whole = second_look_merge(&scan->seen, &scan->first.snapshot,
		                          &scan->second.snapshot, &doubts);
		scan->looked_twice = whole;
	} else {
		scan->interrupted = true;
	}
	doubt_list_release(&doubts);
	return whole;
}

static void take_first(struct audit_scan *scan)
{
	if (scan->first.snapshot.coverage == NULL) { /* it was merged */
		scan->first.snapshot.coverage = scan->seen.coverage;
		scan->seen.coverage = NULL;
	}
	snapshot_release(&scan->seen);
	scan->seen = scan->first.snapshot;
	scan->first.snapshot = (struct snapshot){ 0 };
}

/* Hold it against `before`.  False when out of memory. */
static bool compare(struct audit_scan *scan, const struct profile *profile,
                    const struct snapshot *before, bool quiet)
{
	if (!change_list_make(&scan->at_first, before, &scan->first.snapshot) ||
	    !look_again(scan, profile, before, quiet))
		return false;
	if (scan->looked_twice)
		return change_list_make(&scan->changes, before, &scan->seen) &&
		       second_look_denied(&scan->at_first, &scan->changes,
		                          &scan->denied);
	change_list_release(&scan->at_first);
	take_first(scan);
	return scan->interrupted ||
	       change_list_make(&scan->changes, before, &scan->seen);
}

int audit_scan_run(struct audit_scan *scan, struct audit_request *request,
                   const struct profile *profile, const struct snapshot *before)
{
	int code;

	*scan = (struct audit_scan){ 0 };
	code = look(&scan->first, request, &scan->names);
	if (!scan->first.ended)
		return code;
	if (before == NULL) {
		take_first(scan);
		return code;
	}
	if (!compare(scan, profile, before, request->request.quiet)) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	return scan->interrupted ? EXIT_INCOMPLETE : code;
}

void audit_scan_release(struct audit_scan *scan)
{
	change_list_release(&scan->changes);
	change_list_release(&scan->at_first);
	change_list_release(&scan->denied);
	snapshot_release(&scan->seen);
	collected_release(&scan->first);
	collected_release(&scan->second);
	name_map_release(&scan->names);
}
