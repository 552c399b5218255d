// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_CONDUCT_H
#define PORTSCAN_IDENTIFY_CONDUCT_H

/* How an open port behaved while it was talked to. */
enum conduct {
	CONDUCT_SPOKE,   /* it said something, and left room for an answer */
	CONDUCT_SILENT,  /* it said nothing, until the time was up */
	CONDUCT_HUNG_UP, /* it said nothing, and closed or reset at once */
	CONDUCT_ENDLESS, /* it talked on, more than anyone would hear */
};

#endif
