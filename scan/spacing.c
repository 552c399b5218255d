// SPDX-License-Identifier: Apache-2.0
#include "scan/spacing.h"

/* Before anything is known: a guess between a link and the world. */
#define FLIGHT_INITIAL_US 100000.0
#define SMOOTHING (1.0 / 64)
/* So much faster than the window empties, or it would never be full. */
#define GAIN 1.5

void spacing_init(struct spacing *spacing)
{
	*spacing = (struct spacing){ .flight_us = FLIGHT_INITIAL_US };
}

void spacing_sample(struct spacing *spacing, uint64_t flight_us)
{
	spacing->flight_us +=
		SMOOTHING * ((double)flight_us - spacing->flight_us);
}

bool spacing_allows(const struct spacing *spacing, uint64_t now_us)
{
	return spacing->due_us <= (double)now_us;
}

void spacing_sent(struct spacing *spacing, double window, uint64_t now_us)
{
	double oldest_us = (double)now_us - SPACING_BURST_US;

	if (spacing->due_us < oldest_us)
		spacing->due_us = oldest_us;
	spacing->due_us += spacing->flight_us / (GAIN * window);
}
