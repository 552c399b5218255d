// SPDX-License-Identifier: Apache-2.0
#include "audit/log_entry.h"

#include "audit/notice.h"
#include "base/count.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* Take one field, as the journal does; false at the end or where it is wrong.
 */
static bool take_field(const char **at, const char *end, struct text *name,
                       struct text *value)
{
	size_t len = strcspn(*at, "=\n");
	const char *from = *at + len + 1;

	text_clear(name);
	text_clear(value);
	if (*at == end || from > end)
		return false;
	text_append(name, *at, len);
	if ((*at)[len] == '=') {
		len = (size_t)((const char *)memchr(from, '\n',
		                                    (size_t)(end - from)) -
		               from);
	} else {
		len = 0;
		for (unsigned i = 0; i < 8; i++)
			len |= (size_t)(unsigned char)from[i] << (8 * i);
		from += 8;
	}
	if (len >= (size_t)(end - from) || from[len] != '\n')
		return false;
	text_append(value, from, len);
	*at = from + len + 1;
	return true;
}

static const struct {
	const char *name, *value; /* NULL: the notice */
} fields[] = {
	{ "MESSAGE", NULL },
	{ "PRIORITY", "4" },
	{ "SYSLOG_IDENTIFIER", "portscan" },
	{ "PORTSCAN_AUDIT", "office" },
	{ "PORTSCAN_RUN", "17" },
	{ "PORTSCAN_NEW", "6" },
	{ "PORTSCAN_OPEN", "2" },
	{ "PORTSCAN_CHANGES", "3" },
};

Test(log_entry, the_journal_gets_fields)
{
	struct notify_sample sample;
	struct text entry, notice, name, value;
	const char *at;

	notify_sample_init(&sample);
	text_init(&entry);
	text_init(&notice);
	text_init(&name);
	text_init(&value);
	notice_append(&sample.account, NOTICE_NEWS, &notice);
	notice.data[notice.len - 1] = '\0';
	log_entry_for_journal(&sample.account, &entry);
	at = entry.data;
	for (size_t i = 0; i < COUNT(fields); i++) {
		cr_assert(
			take_field(&at, entry.data + entry.len, &name, &value),
			"%zu", i);
		cr_expect(eq(str, name.data, (char *)fields[i].name));
		cr_expect(eq(str, value.data,
		             fields[i].value == NULL
		                     ? notice.data
		                     : (char *)fields[i].value));
	}
	cr_expect(eq(ptr, (void *)at, entry.data + entry.len));
	text_release(&entry);
	text_release(&notice);
	text_release(&name);
	text_release(&value);
}

static const struct {
	const char *host, *audit;
	bool calm;
	const char *entry; /* up to the headline */
} messages[] = {
	{ "scanner", "office", false,
	  "<12>1 2026-11-25T00:00:00.250Z scanner portscan 4711 audit-run "
	  "[portscan@32473 audit=\"office\" run=\"17\" new=\"6\" open=\"2\" "
	  "changes=\"3\"] office: 6 new, 2 open, 3 changes; run 17 complete" },
	{ "scanner", "office", true,
	  "<14>1 2026-11-25T00:00:00.250Z scanner portscan 4711 audit-run "
	  "[portscan@32473 audit=\"office\" run=\"17\" new=\"0\" open=\"0\" "
	  "changes=\"0\"] office: 0 new, 0 open, 0 changes; run 17 complete" },
	{ "", "a]\"\\b\n", true,
	  "<14>1 2026-11-25T00:00:00.250Z - portscan 4711 audit-run "
	  "[portscan@32473 audit=\"a\\]\\\"\\\\b\" run=\"17\" new=\"0\" "
	  "open=\"0\" changes=\"0\"] " },
	{ "two words", "gr\303\274n\377", true,
	  "<14>1 2026-11-25T00:00:00.250Z two portscan 4711 audit-run "
	  "[portscan@32473 audit=\"gr\303\274n\" run=\"17\" new=\"0\" "
	  "open=\"0\" changes=\"0\"] " },
};

Test(log_entry, syslog_gets_structured_data)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct log_origin origin = {
			.host = messages[i].host,
			.time_us = INT64_C(1795564800250000),
			.pid = 4711,
		};
		struct notify_sample sample;
		struct text entry;

		notify_sample_init(&sample);
		sample.account.audit = messages[i].audit;
		if (messages[i].calm)
			notify_sample_calm(&sample);
		text_init(&entry);
		log_entry_for_syslog(&sample.account, &origin, &entry);
		cr_expect(eq(int,
		             strncmp(entry.data, messages[i].entry,
		                     strlen(messages[i].entry)),
		             0),
		          "%zu: %s", i, entry.data);
		text_release(&entry);
	}
}
