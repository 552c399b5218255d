// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_NAMING_H
#define PORTSCAN_SCAN_NAMING_H

#include "scan/sink.h"
#include "targets/name_map.h"

#include <stdbool.h>

/*
 * A sink in front of another that adds host names: the one the user gave, or
 * else, for a host with an open port, the one that reverse DNS has.  Findings
 * of a host that is being asked about are held until the answer comes, and
 * host summaries until nothing is held any more, so that the next sink sees
 * the order that scan/sink.h promises.
 *
 * It asks nobody itself: `ask` does, and the answer comes back through
 * naming_answer().  begin, flush, end and free are the next sink's own and not
 * to be called here.
 */
struct naming;

/* A host whose name is being asked for. */
struct naming_host;

/*
 * Start asking for the name of `address` and call naming_answer() with `host`
 * once, later.  False: it cannot be asked, the host stays nameless.
 */
typedef bool (*naming_ask_cb)(void *arg, const struct address *address,
                              struct naming_host *host);

/* `given` may be NULL, and so may `ask`, for no reverse DNS.  What is passed
 * must outlive the naming.  NULL when out of memory. */
struct naming *naming_create(struct sink *next, const struct name_map *given,
                             naming_ask_cb ask, void *arg);

/* Not before every naming_answer() that is due. */
void naming_free(struct naming *naming);

/* Where findings, flushes and hosts go in; not owned by its user. */
struct sink *naming_sink(struct naming *naming);

/* The answer to `ask`; `hostname` is copied, NULL: there is none. */
void naming_answer(struct naming *naming, struct naming_host *host,
                   const char *hostname);

/* Is nothing held? */
bool naming_is_settled(const struct naming *naming);

/* Pass on all that is held, nameless, and hold nothing from now on. */
void naming_give_up(struct naming *naming);

#endif
