// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_JSON_H
#define PORTSCAN_IDENTIFY_JSON_H

#include "identify/bytes.h"

#include <stdbool.h>

/*
 * A member of a JSON object (RFC 8259): "version", or "version.number" of the
 * object in it.  `value` is what is written: of a string what stands between
 * its quotes, escapes as they are; of a number, true, false or null its
 * letters; of an object or array all of it.  False when it is not there, or
 * the text is cut off or is no JSON before its end.
 *
 * What servers say is cut off where a reply grows too long, and a library that
 * reads whole documents refuses it then.  This reads as far as the member, and
 * believes what is whole.
 */
bool json_find(struct bytes text, const char *path, struct bytes *value);

#endif
