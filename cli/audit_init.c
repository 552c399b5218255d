// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_init.h"

#include "audit/places.h"
#include "audit/profile.h"
#include "base/count.h"
#include "base/write_all.h"
#include "cli/audit_request.h"
#include "cli/complain.h"
#include "cli/scan_options.h"
#include "cli/standard_streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPTIONS_MAX = 64 };

/* What a new profile shows of [scan], where it was not asked for. */
static const struct profile_option shown[] = {
	{ "targets", "10.0.0.0/24", "what to scan, separated by blanks",
	  false },
	{ "exclude", "10.0.0.250-255", "never ask these", false },
	{ "ports", "common", "as -p takes them; common: some 1,500", false },
	{ "exclude-ports", "9100", "never ask these", false },
	{ "sU", "no", "UDP (with sT = yes: and TCP)", false },
	{ "sV", "no", "find out all that open ports tell; takes longer",
	  false },
	{ "rate", "500", "at most so many probes a second", false },
	{ "timing", "normal", "a pace, from paranoid to insane", false },
	{ "Pn", "no", "yes: ask every address, whether a host is there or not",
	  false },
	{ "no-dns", "no", "yes: no reverse DNS", false },
};

/* One new audit. */
struct new_audit {
	const char *word; /* NAME or NAME.ini */
	struct text name, profile_path, policy_path;
	struct text targets; /* those of all words */
	struct text profile, policy;
	struct profile_option options[OPTIONS_MAX];
	size_t option_count;
	struct text error;
};

static bool refuse(struct new_audit *audit, const char *word, const char *why)
{
	text_printf(&audit->error, "%s: %s", word, why);
	return false;
}

static struct profile_option *option_of(struct new_audit *audit,
                                        const char *key)
{
	for (size_t i = 0; i < audit->option_count; i++)
		if (strcmp(audit->options[i].key, key) == 0)
			return &audit->options[i];
	if (audit->option_count == OPTIONS_MAX)
		return NULL;
	audit->options[audit->option_count].key = key;
	return &audit->options[audit->option_count++];
}

static bool give(struct new_audit *audit, const char *key, const char *value)
{
	struct profile_option *option = option_of(audit, key);

	if (option == NULL)
		return refuse(audit, key, "too many options");
	if (option->given)
		return refuse(audit, key, "given twice");
	option->value = value;
	option->given = true;
	return true;
}

static void add_target(struct new_audit *audit, const char *target)
{
	text_printf(&audit->targets, "%s%s", audit->targets.len > 0 ? " " : "",
	            target);
}

/* What was written as an option. */
struct written {
	const char *key;   /* its long name */
	const char *value; /* NULL: none stood with it */
	bool has_value;    /* it takes one */
};

/* "--rate=500", "-sV", "-p22": in one word.  False when it is none. */
static bool read_option(char *word, struct written *option)
{
	static const char targets[] = "targets";
	char *name = word + strspn(word, "-");
	char *equals = strchr(name, '=');
	char letter[] = { name[0], '\0' };

	*option = (struct written){ .has_value = true };
	if (equals != NULL) {
		*equals = '\0';
		option->value = equals + 1;
	}
	option->key = strcmp(name, targets) == 0
	                      ? targets
	                      : scan_option_find(name, &option->has_value);
	if (option->key != NULL || word[1] == '-')
		return option->key != NULL;
	option->key = scan_option_find(letter, &option->has_value);
	option->value = name + 1;
	return option->key != NULL && option->has_value;
}

/* The option at `*at`, which is moved to its last word. */
static bool take_option(struct new_audit *audit, int argc, char **argv, int *at)
{
	struct written option;

	if (!read_option(argv[*at], &option))
		return refuse(audit, argv[*at], "no option of a scan");
	if (option.has_value && option.value == NULL) {
		if (*at + 1 == argc)
			return refuse(audit, argv[*at], "needs a value");
		option.value = argv[++*at];
	}
	if (strcmp(option.key, "targets") != 0)
		return give(audit, option.key,
		            option.has_value ? option.value : "yes");
	add_target(audit, option.value);
	return true;
}

static bool take_words(struct new_audit *audit, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-' && argv[i][1] != '\0') {
			if (!take_option(audit, argc, argv, &i))
				return false;
		} else if (audit->word == NULL) {
			audit->word = argv[i];
		} else {
			add_target(audit, argv[i]);
		}
	}
	if (audit->word == NULL)
		return refuse(audit, "audit init",
		              "what is it to be called? for example: portscan "
		              "audit init office --targets 10.0.0.0/24");
	if (audit->targets.len == 0)
		return refuse(audit, audit->word,
		              "no target; for example: --targets 10.0.0.0/24");
	return give(audit, "targets", audit->targets.data);
}

