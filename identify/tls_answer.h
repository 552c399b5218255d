// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_ANSWER_H
#define PORTSCAN_IDENTIFY_TLS_ANSWER_H

#include "identify/bytes.h"
#include "identify/tls_version.h"

#include <stdint.h>

/* What the first bytes that answer a ClientHello say, read without OpenSSL. */
enum tls_answer_kind {
	TLS_ANSWER_NOT_YET,  /* it may become any of these, with more bytes */
	TLS_ANSWER_ACCEPTED, /* ServerHello, or HelloRetryRequest: `version` */
	TLS_ANSWER_REFUSED,  /* `alert` */
	TLS_ANSWER_VERIFY,   /* HelloVerifyRequest of DTLS: no version yet */
	TLS_ANSWER_FOREIGN,  /* not TLS, or of a version that nobody knows */
};

struct tls_answer {
	enum tls_answer_kind kind;
	enum tls_version version;
	uint8_t alert; /* enum tls_alert */
};

/* All that a server said over TCP, from its first byte on. */
struct tls_answer tls_answer_read(struct bytes said);

/* A datagram.  NOT_YET: a fragment of a ServerHello without what tells the
 * version. */
struct tls_answer tls_answer_read_datagram(struct bytes said);

#endif
