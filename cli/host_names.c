// SPDX-License-Identifier: Apache-2.0
#include "cli/host_names.h"

#include "cli/complain.h"
#include "scan/naming.h"
#include "targets/resolve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FAILURES_MAX = 3 }; /* in a row, until nobody is asked any more */

/* The way back from a look-up to its host. */
struct host_ref {
	struct host_names *names;
	struct naming_host *host;
};

static void on_named(void *arg, const struct resolve_result *result);

static bool ask_name(void *arg, const struct address *address,
                     struct naming_host *host)
{
	struct host_names *names = arg;
	struct host_ref *ref;

	if (names->resolver == NULL)
		return false;
	ref = malloc(sizeof(*ref));
	if (ref == NULL)
		return false;
	*ref = (struct host_ref){ names, host };
	if (resolve_reverse_start(names->resolver, address, on_named, ref))
		return true;
	free(ref);
	return false;
}

/* A server that does not answer is not asked about every host there is. */
static void watch_server(struct host_names *names, enum resolve_status status)
{
	bool failed =
		status == RESOLVE_TIMED_OUT || status == RESOLVE_NO_SERVER;

	names->failures = failed ? names->failures + 1 : 0;
	if (names->failures < FAILURES_MAX || names->resolver == NULL)
		return;
	complain("reverse DNS given up (%s): hosts stay without names; -n "
	         "does not ask",
	         resolve_strerror(status));
	host_names_give_up(names);
}

static void on_named(void *arg, const struct resolve_result *result)
{
	struct host_ref *ref = arg;

	naming_answer(ref->names->naming, ref->host,
	              result->status == RESOLVE_OK ? result->hostname : NULL);
	watch_server(ref->names, result->status);
	free(ref);
}

bool host_names_open(struct host_names *names, uv_loop_t *loop,
                     struct sink *reports, const struct name_map *given,
                     bool ask, struct text *error)
{
	names->naming =
		naming_create(reports, given, ask ? ask_name : NULL, names);
	if (names->naming == NULL) {
		text_append_string(error, "out of memory");
		return false;
	}
	if (!ask)
		return true;
	names->resolver = resolver_create(loop, NULL);
	if (names->resolver == NULL)
		text_printf(error, "cannot start: no resolver: %s",
		            strerror(errno));
	return names->resolver != NULL;
}

struct sink *host_names_sink(struct host_names *names)
{
	return naming_sink(names->naming);
}

/* Answers that are still out come back as cancelled. */
void host_names_give_up(struct host_names *names)
{
	if (names->naming != NULL)
		naming_give_up(names->naming);
	if (names->resolver != NULL)
		resolver_close(names->resolver);
	names->resolver = NULL;
}

void host_names_release(struct host_names *names)
{
	naming_free(names->naming);
}
