// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_mail.h"

#include "audit/child.h"
#include "audit/mail_message.h"
#include "audit/notice.h"
#include "base/count.h"
#include "base/wall_clock.h"
#include "report/escape.h"

#include <string.h>
#include <unistd.h>

enum {
	LIMIT_MS = 60000,
	GRACE_MS = 5000,
	MAX_RECIPIENTS = 32,
	FIXED_ARGUMENTS = 5, /* the program, -i, -f FROM, -- */
};

/* Where the Filesystem Hierarchy Standard has it, or for $PATH. */
static const char *usual_sendmail(void)
{
	static const char *const places[] = { "/usr/sbin/sendmail",
		                              "/usr/lib/sendmail" };

	for (size_t i = 0; i < COUNT(places); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return "sendmail";
}

/* `role`: "to" or "from". */
static bool check_address(const char *role, const char *address,
                          struct text *problems)
{
	if (mail_address_is_valid(address))
		return true;
	text_printf(problems, "mail %s ", role);
	escape_terminal(problems, address, strlen(address));
	text_append_string(problems, ": not a mail address\n");
	return false;
}

/* Split `list` at its commas, in place; blanks around addresses do not count.
 * False where it holds none, too many, or one that is not valid. */
static bool split(char *list, const char *to[MAX_RECIPIENTS], size_t *count,
                  struct text *problems)
{
	char *rest = NULL, *address = strtok_r(list, ", \t", &rest);

	for (; address != NULL; address = strtok_r(NULL, ", \t", &rest)) {
		if (*count == MAX_RECIPIENTS) {
			text_printf(problems, "mail: more than %d addresses\n",
			            MAX_RECIPIENTS);
			return false;
		}
		if (!check_address("to", address, problems))
			return false;
		to[(*count)++] = address;
	}
	if (*count == 0)
		text_append_string(problems, "mail: no address\n");
	return *count > 0;
}

/* With subject and body. */
static void write_message(const struct account *account,
                          struct mail_message message, struct text *text)
{
	struct text subject, body;

	text_init(&subject);
	text_init(&body);
	text_append_string(&subject, "portscan: ");
	account_headline(account, &subject);
	notice_append(account, NOTICE_NEWS, &body);
	message.subject = subject.data;
	message.body = body.data;
	message.time_us = wall_clock_us();
	mail_message_append(&message, text);
	if (subject.failed || body.failed)
		text->failed = true;
	text_release(&subject);
	text_release(&body);
}

static void run_sendmail(const struct notify_plan *plan,
                         const struct mail_message *message,
                         const struct text *input, struct text *problems)
{
	const char *argv[FIXED_ARGUMENTS + MAX_RECIPIENTS + 1] = { NULL };
	struct child_order order = {
		.argv = argv,
		.input = input,
		.limit_ms = LIMIT_MS,
		.grace_ms = GRACE_MS,
	};
	struct text why;
	size_t count = 0;

	argv[count++] =
		plan->sendmail != NULL ? plan->sendmail : usual_sendmail();
	argv[count++] = "-i";
	if (message->from != NULL) {
		argv[count++] = "-f";
		argv[count++] = message->from;
	}
	argv[count++] = "--";
	memcpy(argv + count, message->to,
	       message->to_count * sizeof(*message->to));
	text_init(&why);
	if (!child_run(&order, &why)) {
		text_append_string(problems, "mail by ");
		escape_terminal(problems, argv[0], strlen(argv[0]));
		text_printf(problems, ": %s\n", why.data);
	}
	text_release(&why);
}

static void send_to(const struct notify_plan *plan,
                    const struct account *account, char *list,
                    struct text *problems)
{
	const char *to[MAX_RECIPIENTS];
	struct mail_message message = { .from = plan->mail_from, .to = to };
	struct text input;

	if (message.from != NULL &&
	    !check_address("from", message.from, problems))
		return;
	if (!split(list, to, &message.to_count, problems))
		return;
	text_init(&input);
	write_message(account, message, &input);
	if (input.failed)
		text_append_string(problems, "mail: out of memory\n");
	else
		run_sendmail(plan, &message, &input, problems);
	text_release(&input);
}

void notify_mail(const struct notify_plan *plan, const struct account *account,
                 struct text *problems)
{
	struct text list; /* a copy to take apart */

	text_init(&list);
	text_append_string(&list, plan->mail_to);
	if (list.failed)
		text_append_string(problems, "mail: out of memory\n");
	else if (list.len > 0)
		send_to(plan, account, list.data, problems);
	else
		text_append_string(problems, "mail: no address\n");
	text_release(&list);
}
