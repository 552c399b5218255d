// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TARGETS_TARGET_LIST_H
#define PORTSCAN_TARGETS_TARGET_LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Targets as lists and files hold them (-iL, --exclude, --exclude-file): items
 * between white space and commas in any mix, and comments from a # to the end
 * of its line.
 */
enum { TARGET_LIST_ITEM_MAX = 255 };

/* Where in the text: both from 1, the column in bytes. */
struct target_list_position {
	size_t line;
	size_t column;
};

/* One item; valid during the call only.  Return false to stop. */
typedef bool (*target_list_item_cb)(void *arg, const char *item,
                                    struct target_list_position position);

enum target_list_error {
	TARGET_LIST_OK = 0,
	TARGET_LIST_STOPPED = -1,  /* by the callback */
	TARGET_LIST_TOO_LONG = -2, /* an item over TARGET_LIST_ITEM_MAX bytes */
	TARGET_LIST_NUL = -3,      /* not a text, or one in UTF-16 */
};

/*
 * Call `on_item` for every item of the `len` bytes at `text`, in order.  Stops
 * at the first error, with `*error_at` set to where it is; items in front of it
 * have been reported by then.
 */
enum target_list_error target_list_read(const char *text, size_t len,
                                        target_list_item_cb on_item, void *arg,
                                        struct target_list_position *error_at);

const char *target_list_strerror(enum target_list_error error);

#endif
