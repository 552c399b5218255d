// SPDX-License-Identifier: Apache-2.0
#include "audit/profile.h"

#include <string.h>

static const char opening[] =
	"# What the audit \"%s\" scans, keeps and tells.\n"
	"#\n"
	"#   portscan audit run %s\n"
	"#   portscan audit schedule %s \"daily 02:00\"\n"
	"#\n"
	"# A line is KEY = VALUE.  What begins with # or ; is a comment, and "
	"so is\n"
	"# what follows \" ;\" in a line.  Keys that are commented out show "
	"what\n"
	"# is usual, or an example.\n"
	"\n"
	"[scan]\n"
	"# Options of portscan scan, without their dashes; \"yes\" for those "
	"that\n"
	"# take no value.  Targets stand side by side, or behind a key of "
	"their own.\n";

static const char audit_section[] =
	"\n"
	"[audit]\n"
	"# What is documented.  Paths are relative to this file's folder.\n"
	"policy = %s.policy\n"
	"\n"
	"# The history; usually with those of other audits.\n"
	"#database = %s.db\n"
	"\n"
	"# What changed is asked again, after this time: 30s, 2m, or 0 for at "
	"once.\n"
	"#recheck-delay = 30s\n"
	"\n"
	"# Runs to keep, and for how many days; 0 is no limit.\n"
	"#keep-runs = 1000\n"
	"#keep-days = 0\n"
	"\n"
	"# When not to scan, on as many lines as needed; local time.  A run "
	"that\n"
	"# is started then ends at once, or waits.\n"
	"#blackout = mon-fri 08:00-18:00\n"
	"#blackout = daily 23:30-01:00\n"
	"#blackout = sat,sun\n"
	"#blackout = 2026-12-24..2026-12-26\n"
	"#in-blackout = end\n";

static const char notify_section[] =
	"\n"
	"[notify]\n"
	"# Tell of a run when it needs a person, or always.\n"
	"#when = needed\n"
	"\n"
	"# POST JSON to this URL; a line for each.  With a secret, requests "
	"are\n"
	"# signed with it.\n"
	"#webhook = https://example.net/hook\n"
	"#webhook-secret-file = %s.secret\n"
	"\n"
	"# The system's log, with fields in the journal.\n"
	"#syslog = no\n"
	"\n"
	"# A program, by its whole path, that gets JSON as its standard "
	"input.\n"
	"# Words are split at blanks; no shell is involved.\n"
	"#command = /usr/local/bin/on-audit --channel ops\n"
	"\n"
	"# Mail, by the local sendmail; commas between addresses.\n"
	"#mail-to = root\n"
	"#mail-from = portscan@example.net\n"
	"\n"
	"# Metrics for the textfile collector of Prometheus' node exporter, "
	"after\n"
	"# each run.\n"
	"#metrics = /var/lib/prometheus/node-exporter/portscan-%s.prom\n";

static const char policy[] =
	"# What is documented of the audit \"%s\".  Nothing is, as long as "
	"there is\n"
	"# no line here without a # before it.\n"
	"#\n"
	"# An approval says what may be open, what has to answer, who answers "
	"for\n"
	"# it, why, and until when.  It stops counting when something else "
	"answers.\n"
	"# portscan audit approve writes such lines:\n"
	"#\n"
	"#approve 10.0.0.5 tcp/2076 service ssh owner ops reason \"inventory "
	"agent\" "
	"until 2027-06-30\n"
	"#\n"
	"# What has to be open, and is reported when it is not:\n"
	"#\n"
	"#must-be-open 10.0.0.1 tcp/443 service http owner web reason "
	"\"shop\"\n"
	"#\n"
	"# What several audits share:\n"
	"#\n"
	"#include \"shared.policy\"\n";

/* Would inih give back what was written? */
static bool survives(const char *value)
{
	size_t len = strlen(value);

	if (len == 0 || len > 2048 || strchr(" \t;", value[0]) != NULL ||
	    strchr(" \t", value[len - 1]) != NULL)
		return false;
	for (const char *p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f ||
		    (*p == ' ' && p[1] == ';'))
			return false;
	return true;
}

static bool put_option(const struct profile_option *option, struct text *text,
                       struct text *error)
{
	if (option->given && !survives(option->value)) {
		text_printf(error, "%s: %s: cannot be written in a profile",
		            option->key, option->value);
		return false;
	}
	if (option->help != NULL)
		text_printf(text, "\n# %s\n", option->help);
	text_printf(text, "%s%s = %s\n", option->given ? "" : "#", option->key,
	            option->value);
	return true;
}

bool profile_template(const char *name, const struct profile_option *options,
                      size_t count, struct text *text, struct text *error)
{
	text_printf(text, opening, name, name, name);
	for (size_t i = 0; i < count; i++)
		if (!put_option(&options[i], text, error))
			return false;
	text_printf(text, audit_section, name, name);
	text_printf(text, notify_section, name, name);
	return true;
}

void policy_template(const char *name, struct text *text)
{
	text_printf(text, policy, name);
}
