// SPDX-License-Identifier: Apache-2.0
/* What a server said to GET of "/", over TCP. */
#include "identify/http_identity.h"
#include "identify/http_response.h"
#include "identify/http_tell.h"

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

static void check_service(const struct service *service)
{
	if (service->name[0] == '\0')
		abort();
	check_text(service->product, sizeof(service->product));
	check_text(service->version, sizeof(service->version));
	check_text(service->extra, sizeof(service->extra));
	check_text(service->os, sizeof(service->os));
	check_text(service->device, sizeof(service->device));
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++)
		check_text(service->cpe[i], sizeof(service->cpe[i]));
}

static void check_response(const struct http_response *response, size_t size)
{
	size_t len = response->body.len;

	if (response->status < 100 || response->status > 999)
		abort();
	for (size_t i = 0; i < response->field_count; i++)
		len += response->fields[i].name.len +
		       response->fields[i].value.len;
	if (len > size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_identity http = { 0 };
	struct identity who = { 0 };
	struct http_response response;

	if (!http_response_read((struct bytes){ data, size }, &response))
		return 0;
	check_response(&response, size);
	http_identity_learn(&http, (struct bytes){ (const uint8_t *)"/", 1 },
	                    &response);
	http_tell(&http, &who);
	check_service(&who.service);
	identity_release(&who);
	http_response_release(&response);
	return 0;
}
