// SPDX-License-Identifier: Apache-2.0
#include "report/service_text.h"

#include "base/count.h"
#include "identify/in_tls.h"

#include <string.h>

/* TLS itself, or what has it built in. */
static bool is_tls(const char *name)
{
	static const char *const names[] = { "dtls", "quic", "ssl", "tls" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool began_plain(const struct finding *finding)
{
	struct bytes value;

	return facts_get(&finding->facts, FACT_TLS_STARTTLS, &value) &&
	       bytes_have(value, 0, "true");
}

bool service_text_is_wrapped(const struct finding *finding)
{
	const struct service *service = &finding->service;

	return service->tls && service->name[0] != '\0' &&
	       !is_tls(service->name) && !began_plain(finding);
}

static void append_name(struct text *text, const struct finding *finding)
{
	const char *name = finding->service.name;

	if (service_text_is_wrapped(finding) && name_outside_tls(name) == NULL)
		text_append_string(text, "tls/");
	text_append_string(text, name);
}

static struct bytes whole(struct bytes value)
{
	return value;
}

/* "CN=gate" of "O=Zoo, CN=gate, C=DE"; a comma within is behind a backslash. */
static struct bytes common_name(struct bytes subject)
{
	size_t len = 0;
	struct bytes name = subject;

	while (!bytes_have(name, 0, "CN=")) {
		if (name.len == 0 || !bytes_after(name, ", ", &name))
			return (struct bytes){ NULL, 0 };
	}
	while (len < name.len &&
	       (name.data[len] != ',' || name.data[len - 1] == '\\'))
		len++;
	return bytes_first(name, len);
}

/* What is shown where there is no product, the first that is known. */
static const struct {
	enum fact_key key;
	struct bytes (*part)(struct bytes value);
	const char *quote;
} extras[] = {
	{ FACT_DEVICE_MODEL, whole, "" },      { FACT_HTTP_TITLE, whole, "\"" },
	{ FACT_TLS_SUBJECT, common_name, "" }, { FACT_TLS_NAMES, whole, "" },
	{ FACT_SMB_COMPUTER, whole, "" },      { FACT_SNMP_NAME, whole, "" },
};

/* With single blanks: two are the edge of a column. */
static void append_squeezed(struct text *text, struct bytes value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] != ' ' || (i > 0 && value.data[i - 1] != ' '))
			text_append_char(text, (char)value.data[i]);
}

static void append_extra(struct text *text, const struct facts *facts)
{
	struct bytes value;

	for (size_t i = 0; i < COUNT(extras); i++) {
		if (!facts_get(facts, extras[i].key, &value))
			continue;
		value = extras[i].part(value);
		if (value.len == 0)
			continue;
		text_printf(text, " %s", extras[i].quote);
		append_squeezed(text, value);
		text_append_string(text, extras[i].quote);
		return;
	}
}

void service_text_append(struct text *text, const struct finding *finding)
{
	const struct service *service = &finding->service;

	if (service->name[0] == '\0')
		return;
	append_name(text, finding);
	if (service->product[0] != '\0')
		text_printf(text, " %s", service->product);
	if (service->version[0] != '\0')
		text_printf(text, " %s", service->version);
	if (service->product[0] == '\0')
		append_extra(text, &finding->facts);
}
