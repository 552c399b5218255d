// SPDX-License-Identifier: Apache-2.0
#include "identify/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct fact_row rows[FACT_KEY_COUNT] = {
	[FACT_TLS_VERSION] = { "tls", "version", FACT_TEXT },
	[FACT_TLS_OFFERED] = { "tls", "offered", FACT_LIST },
	[FACT_TLS_CIPHER] = { "tls", "cipher", FACT_TEXT },
	[FACT_TLS_ALPN] = { "tls", "alpn", FACT_TEXT },
	[FACT_TLS_STARTTLS] = { "tls", "starttls", FACT_FLAG },
	[FACT_TLS_SUBJECT] = { "tls", "subject", FACT_TEXT },
	[FACT_TLS_ISSUER] = { "tls", "issuer", FACT_TEXT },
	[FACT_TLS_NAMES] = { "tls", "names", FACT_LIST },
	[FACT_TLS_NOT_BEFORE] = { "tls", "not_before", FACT_TEXT },
	[FACT_TLS_NOT_AFTER] = { "tls", "not_after", FACT_TEXT },
	[FACT_TLS_VALIDITY] = { "tls", "validity", FACT_TEXT },
	[FACT_TLS_KEY] = { "tls", "key", FACT_TEXT },
	[FACT_TLS_SIGNATURE] = { "tls", "signature", FACT_TEXT },
	[FACT_TLS_SERIAL] = { "tls", "serial", FACT_TEXT },
	[FACT_TLS_SHA256] = { "tls", "sha256", FACT_TEXT },
	[FACT_TLS_CHAIN] = { "tls", "chain", FACT_NUMBER },
	[FACT_TLS_SELF_SIGNED] = { "tls", "self_signed", FACT_FLAG },
	[FACT_TLS_NAME_MATCHES] = { "tls", "name_matches", FACT_FLAG },
	[FACT_TLS_CLIENT_CERT] = { "tls", "client_cert", FACT_FLAG },
	[FACT_TLS_ALERT] = { "tls", "alert", FACT_TEXT },
	[FACT_SSH_PROTOCOL] = { "ssh", "protocol", FACT_TEXT },
	[FACT_SSH_SOFTWARE] = { "ssh", "software", FACT_TEXT },
	[FACT_SSH_COMMENTS] = { "ssh", "comments", FACT_TEXT },
	[FACT_SSH_KEX] = { "ssh", "kex", FACT_LIST },
	[FACT_SSH_HOST_KEY_ALGORITHMS] = { "ssh", "host_key_algorithms",
	                                   FACT_LIST },
	[FACT_SSH_CIPHERS] = { "ssh", "ciphers", FACT_LIST },
	[FACT_SSH_MACS] = { "ssh", "macs", FACT_LIST },
	[FACT_SSH_COMPRESSION] = { "ssh", "compression", FACT_LIST },
	[FACT_SSH_HOST_KEYS] = { "ssh", "host_keys", FACT_LIST },
	[FACT_HTTP_STATUS] = { "http", "status", FACT_NUMBER },
	[FACT_HTTP_SERVER] = { "http", "server", FACT_TEXT },
	[FACT_HTTP_TITLE] = { "http", "title", FACT_TEXT },
	[FACT_HTTP_LOCATION] = { "http", "location", FACT_TEXT },
	[FACT_HTTP_REALM] = { "http", "realm", FACT_TEXT },
	[FACT_HTTP_AUTH] = { "http", "auth", FACT_LIST },
	[FACT_HTTP_POWERED_BY] = { "http", "powered_by", FACT_TEXT },
	[FACT_HTTP_GENERATOR] = { "http", "generator", FACT_TEXT },
	[FACT_HTTP_CONTENT_TYPE] = { "http", "content_type", FACT_TEXT },
	[FACT_HTTP_FAVICON] = { "http", "favicon", FACT_NUMBER },
	[FACT_HTTP_SECURITY] = { "http", "security", FACT_LIST },
	[FACT_SMB_DIALECT] = { "smb", "dialect", FACT_TEXT },
	[FACT_SMB_SIGNING] = { "smb", "signing", FACT_TEXT },
	[FACT_SMB_GUID] = { "smb", "guid", FACT_TEXT },
	[FACT_SMB_COMPUTER] = { "smb", "computer", FACT_TEXT },
	[FACT_SMB_DOMAIN] = { "smb", "domain", FACT_TEXT },
	[FACT_SMB_BUILD] = { "smb", "build", FACT_TEXT },
	[FACT_NETBIOS_NAMES] = { "netbios", "names", FACT_LIST },
	[FACT_RDP_SECURITY] = { "rdp", "security", FACT_LIST },
	[FACT_LDAP_CONTEXTS] = { "ldap", "contexts", FACT_LIST },
	[FACT_LDAP_VENDOR] = { "ldap", "vendor", FACT_TEXT },
	[FACT_LDAP_VERSIONS] = { "ldap", "versions", FACT_LIST },
	[FACT_KERBEROS_REALM] = { "kerberos", "realm", FACT_TEXT },
	[FACT_KERBEROS_TIME] = { "kerberos", "time", FACT_TEXT },
	[FACT_DNS_VERSION] = { "dns", "version", FACT_TEXT },
	[FACT_DNS_ID] = { "dns", "id", FACT_TEXT },
	[FACT_DNS_RECURSION] = { "dns", "recursion", FACT_FLAG },
	[FACT_SNMP_DESCRIPTION] = { "snmp", "description", FACT_TEXT },
	[FACT_SNMP_NAME] = { "snmp", "name", FACT_TEXT },
	[FACT_SNMP_VERSIONS] = { "snmp", "versions", FACT_LIST },
	[FACT_SNMP_ENGINE] = { "snmp", "engine", FACT_TEXT },
	[FACT_SNMP_ENTERPRISE] = { "snmp", "enterprise", FACT_NUMBER },
	[FACT_SNMP_BOOTS] = { "snmp", "boots", FACT_NUMBER },
	[FACT_NTP_VERSION] = { "ntp", "version", FACT_NUMBER },
	[FACT_NTP_STRATUM] = { "ntp", "stratum", FACT_NUMBER },
	[FACT_NTP_REFERENCE] = { "ntp", "reference", FACT_TEXT },
	[FACT_SQL_PROTOCOL] = { "sql", "protocol", FACT_NUMBER },
	[FACT_SQL_AUTH] = { "sql", "auth", FACT_LIST },
	[FACT_SQL_TLS] = { "sql", "tls", FACT_FLAG },
	[FACT_DEVICE_VENDOR] = { "device", "vendor", FACT_TEXT },
	[FACT_DEVICE_MODEL] = { "device", "model", FACT_TEXT },
	[FACT_DEVICE_FIRMWARE] = { "device", "firmware", FACT_TEXT },
	[FACT_DEVICE_SERIAL] = { "device", "serial", FACT_TEXT },
	[FACT_APP_PROTOCOL] = { "app", "protocol", FACT_TEXT },
	[FACT_APP_DETAIL] = { "app", "detail", FACT_LIST },
	[FACT_SERVICE_NAME] = { "service", "name", FACT_TEXT },
	[FACT_SERVICE_PRODUCT] = { "service", "product", FACT_TEXT },
	[FACT_SERVICE_VERSION] = { "service", "version", FACT_TEXT },
	[FACT_SERVICE_EXTRA] = { "service", "extra", FACT_TEXT },
	[FACT_SERVICE_HOSTNAME] = { "service", "hostname", FACT_TEXT },
	[FACT_SERVICE_OS] = { "service", "os", FACT_TEXT },
	[FACT_SERVICE_DEVICE] = { "service", "device", FACT_TEXT },
	[FACT_SERVICE_CPE] = { "service", "cpe", FACT_LIST },
	[FACT_SERVICE_TLS] = { "service", "tls", FACT_FLAG },
	[FACT_SERVICE_VIA] = { "service", "via", FACT_TEXT },
	[FACT_SERVICE_CONFIDENCE] = { "service", "confidence", FACT_TEXT },
};

