// SPDX-License-Identifier: Apache-2.0
#include "audit/notify.h"

#include "audit/json_report.h"
#include "audit/metrics.h"
#include "audit/notify_command.h"
#include "audit/notify_mail.h"
#include "audit/notify_syslog.h"
#include "audit/notify_webhook.h"

static void tell(const struct notify_plan *plan, const struct account *account,
                 struct text *problems)
{
	struct text json;

	text_init(&json);
	json_report(account, &json);
	if (json.failed) {
		text_append_string(problems, "notifying: out of memory\n");
	} else {
		if (plan->syslog)
			notify_syslog(plan, account, problems);
		if (plan->mail_to != NULL)
			notify_mail(plan, account, problems);
		if (plan->command != NULL)
			notify_command(plan, account, &json, problems);
		if (plan->webhook_count > 0)
			notify_webhooks(plan, account, &json, problems);
	}
	text_release(&json);
}

void notify_run(const struct notify_plan *plan, const struct account *account,
                struct text *problems)
{
	if (plan->metrics != NULL)
		metrics_write(plan->metrics, account, problems);
	if (plan->always || account_needs_person(account))
		tell(plan, account, problems);
}
