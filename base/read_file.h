// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_READ_FILE_H
#define PORTSCAN_BASE_READ_FILE_H

#include "base/text.h"

/*
 * Append a whole file to `text`: 0, or an errno and perhaps a part of it.  A
 * file of more than `max` bytes is EFBIG, whatever else it is.
 */
int read_file(const char *path, size_t max, struct text *text);

/* The same from an open descriptor, to its end; it stays open. */
int read_descriptor(int fd, size_t max, struct text *text);

#endif
