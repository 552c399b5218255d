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

/* PulseAudio, native protocol: values of a type each, 't' a text. */
static bool take_text(struct bytes *from, struct bytes *text)
{
	return bytes_have(*from, 0, "t") && take_skip(from, 1) &&
	       take_until(from, '\0', text);
}

/* GET_SERVER_INFO: the name and version of the server, its user and host; or
 * an error, as nobody has shown who he is. */
static bool pulse_answer(struct bytes said, struct identity *who)
{
	enum { HEADER = 20, KIND = 4, TAG = 5, REPLY = 2 };
	struct bytes from = bytes_from(said, HEADER + KIND + 1 + TAG);
	struct bytes name, version, user, host;

	if (bytes_number(said, HEADER + 1, 4, BIG_ENDIAN_BYTES) != REPLY)
		return true;
	if (!take_text(&from, &name) || !take_text(&from, &version))
		return true;
	if (bytes_have(name, 0, "pulseaudio"))
		identity_set_product(who, "PulseAudio");
	else
		copy_printable(who->service.product,
		               sizeof(who->service.product), name);
	identity_set_version(who, version);
	if (take_text(&from, &user) && take_text(&from, &host)) {
		identity_set_hostname(who, host);
		add_detail(who, "user", user);
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
