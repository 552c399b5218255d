// SPDX-License-Identifier: Apache-2.0
#include "cli/target_plan.h"

#include "base/read_file.h"
#include "targets/link_broadcasts.h"
#include "targets/target_list.h"
#include "targets/target_spec.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A list of single addresses this long names four million of them. */
enum { LIST_BYTES_MAX = 64 << 20 };

/* Reading one list: where its items go, and what to call it in an error. */
struct gathering {
	struct target_plan *plan;
	bool excluded;
	const char *file; /* NULL: the command line */
	struct text *error;
};

void target_plan_init(struct target_plan *plan)
{
	*plan = (struct target_plan){ 0 };
	target_set_init(&plan->targets);
	target_set_init(&plan->excluded);
}

void target_plan_release(struct target_plan *plan)
{
	target_set_release(&plan->targets);
	target_set_release(&plan->excluded);
	for (size_t i = 0; i < plan->name_count; i++)
		free(plan->names[i].name);
	free(plan->names);
	for (size_t i = 0; i < plan->unresolved_count; i++)
		free(plan->unresolved[i]);
	free(plan->unresolved);
	name_map_release(&plan->given);
}

static bool add_name(struct target_plan *plan, const char *name, bool excluded)
{
	struct planned_name *names, *added;

	names = reallocarray(plan->names, plan->name_count + 1, sizeof(*names));
	if (names == NULL)
		return false;
	plan->names = names;
	added = &names[plan->name_count];
	added->name = strdup(name);
	added->excluded = excluded;
	if (added->name == NULL)
		return false;
	plan->name_count++;
	return true;
}

static void say_where(const struct gathering *gathering,
                      struct target_list_position position)
{
	if (gathering->file != NULL)
		text_printf(gathering->error, "%s:%zu: ", gathering->file,
		            position.line);
}

static bool on_item(void *arg, const char *item,
                    struct target_list_position position)
{
	struct gathering *gathering = arg;
	struct target_plan *plan = gathering->plan;
	bool is_name = false;
	size_t error_at = 0;
	enum target_spec_error error = target_spec_parse(
		item, gathering->excluded ? &plan->excluded : &plan->targets,
		&is_name, &error_at);

	if (error == TARGET_SPEC_OK && is_name &&
	    !add_name(plan, item, gathering->excluded))
		error = TARGET_SPEC_NO_MEMORY;
	if (error == TARGET_SPEC_OK)
		return true;
	say_where(gathering, position);
	text_printf(gathering->error, "%s: %s", item,
	            target_spec_strerror(error));
	return false;
}

static bool gather_text(struct gathering *gathering, const char *text,
                        size_t len)
{
	struct target_list_position at = { 0 };
	enum target_list_error error =
		target_list_read(text, len, on_item, gathering, &at);

	if (error == TARGET_LIST_OK)
		return true;
	if (error != TARGET_LIST_STOPPED) {
		say_where(gathering, at);
		text_append_string(gathering->error,
		                   target_list_strerror(error));
	}
	return false;
}

static bool gather_file(struct gathering *gathering, const char *path)
{
	struct text text;
	bool is_stdin = strcmp(path, "-") == 0;
	bool done = false;
	int error;

	text_init(&text);
	error = is_stdin ? read_descriptor(STDIN_FILENO, LIST_BYTES_MAX, &text)
	                 : read_file(path, LIST_BYTES_MAX, &text);
	gathering->file = is_stdin ? "standard input" : path;
	if (error != 0)
		text_printf(gathering->error, "%s: %s", gathering->file,
		            strerror(error));
	else
		done = gather_text(gathering, text.data, text.len);
	gathering->file = NULL;
	text_release(&text);
	return done;
}

static bool gather(struct gathering *gathering, const struct string_list *items,
                   const struct string_list *files)
{
	for (size_t i = 0; i < items->count; i++)
		if (!gather_text(gathering, items->items[i],
		                 strlen(items->items[i])))
			return false;
	for (size_t i = 0; i < files->count; i++)
		if (!gather_file(gathering, files->items[i]))
			return false;
	return true;
}

bool target_plan_gather(struct target_plan *plan,
                        const struct scan_request *request, struct text *error)
{
	struct gathering targets = { .plan = plan, .error = error };
	struct gathering excluded = { .plan = plan,
		                      .excluded = true,
		                      .error = error };

	if (!gather(&targets, &request->targets, &request->target_files) ||
	    !gather(&excluded, &request->excludes, &request->exclude_files))
		return false;
	if (plan->targets.range_count == 0 && plan->name_count == 0) {
		text_append_string(error, "no target in the list");
		return false;
	}
	return true;
}

bool target_plan_resolved(struct target_plan *plan,
                          const struct planned_name *name,
                          const struct address *addresses, size_t count)
{
	struct target_set *set =
		name->excluded ? &plan->excluded : &plan->targets;

	for (size_t i = 0; i < count; i++) {
		if (target_set_add(set, &addresses[i], &addresses[i]) !=
		    TARGET_SET_OK)
			return false;
		if (!name->excluded &&
		    !name_map_add(&plan->given, &addresses[i], name->name))
			return false;
	}
	return true;
}

bool target_plan_unresolved(struct target_plan *plan,
                            const struct planned_name *name, const char *why)
{
	char **more = reallocarray(plan->unresolved, plan->unresolved_count + 1,
	                           sizeof(*more));
	char *line;

	if (more == NULL)
		return false;
	plan->unresolved = more;
	if (asprintf(&line, "%s: %s", name->name, why) < 0)
		return false;
	if (name->excluded)
		plan->broken_exclusion = line;
	plan->unresolved[plan->unresolved_count++] = line;
	return true;
}

static const char *set_error(enum target_set_error error)
{
	return error == TARGET_SET_TOO_LARGE
	               ? "too many addresses; name smaller ranges"
	               : "out of memory";
}

bool target_plan_seal(struct target_plan *plan, struct text *error)
{
	struct target_set broadcasts;
	enum target_set_error status;

	name_map_seal(&plan->given);
	target_set_init(&broadcasts);
	status = target_set_seal(&plan->targets, &plan->excluded);
	/* Where the kernel does not tell them, they are asked like others. */
	if (status == TARGET_SET_OK)
		status = non_hosts_drop(
			&plan->targets,
			link_broadcasts_read(&broadcasts) ? &broadcasts : NULL,
			plan->dropped);
	target_set_release(&broadcasts);
	if (status == TARGET_SET_OK)
		return true;
	text_append_string(error, set_error(status));
	return false;
}
