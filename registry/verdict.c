// SPDX-License-Identifier: Apache-2.0
#include "registry/verdict.h"

#include "base/count.h"
#include "registry/compatible.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static unsigned why_of_number(enum registry_status status)
{
	switch (status) {
	case REGISTRY_ASSIGNED: return 0;
	case REGISTRY_UNASSIGNED: return WHY_NUMBER_UNASSIGNED;
	case REGISTRY_DORMANT: return WHY_NUMBER_DORMANT;
	case REGISTRY_RESERVED: return WHY_NUMBER_RESERVED;
	case REGISTRY_DYNAMIC: return WHY_NUMBER_DYNAMIC;
	}
	return 0;
}

/*
 * What answered, held against the names that the number has, if it has any.  A
 * likely name may confirm, for then the number speaks for it too; to contradict
 * takes a certain one.
 */
static unsigned why_of_service(const struct registry_entry *entry,
                               const struct respondent *who)
{
	bool tls_only = service_is_tls(who->service);
	unsigned why = (tls_only ? WHY_TLS_ONLY : 0u) |
	               (who->likely ? WHY_SERVICE_LIKELY : 0u);

	if (entry->name == NULL)
		return why;
	if (service_fits(entry, who->service, who->tls))
		return why | WHY_SERVICE_MATCHES;
	return why != 0 ? why : WHY_SERVICE_DIFFERS;
}

static unsigned why_of_answer(const struct registry_entry *entry,
                              const struct respondent *who)
{
	switch (who->evidence) {
	case EVIDENCE_NOT_ASKED: return WHY_NOT_ASKED;
	case EVIDENCE_SILENT: return WHY_SILENT;
	case EVIDENCE_HUNG_UP: return WHY_HANGS_UP;
	case EVIDENCE_ENDLESS: return WHY_ENDLESS;
	case EVIDENCE_UNRECOGNISED: return WHY_UNRECOGNISED;
	case EVIDENCE_SERVICE: return why_of_service(entry, who);
	}
	return 0;
}

static enum verdict_label label_of(unsigned why)
{
	const unsigned nobodys = WHY_NUMBER_UNASSIGNED | WHY_NUMBER_DORMANT |
	                         WHY_NUMBER_RESERVED | WHY_NUMBER_DYNAMIC;

	if ((why & (nobodys | WHY_SERVICE_DIFFERS)) != 0)
		return VERDICT_INVESTIGATE;
	if ((why & WHY_SERVICE_MATCHES) != 0)
		return VERDICT_EXPECTED;
	return VERDICT_UNCONFIRMED;
}

struct verdict verdict_of_open(const struct registry_entry *entry,
                               const struct respondent *who)
{
	unsigned why = why_of_number(entry->status) | why_of_answer(entry, who);

	return (struct verdict){ .label = label_of(why), .why = why };
}

struct verdict verdict_of_known_use(struct verdict verdict,
                                    struct software software)
{
	if (software.len == 0 || verdict.label == VERDICT_EXPECTED)
		return verdict;
	verdict.why |= WHY_KNOWN_USE;
	verdict.software = software;
	return verdict;
}

struct verdict verdict_on_suspect_host(struct verdict verdict)
{
	verdict.why |= WHY_HOST_SUSPECT;
	return verdict;
}

const char *verdict_label_name(enum verdict_label label)
{
	switch (label) {
	case VERDICT_NONE: return "";
	case VERDICT_EXPECTED: return "expected";
	case VERDICT_UNCONFIRMED: return "unconfirmed";
	case VERDICT_INVESTIGATE: return "investigate";
	}
	return "";
}

const char *verdict_why_code(enum verdict_why why)
{
	switch (why) {
	case WHY_NUMBER_UNASSIGNED: return "number-unassigned";
	case WHY_NUMBER_DORMANT: return "number-dormant";
	case WHY_NUMBER_RESERVED: return "number-reserved";
	case WHY_NUMBER_DYNAMIC: return "number-dynamic";
	case WHY_SERVICE_MATCHES: return "service-matches";
	case WHY_SERVICE_DIFFERS: return "service-differs";
	case WHY_SERVICE_LIKELY: return "service-likely";
	case WHY_KNOWN_USE: return "known-unofficial-use";
	case WHY_TLS_ONLY: return "tls-only";
	case WHY_UNRECOGNISED: return "unrecognised";
	case WHY_HANGS_UP: return "hangs-up";
	case WHY_ENDLESS: return "endless";
	case WHY_SILENT: return "silent";
	case WHY_NOT_ASKED: return "not-asked";
	case WHY_HOST_SUSPECT: return "answers-on-every-port";
	}
	return "";
}

