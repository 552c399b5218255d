// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_DB_PORTS_H
#define PORTSCAN_IDENTIFY_DB_PORTS_H

#include "identify/service_db.h"

/* Lists of ports of a service database.  Zero-initialised, one is empty. */

/* Take one item off the front of "53,60-70" and its comma, if there is one.
 * False, and `list` as it was, when it is none. */
bool db_ports_take(struct bytes *list, struct db_range *range);

/* Add a range; db_ports_settle() puts them in order.  False: out of memory. */
bool db_ports_add(struct db_ports *ports, struct db_range range);

void db_ports_settle(struct db_ports *ports);

void db_ports_release(struct db_ports *ports);

#endif
