// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_PORT_JSON_H
#define PORTSCAN_CLI_PORT_JSON_H

#include "base/text.h"
#include "cli/port_card.h"
#include "probes/listeners.h"

#include <stddef.h>

/*
 * Append one JSON document of all cards: {"ports":[...]}.  What is unknown is
 * null: a protocol that was not asked for, and `listeners` when NULL, as in
 * port_card_format().
 */
void port_json_format(const struct port_card *cards, size_t count,
                      const struct listeners *listeners, struct text *text);

#endif
