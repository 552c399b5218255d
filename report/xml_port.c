// SPDX-License-Identifier: Apache-2.0
#include "report/xml_port.h"

#include "base/count.h"
#include "identify/in_tls.h"
#include "report/escape.h"
#include "report/service_text.h"
#include "report/xml_text.h"

#include <string.h>

/* nmap's scale from 0 to 10: a name that the number stands for is 3 there, and
 * one that was matched is 10. */
enum { CONF_TABLE = 3, CONF_LIKELY = 6, CONF_CERTAIN = 10 };

/* Where nmap's word is not ours. */
static const struct {
	enum port_reason reason;
	const char *word;
} words[] = {
	{ REASON_PORT_UNREACHABLE, "port-unreach" },
	{ REASON_HOST_UNREACHABLE, "host-unreach" },
	{ REASON_NET_UNREACHABLE, "net-unreach" },
	{ REASON_PROTO_UNREACHABLE, "proto-unreach" },
};

const char *xml_port_reason(enum port_reason reason)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].reason == reason)
			return words[i].word;
	return port_reason_name(reason);
}

static void append_state(struct text *text, const struct outcome *outcome)
{
	xml_text_open(text, "state");
	xml_text_attribute(text, "state", port_state_name(outcome->state));
	xml_text_attribute(text, "reason", xml_port_reason(outcome->reason));
	xml_text_count(text, "reason_ttl", 0);
	xml_text_end_empty(text);
}

/* What is inside its TLS nobody knows. */
static bool is_opaque(const struct service *service)
{
	return strcmp(service->name, "tls") == 0 ||
	       strcmp(service->name, "ssl") == 0;
}

/* The name that the number stands for, which answers "unknown" or is not asked
 * at all. */
static void append_table_service(struct text *text,
                                 const struct finding *finding)
{
	const char *name = finding->registry.name;
	bool tls = is_opaque(&finding->service);

	if (name == NULL && !tls)
		return;
	xml_text_open(text, "service");
	xml_text_attribute(text, "name", name != NULL ? name : "unknown");
	xml_text_attribute(text, "tunnel", tls ? "ssl" : NULL);
	xml_text_attribute(text, "method", "table");
	xml_text_count(text, "conf", CONF_TABLE);
	xml_text_end_empty(text);
}

static void append_cpes(struct text *text, const struct service *service)
{
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++) {
		const char *cpe = service->cpe[i];

		if (cpe[0] == '\0')
			continue;
		xml_text_open(text, "cpe");
		xml_text_end(text);
		escape_xml(text, cpe, strlen(cpe));
		xml_text_close(text, "cpe");
	}
}

/* nmap tells TLS by the tunnel, and names what is inside. */
static void append_name(struct text *text, const struct finding *finding)
{
	bool wrapped = service_text_is_wrapped(finding);
	const char *inside =
		wrapped ? name_outside_tls(finding->service.name) : NULL;

	xml_text_attribute(text, "name",
	                   inside != NULL ? inside : finding->service.name);
	xml_text_attribute(text, "tunnel", wrapped ? "ssl" : NULL);
}

static void append_probed_service(struct text *text,
                                  const struct finding *finding)
{
	const struct service *service = &finding->service;

	xml_text_open(text, "service");
	append_name(text, finding);
	xml_text_attribute(text, "product", service->product);
	xml_text_attribute(text, "version", service->version);
	xml_text_attribute(text, "extrainfo", service->extra);
	xml_text_attribute(text, "hostname", service->hostname);
	xml_text_attribute(text, "ostype", service->os);
	xml_text_attribute(text, "devicetype", service->device);
	xml_text_attribute(text, "method", "probed");
	xml_text_count(text, "conf",
	               service->confidence == SERVICE_CERTAIN ? CONF_CERTAIN
	                                                      : CONF_LIKELY);
	xml_text_end(text);
	append_cpes(text, service);
	xml_text_close(text, "service");
}

void xml_port_append(struct text *text, const struct finding *finding)
{
	const struct service *service = &finding->service;

	xml_text_open(text, "port");
	xml_text_attribute(text, "protocol", protocol_name(finding->protocol));
	xml_text_count(text, "portid", finding->port);
	xml_text_end(text);
	append_state(text, &finding->outcome);
	if (service->name[0] == '\0' || is_opaque(service))
		append_table_service(text, finding);
	else
		append_probed_service(text, finding);
	xml_text_close(text, "port");
}
