// SPDX-License-Identifier: Apache-2.0
#include "report/html_port.h"

#include "base/count.h"
#include "report/fact_groups.h"
#include "report/html_page.h"
#include "report/html_text.h"
#include "report/process.h"
#include "report/service_text.h"

#include <string.h>

enum {
	BANNER_SHOWN = 400, /* bytes; JSON has them all */
	VALUES_SHOWN = 6,   /* of a list of facts */
};

void html_port_append_id(struct text *text, const struct address *address,
                         enum protocol protocol, uint16_t port)
{
	char buffer[ADDRESS_TEXT_MAX];

	text_printf(text, "%s-%u-%s", address_format(address, buffer), port,
	            protocol_name(protocol));
}

void html_port_append_service(struct text *text, const struct finding *finding)
{
	struct text service;

	text_init(&service);
	service_text_append(&service, finding);
	if (service.len > 0)
		html_text_bytes(text, service.data, service.len);
	else
		html_text_element(text, "span", "muted", "nothing recognised");
	text->failed |= service.failed;
	text_release(&service);
}

static const struct html_fact shown[] = {
	{ FACT_HTTP_TITLE, "Title" },
	{ FACT_HTTP_SERVER, "Server" },
	{ FACT_HTTP_LOCATION, "Leads to" },
	{ FACT_HTTP_REALM, "Login for" },
	{ FACT_HTTP_GENERATOR, "Made with" },
	{ FACT_TLS_VERSION, "TLS" },
	{ FACT_TLS_SUBJECT, "Certificate" },
	{ FACT_TLS_ISSUER, "Issued by" },
	{ FACT_TLS_NAMES, "Names" },
	{ FACT_TLS_NOT_AFTER, "Valid until" },
	{ FACT_TLS_SHA256, "SHA-256" },
	{ FACT_TLS_ALERT, "TLS alert" },
	{ FACT_SSH_HOST_KEYS, "Host keys" },
	{ FACT_SMB_COMPUTER, "Computer" },
	{ FACT_SMB_DOMAIN, "Domain" },
	{ FACT_SMB_DIALECT, "SMB" },
	{ FACT_NETBIOS_NAMES, "NetBIOS" },
	{ FACT_RDP_SECURITY, "Security" },
	{ FACT_LDAP_CONTEXTS, "Contexts" },
	{ FACT_KERBEROS_REALM, "Realm" },
	{ FACT_DNS_VERSION, "Version" },
	{ FACT_DNS_ID, "Name" },
	{ FACT_SNMP_NAME, "Name" },
	{ FACT_SNMP_DESCRIPTION, "System" },
	{ FACT_DEVICE_VENDOR, "Vendor" },
	{ FACT_DEVICE_MODEL, "Model" },
	{ FACT_DEVICE_FIRMWARE, "Firmware" },
	{ FACT_APP_DETAIL, "Detail" },
};

const struct html_fact *html_port_fact(size_t i)
{
	return i < COUNT(shown) ? &shown[i] : NULL;
}

static void open_term(struct text *text, const char *term)
{
	html_text_element(text, "dt", NULL, term);
	html_text_open(text, "dd", NULL);
}

static void close_term(struct text *text)
{
	text_append_string(text, "</dd>\n");
}

void html_port_append_validity(struct text *text, const char *validity,
                               bool self_signed)
{
	if (validity != NULL && strcmp(validity, "valid") != 0) {
		text_append_char(text, ' ');
		html_page_append_badge(text, "doubt", validity);
	}
	if (self_signed)
		text_append_string(text, " (self-signed)");
}

static void append_validity(struct text *text, const struct facts *facts)
{
	struct bytes validity;
	struct text word;

	text_init(&word);
	if (facts_get(facts, FACT_TLS_VALIDITY, &validity))
		text_append(&word, validity.data, validity.len);
	html_port_append_validity(
		text, word.len > 0 ? word.data : NULL,
		facts_have(facts, FACT_TLS_SELF_SIGNED, "true"));
	text->failed |= word.failed;
	text_release(&word);
}

static void append_values(struct text *text, const struct facts *facts,
                          enum fact_key key)
{
	struct bytes value;
	size_t at = 0, count = 0;

	while (fact_value_next(facts, key, &at, &value)) {
		if (count < VALUES_SHOWN) {
			text_append_string(text, count > 0 ? ", " : "");
			html_text_bytes(text, value.data, value.len);
		}
		count++;
	}
	if (count > VALUES_SHOWN)
		text_printf(text, " and %zu more", count - VALUES_SHOWN);
}

static void append_facts(struct text *text, const struct facts *facts)
{
	struct bytes value;

	for (size_t i = 0; i < COUNT(shown); i++) {
		if (!facts_get(facts, shown[i].key, &value))
			continue;
		open_term(text, shown[i].term);
		append_values(text, facts, shown[i].key);
		if (shown[i].key == FACT_TLS_NOT_AFTER)
			append_validity(text, facts);
		close_term(text);
	}
}

void html_port_append_banner(struct text *text, const void *bytes, size_t len)
{
	html_text_open(text, "code", NULL);
	html_text_cut(text, bytes, len, BANNER_SHOWN);
	html_text_close(text, "code");
}

static void append_process(struct text *text, const struct process *process)
{
	struct text name;

	text_init(&name);
	process_append_name(&name, process);
	open_term(text, "Process");
	html_text_bytes(text, name.data, name.len);
	if (process->executable[0] != '\0') {
		text_append_string(text, ", ");
		html_text_element(text, "code", NULL, process->executable);
	}
	close_term(text);
	text->failed |= name.failed;
	text_release(&name);
}

static void append_terms(struct text *text, const struct finding *finding)
{
	append_facts(text, &finding->facts);
	if (finding->banner_len > 0) {
		open_term(text, "Sent");
		html_port_append_banner(text, finding->banner,
		                        finding->banner_len);
		close_term(text);
	}
	if (process_is_known(&finding->process))
		append_process(text, &finding->process);
}

void html_port_append_evidence(struct text *text, const struct finding *finding)
{
	struct text terms;

	text_init(&terms);
	append_terms(&terms, finding);
	if (terms.len > 0) {
		html_text_open(text, "dl", "facts");
		text_append(text, terms.data, terms.len);
		html_text_close(text, "dl");
	}
	text->failed |= terms.failed;
	text_release(&terms);
}

void html_port_append_verdict(struct text *text, const struct finding *finding)
{
	const struct verdict *verdict = &finding->verdict;
	struct text why;

	text_init(&why);
	if (verdict->label == VERDICT_NONE) {
		text_append_string(text,
		                   port_state_name(finding->outcome.state));
		text_append_string(&why,
		                   port_reason_name(finding->outcome.reason));
	} else {
		html_page_append_badge(text,
		                       html_page_verdict_class(verdict->label),
		                       verdict_label_name(verdict->label));
		verdict_explain(verdict, &finding->registry,
		                finding->service.name, &why);
	}
	if (why.len > 0)
		html_text_element(text, "p", "small muted", why.data);
	text->failed |= why.failed;
	text_release(&why);
}

void html_port_append_next(struct text *text, enum protocol protocol,
                           uint16_t port)
{
	text_printf(
		text,
		"<p class=\"next\">Next: <code>portscan explain %u</code>, "
		"or on the host: <code>ss -l%cnp 'sport = :%u'</code></p>\n",
		port, protocol == PROTOCOL_TCP ? 't' : 'u', port);
}