/* What came instead of a service; the first that holds. */
static const struct {
	enum verdict_why why;
	const char *words;
} no_service[] = {
	{ WHY_NOT_ASKED, "not asked" },
	{ WHY_SILENT, "silent" },
	{ WHY_HANGS_UP, "closes at once" },
	{ WHY_ENDLESS, "talks without end" },
	{ WHY_UNRECOGNISED, "answer not recognised" },
	{ WHY_TLS_ONLY, "speaks TLS, inside unknown" },
};

/* NULL when a service answered. */
static const char *no_service_words(const struct verdict *verdict)
{
	for (size_t i = 0; i < COUNT(no_service); i++)
		if ((verdict->why & no_service[i].why) != 0)
			return no_service[i].words;
	return NULL;
}

/* "answers as http (Prometheus, known to use it)" */
static void append_service(const struct verdict *verdict, const char *service,
                           struct text *text)
{
	const struct software *software = &verdict->software;
	bool likely = (verdict->why & WHY_SERVICE_LIKELY) != 0;

	text_printf(text, "answers %s %s", likely ? "like" : "as", service);
	if ((verdict->why & WHY_KNOWN_USE) == 0)
		return;
	if (strlen(service) == software->len &&
	    strncasecmp(service, software->name, software->len) == 0)
		text_append_string(text, ", known to use it");
	else
		text_printf(text, " (%.*s, known to use it)",
		            (int)software->len, software->name);
}

static void append_answer(const struct verdict *verdict, const char *service,
                          const char *separator, struct text *text)
{
	const char *words = no_service_words(verdict);

	if (words != NULL) {
		text_printf(text, "%s%s", separator, words);
	} else if (service != NULL && service[0] != '\0') {
		text_append_string(text, separator);
		append_service(verdict, service, text);
	}
}

static void append_host(const struct verdict *verdict, struct text *text)
{
	if ((verdict->why & WHY_HOST_SUSPECT) != 0)
		text_append_string(text, "; host answers on every port");
}

/* Why the number itself calls for a look; false, and nothing, if it does not.
 */
static bool append_number(const struct verdict *verdict,
                          const struct registry_entry *entry, struct text *text)
{
	const char *name = entry->name;

	if ((verdict->why & WHY_NUMBER_DORMANT) != 0)
		text_printf(text, "dormant number%s%s%s",
		            name != NULL ? " (IANA: " : "",
		            name != NULL ? name : "", name != NULL ? ")" : "");
	else if ((verdict->why & WHY_NUMBER_UNASSIGNED) != 0)
		text_append_string(text, "unassigned number");
	else if ((verdict->why & WHY_NUMBER_RESERVED) != 0)
		text_append_string(text, "reserved number");
	else if ((verdict->why & WHY_NUMBER_DYNAMIC) != 0)
		text_append_string(text, "dynamic number");
	else if ((verdict->why & WHY_SERVICE_DIFFERS) != 0)
		text_printf(text, "assigned to %s", name);
	else
		return false;
	return true;
}

void verdict_explain(const struct verdict *verdict,
                     const struct registry_entry *entry, const char *service,
                     struct text *text)
{
	bool number;

	if (verdict->label == VERDICT_NONE ||
	    verdict->label == VERDICT_EXPECTED)
		return;
	number = append_number(verdict, entry, text);
	append_answer(verdict, service, number ? "; " : "", text);
	append_host(verdict, text);
}

static void append_number_sentence(const struct verdict *verdict,
                                   const struct registry_entry *entry,
                                   struct text *text)
{
	const char *name = entry->name;

	if ((verdict->why & WHY_NUMBER_DORMANT) != 0)
		text_printf(
			text,
			"treated as unassigned: IANA's entry%s%s is dormant",
			name != NULL ? " " : "", name != NULL ? name : "");
	else if ((verdict->why & WHY_NUMBER_UNASSIGNED) != 0)
		text_append_string(text,
		                   "unassigned: IANA lists no service here");
	else if ((verdict->why & WHY_NUMBER_RESERVED) != 0)
		text_append_string(text,
		                   "reserved: IANA gives it to no service");
	else if ((verdict->why & WHY_NUMBER_DYNAMIC) != 0)
		text_append_string(
			text, "dynamic: for short-lived use, never assigned");
	else
		text_printf(text, "IANA assigns it to %s", name);
}

void verdict_explain_investigate(const struct verdict *verdict,
                                 const struct registry_entry *entry,
                                 const char *service, struct text *text)
{
	if (verdict->label != VERDICT_INVESTIGATE)
		return;
	append_number_sentence(verdict, entry, text);
	append_answer(verdict, service, "; ", text);
	append_host(verdict, text);
}
