// SPDX-License-Identifier: Apache-2.0
#include "identify/identity.h"

#include "base/count.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* The members of struct service that are one text each. */
static const struct {
	enum fact_key key;
	size_t offset, size;
} texts[] = {
#define TEXT(key, member)                                                      \
	{                                                                      \
		FACT_SERVICE_##key, offsetof(struct service, member),          \
			sizeof(((struct service *)NULL)->member)               \
	}
	TEXT(NAME, name),     TEXT(PRODUCT, product),   TEXT(VERSION, version),
	TEXT(EXTRA, extra),   TEXT(HOSTNAME, hostname), TEXT(OS, os),
	TEXT(DEVICE, device),
};

void identity_release(struct identity *who)
{
	facts_release(&who->facts);
	*who = (struct identity){ 0 };
}

void copy_printable(char *out, size_t size, struct bytes text)
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

static void fill_text(char *known, size_t size, const char *more)
{
	if (known[0] == '\0')
		snprintf(known, size, "%s", more);
}

#define FILL(known, more, member)                                              \
	fill_text((known)->member, sizeof((known)->member), (more)->member)

/* Does what `more` says of a product concern the one that is known? */
static bool is_same_product(const struct service *known,
                            const struct service *more)
{
	return known->product[0] == '\0' || more->product[0] == '\0' ||
	       strcmp(known->product, more->product) == 0;
}

static void fill_product(struct service *known, const struct service *more)
{
	if (!is_same_product(known, more))
		return;
	FILL(known, more, product);
	FILL(known, more, version);
	FILL(known, more, extra);
	if (known->cpe[0][0] == '\0')
		memcpy(known->cpe, more->cpe, sizeof(known->cpe));
}

void identity_fill(struct identity *who, const struct identity *more)
{
	struct service *known = &who->service;

	FILL(known, &more->service, name);
	fill_product(known, &more->service);
	FILL(known, &more->service, hostname);
	FILL(known, &more->service, os);
	FILL(known, &more->service, device);
	known->tls |= more->service.tls;
	facts_join(&who->facts, &more->facts);
}

static void add_known(struct facts *facts, enum fact_key key, const char *text)
{
	if (text[0] != '\0')
		facts_add_string(facts, key, text);
}

void identity_encode(const struct identity *who, struct facts *facts)
{
	const struct service *service = &who->service;

	*facts = (struct facts){ 0 };
	for (size_t i = 0; i < COUNT(texts); i++)
		add_known(facts, texts[i].key,
		          (const char *)service + texts[i].offset);
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++)
		add_known(facts, FACT_SERVICE_CPE, service->cpe[i]);
	if (service->name[0] != '\0') {
		facts_add_flag(facts, FACT_SERVICE_TLS, service->tls);
		facts_add_string(facts, FACT_SERVICE_VIA,
		                 service_via_name(service->via));
		facts_add_string(facts, FACT_SERVICE_CONFIDENCE,
		                 service_confidence_name(service->confidence));
	}
	facts_join(facts, &who->facts);
}

static bool is_word(struct bytes value, const char *word)
{
	return value.len == strlen(word) &&
	       bytes_equal_at(value, 0, word, value.len);
}

static void set_via(struct service *service, struct bytes value)
{
	for (int via = SERVICE_VIA_BANNER; via <= SERVICE_VIA_TLS; via++)
		if (is_word(value, service_via_name((enum service_via)via)))
			service->via = (enum service_via)via;
}

static void set_cpe(struct service *service, struct bytes value)
{
	size_t i = 0;

	while (i < SERVICE_CPES_MAX && service->cpe[i][0] != '\0')
		i++;
	if (i < SERVICE_CPES_MAX)
		copy_printable(service->cpe[i], sizeof(service->cpe[i]), value);
}

/* True: `fact` is of struct service, and is now in it. */
static bool set_member(struct service *service, const struct fact *fact)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		if (fact->key == texts[i].key) {
			copy_printable((char *)service + texts[i].offset,
			               texts[i].size, fact->value);
			return true;
		}
	if (fact->key == FACT_SERVICE_CPE)
		set_cpe(service, fact->value);
	else if (fact->key == FACT_SERVICE_TLS)
		service->tls = is_word(fact->value, "true");
	else if (fact->key == FACT_SERVICE_VIA)
		set_via(service, fact->value);
	else if (fact->key == FACT_SERVICE_CONFIDENCE)
		service->confidence = is_word(fact->value, "certain")
		                              ? SERVICE_CERTAIN
		                              : SERVICE_LIKELY;
	else
		return false;
	return true;
}

void identity_decode(const struct facts *facts, struct identity *who)
{
	struct fact fact;
	size_t at = 0;

	*who = (struct identity){ 0 };
	while (facts_next(facts, &at, &fact))
		if (!set_member(&who->service, &fact))
			facts_add(&who->facts, fact.key, fact.value);
}

void identity_set_name(struct identity *who, const char *name)
{
	snprintf(who->service.name, sizeof(who->service.name), "%s", name);
}

void identity_set_product(struct identity *who, const char *product)
{
	snprintf(who->service.product, sizeof(who->service.product), "%s",
	         product);
}

void identity_set_version(struct identity *who, struct bytes text)
{
	copy_printable(who->service.version, sizeof(who->service.version),
	               text);
}

void identity_set_extra(struct identity *who, struct bytes text)
{
	copy_printable(who->service.extra, sizeof(who->service.extra), text);
}

void identity_set_hostname(struct identity *who, struct bytes text)
{
	copy_printable(who->service.hostname, sizeof(who->service.hostname),
	               text);
}

void identity_set_os(struct identity *who, const char *os)
{
	snprintf(who->service.os, sizeof(who->service.os), "%s", os);
}

void identity_set_device(struct identity *who, const char *device)
{
	snprintf(who->service.device, sizeof(who->service.device), "%s",
	         device);
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

bool identity_set_next_version(struct identity *who, struct bytes rest)
{
	size_t len = 0;

	if (!is_version_mark(rest))
		return false;
	rest = bytes_from(rest, 1);
	while (len < rest.len && !ends_word(rest.data[len]))
		len++;
	identity_set_version(who, bytes_first(rest, len));
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

void identity_set_product_and_version(struct identity *who, struct bytes text)
{
	size_t mark = 0;

	text = without_comment(text);
	while (mark < text.len &&
	       !identity_set_next_version(who, bytes_from(text, mark)))
		mark++;
	copy_printable(who->service.product, sizeof(who->service.product),
	               bytes_first(text, mark));
}
