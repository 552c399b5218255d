// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_subject.h"

#include "audit/places.h"
#include "cli/complain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail(struct audit_subject *subject, int code)
{
	complain("%s", subject->error.data);
	return code;
}

static int read_profile(struct audit_subject *subject, const char *word)
{
	struct profile *profile = &subject->profile;

	if (!places_find_profile(word, &subject->path, &subject->name,
	                         &subject->error) ||
	    !profile_read(subject->path.data, profile, &subject->error))
		return fail(subject, EXIT_USAGE);
	if (profile->policy != NULL &&
	    !policy_read(profile->policy, &subject->policy, &subject->error))
		return fail(subject, EXIT_USAGE);
	return GO_ON;
}

static int open_history(struct audit_subject *subject, enum store_mode mode)
{
	struct text *database = &subject->database;

	if (subject->profile.database != NULL)
		text_append_string(database, subject->profile.database);
	else if (!places_database(subject->name.data, database,
	                          &subject->error))
		return fail(subject, EXIT_INCOMPLETE);
	if (mode == STORE_WRITE &&
	    !places_remember(subject->name.data, subject->path.data,
	                     &subject->error))
		return fail(subject, EXIT_INCOMPLETE);
	if (mode == STORE_READ && access(database->data, F_OK) != 0) {
		complain("%s: has not run yet; portscan audit run %s",
		         subject->name.data, subject->name.data);
		return EXIT_INCOMPLETE;
	}
	subject->store = store_open(database->data, mode, &subject->error);
	return subject->store != NULL ? GO_ON : fail(subject, EXIT_INCOMPLETE);
}

int audit_subject_open(struct audit_subject *subject, const char *word,
                       enum store_mode mode)
{
	int code;

	*subject = (struct audit_subject){ 0 };
	text_init(&subject->name);
	text_init(&subject->path);
	text_init(&subject->database);
	text_init(&subject->error);
	code = read_profile(subject, word);
	return code == GO_ON ? open_history(subject, mode) : code;
}

void audit_subject_close(struct audit_subject *subject)
{
	store_close(subject->store);
	policy_release(&subject->policy);
	profile_release(&subject->profile);
	text_release(&subject->name);
	text_release(&subject->path);
	text_release(&subject->database);
	text_release(&subject->error);
}

bool audit_subject_run_id(const char *word, int64_t otherwise, int64_t *id)
{
	char *end;
	long long number;

	*id = otherwise;
	if (word == NULL)
		return true;
	*id = 0;
	if (strcmp(word, "last") == 0)
		return true;
	*id = -1;
	if (strcmp(word, "baseline") == 0)
		return true;
	errno = 0;
	number = strtoll(word, &end, 10);
	*id = number;
	if (*end == '\0' && errno == 0 && number > 0)
		return true;
	complain("%s: no run: a number of portscan audit history, last or "
	         "baseline",
	         word);
	return false;
}
