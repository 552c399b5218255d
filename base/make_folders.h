// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_MAKE_FOLDERS_H
#define PORTSCAN_BASE_MAKE_FOLDERS_H

/*
 * Make the folders that the file at `path` is to be in, those that are not
 * there, for their owner alone.  `path` is changed, and as it was when this
 * returns 0 or an errno.
 */
int make_folders(char *path);

#endif
