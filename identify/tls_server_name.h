// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_SERVER_NAME_H
#define PORTSCAN_IDENTIFY_TLS_SERVER_NAME_H

#include <stddef.h>

enum { TLS_SERVER_NAME_MAX = 255 };

/*
 * How much of `name` a ClientHello tells the server, RFC 6066 3: a host's name
 * without the dot that may end it.  0, nothing, for an address, for NULL, and
 * for what is too long to be a name.
 */
size_t tls_server_name_length(const char *name);

#endif
