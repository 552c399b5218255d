// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SNMP_ENTERPRISE_H
#define PORTSCAN_IDENTIFY_SNMP_ENTERPRISE_H

#include "identify/identity.h"

#include <stdint.h>

enum { SNMP_NET_SNMP = 8072 };

/* Keep the number, and what it tells: a product where the agent is known by
 * it, otherwise who made the device. */
void snmp_enterprise(uint32_t number, struct identity *who);

/* The system that a Net-SNMP agent was built for; "" when unknown. */
const char *net_snmp_system(uint32_t number);

#endif
