// SPDX-License-Identifier: Apache-2.0
#include "cli/target_names.h"

#include "cli/complain.h"
#include "targets/resolve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The way back from a look-up to the name it is for. */
struct name_ref {
	struct target_names *names;
	const struct planned_name *name;
};

static bool take_addresses(struct target_plan *plan,
                           const struct planned_name *name,
                           const struct resolve_result *result)
{
	if (result->incomplete)
		complain("%s: only some of its addresses are known",
		         name->name);
	return target_plan_resolved(plan, name, result->addresses,
	                            result->address_count);
}

/* Of an exclusion the caller complains: it ends the run. */
static bool take_failure(struct target_plan *plan,
                         const struct planned_name *name,
                         enum resolve_status status)
{
	const char *why = resolve_strerror(status);

	if (!name->excluded)
		complain("%s: %s", name->name, why);
	return target_plan_unresolved(plan, name, why);
}

static void on_resolved(void *arg, const struct resolve_result *result)
{
	struct name_ref *ref = arg;
	struct target_plan *plan = ref->names->plan;
	bool taken = result->status == RESOLVE_OK
	                     ? take_addresses(plan, ref->name, result)
	                     : take_failure(plan, ref->name, result->status);

	if (!taken)
		ref->names->out_of_memory = true;
	free(ref);
}

static bool start(struct target_names *names, const struct planned_name *name,
                  unsigned versions)
{
	struct name_ref *ref = malloc(sizeof(*ref));

	if (ref == NULL)
		return false;
	*ref = (struct name_ref){ names, name };
	if (resolve_start(names->resolver, name->name,
	                  name->excluded ? RESOLVE_IPV4 | RESOLVE_IPV6
	                                 : versions,
	                  on_resolved, ref))
		return true;
	free(ref);
	return false;
}

bool target_names_resolve(struct target_names *names, uv_loop_t *loop,
                          struct target_plan *plan, unsigned versions,
                          struct text *error)
{
	if (plan->name_count == 0)
		return true;
	names->plan = plan;
	names->resolver = resolver_create(loop, NULL);
	if (names->resolver == NULL) {
		text_printf(error, "cannot start: no resolver: %s",
		            strerror(errno));
		return false;
	}
	for (size_t i = 0; i < plan->name_count; i++)
		if (!start(names, &plan->names[i], versions))
			names->out_of_memory = true;
	uv_run(loop, UV_RUN_DEFAULT);
	target_names_cancel(names);
	uv_run(loop, UV_RUN_DEFAULT);
	if (names->out_of_memory)
		text_append_string(error, "out of memory");
	return !names->out_of_memory;
}

void target_names_cancel(struct target_names *names)
{
	if (names->resolver != NULL)
		resolver_close(names->resolver);
	names->resolver = NULL;
}
