// SPDX-License-Identifier: Apache-2.0
#include "scan/window.h"

#include <math.h>

/* Where little answers, each answer or silence stands for more attempts than
 * itself, or the window would never fill the link. */
#define SILENCE_COUNTS 2.0

/*
 * Once it has met loss, the window grows by this share of an answer.  Silence
 * comes after a timeout, and so not before the evidence of what one did: it may
 * count for more.
 */
enum { SLOW = 64 };
#define SLOW_BY_SILENCE 0.125

/* Of itself the window gives up this share for heavy and for light loss. */
#define CUT_HEAVY 0.5
#define CUT_LIGHT 0.7
enum { LOSS_HEAVY = 30 /* percent */ };

void window_init(struct window *window, uint32_t most)
{
	double initial = most / 8.0;

	*window = (struct window){ .threshold = most, .most = most };
	if (initial > WINDOW_INITIAL_MAX)
		initial = WINDOW_INITIAL_MAX;
	window->size = initial > 1 ? initial : 1;
}

bool window_allows(const struct window *window, uint32_t in_flight)
{
	return in_flight < window->size;
}

/* `slow` is the share of `credit` that counts once the window has met loss.  A
 * window that is not used has proved nothing, and does not grow. */
static void grow(struct window *window, uint32_t in_flight, double credit,
                 double slow)
{
	if (in_flight + 1 < window->size / 2)
		return;
	window->size +=
		window->size < window->threshold ? credit : credit * slow;
	if (window->size > window->most)
		window->size = window->most;
}

static void cut(struct window *window, unsigned loss_percent, uint64_t now_us)
{
	window->size *= loss_percent >= LOSS_HEAVY ? CUT_HEAVY : CUT_LIGHT;
	if (window->size < 1)
		window->size = 1;
	window->threshold = window->size;
	window->cut_us = now_us;
	window->cuts++;
}

/*
 * With evidence enough: is it congestion?  The fewer samples, the more of them
 * may be lost by accident: two standard deviations of a Poisson count.
 */
static bool judge(struct window *window, bool delayed, uint64_t now_us)
{
	uint32_t sum = window->heard + window->lost;
	double expected =
		sum *
		(delayed ? WINDOW_LOSS_WITH_DELAY : WINDOW_LOSS_BY_NATURE) /
		100.0;
	bool congested = window->lost > expected + 2 * sqrt(expected);

	if (sum < WINDOW_EVIDENCE)
		return false;
	if (congested)
		cut(window, 100 * window->lost / sum, now_us);
	if (congested || sum >= WINDOW_MEMORY)
		window->heard = window->lost = 0;
	return congested;
}

bool window_answered(struct window *window, uint32_t in_flight, uint32_t lost,
                     uint64_t sent_us, bool delayed, uint64_t now_us)
{
	/* What was lost before the last cut is what that cut was for. */
	if (lost > 0 && sent_us <= window->cut_us)
		return false;
	window->heard++;
	window->lost += lost;
	if (judge(window, delayed, now_us))
		return true;
	if (lost == 0)
		grow(window, in_flight, 1,
		     window->size < SLOW ? 1 / window->size : 1.0 / SLOW);
	return false;
}

void window_silent(struct window *window, uint32_t in_flight, double expected)
{
	grow(window, in_flight, SILENCE_COUNTS * expected, SLOW_BY_SILENCE);
}