/* Encoded, a fact is its key, the length of its value, low byte first, and the
 * value. */
enum { HEADER = 3 };

const struct fact_row *fact_row(enum fact_key key)
{
	return &rows[key];
}

void facts_release(struct facts *facts)
{
	free(facts->bytes);
	*facts = (struct facts){ NULL, 0 };
}

static void append(struct facts *facts, enum fact_key key, struct bytes value)
{
	size_t len = HEADER + value.len;
	uint8_t *bytes;

	if (value.len > FACTS_MAX || facts->len > FACTS_MAX - len)
		return;
	len += facts->len;
	bytes = realloc(facts->bytes, len);
	if (bytes == NULL)
		return;
	facts->bytes = bytes;
	bytes += facts->len;
	*bytes++ = (uint8_t)key;
	*bytes++ = (uint8_t)value.len;
	*bytes++ = (uint8_t)(value.len >> 8);
	if (value.len > 0)
		memcpy(bytes, value.data, value.len);
	facts->len = len;
}

void facts_add(struct facts *facts, enum fact_key key, struct bytes value)
{
	struct bytes known;

	if (rows[key].kind != FACT_LIST && facts_get(facts, key, &known))
		return;
	append(facts, key, bytes_first(value, FACT_VALUE_MAX));
}

void facts_add_string(struct facts *facts, enum fact_key key, const char *value)
{
	facts_add(facts, key,
	          (struct bytes){ (const uint8_t *)value, strlen(value) });
}

