// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/cookie.h"
#include "identify/recognise.h"
#include "identify/shape.h"

#include <stdio.h>

/* The documents are those that the payloads cite. */
static const struct shape shapes[] = {
	/* RFC 8446 4.1.3, ServerHello; 6, an alert, warning or fatal. */
	{ .service = "tls",
	  .parts = { AT(0, "\x16\x03"), AT(5, "\x02\x00"), AT(9, "\x03") },
	  .length = WITHIN(6, 3, BIG, 9),
	  .tls = true },
	{ .service = "tls",
	  .parts = { AT(0, "\x15\x03"), AT(3, "\x00\x02\x01") },
	  .length = WITHIN(3, 2, BIG, 5),
	  .tls = true },
	{ .service = "tls",
	  .parts = { AT(0, "\x15\x03"), AT(3, "\x00\x02\x02") },
	  .length = WITHIN(3, 2, BIG, 5),
	  .tls = true },
};

bool recognise_stream(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
