// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_STORE_PACK_H
#define PORTSCAN_AUDIT_STORE_PACK_H

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Give a connection the SQL functions pack(BLOB), which makes it smaller where
 * that is possible, and unpack(SIZE, BLOB), which gives back what had that many
 * bytes.  What does not unpack is SQLITE_CORRUPT.
 */
bool store_pack_register(sqlite3 *db);

#endif
