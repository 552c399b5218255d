// SPDX-License-Identifier: Apache-2.0
#include "probes/exchange.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

static bool is_over(const struct exchange *x, uint64_t now_ms);
static void keep(struct exchange *x, const uint8_t *data, size_t len);
static bool greeting_is_whole(const struct exchange *x);

void exchange_init(struct exchange *x, const struct exchange_limits *limits,
                   const struct payload *payload, uint8_t *banner,
                   uint64_t now_ms)
{
	*x = (struct exchange){
		.state = EXCHANGE_GREETING,
		.limits = *limits,
		.payload = payload,
		.started_ms = now_ms,
		.banner = banner,
	};
}

enum exchange_next exchange_data(struct exchange *x, const uint8_t *data,
                                 size_t len, uint64_t now_ms)
{
	assert(len > 0);
	if (x->banner_len == 0)
		x->answered_payload = x->state == EXCHANGE_REPLY;
	keep(x, data, len);
	x->heard_ms = now_ms;

	if (x->banner_len == x->limits.banner_max || is_over(x, now_ms))
		return NEXT_FINISH;
	if (x->state == EXCHANGE_GREETING && greeting_is_whole(x))
		return NEXT_FINISH;
	return NEXT_WAIT;
}

enum exchange_next exchange_quiet(struct exchange *x, uint64_t now_ms)
{
	if (now_ms < exchange_deadline_ms(x))
		return NEXT_WAIT;
	if (x->banner_len > 0 || is_over(x, now_ms))
		return NEXT_FINISH;
	x->state = EXCHANGE_REPLY;
	return NEXT_SEND;
}

uint64_t exchange_deadline_ms(const struct exchange *x)
{
	uint64_t end = x->started_ms + x->limits.total_ms;
	uint64_t quiet = end;

	if (x->banner_len > 0)
		quiet = x->heard_ms + x->limits.idle_ms;
	else if (x->state == EXCHANGE_GREETING && x->payload != NULL)
		quiet = x->started_ms + x->limits.greeting_ms;
	return quiet < end ? quiet : end;
}

static bool is_over(const struct exchange *x, uint64_t now_ms)
{
	return now_ms >= x->started_ms + x->limits.total_ms;
}

static void keep(struct exchange *x, const uint8_t *data, size_t len)
{
	size_t room = x->limits.banner_max - x->banner_len;

	if (len > room)
		len = room;
	memcpy(x->banner + x->banner_len, data, len);
	x->banner_len += len;
}

/* The first bytes of the last line; the greeting ends in a line end. */
static const uint8_t *last_line(const uint8_t *banner, size_t len)
{
	const uint8_t *end = memrchr(banner, '\n', len - 1);

	return end == NULL ? banner : end + 1;
}

/*
 * RFC 5321 4.2.1 and RFC 959 4.2: "220-" starts a reply of several lines, and
 * "220 " its last one.
 */
static bool ends_with_last_line(const uint8_t *banner, size_t len)
{
	const uint8_t *line;

	if (len == 0 || banner[len - 1] != '\n')
		return false;
	line = last_line(banner, len);
	return banner + len - line < 5 || line[3] != '-' || !isdigit(line[0]) ||
	       !isdigit(line[1]) || !isdigit(line[2]);
}

/*
 * MySQL client/server protocol, "Protocol::Packet": length in three bytes,
 * low first, and a sequence number, which is 0 in the server's greeting.
 */
static bool is_mysql_packet(const uint8_t *banner, size_t len)
{
	enum { HEADER = 4 };

	return len > HEADER && banner[3] == 0 &&
	       (size_t)(banner[0] | banner[1] << 8 | banner[2] << 16) ==
	               len - HEADER;
}

static bool greeting_is_whole(const struct exchange *x)
{
	return ends_with_last_line(x->banner, x->banner_len) ||
	       is_mysql_packet(x->banner, x->banner_len);
}
