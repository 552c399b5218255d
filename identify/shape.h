// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SHAPE_H
#define PORTSCAN_IDENTIFY_SHAPE_H

#include "identify/identity.h"

#include <stdbool.h>
#include <stddef.h>

/* A binary message by what never varies in it: a row of a table. */
struct shape {
	const char *service;
	/* Bytes that stand where they must; NULL ends them. */
	struct {
		size_t at;
		const char *bytes;
		size_t len;
	} parts[4];
	/* A length in the message: `width` bytes at `at` that count all of it
	 * but `outside` bytes; no width, no such field. */
	struct {
		size_t at, width;
		enum byte_order order;
		size_t outside;
		bool exact; /* nothing may follow the message */
	} length;
	/* Look closer and fill product, version and facts; false, and `who`
	 * left alone: it is not that service after all.  May be NULL. */
	bool (*details)(struct bytes said, struct identity *who);
	bool tls;
};

#define AT(offset, literal)                                                    \
	{                                                                      \
		(offset), (literal), sizeof(literal) - 1                       \
	}
#define WITHIN(at, width, order, outside)                                      \
	{                                                                      \
		(at), (width), order##_ENDIAN_BYTES, (outside), false          \
	}
#define EXACTLY(at, width, order, outside)                                     \
	{                                                                      \
		(at), (width), order##_ENDIAN_BYTES, (outside), true           \
	}
/* No length in the message: its length is always `len`. */
#define ALWAYS(len)                                                            \
	{                                                                      \
		0, 0, BIG_ENDIAN_BYTES, (len), true                            \
	}

/* Fill `service` from the first shape that fits; false when none does. */
bool recognise_shape(const struct shape *shapes, size_t count,
                     struct bytes said, struct identity *who);

#endif
