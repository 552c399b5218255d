// SPDX-License-Identifier: Apache-2.0
/* The first byte picks the protocol, the rest is what the service said. */
#include "probes/identify.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Printable, and a NUL within `size`. */
static void check_text(const char *text, size_t size)
{
	size_t len = strnlen(text, size);

	if (len == size)
		abort();
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~')
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct service service;

	if (size == 0)
		return 0;
	if (service_identify(data[0] & 1 ? PROTOCOL_UDP : PROTOCOL_TCP,
	                     data + 1, size - 1,
	                     &service) != (service.name[0] != '\0'))
		abort();
	if (service.name[0] == '\0' &&
	    (service.product[0] != '\0' || service.version[0] != '\0' ||
	     service.tls))
		abort();
	check_text(service.name, sizeof(service.name));
	check_text(service.product, sizeof(service.product));
	check_text(service.version, sizeof(service.version));
	return 0;
}
