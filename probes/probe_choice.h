// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PROBE_CHOICE_H
#define PORTSCAN_PROBES_PROBE_CHOICE_H

#include "base/protocol.h"
#include "identify/service_db.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Which probe of a database to send next to one port.  Each is chosen once;
 * those that listen only never.  Over TCP the choice is of one side, plain or
 * inside TLS.
 */
struct probe_choice {
	const struct service_db *db;
	enum protocol protocol;
	uint16_t port;
	bool in_tls;
	uint64_t *chosen; /* a bit for each probe; owned */
};

/* False when out of memory. */
bool probe_choice_init(struct probe_choice *choice, const struct service_db *db,
                       enum protocol protocol, uint16_t port, bool in_tls);
void probe_choice_release(struct probe_choice *choice);

/* Each returns a probe that is chosen by that, or NULL: there is none left. */

/* One that the port is known for, the least rare first. */
const struct db_probe *probe_choice_own(struct probe_choice *choice);

/* Any that is no rarer than `rarity`, the least rare first. */
const struct db_probe *probe_choice_common(struct probe_choice *choice,
                                           uint8_t rarity);

/* One that tells this service. */
const struct db_probe *probe_choice_telling(struct probe_choice *choice,
                                            const char *service);

/* `probe` is not to be chosen any more. */
void probe_choice_strike(struct probe_choice *choice,
                         const struct db_probe *probe);

/* Over UDP: how many probes the port is known for, which the attempts of a
 * question send in turn. */
uint32_t probe_choice_dialects(const struct service_db *db, uint16_t port);

/* What attempt number `attempt`, from 0, sends; NULL: an empty datagram. */
const struct db_probe *probe_choice_dialect(const struct service_db *db,
                                            uint16_t port, uint32_t attempt);

#endif
