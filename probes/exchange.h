// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_EXCHANGE_H
#define PORTSCAN_PROBES_EXCHANGE_H

#include "probes/turn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Hear one turn out, without the socket or the clock: the caller says what
 * came and when, and is told when the turn is over.
 *
 * It is over when the service has been quiet for too long, when what it said
 * is whole, or when there is no room for more.  Whatever happens, it is over
 * EXCHANGE_LONGEST waits after it began: a service that dribbles a byte a
 * second holds nobody longer.
 */
enum { EXCHANGE_LONGEST = 4 };

struct exchange {
	const struct turn *turn; /* not owned */
	uint64_t started_ms;
	uint64_t heard_ms; /* when the last byte came */
	uint8_t *said;     /* the caller's, `room` bytes long */
	size_t len, room;
};

void exchange_begin(struct exchange *x, const struct turn *turn, uint8_t *said,
                    size_t room, uint64_t now_ms);

/* The service said `len` > 0 bytes.  True: the turn is over, `*end` says how.
 */
bool exchange_data(struct exchange *x, const uint8_t *data, size_t len,
                   uint64_t now_ms, enum turn_end *end);

/* When it has been quiet for too long, if nothing comes before. */
uint64_t exchange_deadline_ms(const struct exchange *x);

#endif
