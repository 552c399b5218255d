// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_server_name.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

static bool is_address(const char *name)
{
	struct in6_addr address;

	return inet_pton(AF_INET, name, &address) == 1 ||
	       inet_pton(AF_INET6, name, &address) == 1;
}

size_t tls_server_name_length(const char *name)
{
	size_t len;

	if (name == NULL || is_address(name))
		return 0;
	len = strlen(name);
	if (len > 0 && name[len - 1] == '.')
		len--;
	return len <= TLS_SERVER_NAME_MAX ? len : 0;
}
