// SPDX-License-Identifier: Apache-2.0
#include "report/process.h"

#include "report/json_text.h"

bool process_is_known(const struct process *process)
{
	return process->user[0] != '\0';
}

static void append_known(struct text *text, const char *key, const char *string)
{
	json_text_string(text, key, string[0] != '\0' ? string : NULL);
}

void process_append_member(struct text *text, const struct process *process)
{
	if (!process_is_known(process)) {
		json_text_null(text, "process");
		return;
	}
	json_text_open(text, "process", '{');
	if (process->pid != 0)
		json_text_count(text, "pid", (uint64_t)process->pid);
	else
		json_text_null(text, "pid");
	append_known(text, "name", process->name);
	append_known(text, "executable", process->executable);
	append_known(text, "user", process->user);
	json_text_close(text, '}');
}

void process_append_name(struct text *text, const struct process *process)
{
	if (process->pid != 0)
		text_printf(text, "%s (pid %d, user %s)", process->name,
		            process->pid, process->user);
	else if (process->hidden)
		text_printf(text,
		            "a process of user %s (run as root to see which)",
		            process->user);
	else
		text_append_string(text, "no process that can be seen (the "
		                         "kernel's, or in a container)");
}

void process_append_words(struct text *text, const struct process *process)
{
	if (!process_is_known(process))
		return;
	text_append_string(text, "; on this machine: ");
	process_append_name(text, process);
}
