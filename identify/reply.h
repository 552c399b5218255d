// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_REPLY_H
#define PORTSCAN_IDENTIFY_REPLY_H

#include "base/protocol.h"
#include "identify/bytes.h"

#include <stdbool.h>

/* What a service said, and to what. */
struct reply {
	enum protocol protocol;
	struct bytes asked; /* empty: it spoke unasked */
	struct bytes said;  /* hostile: no length in it is trusted */
	bool in_tls;        /* over TCP: inside of it */
};

#endif
