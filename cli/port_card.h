// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PORT_CARD_H
#define PORTSCAN_CLI_PORT_CARD_H

#include "base/protocol.h"
#include "base/text.h"
#include "probes/listeners.h"
#include "registry/registry.h"

#include <stdbool.h>
#include <stdint.h>

/* What is known of a number wherever it is met; strings are the registry's. */
struct port_card {
	uint16_t port;
	bool asked[PROTOCOL_COUNT]; /* at least one */
	struct registry_entry entry[PROTOCOL_COUNT];
	struct registry_details details[PROTOCOL_COUNT];
	const char *unofficial[PROTOCOL_COUNT]; /* registry/unofficial.h */
	const char *remark[PROTOCOL_COUNT];     /* on that use; often NULL */
};

void port_card_init(struct port_card *card, const struct registry *registry,
                    uint16_t port, const bool asked[PROTOCOL_COUNT]);

/* "system", "user" or "dynamic" (RFC 6335 section 6). */
const char *port_card_range(const struct port_card *card);

/* Does this listener have the card's port and a protocol asked for? */
bool port_card_covers(const struct port_card *card,
                      const struct listener *listener);

/*
 * Append the card for a terminal, in lines of at most 100 columns, all bytes of
 * others escaped.  `listeners` may hold those of other ports; NULL when they
 * could not be read.
 */
void port_card_format(const struct port_card *card,
                      const struct listeners *listeners, struct text *text);

#endif
