// SPDX-License-Identifier: Apache-2.0
#include "identify/version_info.h"

#include "base/count.h"
#include "identify/db_words.h"

#include <stddef.h>
#include <string.h>

static const struct member {
	char letter;
	size_t offset, size;
} members[] = {
#define MEMBER(letter, name)                                                   \
	{                                                                      \
		letter, offsetof(struct service, name),                        \
			sizeof(((struct service *)NULL)->name)                 \
	}
	MEMBER('p', product),  MEMBER('v', version), MEMBER('i', extra),
	MEMBER('h', hostname), MEMBER('o', os),      MEMBER('d', device),
};

/* A field: a text member, or a CPE name where that is NULL. */
struct field {
	const struct member *member;
	struct bytes source;
};

static const struct member *take_member(struct bytes *info)
{
	for (size_t i = 0; i < COUNT(members); i++)
		if (db_take_byte(info, members[i].letter))
			return &members[i];
	return NULL;
}

/* The first field of `info`, and the blanks behind it. */
static const char *take_field(struct bytes *info, struct field *field)
{
	bool cpe = db_take_string(info, "cpe:");

	field->member = cpe ? NULL : take_member(info);
	if (!cpe && field->member == NULL)
		return "fields are p/ v/ i/ h/ o/ d/ and cpe:/";
	if (!db_take_delimited(info, &field->source))
		return "a field has no end: p/product/";
	if (cpe)
		(void)db_take_byte(info, 'a');
	if (db_take_word(info).len > 0)
		return "no blank behind a field";
	return NULL;
}

const char *version_info_check(struct bytes info, uint32_t *highest)
{
	bool seen[COUNT(members)] = { false };
	struct field field;

	while (info.len > 0) {
		const char *error = take_field(&info, &field);

		if (error == NULL)
			error = version_template_check(field.source, highest);
		if (error != NULL)
			return error;
		if (field.member == NULL)
			continue;
		if (seen[field.member - members])
			return "a field stands there twice";
		seen[field.member - members] = true;
	}
	return NULL;
}

static void fill_member(struct service *service, const struct field *field,
                        const struct bytes groups[TEMPLATE_GROUPS])
{
	(void)version_template_expand(field->source, groups,
	                              (char *)service + field->member->offset,
	                              field->member->size);
}

/* Into the first that is free; what comes after the last is not kept. */
static void fill_cpe(struct service *service, struct bytes source,
                     const struct bytes groups[TEMPLATE_GROUPS])
{
	static const char scheme[] = "cpe:/";
	size_t len = sizeof(scheme) - 1, i = 0;
	char *cpe;

	while (i < SERVICE_CPES_MAX && service->cpe[i][0] != '\0')
		i++;
	if (i == SERVICE_CPES_MAX)
		return;
	cpe = service->cpe[i];
	if (version_template_expand_cpe(source, groups, cpe + len,
	                                sizeof(service->cpe[i]) - len))
		memcpy(cpe, scheme, len);
}

void version_info_fill(struct bytes info,
                       const struct bytes groups[TEMPLATE_GROUPS],
                       struct service *service)
{
	struct field field;

	while (info.len > 0 && take_field(&info, &field) == NULL) {
		if (field.member != NULL)
			fill_member(service, &field, groups);
		else
			fill_cpe(service, field.source, groups);
	}
}
