// SPDX-License-Identifier: Apache-2.0
#include "audit/profile_keys.h"

#include <stdlib.h>
#include <string.h>

enum {
	REPEATS_MAX = 100, /* lines of one key */
	DELAY_MAX_S = 24 * 60 * 60,
	KEEP_RUNS_MAX = 1000000,
	KEEP_DAYS_MAX = 36500,
};

static const char blanks[] = " \t";
static const char separators[] = " \t,";

static bool no_memory(struct text *why)
{
	text_append_string(why, "out of memory");
	return false;
}

static bool fail(struct text *why, const char *value, const char *what)
{
	text_printf(why, "%s: %s", value, what);
	return false;
}

/* A copy of what was put together; releases `text`. */
static bool keep(char **to, struct text *text, struct text *why)
{
	*to = text->failed ? NULL : strdup(text->data);
	text_release(text);
	return *to != NULL || no_memory(why);
}

/* `~/` is HOME, and what is not absolute is beside the profile. */
static bool set_path(char **to, const struct profile *profile,
                     const char *value, struct text *why)
{
	const char *home = getenv("HOME");
	struct text path;

	if (value[0] == '~' && value[1] != '/')
		return fail(why, value, "only ~/ stands for a home");
	if (value[0] == '~' && (home == NULL || home[0] != '/'))
		return fail(why, value, "HOME is not set");
	text_init(&path);
	if (value[0] == '/')
		text_append_string(&path, value);
	else if (value[0] == '~')
		text_printf(&path, "%s%s", home, value + 1);
	else
		text_printf(&path, "%s/%s", profile->folder, value);
	return keep(to, &path, why);
}

static bool set_database(struct profile *profile, const char *value,
                         struct text *why)
{
	return set_path(&profile->database, profile, value, why);
}

static bool set_policy(struct profile *profile, const char *value,
                       struct text *why)
{
	return set_path(&profile->policy, profile, value, why);
}

static bool set_secret_file(struct profile *profile, const char *value,
                            struct text *why)
{
	return set_path(&profile->notify.webhook_secret_file, profile, value,
	                why);
}

/* The node exporter reads no other files. */
static bool set_metrics(struct profile *profile, const char *value,
                        struct text *why)
{
	size_t len = strlen(value);

	if (len < 6 || strcmp(value + len - 5, ".prom") != 0)
		return fail(why, value, "has to end in .prom");
	return set_path(&profile->notify.metrics, profile, value, why);
}

/* Digits, and no more than `max`.  What follows them is `*rest`. */
static bool read_number(const char *value, unsigned long max,
                        unsigned long *number, const char **rest)
{
	const char *digit = value;

	*number = 0;
	for (; *digit >= '0' && *digit <= '9'; digit++) {
		*number = 10 * *number + (unsigned long)(*digit - '0');
		if (*number > max)
			return false;
	}
	*rest = digit;
	return digit != value;
}

static bool set_recheck_delay(struct profile *profile, const char *value,
                              struct text *why)
{
	static const char what[] = "not a time like 30s, 2m or 0, up to 24h";
	unsigned long number;
	unsigned unit = 0;
	const char *rest;

	if (!read_number(value, DELAY_MAX_S, &number, &rest))
		return fail(why, value, what);
	if (strcmp(rest, "s") == 0 || (number == 0 && *rest == '\0'))
		unit = 1;
	else if (strcmp(rest, "m") == 0)
		unit = 60;
	else if (strcmp(rest, "h") == 0)
		unit = 3600;
	if (unit == 0 || number * unit > DELAY_MAX_S)
		return fail(why, value, what);
	profile->recheck_delay_ms = (unsigned)number * unit * 1000;
	return true;
}

static bool read_count(const char *value, unsigned long max,
                       unsigned long *number, struct text *why)
{
	const char *rest;

	if (read_number(value, max, number, &rest) && *rest == '\0')
		return true;
	text_printf(why, "%s: not a number from 0 to %lu", value, max);
	return false;
}

static bool set_keep_runs(struct profile *profile, const char *value,
                          struct text *why)
{
	unsigned long number;

	if (!read_count(value, KEEP_RUNS_MAX, &number, why))
		return false;
	profile->keep_runs = number;
	return true;
}

static bool set_keep_days(struct profile *profile, const char *value,
                          struct text *why)
{
	unsigned long number;

	if (!read_count(value, KEEP_DAYS_MAX, &number, why))
		return false;
	profile->keep_days = (unsigned)number;
	return true;
}

static bool add_blackout(struct profile *profile, const char *value,
                         struct text *why)
{
	struct blackout blackout, *blackouts;

	if (!blackout_parse(value, &blackout, why))
		return false;
	if (profile->blackout_count == REPEATS_MAX)
		return fail(why, value, "too many of them");
	blackouts =
		reallocarray(profile->blackouts, profile->blackout_count + 1,
	                     sizeof(*blackouts));
	if (blackouts == NULL)
		return no_memory(why);
	profile->blackouts = blackouts;
	blackouts[profile->blackout_count++] = blackout;
	return true;
}

