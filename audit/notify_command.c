// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_command.h"

#include "audit/child.h"
#include "report/escape.h"

#include <inttypes.h>
#include <string.h>

enum { LIMIT_MS = 60000, GRACE_MS = 5000 };

/* The three variables, one behind the other, each with its NUL; `at` tells
 * where they begin. */
static void make_variables(const struct account *account, struct text *text,
                           size_t at[3])
{
	at[0] = text->len;
	text_printf(text, "PORTSCAN_AUDIT=%s", account->audit);
	text_append_char(text, '\0');
	at[1] = text->len;
	text_printf(text, "PORTSCAN_RUN=%" PRId64, account->run->id);
	text_append_char(text, '\0');
	at[2] = text->len;
	text_append_string(text, "PORTSCAN_HEADLINE=");
	account_headline(account, text);
}

void notify_command(const struct notify_plan *plan,
                    const struct account *account, const struct text *json,
                    struct text *problems)
{
	const char *extra[4] = { NULL };
	struct child_order order = {
		.argv = plan->command,
		.extra = extra,
		.input = json,
		.limit_ms = plan->command_ms != 0 ? plan->command_ms : LIMIT_MS,
		.grace_ms = GRACE_MS,
	};
	struct text variables, why;
	size_t at[3];

	text_init(&variables);
	text_init(&why);
	make_variables(account, &variables, at);
	for (size_t i = 0; i < 3 && !variables.failed; i++)
		extra[i] = variables.data + at[i];
	if (!child_run(&order, &why)) {
		text_append_string(problems, "command ");
		escape_terminal(problems, plan->command[0],
		                strlen(plan->command[0]));
		text_printf(problems, ": %s\n", why.data);
	}
	text_release(&variables);
	text_release(&why);
}
