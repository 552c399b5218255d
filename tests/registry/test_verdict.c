// SPDX-License-Identifier: Apache-2.0
#include "registry/verdict.h"

#include "base/count.h"
#include "base/read_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static const struct registry_entry https = { REGISTRY_ASSIGNED, "https", NULL,
	                                     NULL, NULL };
static const struct registry_entry ssh = { REGISTRY_ASSIGNED, "ssh", NULL, NULL,
	                                   NULL };
static const struct registry_entry private_mail = { REGISTRY_ASSIGNED, NULL,
	                                            "any private mail system",
	                                            NULL, NULL };
static const struct registry_entry newlix = { REGISTRY_DORMANT, "newlixconfig",
	                                      NULL, NULL, NULL };
static const struct registry_entry unassigned = { REGISTRY_UNASSIGNED, NULL,
	                                          NULL, NULL, NULL };
static const struct registry_entry reserved = { REGISTRY_RESERVED, NULL, NULL,
	                                        NULL, NULL };
static const struct registry_entry dynamic = { REGISTRY_DYNAMIC, NULL, NULL,
	                                       NULL, NULL };

#define SERVICE(name)                                                          \
	{                                                                      \
		EVIDENCE_SERVICE, false, false, name                           \
	}
#define IN_TLS(name)                                                           \
	{                                                                      \
		EVIDENCE_SERVICE, true, false, name                            \
	}
#define LIKELY(name)                                                           \
	{                                                                      \
		EVIDENCE_SERVICE, false, true, name                            \
	}
#define NO_SERVICE(evidence)                                                   \
	{                                                                      \
		evidence, false, false, ""                                     \
	}

