// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_WALL_CLOCK_H
#define PORTSCAN_BASE_WALL_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds since the epoch, UTC: for records, not for measuring. */
static inline int64_t wall_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

#endif
