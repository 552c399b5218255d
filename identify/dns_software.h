// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_DNS_SOFTWARE_H
#define PORTSCAN_IDENTIFY_DNS_SOFTWARE_H

#include "identify/identity.h"

#include <stdbool.h>

/*
 * Product and version from what a server says to version.bind, which its
 * administrator may have chosen: only what servers say by themselves is
 * believed, and a version without a name gives a product only where the answer
 * is authoritative and the version a package's.
 */
void dns_software(struct bytes text, bool authoritative, struct identity *who);

#endif
