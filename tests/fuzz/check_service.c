// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/check_service.h"

#include <stdlib.h>
#include <string.h>

static void check_text(const char *text, size_t size)
{
	size_t len = strnlen(text, size);

	if (len == size)
		abort();
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~')
			abort();
}

void check_service(const struct service *service)
{
	check_text(service->name, sizeof(service->name));
	check_text(service->product, sizeof(service->product));
	check_text(service->version, sizeof(service->version));
	check_text(service->extra, sizeof(service->extra));
	check_text(service->hostname, sizeof(service->hostname));
	check_text(service->os, sizeof(service->os));
	check_text(service->device, sizeof(service->device));
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++)
		check_text(service->cpe[i], sizeof(service->cpe[i]));
}
