// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

#include <stdio.h>
#include <string.h>

/* X11 protocol 8: the reason follows 8 bytes, padded to units of 4. */
static bool refusal(struct bytes said, struct identity *who)
{
	enum { REASON = 8 };
	uint32_t units = bytes_number(said, 6, 2, LITTLE_ENDIAN_BYTES);

	if (units == 0 || said.len != REASON + 4 * units)
		return false;
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "11.0");
	add_detail(who, "refuses",
	           bytes_line(bytes_first(bytes_from(said, REASON),
	                                  said.data[1])));
	return true;
}

/* X.Org counts releases in one number: 12101007 is 21.1.7, 11906000 was
 * 1.19.6. */
static void set_xorg_release(uint32_t release, struct identity *who)
{
	enum { FIRST_OF_21 = 12100000, FIRST = 10000000 };
	uint32_t rest = release - FIRST;
	char text[24];

	identity_set_product(who, "X.Org");
	if (release < FIRST)
		return;
	if (release < FIRST_OF_21)
		snprintf(text, sizeof(text), "%u.%u.%u", release / FIRST,
		         rest / 100000, rest / 1000 % 100);
	else
		snprintf(text, sizeof(text), "%u.%u.%u", rest / 100000,
		         rest / 1000 % 100, rest % 1000);
	identity_set_version(who,
	                     (struct bytes){ (uint8_t *)text, strlen(text) });
}

/* Success: the release, and who made it. */
static bool success(struct bytes said, struct identity *who)
{
	enum { RELEASE = 8, VENDOR_LENGTH = 24, VENDOR = 40 };
	struct bytes vendor = bytes_from(said, VENDOR);

	if (!take_bytes(
		    &vendor,
		    bytes_number(said, VENDOR_LENGTH, 2, LITTLE_ENDIAN_BYTES),
		    &vendor) ||
	    vendor.len == 0)
		return false;
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "11.0");
	add_detail(who, "vendor", vendor);
	if (bytes_have(vendor, 0, "The X.Org Foundation"))
		set_xorg_release(
			bytes_number(said, RELEASE, 4, LITTLE_ENDIAN_BYTES),
			who);
	return true;
}

static const struct shape shapes[] = {
	/* Failed; the server speaks 11.0 */
	{ .service = "x11",
	  .parts = { AT(0, "\x00"), AT(2, "\x0b\x00\x00\x00") },
	  .details = refusal },
	{ .service = "x11",
	  .parts = { AT(0, "\x01\x00\x0b\x00\x00\x00") },
	  .details = success },
};

/* XDMCP 1.1, 5: texts behind their lengths: of Willing authentication, host
 * and status; of Unwilling host and status. */
static bool willing(struct bytes said, struct identity *who)
{
	struct bytes from = bytes_from(said, 6), name, host, status;

	if (said.data[3] == 5 &&
	    !take_counted(&from, 2, BIG_ENDIAN_BYTES, &name))
		return false;
	if (!take_counted(&from, 2, BIG_ENDIAN_BYTES, &host) ||
	    !take_counted(&from, 2, BIG_ENDIAN_BYTES, &status))
		return false;
	identity_set_hostname(who, host);
	add_detail(who, "status", status);
	return true;
}

static const struct shape managers[] = {
	{ .service = "xdmcp",
	  .parts = { AT(0, "\x00\x01\x00\x05") },
	  .length = EXACTLY(4, 2, BIG, 6),
	  .details = willing },
	{ .service = "xdmcp",
	  .parts = { AT(0, "\x00\x01\x00\x06") },
	  .length = EXACTLY(4, 2, BIG, 6),
	  .details = willing },
};

bool recognise_x11(const struct reply *reply, struct identity *who)
{
	if (reply->protocol == PROTOCOL_UDP)
		return recognise_shape(managers, COUNT(managers), reply->said,
		                       who);
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
