// SPDX-License-Identifier: Apache-2.0
/* What a server said to GET of "/", over TCP. */
#include "identify/http_identity.h"
#include "identify/http_response.h"
#include "identify/http_tell.h"
#include "tests/fuzz/check_service.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	if (who.service.name[0] == '\0')
		abort();
	check_service(&who.service);
	identity_release(&who);
	http_response_release(&response);
	return 0;
}
