// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_request.h"

#include "base/count.h"
#include "cli/port_choice.h"
#include "cli/registry_in_use.h"
#include "cli/target_plan.h"

#include <stdlib.h>
#include <string.h>

/* Settings with several words, each of them one target. */
static const char targets_key[] = "targets";
static const char separators[] = " \t,";

/* What a profile cannot say, and why. */
static const struct {
	const char *key, *why;
} refused[] = {
	{ "csv", "reports are made by portscan audit report" },
	{ "json", "reports are made by portscan audit report" },
	{ "jsonl", "reports are made by portscan audit report" },
	{ "xml", "reports are made by portscan audit report" },
	{ "oX", "reports are made by portscan audit report" },
	{ "html", "reports are made by portscan audit report" },
	{ "show", "an audit keeps every state" },
	{ "fail-on", "is an option of portscan audit run" },
	{ "sL", "an audit scans" },
	{ "checkpoint", "an audit begins afresh" },
	{ "resume", "an audit begins afresh" },
	{ "shard", "an audit is whole" },
	{ "verbose", "is for a terminal" },
	{ "quiet", "is for a terminal" },
	{ "no-color", "is for a terminal" },
	{ "help", "is for a terminal" },
	{ "version", "is for a terminal" },
};

/* Settings about what to ask, which a second look does not share. */
static const char *const of_scope[] = {
	targets_key,     "iL", "exclude", "exclude-file", "ports",
	"exclude-ports", "sT", "sU",      "seed",         "Pn",
};

static bool no_memory(struct text *error)
{
	text_append_string(error, "out of memory");
	return false;
}

static bool add(struct audit_request *request, const char *word)
{
	char **argv = reallocarray(request->argv, (size_t)request->argc + 2,
	                           sizeof(*argv));

	if (argv == NULL)
		return false;
	request->argv = argv;
	argv[request->argc] = strdup(word);
	if (argv[request->argc] == NULL)
		return false;
	argv[++request->argc] = NULL;
	return true;
}

static bool add_words(struct audit_request *request, const char *value)
{
	char *copy = strdup(value), *rest = copy, *word;
	bool added = copy != NULL;

	while (added && (word = strsep(&rest, separators)) != NULL)
		if (*word != '\0')
			added = add(request, word);
	free(copy);
	return added;
}

/* A target that looks like an option would be one. */
static bool has_option(const char *value)
{
	for (const char *at = value; (at = strchr(at, '-')) != NULL; at++)
		if (at == value || strchr(separators, at[-1]) != NULL)
			return true;
	return false;
}

static void blame(const struct profile *profile,
                  const struct profile_setting *setting, struct text *error)
{
	text_printf(error, "%s:%u: %s: ", profile->path, setting->line,
	            setting->key);
}

/* "yes" and "no", of a setting that is an option without value. */
static bool is_wanted(const struct profile *profile,
                      const struct profile_setting *setting, bool *wanted,
                      struct text *error)
{
	*wanted = strcmp(setting->value, "yes") == 0;
	if (*wanted || strcmp(setting->value, "no") == 0)
		return true;
	blame(profile, setting, error);
	text_append_string(error, "neither yes nor no");
	return false;
}

static const char *why_refused(const char *key)
{
	for (size_t i = 0; i < COUNT(refused); i++)
		if (strcmp(refused[i].key, key) == 0)
			return refused[i].why;
	return NULL;
}

static bool add_option(struct audit_request *request,
                       const struct profile_setting *setting, bool has_value)
{
	struct text word;
	bool added;

	text_init(&word);
	text_printf(&word, "--%s%s%s", setting->key, has_value ? "=" : "",
	            has_value ? setting->value : "");
	added = !word.failed && add(request, word.data);
	text_release(&word);
	return added;
}

static bool add_setting(struct audit_request *request,
                        const struct profile *profile,
                        const struct profile_setting *setting,
                        struct text *error)
{
	const char *why = why_refused(setting->key);
	bool has_value, wanted = true;

	if (strcmp(setting->key, targets_key) == 0 &&
	    has_option(setting->value)) {
		blame(profile, setting, error);
		text_append_string(error, "an option is a key of its own");
		return false;
	}
	if (strcmp(setting->key, targets_key) == 0)
		return add_words(request, setting->value) || no_memory(error);
	if (why != NULL || scan_option_find(setting->key, &has_value) == NULL) {
		blame(profile, setting, error);
		text_append_string(error,
		                   why != NULL ? why : "no option of a scan");
		return false;
	}
	if (!has_value && !is_wanted(profile, setting, &wanted, error))
		return false;
	return !wanted || add_option(request, setting, has_value) ||
	       no_memory(error);
}

