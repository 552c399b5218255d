// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_version.h"

#include "base/count.h"

#include <string.h>

static const struct {
	const char *name;
	uint16_t number;
} versions[] = {
	[TLS_VERSION_UNKNOWN] = { "", 0 },
	[TLS_VERSION_SSL2] = { "SSLv2", 0x0002 },
	[TLS_VERSION_SSL3] = { "SSLv3", 0x0300 },
	[TLS_VERSION_1_0] = { "TLSv1.0", 0x0301 },
	[TLS_VERSION_1_1] = { "TLSv1.1", 0x0302 },
	[TLS_VERSION_1_2] = { "TLSv1.2", 0x0303 },
	[TLS_VERSION_1_3] = { "TLSv1.3", 0x0304 },
	[TLS_VERSION_DTLS_1_0] = { "DTLSv1.0", 0xfeff },
	[TLS_VERSION_DTLS_1_2] = { "DTLSv1.2", 0xfefd },
	[TLS_VERSION_DTLS_1_3] = { "DTLSv1.3", 0xfefc },
};

const char *tls_version_name(enum tls_version version)
{
	return versions[version].name;
}

enum tls_version tls_version_of_name(struct bytes name)
{
	for (size_t i = 1; i < COUNT(versions); i++)
		if (name.len == strlen(versions[i].name) &&
		    bytes_equal_at(name, 0, versions[i].name, name.len))
			return (enum tls_version)i;
	return TLS_VERSION_UNKNOWN;
}

uint16_t tls_version_number(enum tls_version version)
{
	return versions[version].number;
}

enum tls_version tls_version_of_number(uint32_t number)
{
	for (size_t i = 1; i < COUNT(versions); i++)
		if (number == versions[i].number)
			return (enum tls_version)i;
	return TLS_VERSION_UNKNOWN;
}
