// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_WRITE_ALL_H
#define PORTSCAN_BASE_WRITE_ALL_H

#include <stddef.h>

/* Write every byte, however many calls that takes, and wait where `fd` would
 * not: 0, or an errno and perhaps a part of it written. */
int write_all(int fd, const void *bytes, size_t len);

#endif