/* "dir/office.ini" or "office": its name, and the paths of both files. */
static bool find_places(struct new_audit *audit)
{
	const char *slash = strrchr(audit->word, '/');
	const char *base = slash != NULL ? slash + 1 : audit->word;
	size_t len = strlen(base), stem = strlen(audit->word);

	if (len > 4 && strcmp(base + len - 4, ".ini") == 0) {
		len -= 4;
		stem -= 4;
	}
	text_append(&audit->name, base, len);
	text_append(&audit->profile_path, audit->word, stem);
	text_append(&audit->policy_path, audit->word, stem);
	text_append_string(&audit->profile_path, ".ini");
	text_append_string(&audit->policy_path, ".policy");
	if (!places_name_is_valid(audit->name.data))
		return refuse(audit, audit->name.data,
		              "a name is of letters, digits, \".\", \"_\" and "
		              "\"-\", and begins with a letter or a digit");
	return true;
}

/* An error in a file that is not there yet is one of an option: "office.ini:21:
 * ports: …" becomes "--ports: …". */
static void blame_option(struct new_audit *audit)
{
	size_t len = audit->profile_path.len;
	const char *place = audit->error.data, *colon;
	struct text blamed;

	if (strncmp(place, audit->profile_path.data, len) != 0)
		return;
	colon = strstr(place + len, ": ");
	if (place[len] != ':' || colon == NULL)
		return;
	text_init(&blamed);
	text_printf(&blamed, "--%s", colon + 2);
	text_release(&audit->error);
	audit->error = blamed;
}

/* What the profile looks like must be what it will be read as. */
static bool check(struct new_audit *audit)
{
	struct audit_request request = { 0 };
	struct profile profile = { 0 };
	bool right = profile_parse(audit->profile.data, audit->profile.len,
	                           audit->profile_path.data, &profile,
	                           &audit->error) &&
	             audit_request_make(&request, &profile, &audit->error);

	audit_request_release(&request);
	profile_release(&profile);
	if (!right)
		blame_option(audit);
	return right;
}

static bool compose(struct new_audit *audit)
{
	policy_template(audit->name.data, &audit->policy);
	return profile_template(audit->name.data, audit->options,
	                        audit->option_count, &audit->profile,
	                        &audit->error) &&
	       check(audit);
}

/* A file that is there already is its owner's work. */
static bool write_new(struct new_audit *audit, const struct text *path,
                      const struct text *content)
{
	int fd =
		open(path->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	int error = fd < 0 ? errno : write_all(fd, content->data, content->len);

	if (fd >= 0 && close(fd) != 0 && error == 0)
		error = errno;
	if (error == EEXIST)
		return refuse(audit, path->data,
		              "is there already, and stays as it is");
	if (error == 0)
		return true;
	if (fd >= 0)
		unlink(path->data);
	return refuse(audit, path->data, strerror(error));
}

static bool remember(struct new_audit *audit)
{
	char *path = realpath(audit->profile_path.data, NULL);
	bool remembered = path != NULL && places_remember(audit->name.data,
	                                                  path, &audit->error);

	if (path == NULL)
		refuse(audit, audit->profile_path.data, strerror(errno));
	free(path);
	return remembered;
}

static bool write_files(struct new_audit *audit)
{
	if (!write_new(audit, &audit->policy_path, &audit->policy))
		return false;
	if (write_new(audit, &audit->profile_path, &audit->profile)) {
		if (remember(audit))
			return true;
		unlink(audit->profile_path.data);
	}
	unlink(audit->policy_path.data);
	return false;
}

static void print_next(const struct new_audit *audit)
{
	printf("%s  what to scan, and whom to tell\n"
	       "%s  what is documented: nothing yet\n"
	       "\n"
	       "next: portscan audit run %s\n",
	       audit->profile_path.data, audit->policy_path.data,
	       audit->name.data);
}

int audit_init_command(int argc, char **argv)
{
	struct new_audit audit = { .word = NULL };
	struct text *texts[] = { &audit.name,        &audit.profile_path,
		                 &audit.policy_path, &audit.targets,
		                 &audit.profile,     &audit.policy,
		                 &audit.error };
	int code = EXIT_USAGE;

	for (size_t i = 0; i < COUNT(texts); i++)
		text_init(texts[i]);
	memcpy(audit.options, shown, sizeof(shown));
	audit.option_count = COUNT(shown);
	if (take_words(&audit, argc, argv) && find_places(&audit) &&
	    compose(&audit) && write_files(&audit)) {
		print_next(&audit);
		code = standard_output_finish();
	} else {
		complain("%s", audit.error.data);
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		text_release(texts[i]);
	return code;
}
