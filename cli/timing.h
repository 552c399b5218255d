// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_TIMING_H
#define PORTSCAN_CLI_TIMING_H

#include "base/text.h"
#include "scan/scan.h"

#include <stdint.h>

/* A pace under one name, nmap's -T0 to -T5.  The fields are those of struct
 * scan_options. */
struct timing {
	const char *name;
	uint32_t rate;
	uint32_t max_in_flight;
	uint32_t per_host;
	uint32_t timeout_ms;
	uint32_t retries;
};

/* By number or by name, "4" or "aggressive"; NULL: there is none. */
const struct timing *timing_find(const char *word);

/* Append what is wrong with a word that timing_find() does not know. */
void timing_explain_unknown(const char *word, struct text *error);

/* The defaults, but for a pace that is still to be told: rate, max_in_flight,
 * per_host and timeout_ms are 0. */
struct scan_options timing_untold(void);

/* Give those that are still 0 the values of `timing`, and retries unless they
 * were told, which is when they are not adaptive. */
void timing_complete(struct scan_options *options, const struct timing *timing);

#endif
