// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SNMP_DESCRIPTION_H
#define PORTSCAN_IDENTIFY_SNMP_DESCRIPTION_H

#include "identify/identity.h"

/* What a system's sysDescr tells of it, where the form is one that its makers
 * are known for; administrators may have put any text there. */
void snmp_description(struct bytes text, struct identity *who);

#endif
