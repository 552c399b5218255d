// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_port.h"

#include "audit/accounting.h"
#include "audit/issue.h"
#include "audit/policy_date.h"
#include "base/count.h"
#include "cli/audit_print.h"
#include "cli/audit_subject.h"
#include "cli/complain.h"
#include "cli/port_name.h"
#include "cli/standard_streams.h"
#include "cli/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One port of an audit's history. */
struct inquiry {
	struct port_name port;
	struct audit_subject subject;
	struct run run; /* the newest that was seen */
	struct snapshot now;
	const struct sighting *sighting; /* of `now`; NULL: not open */
	struct text error;
};

static int fail(struct inquiry *inquiry, int code)
{
	complain("%s", inquiry->error.data);
	return code;
}

static int inquire(struct inquiry *inquiry, const char *audit, const char *port)
{
	struct store *store;
	int code;

	if (!port_name_parse(port, &inquiry->port)) {
		complain("%s: not ADDRESS:PORT, as 10.0.0.5:2076 or "
		         "[2001:db8::1]:53/udp",
		         port);
		return EXIT_USAGE;
	}
	code = audit_subject_open(&inquiry->subject, audit, STORE_READ);
	if (code != GO_ON)
		return code;
	store = inquiry->subject.store;
	if (!store_run(store, 0, &inquiry->run, &inquiry->error) ||
	    !store_snapshot(store, inquiry->run.id, &inquiry->now,
	                    &inquiry->error))
		return fail(inquiry, EXIT_INCOMPLETE);
	inquiry->sighting =
		snapshot_find(&inquiry->now, &inquiry->port.address,
	                      inquiry->port.protocol, inquiry->port.port);
	return GO_ON;
}

static void release(struct inquiry *inquiry)
{
	snapshot_release(&inquiry->now);
	run_release(&inquiry->run);
	audit_subject_close(&inquiry->subject);
	text_release(&inquiry->error);
}

/* Begin a line; a `heading` stands before the first of several. */
static void begin_line(const char *heading)
{
	printf("  %-10s ", heading);
}

static void print_pair(const char *heading, const char *value)
{
	if (*value == '\0')
		return;
	begin_line(heading);
	audit_print_escaped(value);
	printf("\n");
}

static void print_service(const struct sighting *sighting)
{
	const char *parts[] = { sighting->service, sighting->product,
		                sighting->version };

	if (*sighting->service == '\0')
		printf("nothing recognised");
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (*parts[i] == '\0')
			continue;
		if (i > 0)
			printf(" ");
		audit_print_escaped(parts[i]);
	}
}

/* What the newest run says of a port that is not open in it. */
static void print_shut(const struct inquiry *inquiry)
{
	const struct port_name *port = &inquiry->port;
	struct answer answer =
		coverage_find(inquiry->now.coverage, &port->address,
	                      port->protocol, port->port);

	switch (answer.asked) {
	case ASKED_NOT: printf("not asked"); break;
	case ASKED_UNKNOWN: printf("unknown"); break;
	case ASKED_SHUT: printf("not open"); break;
	case ASKED_DOUBTFUL: printf("not open, or not tested"); break;
	case ASKED_KNOWN:
		printf("%s (%s)", port_state_name(answer.outcome.state),
		       port_reason_name(answer.outcome.reason));
		break;
	}
}

static void print_now(const struct inquiry *inquiry)
{
	const struct sighting *sighting = inquiry->sighting;
	char began[AUDIT_TIME_SIZE];

	begin_line("now");
	if (sighting != NULL) {
		printf("open: ");
		print_service(sighting);
	} else {
		print_shut(inquiry);
	}
	printf(", in run %" PRId64 " of %s\n", inquiry->run.id,
	       audit_time(inquiry->run.started_us, began));
	if (sighting == NULL)
		return;
	print_pair("host", sighting->hostname);
	print_pair("number", sighting->registry_status);
	print_pair("registered", sighting->registry_name);
	print_pair("verdict", sighting->verdict);
	print_pair("why", sighting->why);
	print_pair("banner", sighting->banner);
	print_pair("certificate", sighting->certificate);
	print_pair("host keys", sighting->host_keys);
}

