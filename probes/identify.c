// SPDX-License-Identifier: Apache-2.0
#include "probes/identify.h"

#include "probes/recognise.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define RECOGNISERS_MAX 5

static recogniser *const recognisers[PROTOCOL_COUNT][RECOGNISERS_MAX] = {
	[PROTOCOL_TCP] = { recognise_headers, recognise_text, recognise_stream,
	                   recognise_ber, recognise_legacy },
	[PROTOCOL_UDP] = { recognise_headers, recognise_datagram,
	                   recognise_domain, recognise_ber, recognise_legacy },
};

bool service_identify(enum protocol protocol, const uint8_t *banner,
                      size_t banner_len, struct service *service)
{
	struct bytes said = { banner, banner_len };

	*service = (struct service){ .name = "" };
	if (banner_len == 0)
		return false;
	for (size_t i = 0; i < RECOGNISERS_MAX; i++)
		if (recognisers[protocol][i](said, service))
			return true;
	return false;
}

static void copy_printable(char *out, size_t size, struct bytes text)
{
	size_t len = 0;

	while (len < text.len && len < size - 1 && text.data[len] >= ' ' &&
	       text.data[len] <= '~') {
		out[len] = (char)text.data[len];
		len++;
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
}

void service_set_name(struct service *service, const char *name)
{
	snprintf(service->name, sizeof(service->name), "%s", name);
}

void service_set_product(struct service *service, const char *product)
{
	snprintf(service->product, sizeof(service->product), "%s", product);
}

void service_set_version(struct service *service, struct bytes text)
{
	copy_printable(service->version, sizeof(service->version), text);
}

/* "/1.22", " 1.17": a mark, and a digit behind it. */
static bool is_version_mark(struct bytes text)
{
	static const char marks[] = { '/', '_', '-', ' ' };

	return text.len >= 2 &&
	       memchr(marks, text.data[0], sizeof(marks)) != NULL &&
	       isdigit(text.data[1]);
}

static bool ends_word(uint8_t c)
{
	return c <= ' ' || strchr(",;()[]/", c) != NULL;
}

bool service_set_next_version(struct service *service, struct bytes rest)
{
	size_t len = 0;

	if (!is_version_mark(rest))
		return false;
	rest = bytes_from(rest, 1);
	while (len < rest.len && !ends_word(rest.data[len]))
		len++;
	service_set_version(service, bytes_first(rest, len));
	return true;
}

/* Up to where a comment or a list begins. */
static struct bytes without_comment(struct bytes text)
{
	size_t len = 0;

	while (len < text.len && strchr("(,;", text.data[len]) == NULL)
		len++;
	return bytes_first(text, len);
}

void service_set_product_and_version(struct service *service, struct bytes text)
{
	size_t mark = 0;

	text = without_comment(text);
	while (mark < text.len &&
	       !service_set_next_version(service, bytes_from(text, mark)))
		mark++;
	copy_printable(service->product, sizeof(service->product),
	               bytes_first(text, mark));
}