void facts_add_number(struct facts *facts, enum fact_key key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	facts_add_string(facts, key, text);
}

void facts_add_flag(struct facts *facts, enum fact_key key, bool value)
{
	facts_add_string(facts, key, value ? "true" : "false");
}

static bool has_value(const struct facts *facts, enum fact_key key,
                      struct bytes value)
{
	struct fact fact;
	size_t at = 0;

	while (facts_next(facts, &at, &fact))
		if (fact.key == key && fact.value.len == value.len &&
		    bytes_equal_at(fact.value, 0, value.data, value.len))
			return true;
	return false;
}

void facts_join(struct facts *facts, const struct facts *from)
{
	struct fact fact;
	size_t at = 0;

	while (facts_next(from, &at, &fact))
		if (!has_value(facts, fact.key, fact.value))
			facts_add(facts, fact.key, fact.value);
}

bool facts_next(const struct facts *facts, size_t *at, struct fact *fact)
{
	struct bytes rest =
		bytes_from((struct bytes){ facts->bytes, facts->len }, *at);

	if (rest.len < HEADER)
		return false;
	fact->key = (enum fact_key)rest.data[0];
	fact->value =
		bytes_first(bytes_from(rest, HEADER),
	                    bytes_number(rest, 1, 2, LITTLE_ENDIAN_BYTES));
	*at += HEADER + fact->value.len;
	return true;
}

bool facts_get(const struct facts *facts, enum fact_key key,
               struct bytes *value)
{
	struct fact fact;
	size_t at = 0;

	while (facts_next(facts, &at, &fact)) {
		if (fact.key != key)
			continue;
		*value = fact.value;
		return true;
	}
	return false;
}

bool facts_have(const struct facts *facts, enum fact_key key, const char *value)
{
	return has_value(
		facts, key,
		(struct bytes){ (const uint8_t *)value, strlen(value) });
}

static bool is_number(struct bytes value)
{
	size_t at = bytes_have(value, 0, "-");

	if (at == value.len || value.len - at > 19)
		return false;
	for (; at < value.len; at++)
		if (value.data[at] < '0' || value.data[at] > '9')
			return false;
	return true;
}

static bool is_flag(struct bytes value)
{
	return (value.len == 4 && bytes_have(value, 0, "true")) ||
	       (value.len == 5 && bytes_have(value, 0, "false"));
}

/* A value that facts_add() might have been given, and kept. */
static bool fits(const struct facts *before, enum fact_key key,
                 struct bytes value)
{
	struct bytes known;

	switch (rows[key].kind) {
	case FACT_LIST: return true;
	case FACT_NUMBER:
		if (!is_number(value))
			return false;
		break;
	case FACT_FLAG:
		if (!is_flag(value))
			return false;
		break;
	case FACT_TEXT: break;
	}
	return !facts_get(before, key, &known);
}

static bool decode_next(struct facts *facts, struct bytes *rest)
{
	struct bytes value;
	size_t len = bytes_number(*rest, 1, 2, LITTLE_ENDIAN_BYTES);

	if (rest->len < HEADER + len || len > FACT_VALUE_MAX ||
	    rest->data[0] >= FACT_KEY_COUNT)
		return false;
	value = bytes_first(bytes_from(*rest, HEADER), len);
	if (!fits(facts, (enum fact_key)rest->data[0], value))
		return false;
	append(facts, (enum fact_key)rest->data[0], value);
	*rest = bytes_from(*rest, HEADER + len);
	return true;
}

bool facts_decode(struct facts *facts, const uint8_t *bytes, size_t len)
{
	struct bytes rest = { bytes, len };

	*facts = (struct facts){ NULL, 0 };
	while (len <= FACTS_MAX && rest.len > 0)
		if (!decode_next(facts, &rest))
			break;
	if (facts->len == len)
		return true;
	facts_release(facts);
	return false;
}
