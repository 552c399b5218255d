// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_PLAIN_TEXT_H
#define PORTSCAN_REGISTRY_PLAIN_TEXT_H

#include <stddef.h>

/*
 * How many bytes from the start are plain text: UTF-8 (RFC 3629) without
 * control characters other than tab, LF and CR, so that a terminal and a JSON
 * document can take it as it is.  `len` when all are.
 */
size_t plain_text_span(const char *bytes, size_t len);

#endif
