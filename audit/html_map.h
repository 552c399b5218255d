// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_MAP_H
#define PORTSCAN_AUDIT_HTML_MAP_H

#include "audit/account.h"
#include "base/text.h"

/* Beyond that, hosts and ports with fewest issues, then with fewest open
 * ports, are left out, which is said. */
enum { HTML_MAP_HOSTS = 200, HTML_MAP_PORTS = 60 };

/* Append the section with a table of hosts by open ports: in each cell how the
 * port is judged, as a mark and as a color. */
void html_map_append(const struct account *account, struct text *text);

#endif
