// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_VERSION_H
#define PORTSCAN_IDENTIFY_TLS_VERSION_H

#include "identify/bytes.h"

#include <stdint.h>

/* The versions of TLS, oldest first, and of DTLS. */
enum tls_version {
	TLS_VERSION_UNKNOWN,
	TLS_VERSION_SSL2,
	TLS_VERSION_SSL3,
	TLS_VERSION_1_0,
	TLS_VERSION_1_1,
	TLS_VERSION_1_2,
	TLS_VERSION_1_3,
	TLS_VERSION_DTLS_1_0,
	TLS_VERSION_DTLS_1_2,
	TLS_VERSION_DTLS_1_3,
};

/* "TLSv1.2", as facts have it; "" for the unknown one. */
const char *tls_version_name(enum tls_version version);
enum tls_version tls_version_of_name(struct bytes name);

/* 0x0303, as messages have it, and OpenSSL; 0 for the unknown one. */
uint16_t tls_version_number(enum tls_version version);
enum tls_version tls_version_of_number(uint32_t number);

#endif
