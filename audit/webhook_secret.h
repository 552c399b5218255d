// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_WEBHOOK_SECRET_H
#define PORTSCAN_AUDIT_WEBHOOK_SECRET_H

#include "base/text.h"

#include <stdbool.h>

/*
 * Append what the file at `path` holds, without the line break at its end.
 * False where it cannot be read or is empty.  What is wrong is a line appended
 * to `problems`; that every user can read it is said there as well.
 */
bool webhook_secret_read(const char *path, struct text *secret,
                         struct text *problems);

/* Append "sha256=" and the HMAC-SHA-256 (RFC 2104) of TIMESTAMP.BODY in
 * hexadecimal. */
void webhook_secret_sign(const struct text *secret, const char *timestamp,
                         const struct text *body, struct text *signature);

#endif