/* One of two words: is it the first? */
static bool read_choice(bool *first, const char *value, const char *one,
                        const char *other, struct text *why)
{
	*first = strcmp(value, one) == 0;
	if (*first || strcmp(value, other) == 0)
		return true;
	text_printf(why, "%s: neither %s nor %s", value, one, other);
	return false;
}

static bool set_in_blackout(struct profile *profile, const char *value,
                            struct text *why)
{
	return read_choice(&profile->waits_in_blackout, value, "wait", "end",
	                   why);
}

static bool set_when(struct profile *profile, const char *value,
                     struct text *why)
{
	return read_choice(&profile->notify.always, value, "always", "needed",
	                   why);
}

static bool set_syslog(struct profile *profile, const char *value,
                       struct text *why)
{
	return read_choice(&profile->notify.syslog, value, "yes", "no", why);
}

/* A list of strings one longer, with a NULL behind it. */
static bool add_string(char ***list, size_t count, const char *string,
                       size_t len)
{
	char **items = reallocarray(*list, count + 2, sizeof(*items));

	if (items == NULL)
		return false;
	*list = items;
	items[count] = strndup(string, len);
	items[count + 1] = NULL;
	return items[count] != NULL;
}

static bool is_web_address(const char *value)
{
	const char *host;

	if (strncmp(value, "http://", 7) == 0)
		host = value + 7;
	else if (strncmp(value, "https://", 8) == 0)
		host = value + 8;
	else
		return false;
	return *host != '\0' && *host != '/' && strpbrk(value, blanks) == NULL;
}

static bool add_webhook(struct profile *profile, const char *value,
                        struct text *why)
{
	struct profile_notify *notify = &profile->notify;

	if (!is_web_address(value))
		return fail(why, value, "not a URL, http:// or https://");
	if (notify->webhook_count == REPEATS_MAX)
		return fail(why, value, "too many of them");
	if (!add_string(&notify->webhooks, notify->webhook_count, value,
	                strlen(value)))
		return no_memory(why);
	notify->webhook_count++;
	return true;
}

/* There is no shell, so nothing can be quoted. */
static bool set_command(struct profile *profile, const char *value,
                        struct text *why)
{
	const char *word = value;
	size_t count = 0;

	if (value[0] != '/')
		return fail(why, value,
		            "has to be the whole path of a program, and "
		            "its arguments");
	if (strpbrk(value, "'\"\\|<>$`") != NULL)
		return fail(why, value,
		            "no shell reads this: put quotes, pipes and "
		            "variables in a script");
	while (*word != '\0') {
		size_t len = strcspn(word, blanks);

		if (!add_string(&profile->notify.command, count++, word, len))
			return no_memory(why);
		word += len + strspn(word + len, blanks);
	}
	return true;
}

/* Of somebody here, or with a host; nothing that a mail's header or a command
 * line would take for something else. */
static bool is_mail_address(const char *address, size_t len)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!#$%&'*+/=?^_`{|}~.-";
	size_t local = strspn(address, allowed), host;

	if (local == 0 || address[0] == '-')
		return false;
	if (local >= len)
		return true;
	host = strspn(address + local + 1, allowed);
	return address[local] == '@' && host > 0 && local + 1 + host >= len;
}

static bool set_mail_to(struct profile *profile, const char *value,
                        struct text *why)
{
	const char *address = value;
	struct text list;

	text_init(&list);
	while (*address != '\0') {
		size_t len = strcspn(address, separators);

		if (!is_mail_address(address, len)) {
			text_release(&list);
			return fail(why, value, "not addresses of mail");
		}
		text_append_string(&list, list.len > 0 ? "," : "");
		text_append(&list, address, len);
		address += len;
		address += strspn(address, separators);
	}
	return keep(&profile->notify.mail_to, &list, why);
}

static bool set_mail_from(struct profile *profile, const char *value,
                          struct text *why)
{
	if (!is_mail_address(value, strlen(value)))
		return fail(why, value, "not an address of mail");
	profile->notify.mail_from = strdup(value);
	return profile->notify.mail_from != NULL || no_memory(why);
}

const struct profile_key profile_keys[PROFILE_KEY_COUNT] = {
	{ "audit", "database", set_database, false },
	{ "audit", "policy", set_policy, false },
	{ "audit", "recheck-delay", set_recheck_delay, false },
	{ "audit", "keep-runs", set_keep_runs, false },
	{ "audit", "keep-days", set_keep_days, false },
	{ "audit", "blackout", add_blackout, true },
	{ "audit", "in-blackout", set_in_blackout, false },
	{ "notify", "when", set_when, false },
	{ "notify", "webhook", add_webhook, true },
	{ "notify", "webhook-secret-file", set_secret_file, false },
	{ "notify", "syslog", set_syslog, false },
	{ "notify", "command", set_command, false },
	{ "notify", "mail-to", set_mail_to, false },
	{ "notify", "mail-from", set_mail_from, false },
	{ "notify", "metrics", set_metrics, false },
};

size_t profile_key_find(const char *section, const char *name)
{
	size_t i = 0;

	while (i < PROFILE_KEY_COUNT &&
	       (strcmp(profile_keys[i].section, section) != 0 ||
	        strcmp(profile_keys[i].name, name) != 0))
		i++;
	return i;
}