static void print_standing(const struct inquiry *inquiry)
{
	const struct policy_rule *rule = NULL;
	enum standing standing = STANDING_NONE;
	char today[POLICY_DATE_SIZE];

	policy_date_today(today);
	if (inquiry->sighting != NULL)
		standing = policy_standing(&inquiry->subject.policy,
		                           inquiry->sighting, today, &rule);
	if (inquiry->sighting == NULL)
		return; /* nothing is open, so nothing needs one */
	begin_line("exception");
	if (standing == STANDING_NONE) {
		printf("none documented\n");
		return;
	}
	printf("%s: ", standing_name(standing));
	audit_print_escaped(rule->reason);
	printf(", ");
	audit_print_escaped(rule->owner);
	if (*rule->until != '\0')
		printf(", until %s", rule->until);
	printf(" (%s:%" PRIu32 ")\n", rule->file, rule->line);
}

static void print_stretch(void *arg, const struct stretch *stretch)
{
	size_t *count = arg;
	char first[AUDIT_TIME_SIZE], last[AUDIT_TIME_SIZE];

	begin_line((*count)++ == 0 ? "seen" : "");
	printf("%s to %s, runs %" PRId64 " to %" PRId64 ": ",
	       audit_time(stretch->first_us, first),
	       audit_time(stretch->last_us, last), stretch->first_run,
	       stretch->last_run);
	print_service(&stretch->sighting);
	printf("\n");
}

/* Changes of the one port, as they come by. */
struct port_changes {
	const struct port_name *port;
	size_t count;
};

static void print_change(void *arg, const struct stored_change *change)
{
	struct port_changes *changes = arg;
	const struct port_name *port = changes->port;

	if (!address_equal(&change->address, &port->address) ||
	    (!change->whole_host && (change->protocol != port->protocol ||
	                             change->port != port->port)))
		return;
	begin_line(changes->count++ == 0 ? "changes" : "");
	printf("run %" PRId64 " %s: ", change->run,
	       change->kind == CHANGE_NOT_COMPARABLE
	               ? incomparable_name(change->why)
	               : change_kind_name(change->kind));
	audit_print_escaped(change->words);
	printf("\n");
}

/* The issue that it is, as the newest run left it. */
static bool print_issue(struct inquiry *inquiry)
{
	const struct port_name *port = &inquiry->port;
	struct issue_list issues = { 0 };

	if (!store_issues(inquiry->subject.store, inquiry->run.id, &issues,
	                  &inquiry->error))
		return false;
	for (size_t i = 0; i < issues.count; i++) {
		const struct issue *issue = &issues.items[i];

		if (issue->port != port->port ||
		    issue->protocol != port->protocol ||
		    !address_equal(&issue->address, &port->address))
			continue;
		begin_line("issue");
		printf("%s %s: %s, since run %" PRId64 "\n", issue->id,
		       issue_kind_name(issue->kind),
		       issue_state_name(issue->state), issue->first_run);
	}
	issue_list_release(&issues);
	return true;
}

static int explain(struct inquiry *inquiry)
{
	const struct port_name *port = &inquiry->port;
	struct store *store = inquiry->subject.store;
	struct port_changes changes = { port, 0 };
	char address[ADDRESS_TEXT_MAX];
	size_t stretches = 0;

	printf("%u/%s on %s, in %s\n", port->port,
	       protocol_name(port->protocol),
	       address_format(&port->address, address),
	       inquiry->subject.name.data);
	print_now(inquiry);
	print_standing(inquiry);
	if (!print_issue(inquiry) ||
	    !store_port(store, &port->address, port->protocol, port->port,
	                print_stretch, &stretches, &inquiry->error) ||
	    !store_changes(store, 0, print_change, &changes, &inquiry->error))
		return fail(inquiry, EXIT_INCOMPLETE);
	if (stretches == 0)
		print_pair("seen", "never open");
	return standard_output_finish();
}

