// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_TARGET_SPEC_H
#define PORTSCAN_TARGETS_TARGET_SPEC_H

#include "targets/target_set.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * One target as a user writes it:
 *
 *   192.0.2.7              an address
 *   10.0.0.0/24            a network; host bits may be set and are ignored
 *   10.0.0-3.1-254         ranges in any of the four numbers
 *   10.0.0.5-10.0.1.9      every address from the first to the last
 *   2001:db8::/120         the same for IPv6, brackets around an address are
 *   [2001:db8::1]-[2001:db8::ff]    allowed
 *   www.example.com        a name, for targets/resolve.h
 *
 * Refused because it means different things to different programs: a number
 * with a leading zero (octal to some), less than four numbers (10.1 is 10.0.0.1
 * to some), and IPv4-mapped IPv6 (it reaches the IPv4 address).  What looks
 * like an address but is none is an error and never taken for a name.
 */
enum target_spec_error {
	TARGET_SPEC_OK = 0,
	TARGET_SPEC_NO_MEMORY = -1,
	TARGET_SPEC_EMPTY = -2,
	TARGET_SPEC_NOT_IPV4 = -3,        /* 1.2.3, 10.0.0.1-, example.com/24 */
	TARGET_SPEC_OVER_255 = -4,        /* 10.0.0.300 */
	TARGET_SPEC_LEADING_ZERO = -5,    /* 010.0.0.1 */
	TARGET_SPEC_NOT_IPV6 = -6,        /* 1::2::3, 2001:db8::1] */
	TARGET_SPEC_ZONE = -7,            /* fe80::1%eth0 */
	TARGET_SPEC_MAPPED = -8,          /* ::ffff:192.0.2.7 */
	TARGET_SPEC_PREFIX = -9,          /* 10.0.0.0/x, 10.0.0.0/ */
	TARGET_SPEC_PREFIX_OVER_32 = -10, /* 10.0.0.0/33 */
	TARGET_SPEC_PREFIX_OVER_128 = -11,
	TARGET_SPEC_BACKWARDS = -12, /* 10.0.0.9-5 */
	TARGET_SPEC_MIXED = -13,     /* 10.0.0.1-2001:db8::1 */
	TARGET_SPEC_SCATTERED = -14, /* over TARGET_SPEC_RANGES_MAX ranges */
	TARGET_SPEC_NOT_A_NAME = -15,
	TARGET_SPEC_NUMBER = -16,    /* 2076 */
	TARGET_SPEC_WITH_PORT = -17, /* 10.0.0.1:80, [::1]:80 */
	TARGET_SPEC_URL = -18,       /* http://10.0.0.1/ */
};

enum { TARGET_SPEC_RANGES_MAX = 1 << 20 };

/*
 * Add what `item` names to `set`, or set `*is_name` when it is a host name.  On
 * error `set` has the ranges it had and `*error_at` is the offset of the
 * offending piece.
 */
enum target_spec_error target_spec_parse(const char *item,
                                         struct target_set *set, bool *is_name,
                                         size_t *error_at);

/* "prefix is longer than 32 bits", to stand behind the item and a colon. */
const char *target_spec_strerror(enum target_spec_error error);

#endif