static const struct {
	const struct registry_entry *entry;
	struct respondent who;
	enum verdict_label label;
	unsigned why;
	const char *explained;
	const char *investigate;
} rows[] = {
	{ &ssh, SERVICE("ssh"), VERDICT_EXPECTED, WHY_SERVICE_MATCHES, "", "" },
	{ &https, SERVICE("tls"), VERDICT_EXPECTED,
	  WHY_SERVICE_MATCHES | WHY_TLS_ONLY, "", "" },
	{ &https, IN_TLS("http"), VERDICT_EXPECTED, WHY_SERVICE_MATCHES, "",
	  "" },
	{ &https, SERVICE("http"), VERDICT_INVESTIGATE, WHY_SERVICE_DIFFERS,
	  "assigned to https; answers as http",
	  "IANA assigns it to https; answers as http" },
	{ &https, LIKELY("https"), VERDICT_EXPECTED,
	  WHY_SERVICE_MATCHES | WHY_SERVICE_LIKELY, "", "" },
	{ &https, LIKELY("ssh"), VERDICT_UNCONFIRMED, WHY_SERVICE_LIKELY,
	  "answers like ssh", "" },
	{ &https, NO_SERVICE(EVIDENCE_HUNG_UP), VERDICT_UNCONFIRMED,
	  WHY_HANGS_UP, "closes at once", "" },
	{ &https, NO_SERVICE(EVIDENCE_ENDLESS), VERDICT_UNCONFIRMED,
	  WHY_ENDLESS, "talks without end", "" },
	{ &ssh, NO_SERVICE(EVIDENCE_NOT_ASKED), VERDICT_UNCONFIRMED,
	  WHY_NOT_ASKED, "not asked", "" },
	{ &ssh, NO_SERVICE(EVIDENCE_SILENT), VERDICT_UNCONFIRMED, WHY_SILENT,
	  "silent", "" },
	{ &ssh, NO_SERVICE(EVIDENCE_UNRECOGNISED), VERDICT_UNCONFIRMED,
	  WHY_UNRECOGNISED, "answer not recognised", "" },
	{ &ssh, SERVICE("tls"), VERDICT_UNCONFIRMED, WHY_TLS_ONLY,
	  "speaks TLS, inside unknown", "" },
	{ &ssh, SERVICE("http"), VERDICT_INVESTIGATE, WHY_SERVICE_DIFFERS,
	  "assigned to ssh; answers as http",
	  "IANA assigns it to ssh; answers as http" },
	{ &private_mail, SERVICE("smtp"), VERDICT_UNCONFIRMED, 0,
	  "answers as smtp", "" },
	{ &newlix, SERVICE("ssh"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_DORMANT | WHY_SERVICE_DIFFERS,
	  "dormant number (IANA: newlixconfig); answers as ssh",
	  "treated as unassigned: IANA's entry newlixconfig is dormant; "
	  "answers as ssh" },
	{ &newlix, SERVICE("newlixconfig"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_DORMANT | WHY_SERVICE_MATCHES,
	  "dormant number (IANA: newlixconfig); answers as newlixconfig",
	  "treated as unassigned: IANA's entry newlixconfig is dormant; "
	  "answers as newlixconfig" },
	{ &newlix, SERVICE("tls"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_DORMANT | WHY_TLS_ONLY,
	  "dormant number (IANA: newlixconfig); speaks TLS, inside unknown",
	  "treated as unassigned: IANA's entry newlixconfig is dormant; "
	  "speaks TLS, inside unknown" },
	{ &newlix, NO_SERVICE(EVIDENCE_NOT_ASKED), VERDICT_INVESTIGATE,
	  WHY_NUMBER_DORMANT | WHY_NOT_ASKED,
	  "dormant number (IANA: newlixconfig); not asked",
	  "treated as unassigned: IANA's entry newlixconfig is dormant; "
	  "not asked" },
	{ &unassigned, SERVICE("http"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED, "unassigned number; answers as http",
	  "unassigned: IANA lists no service here; answers as http" },
	{ &unassigned, SERVICE("tls"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED | WHY_TLS_ONLY,
	  "unassigned number; speaks TLS, inside unknown",
	  "unassigned: IANA lists no service here; speaks TLS, inside "
	  "unknown" },
	{ &unassigned, NO_SERVICE(EVIDENCE_SILENT), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED | WHY_SILENT, "unassigned number; silent",
	  "unassigned: IANA lists no service here; silent" },
	{ &unassigned, LIKELY("ftp"), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED | WHY_SERVICE_LIKELY,
	  "unassigned number; answers like ftp",
	  "unassigned: IANA lists no service here; answers like ftp" },
	{ &unassigned, NO_SERVICE(EVIDENCE_HUNG_UP), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED | WHY_HANGS_UP,
	  "unassigned number; closes at once",
	  "unassigned: IANA lists no service here; closes at once" },
	{ &unassigned, NO_SERVICE(EVIDENCE_ENDLESS), VERDICT_INVESTIGATE,
	  WHY_NUMBER_UNASSIGNED | WHY_ENDLESS,
	  "unassigned number; talks without end",
	  "unassigned: IANA lists no service here; talks without end" },
	{ &reserved, NO_SERVICE(EVIDENCE_UNRECOGNISED), VERDICT_INVESTIGATE,
	  WHY_NUMBER_RESERVED | WHY_UNRECOGNISED,
	  "reserved number; answer not recognised",
	  "reserved: IANA gives it to no service; answer not recognised" },
	{ &dynamic, SERVICE("sunrpc"), VERDICT_INVESTIGATE, WHY_NUMBER_DYNAMIC,
	  "dynamic number; answers as sunrpc",
	  "dynamic: for short-lived use, never assigned; answers as sunrpc" },
};

/* The same on a host that answers on every port. */
static const struct {
	const struct registry_entry *entry;
	struct respondent who;
	enum verdict_label label;
	const char *explained;
	const char *investigate;
} on_suspect_host[] = {
	{ &ssh, SERVICE("ssh"), VERDICT_EXPECTED, "", "" },
	{ &ssh, NO_SERVICE(EVIDENCE_SILENT), VERDICT_UNCONFIRMED,
	  "silent; host answers on every port", "" },
	{ &ssh, SERVICE("http"), VERDICT_INVESTIGATE,
	  "assigned to ssh; answers as http; host answers on every port",
	  "IANA assigns it to ssh; answers as http; host answers on every "
	  "port" },
	{ &unassigned, NO_SERVICE(EVIDENCE_SILENT), VERDICT_INVESTIGATE,
	  "unassigned number; silent; host answers on every port",
	  "unassigned: IANA lists no service here; silent; host answers on "
	  "every port" },
};

Test(verdict, number_and_answer_decide)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict =
			verdict_of_open(rows[i].entry, &rows[i].who);

		cr_expect(eq(str, (char *)verdict_label_name(verdict.label),
		             (char *)verdict_label_name(rows[i].label)),
		          "row %zu", i);
		cr_expect(eq(uint, verdict.why, rows[i].why), "row %zu", i);
	}
}

Test(verdict, host_that_answers_on_every_port_changes_no_label)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(on_suspect_host); i++) {
		struct verdict usual = verdict_of_open(on_suspect_host[i].entry,
		                                       &on_suspect_host[i].who);
		struct verdict verdict = verdict_on_suspect_host(usual);

		cr_expect(eq(int, verdict.label, on_suspect_host[i].label),
		          "row %zu", i);
		cr_expect(eq(uint, verdict.why, usual.why | WHY_HOST_SUSPECT),
		          "row %zu", i);
		text_clear(&text);
		verdict_explain(&verdict, on_suspect_host[i].entry,
		                on_suspect_host[i].who.service, &text);
		cr_expect(eq(str, text.data,
		             (char *)on_suspect_host[i].explained),
		          "row %zu", i);
		text_clear(&text);
		verdict_explain_investigate(&verdict, on_suspect_host[i].entry,
		                            on_suspect_host[i].who.service,
		                            &text);
		cr_expect(eq(str, text.data,
		             (char *)on_suspect_host[i].investigate),
		          "row %zu", i);
	}
	text_release(&text);
}

/* Software that is known to use the number. */
static const struct {
	const struct registry_entry *entry;
	struct respondent who;
	const char *software;
	enum verdict_label label;
	bool known;
	const char *explained;
	const char *investigate;
} by_known_software[] = {
	{ &unassigned, SERVICE("http"), "Prometheus", VERDICT_INVESTIGATE, true,
	  "unassigned number; answers as http (Prometheus, known to use it)",
	  "unassigned: IANA lists no service here; answers as http "
	  "(Prometheus, known to use it)" },
	{ &ssh, SERVICE("http"), "Prometheus", VERDICT_INVESTIGATE, true,
	  "assigned to ssh; answers as http (Prometheus, known to use it)",
	  "IANA assigns it to ssh; answers as http (Prometheus, known to use "
	  "it)" },
	{ &unassigned, SERVICE("ssh"), "SSH", VERDICT_INVESTIGATE, true,
	  "unassigned number; answers as ssh, known to use it",
	  "unassigned: IANA lists no service here; answers as ssh, known to "
	  "use it" },
	{ &unassigned, LIKELY("ssh"), "SSH", VERDICT_INVESTIGATE, true,
	  "unassigned number; answers like ssh, known to use it",
	  "unassigned: IANA lists no service here; answers like ssh, known to "
	  "use it" },
	{ &unassigned, SERVICE("http"), "", VERDICT_INVESTIGATE, false,
	  "unassigned number; answers as http",
	  "unassigned: IANA lists no service here; answers as http" },
	{ &ssh, SERVICE("ssh"), "SSH", VERDICT_EXPECTED, false, "", "" },
};

Test(verdict, known_software_is_named_and_changes_no_label)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(by_known_software); i++) {
		const char *name = by_known_software[i].software;
		struct software software = { name, strlen(name) };
		const char *service = by_known_software[i].who.service;
		struct verdict usual = verdict_of_open(
			by_known_software[i].entry, &by_known_software[i].who);
		struct verdict verdict = verdict_of_known_use(usual, software);

		cr_expect(eq(int, verdict.label, by_known_software[i].label),
		          "row %zu", i);
		cr_expect(eq(uint, verdict.why,
		             usual.why |
		                     (by_known_software[i].known ? WHY_KNOWN_USE
		                                                 : 0)),
		          "row %zu", i);
		text_clear(&text);
		verdict_explain(&verdict, by_known_software[i].entry, service,
		                &text);
		cr_expect(eq(str, text.data,
		             (char *)by_known_software[i].explained),
		          "row %zu", i);
		text_clear(&text);
		verdict_explain_investigate(
			&verdict, by_known_software[i].entry, service, &text);
		cr_expect(eq(str, text.data,
		             (char *)by_known_software[i].investigate),
		          "row %zu", i);
	}
	text_release(&text);
}

