// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_SERVICE_H
#define PORTSCAN_PROBES_SERVICE_H

#include <stdbool.h>

/*
 * What answered, as it names itself.  Every string is bounded and holds
 * printable ASCII only; unknown is "".  Plain value.
 */
struct service {
	char name[32];    /* "ssh", "http", "tls": protocol names, lower case */
	char product[64]; /* "OpenSSH" */
	char version[48]; /* "9.2p1" */
	bool tls;         /* it spoke TLS */
	bool after_payload; /* answered our payload, rather than greeted */
};

#endif
