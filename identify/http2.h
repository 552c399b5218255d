// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP2_H
#define PORTSCAN_IDENTIFY_HTTP2_H

#include "identify/bytes.h"
#include "identify/identity.h"

#include <stdbool.h>

/*
 * Whether a server begins with SETTINGS, as one of HTTP/2 does, also when it is
 * spoken to in HTTP/1.  Fills `who` with "http", or with "grpc" where only a
 * server of gRPC says so.
 */
bool http2_recognise(struct bytes said, struct identity *who);

#endif
