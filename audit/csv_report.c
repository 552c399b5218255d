// SPDX-License-Identifier: Apache-2.0
#include "audit/csv_report.h"

#include "base/count.h"
#include "report/escape.h"

#include <inttypes.h>
#include <string.h>

/* What a row is about: one of the first two. */
struct row {
	const struct issue *issue;
	const struct change *change;
	const struct sighting *seen; /* now, or else before; NULL: neither */
	struct address address;
	enum protocol protocol;
	uint16_t port;
	bool whole_host;
};

static void append_string(struct text *text, const char *string)
{
	escape_csv_field(text, string, strlen(string));
}

static void append_run(struct text *text, int64_t id)
{
	if (id > 0)
		text_printf(text, "%" PRId64, id);
}

static void append_record(struct text *text, const struct row *row)
{
	append_string(text, row->issue != NULL ? "issue" : "change");
}

static void append_id(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_string(text, row->issue->id);
}

static void append_kind(struct text *text, const struct row *row)
{
	append_string(text, row->issue != NULL
	                            ? issue_kind_name(row->issue->kind)
	                            : change_kind_name(row->change->kind));
}

static void append_state(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_string(text, issue_state_name(row->issue->state));
}

static void append_address(struct text *text, const struct row *row)
{
	char buffer[ADDRESS_TEXT_MAX];

	append_string(text, address_format(&row->address, buffer));
}

static void append_port(struct text *text, const struct row *row)
{
	if (!row->whole_host)
		text_printf(text, "%u", row->port);
}

static void append_protocol(struct text *text, const struct row *row)
{
	if (!row->whole_host)
		append_string(text, protocol_name(row->protocol));
}

static void append_hostname(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->hostname);
}

static void append_service(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->service);
}

static void append_product(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->product);
}

static void append_version(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->version);
}

static void append_certificate(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->certificate);
}

static void append_host_keys(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->host_keys);
}

static void append_verdict(struct text *text, const struct row *row)
{
	if (row->seen != NULL)
		append_string(text, row->seen->verdict);
}

/* Codes with blanks between them, as in the CSV of a scan: a semicolon would
 * begin another cell in many places. */
static void append_codes(struct text *text, const char *codes)
{
	struct text spaced;

	text_init(&spaced);
	for (; *codes != '\0'; codes++)
		text_append_char(&spaced, *codes == ';' ? ' ' : *codes);
	append_string(text, spaced.data);
	text_release(&spaced);
}

static void append_why(struct text *text, const struct row *row)
{
	if (row->change != NULL && row->change->kind == CHANGE_NOT_COMPARABLE)
		append_string(text, incomparable_name(row->change->why));
	else if (row->seen != NULL)
		append_codes(text, row->seen->why);
}

static void append_first_run(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_run(text, row->issue->first_run);
}

static void append_last_run(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_run(text, row->issue->last_run);
}

static void append_resolved_run(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_run(text, row->issue->resolved_run);
}

static void append_standing(struct text *text, const struct row *row)
{
	if (row->issue != NULL)
		append_string(text, standing_name(row->issue->standing));
}

static const struct policy_rule *rule_of(const struct row *row)
{
	return row->issue != NULL ? row->issue->rule : NULL;
}

static void append_rule(struct text *text, const struct row *row)
{
	const struct policy_rule *rule = rule_of(row);
	struct text place;

	if (rule == NULL)
		return;
	text_init(&place);
	text_printf(&place, "%s:%" PRIu32, rule->file, rule->line);
	append_string(text, place.data);
	text_release(&place);
}

static void append_owner(struct text *text, const struct row *row)
{
	if (rule_of(row) != NULL)
		append_string(text, rule_of(row)->owner);
}

static void append_reason(struct text *text, const struct row *row)
{
	if (rule_of(row) != NULL)
		append_string(text, rule_of(row)->reason);
}

static void append_until(struct text *text, const struct row *row)
{
	if (rule_of(row) != NULL)
		append_string(text, rule_of(row)->until);
}

static void append_words(struct text *text, const struct row *row)
{
	struct text words;

	if (row->change == NULL)
		return;
	text_init(&words);
	change_explain(row->change, &words);
	escape_csv_field(text, words.data, words.len);
	text_release(&words);
}

/* Names and order are a promise. */
static const struct {
	const char *name;
	void (*append)(struct text *text, const struct row *row);
} columns[] = {
	{ "record", append_record },
	{ "id", append_id },
	{ "kind", append_kind },
	{ "state", append_state },
	{ "address", append_address },
	{ "hostname", append_hostname },
	{ "port", append_port },
	{ "protocol", append_protocol },
	{ "service", append_service },
	{ "product", append_product },
	{ "version", append_version },
	{ "certificate", append_certificate },
	{ "host_keys", append_host_keys },
	{ "verdict", append_verdict },
	{ "why", append_why },
	{ "first_run", append_first_run },
	{ "last_run", append_last_run },
	{ "resolved_run", append_resolved_run },
	{ "standing", append_standing },
	{ "rule", append_rule },
	{ "owner", append_owner },
	{ "reason", append_reason },
	{ "until", append_until },
	{ "words", append_words },
};

static void append_row(struct text *text, const struct row *row)
{
	for (size_t i = 0; i < COUNT(columns); i++) {
		if (i > 0)
			text_append_char(text, ',');
		columns[i].append(text, row);
	}
	text_append_char(text, '\n');
}

static void append_header(struct text *text)
{
	for (size_t i = 0; i < COUNT(columns); i++)
		text_printf(text, "%s%s", i > 0 ? "," : "", columns[i].name);
	text_append_char(text, '\n');
}

static void append_issue(struct text *text, const struct issue *issue)
{
	struct row row = { .issue = issue,
		           .seen = issue->sighting,
		           .address = issue->address,
		           .protocol = issue->protocol,
		           .port = issue->port };

	append_row(text, &row);
}

static void append_change(struct text *text, const struct change *change)
{
	struct row row = { .change = change,
		           .seen = change->after != NULL ? change->after
		                                         : change->before,
		           .address = change->address,
		           .protocol = change->protocol,
		           .port = change->port,
		           .whole_host = change->whole_host };

	append_row(text, &row);
}

void csv_report(const struct account *account, struct text *text)
{
	append_header(text);
	for (size_t i = 0; i < account->issues->count; i++)
		append_issue(text, &account->issues->items[i]);
	for (size_t i = 0; i < account->changes->count; i++)
		append_change(text, &account->changes->items[i]);
}
