// SPDX-License-Identifier: Apache-2.0
#include "scan/spacing.h"

/* Before anything is known: a guess between a link and the world. */
#define FLIGHT_INITIAL_US 100000.0
#define SMOOTHING (1.0 / 64)
/* So much faster than the window empties, or it would never be full. */
#define GAIN 1.5

void spacing_init(struct spacing *spacing, uint32_t share)
{
	*spacing = (struct spacing){
		.flight_us = FLIGHT_INITIAL_US,
		.blind_us = 1e6 / SPACING_BLIND_RATE * share,
	};
}

static void smooth(double *average, double sample)
{
	*average += SMOOTHING * (sample - *average);
}

void spacing_sample(struct spacing *spacing, uint64_t flight_us, bool answered)
{
	smooth(&spacing->flight_us, (double)flight_us);
	smooth(&spacing->answered, answered);
}

bool spacing_allows(const struct spacing *spacing, uint64_t now_us)
{
	return spacing->due_us <= (double)now_us;
}

void spacing_sent(struct spacing *spacing, double window, uint64_t now_us)
{
	double oldest_us = (double)now_us - SPACING_BURST_US;
	double spread_us = spacing->flight_us / (GAIN * window);
	double blind_us = spacing->blind_us * (1 - spacing->answered);

	if (spacing->due_us < oldest_us)
		spacing->due_us = oldest_us;
	spacing->due_us += spread_us > blind_us ? spread_us : blind_us;
}
