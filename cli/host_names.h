// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_HOST_NAMES_H
#define PORTSCAN_CLI_HOST_NAMES_H

#include "base/text.h"
#include "scan/sink.h"
#include "targets/name_map.h"

#include <stdbool.h>
#include <uv.h>

struct naming;
struct resolver;

/* Names for the hosts of the findings (scan/naming.h), from reverse DNS too.
 * Zero it before use; release it after the loop has run, also when it was not
 * opened. */
struct host_names {
	struct naming *naming;
	struct resolver *resolver; /* NULL: nobody is asked, or no more */
	unsigned failures;         /* of look-ups, in a row */
};

/*
 * Put names to what goes on to `reports`: those that the user has `given`, and
 * if `ask` those that DNS has.  Both outlive it.  False with one line in
 * `error`.
 */
bool host_names_open(struct host_names *names, uv_loop_t *loop,
                     struct sink *reports, const struct name_map *given,
                     bool ask, struct text *error);

/* Where findings go in. */
struct sink *host_names_sink(struct host_names *names);

/* Ask no more: what waits for a name goes on without. */
void host_names_give_up(struct host_names *names);

void host_names_release(struct host_names *names);

#endif
