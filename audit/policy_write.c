// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_date.h"
#include "audit/policy_rule.h"

#include "base/count.h"
#include "base/read_file.h"
#include "base/replace_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEW_MODE = 0644, PERMISSIONS = 07777 };

/* The kind of host key that is pinned where a server has it. */
#define PREFERRED_KEY "ssh-ed25519 "

static const char *member(const struct policy_rule *rule,
                          const struct policy_key *key)
{
	return *(const char *const *)((const char *)rule + key->offset);
}

bool policy_format_rule(const struct policy_rule *rule, struct text *text)
{
	for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
		const char *value = member(rule, &policy_keys[i]);

		if (!policy_words_are_visible(value, strlen(value)))
			return false;
	}
	text_printf(text, "%s ", policy_kind_name(rule->kind));
	target_set_format(&rule->targets, text);
	for (int i = 0; i < PROTOCOL_COUNT; i++) {
		if (port_set_count(&rule->ports.of[i]) == 0)
			continue;
		text_printf(text, " %s/", protocol_name((enum protocol)i));
		port_set_format(&rule->ports.of[i], text);
	}
	for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
		const char *value = member(rule, &policy_keys[i]);

		if (value[0] == '\0')
			continue;
		text_printf(text, " %s ", policy_keys[i].name);
		policy_words_append(text, value);
	}
	return !text->failed;
}

/* Append the fingerprint of one of "TYPE SHA256:…, TYPE SHA256:…". */
static void append_host_key(struct text *text, const char *host_keys)
{
	const char *key = strstr(host_keys, PREFERRED_KEY);
	size_t len;

	if (key == NULL)
		key = host_keys;
	len = strcspn(key, ",");
	for (size_t i = len; i > 0; i--) {
		if (key[i - 1] == ' ') {
			text_append(text, key + i, len - i);
			return;
		}
	}
}

struct approval {
	const struct sighting *sighting;
	const char *owner, *reason, *until;
};

/* NULL, and `line` has it, or what is wrong. */
static const char *write_line(const struct approval *approval,
                              struct text *line)
{
	const struct sighting *sighting = approval->sighting;
	struct policy_rule rule = {
		.kind = POLICY_APPROVE,
		.service = sighting->service[0] != '\0' ? sighting->service
		                                        : POLICY_UNRECOGNISED,
		.certificate = sighting->certificate,
		.owner = approval->owner,
		.reason = approval->reason,
		.until = approval->until,
	};
	struct text host_key;
	bool done;

	text_init(&host_key);
	append_host_key(&host_key, sighting->host_keys);
	rule.host_key = host_key.data;
	port_set_add(&rule.ports.of[sighting->protocol], sighting->port,
	             sighting->port);
	done = !host_key.failed &&
	       target_set_add(&rule.targets, &sighting->address,
	                      &sighting->address) == TARGET_SET_OK &&
	       target_set_seal(&rule.targets, NULL) == TARGET_SET_OK &&
	       policy_format_rule(&rule, line);
	policy_rule_release(&rule);
	text_release(&host_key);
	return done ? NULL : "cannot be written as a rule";
}

static bool check_words(const struct approval *approval, struct text *error)
{
	char today[POLICY_DATE_SIZE];
	const struct {
		const char *name, *value;
	} prose[] = {
		{ "owner", approval->owner },
		{ "reason", approval->reason },
	};

	for (size_t i = 0; i < COUNT(prose); i++) {
		const char *wrong = policy_prose_refused(prose[i].value);

		if (wrong != NULL)
			return policy_complain(error, prose[i].name, wrong);
	}
	if (!policy_date_is_valid(approval->until))
		return policy_complain(error, approval->until,
		                       "no date of the calendar (YYYY-MM-DD)");
	policy_date_today(today);
	if (strcmp(approval->until, today) < 0)
		return policy_complain(error, approval->until,
		                       "is over already");
	return true;
}

/* The file with one line more, read back. */
static bool check_result(const char *path, const struct text *result,
                         const struct approval *approval, struct text *error)
{
	struct policy policy;
	const struct policy_rule *rule;
	bool approved;

	if (!policy_read_text(path, result->data, result->len, &policy, error))
		return false;
	approved = policy_standing(&policy, approval->sighting, approval->until,
	                           &rule) == STANDING_APPROVED;
	policy_release(&policy);
	if (!approved)
		text_printf(error, "%s: the new rule would not approve it",
		            path);
	return approved;
}

/* 0 or an errno.  No file is an empty one. */
static int load(const char *path, struct text *text, mode_t *mode)
{
	struct stat status;

	*mode = NEW_MODE;
	if (stat(path, &status) != 0)
		return errno == ENOENT ? 0 : errno;
	*mode = status.st_mode & PERMISSIONS;
	return read_file(path, POLICY_BYTES_MAX, text);
}

/* Drafts of two at once are two files. */
static int store(const char *path, const struct text *result, mode_t mode)
{
	struct iovec part = { result->data, result->len };
	struct text draft;
	int error = ENOMEM;

	text_init(&draft);
	text_printf(&draft, "%s.%ld", path, (long)getpid());
	if (!draft.failed)
		error = replace_file(path, draft.data, mode, &part, 1);
	text_release(&draft);
	return error;
}

static bool add_line(const char *path, const struct approval *approval,
                     struct text *result, struct text *error)
{
	mode_t mode;
	int status = load(path, result, &mode);
	const char *wrong;

	if (status != 0)
		return policy_complain(error, path, strerror(status));
	if (result->len > 0 && result->data[result->len - 1] != '\n')
		text_append_char(result, '\n');
	wrong = write_line(approval, result);
	if (wrong != NULL)
		return policy_complain(error, path, wrong);
	text_append_char(result, '\n');
	if (result->failed)
		return policy_complain(error, path, "out of memory");
	if (!check_result(path, result, approval, error))
		return false;
	status = store(path, result, mode);
	return status == 0 || policy_complain(error, path, strerror(status));
}

bool policy_approve(const char *path, const struct sighting *sighting,
                    const char *owner, const char *reason, const char *until,
                    struct text *error)
{
	struct approval approval = { sighting, owner, reason, until };
	struct text result;
	char *target; /* behind symbolic links, which stay */
	bool done;

	if (!check_words(&approval, error))
		return false;
	text_init(&result);
	target = realpath(path, NULL);
	done = add_line(target != NULL ? target : path, &approval, &result,
	                error);
	free(target);
	text_release(&result);
	return done;
}
