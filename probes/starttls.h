// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_STARTTLS_H
#define PORTSCAN_PROBES_STARTTLS_H

#include "identify/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What to say, on a new connection, so that a service begins with TLS. */
struct starttls_step {
	struct bytes send; /* empty: it speaks first */
	/* What has to be in what it says, at this place or anywhere; or there
	 * will be no TLS. */
	struct bytes expects;
	size_t at;
	bool (*is_whole)(struct bytes said);
};

enum { STARTTLS_STEPS_MAX = 3 };
#define STARTTLS_ANYWHERE SIZE_MAX

struct starttls {
	const char *service; /* as identify/identify.h names it */
	struct starttls_step steps[STARTTLS_STEPS_MAX];
	struct bytes inside; /* to say within TLS; empty: nothing */
};

/* NULL: that service has no such thing. */
const struct starttls *starttls_find(const char *service);

/* Step number `index`, from 0; NULL: they are done, and TLS begins. */
const struct starttls_step *starttls_step(const struct starttls *starttls,
                                          size_t index);

/* Does `said` let `step` go on? */
bool starttls_permits(const struct starttls_step *step, struct bytes said);

#endif
