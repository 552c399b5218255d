// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_BUCKET_H
#define PORTSCAN_SCAN_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A token bucket for --rate, kept as the time when the next token is due
 * (the virtual scheduling form of ITU-T I.371's GCRA).  Over any span it gives
 * at most rate x span + BUCKET_BURST_NS's worth of tokens, plus one.
 */
struct bucket {
	uint64_t interval_ns; /* between two tokens; 0: no limit */
	uint64_t due_ns;
};

/* What may be caught up after a pause of the loop: 10 ms of tokens. */
#define BUCKET_BURST_NS UINT64_C(10000000)

/* `rate` in tokens a second; 0 is no limit. */
void bucket_init(struct bucket *bucket, uint32_t rate);

/* Take a token, if one is there. */
bool bucket_take(struct bucket *bucket, uint64_t now_ns);

/* Take a token that was spent without asking, if need be one that is not due
 * yet: the next takers wait for it. */
void bucket_charge(struct bucket *bucket, uint64_t now_ns);

/* Give back the token just taken: it was not used. */
void bucket_return(struct bucket *bucket);

/* How long until bucket_take() says yes; 0: now. */
uint64_t bucket_wait_ns(const struct bucket *bucket, uint64_t now_ns);

#endif
