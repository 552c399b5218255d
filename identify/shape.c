// SPDX-License-Identifier: Apache-2.0
#include "identify/shape.h"

#include "base/count.h"

static bool parts_fit(const struct shape *shape, struct bytes said)
{
	enum { PARTS_MAX = COUNT(shape->parts) };

	for (size_t i = 0; i < PARTS_MAX && shape->parts[i].bytes != NULL; i++)
		if (!bytes_equal_at(said, shape->parts[i].at,
		                    shape->parts[i].bytes, shape->parts[i].len))
			return false;
	return true;
}

static bool length_fits(const struct shape *shape, struct bytes said)
{
	size_t len = bytes_number(said, shape->length.at, shape->length.width,
	                          shape->length.order) +
	             shape->length.outside;

	return shape->length.exact ? len == said.len : len <= said.len;
}

bool recognise_shape(const struct shape *shapes, size_t count,
                     struct bytes said, struct identity *who)
{
	for (size_t i = 0; i < count; i++) {
		if (!parts_fit(&shapes[i], said) ||
		    !length_fits(&shapes[i], said))
			continue;
		if (shapes[i].details != NULL && !shapes[i].details(said, who))
			continue;
		identity_set_name(who, shapes[i].service);
		who->service.tls = shapes[i].tls;
		return true;
	}
	return false;
}
