// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_BSON_H
#define PORTSCAN_IDENTIFY_BSON_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/* Documents of bsonspec.org, version 1.1. */
enum {
	BSON_DOUBLE = 0x01,
	BSON_STRING = 0x02,
	BSON_DOCUMENT = 0x03,
	BSON_ARRAY = 0x04,
	BSON_INT32 = 0x10,
};

struct bson_element {
	uint8_t type;
	struct bytes name;
	struct bytes value; /* of a string its text, of others all of it */
};

/* Behind its length, as far as it is there; false when it is no document. */
bool bson_open(struct bytes document, struct bytes *elements);

/* Take an element; false at the end, or at what cannot be read. */
bool bson_take(struct bytes *elements, struct bson_element *element);

#endif
