// SPDX-License-Identifier: Apache-2.0
#include "audit/html_sighting.h"

#include "audit/html_record.h"
#include "base/count.h"
#include "report/html_port.h"
#include "report/html_text.h"

#include <string.h>

void html_sighting_append_host(const struct address *address,
                               const char *hostname, struct text *text)
{
	char buffer[ADDRESS_TEXT_MAX];

	text_append_string(text, address_format(address, buffer));
	if (hostname[0] != '\0') {
		text_append_char(text, ' ');
		html_text_element(text, "span", "name", hostname);
	}
}

void html_sighting_append_service(const struct sighting *sighting,
                                  struct text *text)
{
	const char *const parts[] = { sighting->service, sighting->product,
		                      sighting->version };
	const char *blank = "";

	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i][0] == '\0')
			continue;
		text_append_string(text, blank);
		html_text_string(text, parts[i]);
		blank = " ";
	}
	if (blank[0] == '\0')
		html_text_element(text, "span", "muted", "nothing recognised");
}

static void append_term(const char *term, const char *value, struct text *text)
{
	if (value[0] == '\0')
		return;
	html_text_element(text, "dt", NULL, term);
	html_text_element(text, "dd", NULL, value);
	text_append_char(text, '\n');
}

static void append_sent(const char *banner, struct text *text)
{
	if (banner[0] == '\0')
		return;
	html_text_element(text, "dt", NULL, "Sent");
	html_text_open(text, "dd", NULL);
	html_port_append_banner(text, banner, strlen(banner));
	text_append_string(text, "</dd>\n");
}

/* What a file of others has no record of is in the sighting. */
static void append_terms(const struct sighting *sighting, struct text *text)
{
	if (!html_record_append_terms(sighting->record, text)) {
		append_term("SHA-256", sighting->certificate, text);
		append_term("Host keys", sighting->host_keys, text);
	}
	append_sent(sighting->banner, text);
}

void html_sighting_append_evidence(const struct sighting *sighting,
                                   struct text *text)
{
	struct text terms;

	text_init(&terms);
	append_terms(sighting, &terms);
	if (terms.len > 0) {
		html_text_open(text, "dl", "facts");
		text_append(text, terms.data, terms.len);
		html_text_close(text, "dl");
		text_append_char(text, '\n');
	}
	text->failed |= terms.failed;
	text_release(&terms);
}

enum verdict_label html_sighting_label(const struct sighting *sighting)
{
	for (int i = VERDICT_NONE; i <= VERDICT_INVESTIGATE; i++)
		if (strcmp(sighting->verdict,
		           verdict_label_name((enum verdict_label)i)) == 0)
			return (enum verdict_label)i;
	return VERDICT_NONE;
}

/* Is `code` one of "number-dormant;service-differs"? */
static bool has_code(const char *codes, const char *code)
{
	size_t len = strlen(code);

	for (;; codes++) {
		size_t next = strcspn(codes, ";");

		if (next == len && strncmp(codes, code, len) == 0)
			return true;
		codes += next;
		if (*codes == '\0')
			return false;
	}
}

static unsigned why_of(const struct sighting *sighting)
{
	unsigned why = 0;

	for (int i = 0; i < VERDICT_WHY_COUNT; i++) {
		enum verdict_why flag = (enum verdict_why)(1U << i);

		if (has_code(sighting->why, verdict_why_code(flag)))
			why |= flag;
	}
	return why;
}

static enum registry_status status_of(const struct sighting *sighting)
{
	for (int i = REGISTRY_ASSIGNED; i <= REGISTRY_DORMANT; i++)
		if (strcmp(sighting->registry_status,
		           registry_status_name((enum registry_status)i)) == 0)
			return (enum registry_status)i;
	return REGISTRY_ASSIGNED;
}

/* Which software of the list of unofficial uses it is, is not recorded; its own
 * name is. */
static struct software software_of(const struct sighting *sighting)
{
	const char *name = sighting->product[0] != '\0' ? sighting->product
	                                                : sighting->service;

	return (struct software){ name, strlen(name) };
}

void html_sighting_append_why(const struct sighting *sighting,
                              struct text *text)
{
	struct verdict verdict = { .label = VERDICT_INVESTIGATE,
		                   .why = why_of(sighting),
		                   .software = software_of(sighting) };
	struct registry_entry entry = { .status = status_of(sighting),
		                        .name = sighting->registry_name };
	struct text words;

	text_init(&words);
	verdict_explain_investigate(&verdict, &entry, sighting->service,
	                            &words);
	html_text_bytes(text, words.data, words.len);
	text->failed |= words.failed;
	text_release(&words);
}
