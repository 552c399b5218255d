// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_ICMP_LIMIT_H
#define PORTSCAN_SCAN_ICMP_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One host's limit on the ICMP errors it sends, and the pace that finds it
 * willing.  A closed UDP port says so by ICMP only, and RFC 1812 4.3.2.8 and
 * RFC 4443 2.4 want such errors limited: Linux sends six and then one a second,
 * others some tens or hundreds a second.  Beyond that a closed port is as
 * silent as one that has nothing to say.
 *
 * So a host's UDP ports are asked in two passes.  The fast pass is for those
 * that answer, and asks as fast as it likes:
 *
 *   port unreachable from the host   icmp_limit_answered()
 *   an attempt unanswered in time    icmp_limit_silent()
 *
 * A question that was silent in all its attempts of the fast pass is settled
 * as it stands, unless icmp_limit_present(): then it goes to the end of the
 * host's slow lane, a queue.  The lane opens when the fast pass of the host is
 * over, for both live on the same allowance.  Its first question is asked when
 * icmp_limit_next_us() says so, others may still be in flight then, and each
 * of these asks comes to one of three ends:
 *
 *   ask it, one attempt              icmp_limit_asked()
 *   port unreachable from the host   icmp_limit_lane_answered()
 *   unanswered in time               icmp_limit_lane_silent(); back to the
 *                                    front of the lane, or settled if it says
 *                                    so: open|filtered
 *   anything else                    icmp_limit_lane_void()
 *
 * When icmp_limit_present() says no while the lane is in use, the host's
 * silence was no limit: whatever is left in the lane is settled as it stands.
 *
 * A plain value for each host, with neither clock nor memory of its own; times
 * are microseconds of any clock that does not go back.
 */
struct icmp_limit {
	/* Of the fast pass. */
	uint32_t answered;
	uint32_t silent;
	uint64_t first_us; /* answers */
	uint64_t last_us;

	/* Of the slow lane. */
	uint64_t interval_us; /* between two asks; 0: the lane is new */
	uint64_t proven_us;   /* follows the interval down only slowly */
	uint64_t due_us;      /* the next ask, with credit from before */
	uint64_t opened_us;   /* the lane's first ask */
	uint64_t spent_us;    /* when the last ask that was answered was sent */
	uint64_t asked_us;    /* the last ask */
	uint64_t slowed_us;   /* when the interval last grew */
	uint32_t in_flight;
	uint32_t heard;        /* answers */
	uint32_t run;          /* answers since it last grew */
	uint32_t silent_ports; /* settled since the last answer */
	bool found;            /* the interval was too short once */
	bool careful;          /* in flight is a last ask, and nothing else */
};

/* One question in the slow lane; zero when it enters. */
struct icmp_limit_question {
	uint64_t asked_us;
	uint64_t missed_us; /* a paced ask that was silent; 0: none */
	bool paced;         /* the last ask kept to the interval */
	uint32_t silent;    /* asks */
};

enum {
	ICMP_LIMIT_ASKS = 3,   /* of one question, before it is settled */
	ICMP_LIMIT_PORTS = 24, /* silent in a row: there is no limit to see */
};

/* Not before something in flight has come to an end. */
#define ICMP_LIMIT_NOT_YET UINT64_MAX

/* In the fast pass; a zero `limit` is one that knows nothing. */
void icmp_limit_answered(struct icmp_limit *limit, uint64_t now_us);
void icmp_limit_silent(struct icmp_limit *limit);

/* Does the host answer only some of what it would answer? */
bool icmp_limit_present(const struct icmp_limit *limit);

/*
 * When the first question of the lane may be asked, so that an ICMP error is
 * to be had for it; what has passed is now.  The last ask of a question is
 * made with such care that silence will say something about the port.
 */
uint64_t icmp_limit_next_us(struct icmp_limit *limit,
                            const struct icmp_limit_question *question);

/* In the slow lane. */
void icmp_limit_asked(struct icmp_limit *limit,
                      struct icmp_limit_question *question, uint64_t now_us);
void icmp_limit_lane_answered(struct icmp_limit *limit,
                              const struct icmp_limit_question *question,
                              uint64_t now_us);
/* True: the question is settled, its port has nothing to say. */
bool icmp_limit_lane_silent(struct icmp_limit *limit,
                            struct icmp_limit_question *question);
/* It brought something else, or did not leave this machine. */
void icmp_limit_lane_void(struct icmp_limit *limit);

#endif
