// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_alert.h"

#include <stddef.h>

/* IANA, "TLS Alerts"; the RFCs 8446, 5246, 6066, 4279, 7301 and 7507. */
static const char *const names[UINT8_MAX + 1] = {
	[TLS_ALERT_CLOSE_NOTIFY] = "close notify",
	[10] = "unexpected message",
	[20] = "bad record mac",
	[21] = "decryption failed",
	[22] = "record overflow",
	[30] = "decompression failure",
	[TLS_ALERT_HANDSHAKE_FAILURE] = "handshake failure",
	[41] = "no certificate",
	[42] = "bad certificate",
	[43] = "unsupported certificate",
	[44] = "certificate revoked",
	[45] = "certificate expired",
	[46] = "certificate unknown",
	[47] = "illegal parameter",
	[48] = "unknown ca",
	[49] = "access denied",
	[50] = "decode error",
	[51] = "decrypt error",
	[60] = "export restriction",
	[TLS_ALERT_PROTOCOL_VERSION] = "protocol version",
	[71] = "insufficient security",
	[80] = "internal error",
	[86] = "inappropriate fallback",
	[90] = "user canceled",
	[100] = "no renegotiation",
	[109] = "missing extension",
	[110] = "unsupported extension",
	[111] = "certificate unobtainable",
	[TLS_ALERT_UNRECOGNIZED_NAME] = "unrecognized name",
	[113] = "bad certificate status response",
	[114] = "bad certificate hash value",
	[115] = "unknown psk identity",
	[116] = "certificate required",
	[120] = "no application protocol",
};

const char *tls_alert_name(uint8_t alert)
{
	return names[alert] != NULL ? names[alert] : "unassigned alert";
}