Test(verdict, reasons_are_told_in_words)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict verdict = { rows[i].label, rows[i].why, { 0 } };

		text_clear(&text);
		verdict_explain(&verdict, rows[i].entry, rows[i].who.service,
		                &text);
		cr_expect(eq(str, text.data, (char *)rows[i].explained),
		          "row %zu", i);
		text_clear(&text);
		verdict_explain_investigate(&verdict, rows[i].entry,
		                            rows[i].who.service, &text);
		cr_expect(eq(str, text.data, (char *)rows[i].investigate),
		          "row %zu", i);
	}
	text_release(&text);
}

Test(verdict, port_that_is_not_open_is_not_judged)
{
	struct verdict none = { VERDICT_NONE, 0, { 0 } };
	struct text text;

	text_init(&text);
	verdict_explain(&none, &newlix, NULL, &text);
	cr_expect(eq(str, text.data, ""));
	cr_expect(eq(str, (char *)verdict_label_name(none.label), ""));
	text_release(&text);
}

Test(verdict, every_why_has_a_code_of_its_own)
{
	for (unsigned i = 0; i < VERDICT_WHY_COUNT; i++) {
		const char *code =
			verdict_why_code((enum verdict_why)(1u << i));

		cr_expect(gt(sz, strlen(code), 0), "flag %u", i);
		for (unsigned j = 0; j < i; j++)
			cr_expect(ne(str, (char *)code,
			             (char *)verdict_why_code(
					     (enum verdict_why)(1u << j))));
	}
}

