// SPDX-License-Identifier: Apache-2.0
#include "cli/timing.h"

#include "base/count.h"

#include <stddef.h>
#include <string.h>

/*
 * From -T0 on.  No wait is longer than 900 ms, not even the most patient: the
 * kernel repeats a SYN by itself after a second, and what it sends is in
 * nobody's count and under nobody's rate.
 */
static const struct timing timings[] = {
	/* name, rate, in flight, for a host, ms, retries */
	{ "paranoid", 1, 1, 1, 900, 6 },
	{ "sneaky", 10, 4000, 4, 900, 6 },
	{ "polite", 100, 4000, 16, 900, 6 },
	{ "normal", 0, 4000, 512, 900, 6 },
	{ "aggressive", 0, 100000, 100000, 900, 6 },
	{ "insane", 0, 100000, 100000, 400, 2 },
};

const struct timing *timing_find(const char *word)
{
	for (size_t i = 0; i < COUNT(timings); i++) {
		const char digit[] = { (char)('0' + i), '\0' };

		if (strcmp(word, digit) == 0 ||
		    strcmp(word, timings[i].name) == 0)
			return &timings[i];
	}
	return NULL;
}

void timing_explain_unknown(const char *word, struct text *error)
{
	text_printf(error, "-T %s: neither 0 to %zu nor one of", word,
	            COUNT(timings) - 1);
	for (size_t i = 0; i < COUNT(timings); i++)
		text_printf(error, "%s %s", i > 0 ? "," : "", timings[i].name);
}

struct scan_options timing_untold(void)
{
	struct scan_options options = scan_options_default();

	options.rate = 0;
	options.max_in_flight = 0;
	options.per_host = 0;
	options.timeout_ms = 0;
	return options;
}

static void complete(uint32_t *field, uint32_t value)
{
	if (*field == 0)
		*field = value;
}

void timing_complete(struct scan_options *options, const struct timing *timing)
{
	complete(&options->rate, timing->rate);
	complete(&options->max_in_flight, timing->max_in_flight);
	complete(&options->per_host, timing->per_host);
	complete(&options->timeout_ms, timing->timeout_ms);
	if (options->adaptive_retries)
		options->retries = timing->retries;
}
