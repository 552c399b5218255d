// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_REPLACE_FILE_H
#define PORTSCAN_BASE_REPLACE_FILE_H

#include <stddef.h>
#include <sys/stat.h>
#include <sys/uio.h>

/*
 * Make the file at `path` hold `parts`, one behind the other, in one step:
 * whoever looks, and whatever kills us, finds the old file or the whole new
 * one.  It is written at `draft` first, in the same folder, where whatever
 * there is gives way.  Permissions are `mode`, whatever the umask.  Return 0,
 * or an errno and the old file stays.
 */
int replace_file(const char *path, const char *draft, mode_t mode,
                 const struct iovec *parts, size_t count);

#endif
