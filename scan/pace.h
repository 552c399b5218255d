// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_PACE_H
#define PORTSCAN_SCAN_PACE_H

#include "scan/bucket.h"

#include <uv.h>

/* The token bucket of --rate, which all workers of a scan draw from. */
struct pace {
	uv_mutex_t lock;
	struct bucket bucket;
};

/* 0, or a libuv error. */
int pace_init(struct pace *pace, uint32_t rate);
void pace_release(struct pace *pace);

/* Take a token, if one is there. */
bool pace_take(struct pace *pace);

/* Give back a token just taken: it was not used. */
void pace_return(struct pace *pace);

/* Pay for an attempt that was made without asking. */
void pace_charge(struct pace *pace);

#endif
