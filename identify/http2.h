// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP2_H
#define PORTSCAN_IDENTIFY_HTTP2_H

#include "identify/bytes.h"
#include "identify/identity.h"

#include <stdbool.h>

/* What a client of HTTP/2 says first: the preface and empty SETTINGS (RFC 9113
 * 3.4).  Static storage. */
struct bytes http2_hello(void);

/*
 * Whether a server begins with SETTINGS, as one of HTTP/2 does, also when it is
 * spoken to in HTTP/1.  Fills `who` with "http", or with "grpc" where only a
 * server of gRPC says so.
 */
bool http2_recognise(struct bytes said, struct identity *who);

#endif
