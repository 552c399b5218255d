// SPDX-License-Identifier: Apache-2.0
#include "audit/log_entry.h"

#include "audit/notice.h"
#include "base/utf8.h"
#include "report/units.h"

#include <inttypes.h>
#include <string.h>

/* RFC 5424 6.3.2: a name of one's own is one within an enterprise's number;
 * this is the number that RFC 5612 leaves to whoever has none. */
#define SD_ID "portscan@32473"

enum {
	SEVERITY_WARNING = 4, /* RFC 5424 6.2.1 */
	SEVERITY_INFORMATIONAL = 6,
	FACILITY_USER = 1,
	/* A notice is shorter; a datagram may be 200 KiB. */
	MAX_FIELD = 64 * 1024,
	MAX_HOSTNAME = 255, /* RFC 5424 6 */
};

static int severity(const struct account *account)
{
	return account_needs_person(account) ? SEVERITY_WARNING
	                                     : SEVERITY_INFORMATIONAL;
}

/* The numbers, by the names they have in both. */
struct numbers {
	int64_t run;
	size_t new, open, changes;
};

static struct numbers count(const struct account *account)
{
	return (struct numbers){
		.run = account->run->id,
		.new = issue_list_count(account->issues, ISSUE_NEW),
		.open = issue_list_count(account->issues, ISSUE_OPEN),
		.changes = account_change_count(account),
	};
}

/* NAME=VALUE, or where there are several lines the name, the length in 64 bits
 * of little endian, and the value. */
static void add_field(struct text *entry, const char *name, const char *value,
                      size_t len)
{
	if (len > MAX_FIELD)
		len = MAX_FIELD;
	text_append_string(entry, name);
	if (memchr(value, '\n', len) == NULL) {
		text_append_char(entry, '=');
	} else {
		text_append_char(entry, '\n');
		for (unsigned shift = 0; shift < 64; shift += 8)
			text_append_char(entry, (char)((uint64_t)len >> shift));
	}
	text_append(entry, value, len);
	text_append_char(entry, '\n');
}

void log_entry_for_journal(const struct account *account, struct text *entry)
{
	struct numbers numbers = count(account);
	struct text notice;

	text_init(&notice);
	notice_append(account, NOTICE_NEWS, &notice);
	while (notice.len > 0 && notice.data[notice.len - 1] == '\n')
		notice.len--;
	add_field(entry, "MESSAGE", notice.data, notice.len);
	text_printf(entry, "PRIORITY=%d\n", severity(account));
	text_append_string(entry, "SYSLOG_IDENTIFIER=portscan\n");
	add_field(entry, "PORTSCAN_AUDIT", account->audit,
	          strlen(account->audit));
	text_printf(entry,
	            "PORTSCAN_RUN=%" PRId64 "\nPORTSCAN_NEW=%zu\n"
	            "PORTSCAN_OPEN=%zu\nPORTSCAN_CHANGES=%zu\n",
	            numbers.run, numbers.new, numbers.open, numbers.changes);
	text_release(&notice);
}

/* RFC 5424 6.3.3: UTF-8, where these three are escaped; so that it is one line,
 * controls are left out. */
static void add_parameter(struct text *entry, const char *value)
{
	const uint8_t *bytes = (const uint8_t *)value;
	size_t len = strlen(value), step;
	uint32_t code_point;

	for (size_t i = 0; i < len; i += step) {
		step = utf8_decode(bytes + i, len - i, &code_point);
		if (step == 0 || !utf8_is_visible(code_point)) {
			step = step == 0 ? 1 : step;
			continue;
		}
		if (strchr("\"\\]", bytes[i]) != NULL)
			text_append_char(entry, '\\');
		text_append(entry, bytes + i, step);
	}
}

/* RFC 5424 6.2.4: printable ASCII without blanks, or "-". */
static void add_host(struct text *entry, const char *host)
{
	size_t len = 0;

	while (host[len] > ' ' && host[len] <= '~' && len < MAX_HOSTNAME)
		len++;
	text_append(entry, len == 0 ? "-" : host, len == 0 ? 1 : len);
}

void log_entry_for_syslog(const struct account *account,
                          const struct log_origin *origin, struct text *entry)
{
	struct numbers numbers = count(account);

	text_printf(entry, "<%d>1 ", FACILITY_USER * 8 + severity(account));
	units_append_time(entry, origin->time_us);
	text_append_char(entry, ' ');
	add_host(entry, origin->host);
	text_printf(entry,
	            " portscan %" PRId64 " audit-run [" SD_ID " audit=\"",
	            origin->pid);
	add_parameter(entry, account->audit);
	text_printf(entry,
	            "\" run=\"%" PRId64 "\" new=\"%zu\" open=\"%zu\" "
	            "changes=\"%zu\"] ",
	            numbers.run, numbers.new, numbers.open, numbers.changes);
	account_headline(account, entry);
}