int audit_explain_command(int argc, char **argv)
{
	struct inquiry inquiry = { .sighting = NULL };
	const char *words[2];
	size_t count;
	int code = EXIT_USAGE;

	text_init(&inquiry.error);
	if (!words_take(argc, argv, NULL, 0, words, 2, &count, &inquiry.error))
		fail(&inquiry, EXIT_USAGE);
	else if (count < 2)
		complain("audit explain NAME ADDRESS:PORT; for example: "
		         "portscan audit explain office 10.0.0.5:2076");
	else
		code = inquire(&inquiry, words[0], words[1]);
	if (code == GO_ON)
		code = explain(&inquiry);
	release(&inquiry);
	return code;
}

/* Who documents a port, why, and until when. */
struct decision {
	const char *owner, *reason, *until;
};

/* The rule that approves it for as long, or longer; NULL: there is none. */
static const struct policy_rule *find_approval(const struct inquiry *inquiry,
                                               const char *until)
{
	const struct policy_rule *rule;
	char today[POLICY_DATE_SIZE];

	policy_date_today(today);
	if (policy_standing(&inquiry->subject.policy, inquiry->sighting, today,
	                    &rule) != STANDING_APPROVED)
		return NULL;
	return strcmp(rule->until, until) >= 0 ? rule : NULL;
}

static int approve(struct inquiry *inquiry, const struct decision *decision)
{
	const struct policy_rule *rule;
	const char *policy = inquiry->subject.profile.policy;

	if (policy == NULL) {
		complain("%s: names no policy to write to",
		         inquiry->subject.path.data);
		return EXIT_USAGE;
	}
	if (inquiry->sighting == NULL) {
		complain("%s: the last run did not find it open, so there is "
		         "nothing to approve; see portscan audit explain",
		         inquiry->subject.name.data);
		return EXIT_USAGE;
	}
	rule = find_approval(inquiry, decision->until);
	if (rule != NULL) {
		complain("%s:%" PRIu32 ": approves it already, until %s",
		         rule->file, rule->line, rule->until);
		return EXIT_USAGE;
	}
	if (inquiry->run.depth == DEPTH_REACH) {
		complain("%s: the last run did not look who answers, so there "
		         "is nothing to tie an approval to",
		         inquiry->subject.name.data);
		return EXIT_USAGE;
	}
	if (!policy_approve(policy, inquiry->sighting, decision->owner,
	                    decision->reason, decision->until, &inquiry->error))
		return fail(inquiry, EXIT_USAGE);
	printf("%s: approved until %s, as long as it answers as ", policy,
	       decision->until);
	audit_print_escaped(*inquiry->sighting->service != '\0'
	                            ? inquiry->sighting->service
	                            : "nothing that is recognised");
	printf("%s\n", *inquiry->sighting->certificate != '\0'
	                       ? " with this certificate"
	               : *inquiry->sighting->host_keys != '\0'
	                       ? " with this host key"
	                       : "");
	return standard_output_finish();
}

int audit_approve_command(int argc, char **argv)
{
	struct inquiry inquiry = { .sighting = NULL };
	struct decision decision = { 0 };
	const struct word_option options[] = {
		{ "owner", &decision.owner, NULL },
		{ "reason", &decision.reason, NULL },
		{ "until", &decision.until, NULL },
	};
	const char *words[2];
	size_t count;
	int code = EXIT_USAGE;

	text_init(&inquiry.error);
	if (!words_take(argc, argv, options, COUNT(options), words, 2, &count,
	                &inquiry.error))
		fail(&inquiry, EXIT_USAGE);
	else if (count < 2 || decision.owner == NULL ||
	         decision.reason == NULL || decision.until == NULL)
		complain("audit approve NAME ADDRESS:PORT --owner WHO --reason "
		         "WHY --until YYYY-MM-DD: all of them");
	else
		code = inquire(&inquiry, words[0], words[1]);
	if (code == GO_ON)
		code = approve(&inquiry, &decision);
	release(&inquiry);
	return code;
}
