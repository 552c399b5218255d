// SPDX-License-Identifier: Apache-2.0
#include "scan/owning.h"

#include "probes/listeners.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FRESH_MS = 1000, /* how long the tables are good for */
	READS_MAX = 2,   /* in that time */
};

struct owning {
	struct sink sink;
	struct sink *next;
	struct owning_plan plan;
	struct listeners listeners;
	uint64_t read_ms; /* when they were first read, and are fresh from */
	unsigned reads;   /* since then; 0: never */
};

static void on_finding(struct sink *sink, const struct finding *finding);
static void on_flush(struct sink *sink);
static void on_host(struct sink *sink, const struct host_summary *host);

struct owning *owning_create(struct sink *next, const struct owning_plan *plan)
{
	struct owning *owning = calloc(1, sizeof(*owning));

	if (owning == NULL)
		return NULL;
	owning->sink = (struct sink){ .finding = on_finding,
		                      .flush = on_flush,
		                      .host = on_host };
	owning->next = next;
	owning->plan = *plan;
	return owning;
}

void owning_free(struct owning *owning)
{
	if (owning == NULL)
		return;
	listeners_release(&owning->listeners);
	free(owning);
}

struct sink *owning_sink(struct owning *owning)
{
	return &owning->sink;
}

/* What cannot be read is no listener. */
static void read_listeners(struct owning *owning)
{
	listeners_release(&owning->listeners);
	listeners_read(owning->plan.proc, owning->plan.ports,
	               &owning->listeners);
	owning->reads++;
}

static const struct listener *look_up(const struct owning *owning,
                                      const struct finding *finding)
{
	return listeners_find(&owning->listeners, finding->protocol,
	                      &finding->address, finding->port);
}

static const struct listener *find(struct owning *owning,
                                   const struct finding *finding)
{
	uint64_t now_ms = owning->plan.now_ms();
	const struct listener *found;

	if (owning->reads == 0 || now_ms >= owning->read_ms + FRESH_MS) {
		owning->reads = 0;
		owning->read_ms = now_ms;
		read_listeners(owning);
		return look_up(owning, finding);
	}
	found = look_up(owning, finding);
	if (found == NULL && owning->reads < READS_MAX) {
		read_listeners(owning);
		found = look_up(owning, finding);
	}
	return found;
}

static struct process process_of(const struct listener *listener, bool hidden)
{
	struct process process = { .pid = listener->pid,
		                   .hidden = listener->pid == 0 && hidden };

	snprintf(process.user, sizeof(process.user), "%s", listener->user);
	if (process.user[0] == '\0')
		snprintf(process.user, sizeof(process.user), "%u",
		         (unsigned)listener->uid);
	snprintf(process.name, sizeof(process.name), "%s", listener->process);
	snprintf(process.executable, sizeof(process.executable), "%s",
	         listener->executable);
	return process;
}

static bool is_ours(const struct owning *owning, const struct finding *finding)
{
	return finding->outcome.state == PORT_OPEN &&
	       finding->time_us >= owning->plan.since_us &&
	       target_set_has(owning->plan.own, &finding->address);
}

static void on_finding(struct sink *sink, const struct finding *finding)
{
	struct owning *owning = (struct owning *)sink;
	struct finding owned = *finding;
	const struct listener *listener =
		is_ours(owning, finding) ? find(owning, finding) : NULL;

	if (listener != NULL)
		owned.process = process_of(listener,
		                           owning->listeners.processes_hidden);
	owning->next->finding(owning->next, &owned);
}

static void on_flush(struct sink *sink)
{
	struct owning *owning = (struct owning *)sink;

	owning->next->flush(owning->next);
}

static void on_host(struct sink *sink, const struct host_summary *host)
{
	struct owning *owning = (struct owning *)sink;

	owning->next->host(owning->next, host);
}
