// SPDX-License-Identifier: Apache-2.0
#include "targets/port_set.h"

#include <stddef.h>

enum { WORDS = sizeof((struct port_set){ 0 }.bits) / sizeof(uint64_t) };

bool port_set_has(const struct port_set *set, uint16_t port)
{
	return set->bits[port / 64] >> (port % 64) & 1;
}

void port_set_add(struct port_set *set, uint16_t first, uint16_t last)
{
	for (uint32_t port = first; port <= last; port++)
		set->bits[port / 64] |= UINT64_C(1) << (port % 64);
}

void port_set_remove(struct port_set *set, const struct port_set *removed)
{
	for (size_t i = 0; i < WORDS; i++)
		set->bits[i] &= ~removed->bits[i];
}

uint32_t port_set_count(const struct port_set *set)
{
	uint32_t count = 0;

	for (size_t i = 0; i < WORDS; i++)
		count += (uint32_t)__builtin_popcountll(set->bits[i]);
	return count;
}

/* The last port of the run of ports that starts at `first`. */
static uint32_t run_end(const struct port_set *set, uint32_t first)
{
	uint32_t last = first;

	while (last < UINT16_MAX && port_set_has(set, (uint16_t)(last + 1)))
		last++;
	return last;
}

void port_set_format(const struct port_set *set, struct text *text)
{
	const char *separator = "";

	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		uint32_t first = port;

		if (!port_set_has(set, (uint16_t)port))
			continue;
		port = run_end(set, first);
		text_printf(text, "%s%u", separator, first);
		if (port > first)
			text_printf(text, "-%u", port);
		separator = ",";
	}
}
