// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_H
#define PORTSCAN_AUDIT_STORE_H

#include "audit/change.h"
#include "audit/issue.h"
#include "audit/snapshot.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The history of one audit: an SQLite database (WAL, one writer).  Whatever
 * kills us, it stays readable, and the run that was under way is `incomplete`.
 * Every function that can fail returns false with one line in `error`, that
 * says which file and what to do; nothing stored before is lost by it.
 */
struct store;

enum store_mode {
	STORE_READ,  /* there has to be one */
	STORE_WRITE, /* created, with its folder, where there is none */
};

/* NULL on failure: locked, corrupt, of a newer schema, not writable, … An older
 * schema is brought up to date, by STORE_WRITE only. */
struct store *store_open(const char *path, enum store_mode mode,
                         struct text *error);
void store_close(struct store *store);

/* The profile whose history this is; "" for a new one. */
bool store_profile(struct store *store, struct text *path, struct text *error);
bool store_set_profile(struct store *store, const char *path,
                       struct text *error);

/* How a run ended. */
enum run_end {
	RUN_RUNNING,     /* or was killed: see store_settle() */
	RUN_COMPLETE,    /* every question was asked */
	RUN_INCOMPLETE,  /* something stayed untested; what was found is kept */
	RUN_INTERRUPTED, /* the same, by a signal */
	RUN_FAILED,      /* nothing was scanned: `note` says why */
	RUN_KILLED,      /* nothing of it is kept */
};

struct run {
	int64_t id;                      /* from 1, ascending */
	int64_t started_us, finished_us; /* since the epoch; 0: not yet */
	enum run_end end;
	char *settings; /* options in full, as a command line; owned */
	char *version;  /* of portscan; owned */
	char *registry; /* "2026-11-20 sha256:…"; owned */
	char *note;     /* one line for people; "" mostly; owned */
	uint64_t addresses, questions, hosts_answered;
	uint64_t states[PORT_STATE_COUNT];
	uint64_t open, expected, unconfirmed, investigate, approved;
	uint64_t unaccounted; /* issues that need a person */
	uint64_t changes;     /* but for those not comparable */
	enum depth depth;
	bool baseline;
};

void run_release(struct run *run);
const char *run_end_name(enum run_end end); /* "complete" */

/* Is what this run saw kept, so that another can be held against it? */
bool run_was_seen(const struct run *run);

/* Begin a run: of `run` started_us, settings, version and registry are read,
 * and `id` is set.  It is in the database when this returns.  What is not known
 * of the registry yet, store_end() may say. */
bool store_begin(struct store *store, struct run *run, struct text *error);

/* What is kept of a change: both observations. */
struct stored_change {
	enum change_kind kind;
	enum incomparable why;
	unsigned aspects;
	struct address address;
	enum protocol protocol;
	uint16_t port;
	bool whole_host;
	const char *words;  /* change_explain() */
	const char *first;  /* the record of the first look, or "" */
	const char *second; /* of the second look, or "" */
	int64_t run;        /* when it is read back */
};

/*
 * End a run with all that it saw, in one transaction: all of it is stored, or
 * nothing.  snapshot, changes and issues may be empty, never NULL.
 */
bool store_end(struct store *store, const struct run *run,
               const struct snapshot *snapshot,
               const struct stored_change *changes, size_t change_count,
               const struct issue_list *issues, struct text *error);

/* Runs that are `running` although nobody runs them (the caller holds the
 * audit's lock) become `killed`. */
bool store_settle(struct store *store, struct text *error);

struct run_list {
	struct run *items; /* newest first */
	size_t count;
};

/* The newest `limit` runs, 0 for all. */
bool store_runs(struct store *store, size_t limit, struct run_list *runs,
                struct text *error);
void run_list_release(struct run_list *runs);

/* One run.  `id` 0: the newest that was seen; -1: the baseline.  False also
 * when there is none, which `error` says. */
bool store_run(struct store *store, int64_t id, struct run *run,
               struct text *error);

/* The newest run before `id` that was seen.  `run->id` 0: there is none. */
bool store_run_before(struct store *store, int64_t id, struct run *run,
                      struct text *error);

/* What run `id` saw, each sighting as it was first seen in its stretch.  False
 * also of a run that saw nothing, which `error` says. */
/*
 * What run `id`, which looks as closely as `depth`, is held against: the newest
 * run before it that was not interrupted and looked as closely, or else the
 * newest that was not interrupted.  What an interrupted run did not come to
 * would hide a change, and so would what a lighter one did not find out.
 * `run->id` 0: there is none.
 */
bool store_basis(struct store *store, int64_t id, enum depth depth,
                 struct run *run, struct text *error);

bool store_snapshot(struct store *store, int64_t id, struct snapshot *snapshot,
                    struct text *error);

/* The issues as they stood at the end of run `id`, which one that saw nothing
 * left as they were; sightings, rules and standing are not stored. */
bool store_issues(struct store *store, int64_t id, struct issue_list *issues,
                  struct text *error);

/* Called for each change of one run (0: of every run), oldest first; `change`
 * is valid during the call. */
typedef void (*store_change_cb)(void *arg, const struct stored_change *change);
bool store_changes(struct store *store, int64_t id, store_change_cb call,
                   void *arg, struct text *error);

/* One stretch of runs in which a port was open and answered alike.  Its numbers
 * and times stay true when the runs themselves have been pruned.  It goes on
 * over runs that saw nothing, but not over one that did not see the port. */
struct stretch {
	int64_t first_run, last_run;
	int64_t first_us, last_us; /* when those runs began */
	struct sighting sighting;  /* as first seen in it */
};
typedef void (*store_stretch_cb)(void *arg, const struct stretch *stretch);

/* All stretches of one port, oldest first. */
bool store_port(struct store *store, const struct address *address,
                enum protocol protocol, uint16_t port, store_stretch_cb call,
                void *arg, struct text *error);

/* Make run `id` the baseline instead of what was; it is never pruned. */
bool store_set_baseline(struct store *store, int64_t id, struct text *error);

/* Forget what is older than `before_us` or beyond the newest `keep` that saw
 * something (0: no such limit), but for the baseline and the two newest runs
 * that were seen.
 * `*pruned`: how many. */
bool store_prune(struct store *store, int64_t before_us, size_t keep,
                 size_t *pruned, struct text *error);

/* PRAGMA integrity_check and foreign_key_check. */
bool store_check(struct store *store, struct text *error);

#endif
