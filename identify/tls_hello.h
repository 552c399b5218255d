// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_TLS_HELLO_H
#define PORTSCAN_IDENTIFY_TLS_HELLO_H

#include "identify/tls_version.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Asking for one version of TLS without speaking it: a ClientHello written by
 * hand.  After the first answer (identify/tls_answer.h) the connection ends, so
 * it takes neither keys nor OpenSSL, and asks for versions that OpenSSL has
 * given up.
 */

enum { TLS_HELLO_MAX = 768 };

/*
 * Write a ClientHello of `version`, SSL 2.0 to TLS 1.3, that has every usual
 * cipher of its time, the anonymous ones as well, and tells the server as much
 * of `server_name` as tls_server_name_length() says; SSL has no place for it.
 * Returns the length.
 *
 * Before TLS 1.3 a server may answer with an older version than was asked.
 */
size_t tls_hello_write(enum tls_version version, const char *server_name,
                       uint8_t hello[TLS_HELLO_MAX]);

#endif
