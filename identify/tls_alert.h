// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_ALERT_H
#define PORTSCAN_IDENTIFY_TLS_ALERT_H

#include <stdint.h>

/* RFC 8446 6: what one side tells the other before it gives up. */
enum tls_alert_level {
	TLS_ALERT_WARNING = 1,
	TLS_ALERT_FATAL = 2,
};

enum tls_alert {
	TLS_ALERT_CLOSE_NOTIFY = 0,
	TLS_ALERT_HANDSHAKE_FAILURE = 40,
	TLS_ALERT_PROTOCOL_VERSION = 70,
	TLS_ALERT_UNRECOGNIZED_NAME = 112,
};

/* "handshake failure", in IANA's words; those it does not have are an
 * "unassigned alert". */
const char *tls_alert_name(uint8_t alert);

#endif
