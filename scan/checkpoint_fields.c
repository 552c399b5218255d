// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_fields.h"

#include "base/count.h"
#include "scan/checkpoint_words.h"

#include <string.h>

const char checkpoint_bad_number[] = "a number is missing or out of range";

struct field fields_next(struct fields *fields)
{
	struct field field = { fields->at, 0 };
	const char *blank;

	if (!fields->more)
		return field;
	blank = memchr(fields->at, ' ', (size_t)(fields->end - fields->at));
	fields->more = blank != NULL;
	field.len = (size_t)((fields->more ? blank : fields->end) - fields->at);
	fields->at += field.len + fields->more;
	return field;
}

bool field_is(struct field field, const char *name)
{
	return field.len == strlen(name) &&
	       memcmp(field.at, name, field.len) == 0;
}

/* What stands before `separator`, which is cut off with it; all of `field` when
 * there is none. */
static struct field split(struct field *field, char separator)
{
	const char *at = memchr(field->at, separator, field->len);
	struct field first = *field;

	if (at != NULL)
		first.len = (size_t)(at - field->at);
	field->at += first.len + (at != NULL);
	field->len -= first.len + (at != NULL);
	return first;
}

/* Digits only, and no zeros before them. */
bool field_number(struct field field, uint64_t max, uint64_t *number)
{
	uint64_t value = 0;

	if (field.len == 0 || (field.len > 1 && field.at[0] == '0'))
		return false;
	for (size_t i = 0; i < field.len; i++) {
		uint64_t digit = (uint64_t)(field.at[i] - '0');

		if (field.at[i] < '0' || digit > 9 || value > max / 10 ||
		    value * 10 > max - digit)
			return false;
		value = value * 10 + digit;
	}
	*number = value;
	return true;
}

/* Exactly `count` numbers with commas between. */
static bool to_numbers(struct field field, uint64_t max, uint64_t *numbers,
                       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool last = i + 1 == count;

		if (!field_number(last ? field : split(&field, ','), max,
		                  &numbers[i]))
			return false;
	}
	return true;
}

bool field_run(struct field field, struct checkpoint_run *run)
{
	return field_number(split(&field, '-'), UINT64_MAX - 1, &run->first) &&
	       field_number(field, UINT64_MAX - 1, &run->last) &&
	       run->first <= run->last;
}

/* Set the marks that the field names in `object`, whose others are false. */
static bool to_marks(struct field field, void *object,
                     const struct checkpoint_mark *marks, size_t count)
{
	if (field_is(field, "-"))
		return true;
	if (field.len > 0 && field.at[field.len - 1] == ',')
		return false;
	do {
		struct field name = split(&field, ',');
		size_t i = 0;

		while (i < count && !field_is(name, marks[i].name))
			i++;
		if (i == count)
			return false;
		*(bool *)((char *)object + marks[i].offset) = true;
	} while (field.len > 0);
	return true;
}

bool field_state(struct field field, enum port_state *state)
{
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		if (field_is(field, port_state_name((enum port_state)i))) {
			*state = (enum port_state)i;
			return true;
		}
	return false;
}

bool field_reason(struct field field, enum port_reason *reason)
{
	for (int i = 0; i < PORT_REASON_COUNT; i++)
		if (field_is(field, port_reason_name((enum port_reason)i))) {
			*reason = (enum port_reason)i;
			return true;
		}
	return false;
}

/* The value of a hexadecimal digit in lower case, or -1. */
static int hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit = memchr(digits, c, 16);

	return digit != NULL ? (int)(digit - digits) : -1;
}

static bool to_bytes(struct field field, uint8_t *bytes, size_t max,
                     size_t *len)
{
	*len = 0;
	if (field_is(field, "-"))
		return true;
	if (field.len == 0 || field.len % 2 != 0 || field.len / 2 > max)
		return false;
	for (size_t i = 0; i < field.len; i += 2) {
		int high = hex_value(field.at[i]);
		int low = hex_value(field.at[i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[(*len)++] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool to_facts(struct field field, uint8_t bytes[FACTS_MAX],
                     struct facts *facts)
{
	struct facts decoded;
	bool good = to_bytes(field, bytes, FACTS_MAX, &facts->len) &&
	            facts_decode(&decoded, bytes, facts->len);

	if (good)
		facts_release(&decoded);
	return good;
}

const char *fields_finding(struct fields *fields,
                           struct checkpoint_finding *finding,
                           struct checkpoint_heard *heard)
{
	uint64_t attempts, rtt_us = 0, settled_us;
	struct field rtt;

	*finding = (struct checkpoint_finding){
		.banner = heard->banner,
		.who.bytes = heard->who,
	};
	if (!field_number(fields_next(fields), UINT64_MAX - 1,
	                  &finding->question))
		return checkpoint_bad_number;
	if (!field_state(fields_next(fields), &finding->outcome.state))
		return "no such state";
	if (!field_reason(fields_next(fields), &finding->outcome.reason))
		return "no such reason";
	if (!field_number(fields_next(fields), UINT32_MAX, &attempts))
		return checkpoint_bad_number;
	rtt = fields_next(fields);
	finding->has_rtt = !field_is(rtt, "-");
	if ((finding->has_rtt && !field_number(rtt, UINT32_MAX, &rtt_us)) ||
	    !field_number(fields_next(fields), INT64_MAX, &settled_us))
		return checkpoint_bad_number;
	finding->attempts = (uint32_t)attempts;
	finding->rtt_us = (uint32_t)rtt_us;
	finding->settled_us = (int64_t)settled_us;
	if (!to_marks(fields_next(fields), finding, checkpoint_finding_marks,
	              CHECKPOINT_FINDING_MARKS))
		return "no such mark";
	if (!to_bytes(fields_next(fields), heard->banner, BANNER_MAX,
	              &finding->banner_len))
		return "not a banner";
	if (!to_facts(fields_next(fields), heard->who, &finding->who))
		return "not the facts of who answered";
	return NULL;
}

const char *fields_host(struct fields *fields, struct checkpoint_host *host)
{
	uint64_t rtt[3] = { 0 };
	struct field rtt_field;

	*host = (struct checkpoint_host){ 0 };
	if (!field_number(fields_next(fields), UINT64_MAX - 1, &host->place) ||
	    !to_numbers(fields_next(fields), UINT64_MAX, host->states,
	                PORT_STATE_COUNT))
		return checkpoint_bad_number;
	rtt_field = fields_next(fields);
	host->rtt.sampled = !field_is(rtt_field, "-");
	if (host->rtt.sampled &&
	    !to_numbers(rtt_field, UINT32_MAX, rtt, COUNT(rtt)))
		return checkpoint_bad_number;
	host->rtt.srtt_us = (uint32_t)rtt[0];
	host->rtt.rttvar_us = (uint32_t)rtt[1];
	host->rtt.min_us = (uint32_t)rtt[2];
	if (!to_marks(fields_next(fields), host, checkpoint_host_marks,
	              CHECKPOINT_HOST_MARKS))
		return "no such mark";
	return NULL;
}