static void read_document(const char *path, struct text *text)
{
	text_init(text);
	cr_assert(eq(int, read_file(path, 1 << 20, text), 0), "%s", path);
}

Test(verdict, every_why_is_documented_with_an_example_and_in_the_schema)
{
	struct text document, schema;
	const char *examples;

	read_document(VERDICTS_DOCUMENT, &document);
	read_document(RECORD_SCHEMA_FILE, &schema);
	examples = strstr(document.data, "\n## An example of each\n");
	cr_assert(ne(ptr, (void *)examples, NULL));
	for (unsigned i = 0; i < VERDICT_WHY_COUNT; i++) {
		const char *code =
			verdict_why_code((enum verdict_why)(1u << i));
		char row[64], example[64], member[64];
		const char *found;

		snprintf(row, sizeof(row), "\n| `%s` | ", code);
		snprintf(example, sizeof(example), "`%s`", code);
		snprintf(member, sizeof(member), "\"%s\"", code);
		found = strstr(document.data, row);
		cr_expect(found != NULL && found < examples, "%s", code);
		cr_expect(ne(ptr, strstr(examples, example), NULL), "%s", code);
		cr_expect(ne(ptr, strstr(schema.data, member), NULL), "%s",
		          code);
	}
	text_release(&document);
	text_release(&schema);
}
