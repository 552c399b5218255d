// SPDX-License-Identifier: Apache-2.0
#include "probes/exchange.h"

#include <assert.h>
#include <string.h>

void exchange_begin(struct exchange *x, const struct turn *turn, uint8_t *said,
                    size_t room, uint64_t now_ms)
{
	*x = (struct exchange){
		.turn = turn,
		.started_ms = now_ms,
		.said = said,
		.room = room,
	};
}

static void keep(struct exchange *x, const uint8_t *data, size_t len)
{
	size_t room = x->room - x->len;

	if (len > room)
		len = room;
	memcpy(x->said + x->len, data, len);
	x->len += len;
}

static uint64_t end_ms(const struct exchange *x)
{
	return x->started_ms + EXCHANGE_LONGEST * (uint64_t)x->turn->wait_ms;
}

static bool is_whole(const struct exchange *x)
{
	return x->turn->is_whole != NULL &&
	       x->turn->is_whole((struct bytes){ x->said, x->len });
}

bool exchange_data(struct exchange *x, const uint8_t *data, size_t len,
                   uint64_t now_ms, enum turn_end *end)
{
	assert(len > 0);
	keep(x, data, len);
	x->heard_ms = now_ms;
	if (is_whole(x)) {
		*end = TURN_WHOLE;
		return true;
	}
	*end = TURN_FULL;
	return x->len == x->room || now_ms >= end_ms(x);
}

uint64_t exchange_deadline_ms(const struct exchange *x)
{
	uint64_t quiet = x->len > 0 ? x->heard_ms + x->turn->idle_ms
	                            : x->started_ms + x->turn->wait_ms;
	uint64_t end = end_ms(x);

	return quiet < end ? quiet : end;
}
