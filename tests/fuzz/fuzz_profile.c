// SPDX-License-Identifier: Apache-2.0
#include "audit/profile.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct profile *profile)
{
	const struct profile_notify *notify = &profile->notify;

	for (size_t i = 0; i < profile->scan_count; i++)
		assert(profile->scan[i].key[0] != '\0' &&
		       profile->scan[i].value[0] != '\0' &&
		       profile->scan[i].line > 0);
	for (size_t i = 0; i < notify->webhook_count; i++)
		assert(strncmp(notify->webhooks[i], "http", 4) == 0);
	assert(notify->command == NULL || notify->command[0][0] == '/');
	assert(notify->metrics == NULL || notify->metrics[0] == '/');
	if (profile->blackout_count > 0)
		blackout_end(profile->blackouts, 1, 1795608000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char path[] = "/etc/audits/office.ini";
	struct profile profile;
	struct text error;

	text_init(&error);
	if (profile_parse((const char *)data, size, path, &profile, &error)) {
		assert(error.len == 0);
		check(&profile);
	} else {
		assert(strncmp(error.data, path, strlen(path)) == 0);
		assert(profile.path == NULL && profile.scan == NULL);
	}
	profile_release(&profile);
	text_release(&error);
	return 0;
}
