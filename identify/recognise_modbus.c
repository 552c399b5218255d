// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/take.h"

/* MODBUS Application Protocol 1.1b3, 6.21: objects of a number, a length and a
 * text. */
static void set_object(uint32_t number, struct bytes text, struct identity *who)
{
	enum { VENDOR, PRODUCT_CODE, REVISION, URL, PRODUCT_NAME, MODEL };

	switch (number) {
	case VENDOR: add_known_fact(who, FACT_DEVICE_VENDOR, text); break;
	case PRODUCT_CODE:
		add_detail(who, "product code", text);
		copy_printable(who->service.product,
		               sizeof(who->service.product), text);
		break;
	case REVISION: add_known_fact(who, FACT_DEVICE_FIRMWARE, text); break;
	case URL: add_detail(who, "URL", text); break;
	case PRODUCT_NAME:
		copy_printable(who->service.product,
		               sizeof(who->service.product), text);
		break;
	case MODEL: add_known_fact(who, FACT_DEVICE_MODEL, text); break;
	default: break;
	}
}

static void read_identification(struct bytes from, struct identity *who)
{
	/* kind, code, conformity, whether more follows and from where */
	enum { FRONT = 5 };
	uint32_t objects, number;
	struct bytes text;

	if (!take_skip(&from, FRONT) ||
	    !take_number(&from, 1, BIG_ENDIAN_BYTES, &objects))
		return;
	while (objects-- > 0 &&
	       take_number(&from, 1, BIG_ENDIAN_BYTES, &number) &&
	       take_counted(&from, 1, BIG_ENDIAN_BYTES, &text))
		set_object(number, text, who);
}

/* MODBUS Messaging on TCP/IP 1.0b, 3.1.3: our transaction, protocol 0, length,
 * unit; then the function we called, or the same with its high bit set. */
bool recognise_modbus(const struct reply *reply, struct identity *who)
{
	enum { LENGTH = 4, UNIT = 6, FUNCTION = 7, EXCEPTION = 0xab };
	enum { SHORTEST = 3 };
	struct bytes said = reply->said;
	uint32_t len = bytes_number(said, LENGTH, 2, BIG_ENDIAN_BYTES);

	if (!bytes_have(said, 0, COOKIE_2 "\x00\x00") ||
	    len + UNIT != said.len || len < SHORTEST)
		return false;
	if (bytes_have(said, FUNCTION, "\x2b\x0e\x01"))
		read_identification(bytes_from(said, FUNCTION + 1), who);
	else if (said.data[FUNCTION] != EXCEPTION || len != SHORTEST)
		return false;
	identity_set_name(who, "mbap");
	return true;
}
