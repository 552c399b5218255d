// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"
#include "identify/take.h"

/* RTMP 1.0, 5.2: S0, and S1 of a time, of zeros or what the server counts
 * itself by, and of random bytes; S2 repeats what we said. */
static bool rtmp_handshake(struct bytes said, struct identity *who)
{
	enum { OUR_TIME = 1 + 8, HANDSHAKE = 1536, S2 = 1 + HANDSHAKE };

	(void)who;
	return said.len > S2 + OUR_TIME &&
	       (bytes_have(said, S2 + OUR_TIME - 1, COOKIE_8 COOKIE_8) ||
	        bytes_have(said, OUR_TIME, COOKIE_8 COOKIE_8));
}

/* PulseAudio, native protocol, AUTH: an error, as we show nobody's cookie; or
 * the version of the protocol, in the lower half of a number, from who lets
 * anybody in. */
static bool pulse_answer(struct bytes said, struct identity *who)
{
	enum { KIND = 24, VERSION = 30, ERROR = 0, REPLY = 2 };

	if (said.data[KIND] != ERROR && said.data[KIND] != REPLY)
		return false;
	if (said.data[KIND] == REPLY && bytes_have(said, VERSION, "L")) {
		facts_add_number(
			&who->facts, FACT_APP_PROTOCOL,
			bytes_number(said, VERSION + 3, 2, BIG_ENDIAN_BYTES));
		add_detail_string(who, "access", "without a cookie");
	}
	return true;
}

static const struct shape shapes[] = {
	{ .service = "rtmp",
	  .parts = { AT(0, "\x03") },
	  .details = rtmp_handshake },
	/* To our tag, on the channel of commands */
	{ .service = "pulseaudio",
	  .parts = { AT(4, "\xff\xff\xff\xff"), AT(20, "L\x00\x00\x00"),
	             AT(25, "L" COOKIE_4) },
	  .length = WITHIN(0, 4, BIG, 20),
	  .details = pulse_answer },
};

bool recognise_media(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
