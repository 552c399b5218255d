// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_EXCHANGE_H
#define PORTSCAN_PROBES_EXCHANGE_H

#include "probes/payloads.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The conversation that grabs a banner from an open TCP port, without the
 * socket or the clock: the caller says what happened and when, and obeys.
 *
 *   GREETING  the service may speak first (SSH, SMTP); when it stays quiet for
 *             greeting_ms, send the payload, if there is one, and go to REPLY.
 *             A greeting that is whole, which its last line end mostly says,
 *             ends the conversation at once.
 *   REPLY     the service answers the payload, or not.  An answer may pause
 *             at any line end, so only idle_ms without a byte ends it.
 *
 * Whatever happens it is over after total_ms: a service that dribbles a byte
 * a second holds nobody longer.
 */
enum exchange_state { EXCHANGE_GREETING, EXCHANGE_REPLY };

struct exchange_limits {
	uint32_t greeting_ms; /* patience for a greeting */
	uint32_t idle_ms;     /* quiet after some bytes: that was all */
	uint32_t total_ms;    /* from connect to the end */
	uint32_t banner_max;  /* bytes kept; more are cut and end it */
};

struct exchange {
	enum exchange_state state;
	struct exchange_limits limits;
	const struct payload *payload; /* may be NULL; not owned */
	uint64_t started_ms;
	uint64_t heard_ms; /* when the last byte came */
	uint8_t *banner;   /* the caller's, banner_max bytes long */
	size_t banner_len;
	bool answered_payload; /* the first byte came after the payload */
};

enum exchange_next {
	NEXT_WAIT,   /* for data, or until exchange_deadline_ms() */
	NEXT_SEND,   /* the payload, then wait */
	NEXT_FINISH, /* the banner is all there will be */
};

void exchange_init(struct exchange *x, const struct exchange_limits *limits,
                   const struct payload *payload, uint8_t *banner,
                   uint64_t now_ms);

/* The service sent `len` > 0 bytes. */
enum exchange_next exchange_data(struct exchange *x, const uint8_t *data,
                                 size_t len, uint64_t now_ms);

/* The deadline passed; before it did, this only says NEXT_WAIT. */
enum exchange_next exchange_quiet(struct exchange *x, uint64_t now_ms);

/* When to call exchange_quiet() if nothing comes before. */
uint64_t exchange_deadline_ms(const struct exchange *x);

#endif