static bool parse(struct audit_request *request, struct text *error)
{
	request->request.show_all = true;
	if (!scan_request_parse(request->argc, request->argv, &request->request,
	                        error))
		return false;
	request->request.show_all = true; /* closed is to be known, too */
	return true;
}

/* Are the ports and the targets of a parsed request what such things are? */
static bool check_scope(const struct scan_request *request, struct text *error)
{
	struct registry_in_use registry;
	struct target_plan targets;
	struct port_plan ports = { 0 }, excluded = { 0 };
	bool right;

	registry_in_use_init(&registry);
	target_plan_init(&targets);
	right = port_choice_make(request, registry.registry, &ports, &excluded,
	                         error) &&
	        target_plan_gather(&targets, request, error);
	target_plan_release(&targets);
	registry_in_use_release(&registry);
	return right;
}

static bool begin(struct audit_request *request)
{
	*request = (struct audit_request){ 0 };
	return add(request, "scan");
}

/* Is this setting right, taken alone? */
static bool check_setting(const struct profile *profile,
                          const struct profile_setting *setting,
                          struct text *error)
{
	struct audit_request alone;
	struct text why;
	bool right;

	text_init(&why);
	right = begin(&alone) || no_memory(error);
	if (right)
		right = add_setting(&alone, profile, setting, error);
	if (right && strcmp(setting->key, targets_key) != 0)
		right = add(&alone, "127.0.0.1") || no_memory(error);
	if (right &&
	    (!parse(&alone, &why) || !check_scope(&alone.request, &why))) {
		blame(profile, setting, error);
		text_append_string(error, why.data);
		right = false;
	}
	audit_request_release(&alone);
	text_release(&why);
	return right;
}

bool audit_request_make(struct audit_request *request,
                        const struct profile *profile, struct text *error)
{
	struct text why;
	bool made;

	if (!begin(request))
		return no_memory(error);
	for (size_t i = 0; i < profile->scan_count; i++)
		if (!check_setting(profile, &profile->scan[i], error) ||
		    !add_setting(request, profile, &profile->scan[i], error))
			return false;
	text_init(&why);
	made = parse(request, &why);
	if (!made)
		text_printf(error, "%s: %s", profile->path, why.data);
	text_release(&why);
	return made;
}

static bool is_of_scope(const struct profile_setting *setting)
{
	for (size_t i = 0; i < COUNT(of_scope); i++)
		if (strcmp(setting->key, of_scope[i]) == 0)
			return true;
	return false;
}

/* "--ports=T:22,U:53" */
static bool add_ports(struct audit_request *request,
                      const struct port_plan *ports)
{
	static const char *const prefixes[PROTOCOL_COUNT] = { "T:", "U:" };
	struct text word;
	bool added;

	text_init(&word);
	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		if (port_set_count(&ports->of[i]) == 0)
			continue;
		text_printf(&word, "%s%s", word.len == 0 ? "--ports=" : ",",
		            prefixes[i]);
		port_set_format(&ports->of[i], &word);
	}
	added = !word.failed && add(request, word.data);
	text_release(&word);
	return added;
}

bool audit_request_again(struct audit_request *request,
                         const struct profile *profile,
                         const struct target_set *targets,
                         const struct port_plan *ports, struct text *error)
{
	struct text list;
	bool made;

	if (!begin(request))
		return no_memory(error);
	for (size_t i = 0; i < profile->scan_count; i++)
		if (!is_of_scope(&profile->scan[i]) &&
		    !add_setting(request, profile, &profile->scan[i], error))
			return false;
	text_init(&list);
	target_set_format(targets, &list);
	made = !list.failed && add(request, "--Pn") &&
	       add_ports(request, ports) && add_words(request, list.data);
	text_release(&list);
	return made ? parse(request, error) : no_memory(error);
}

void audit_request_release(struct audit_request *request)
{
	scan_request_release(&request->request);
	for (int i = 0; i < request->argc; i++)
		free(request->argv[i]);
	free(request->argv);
	*request = (struct audit_request){ 0 };
}

void audit_request_format(const struct audit_request *request,
                          struct text *text)
{
	for (int i = 0; i < request->argc; i++)
		text_printf(text, "%s%s", i > 0 ? " " : "", request->argv[i]);
}
