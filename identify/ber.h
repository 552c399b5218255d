// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_BER_H
#define PORTSCAN_IDENTIFY_BER_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements of ASN.1 in X.690's basic encoding, tags of one byte. */
enum {
	BER_INTEGER = 0x02,
	BER_OCTET_STRING = 0x04,
	BER_OBJECT_ID = 0x06,
	BER_GENERALIZED_TIME = 0x18,
	BER_SEQUENCE = 0x30,
	BER_SET = 0x31,
};

/*
 * Take the element that `from` begins with if its tag is `tag`, its length
 * definite (8.1.3) and all of it there; otherwise nothing moves.
 */
bool ber_take(struct bytes *from, uint8_t tag, struct bytes *value);

/* The same, of any tag. */
bool ber_take_any(struct bytes *from, uint8_t *tag, struct bytes *value);

/* What is there of an element whose end may be cut off, of a MiB at most. */
bool ber_open(struct bytes *from, uint8_t tag, struct bytes *value);

/* Is there such an element? */
bool ber_begins(struct bytes from, uint8_t tag);

/* Take a number of at most four bytes that is not negative. */
bool ber_take_number(struct bytes *from, uint8_t tag, uint32_t *number);

/* Take a part of an object identifier (8.19); false at its end. */
bool ber_take_arc(struct bytes *identifier, uint32_t *arc);

#endif
