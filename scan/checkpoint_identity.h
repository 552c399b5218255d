// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_CHECKPOINT_IDENTITY_H
#define PORTSCAN_SCAN_CHECKPOINT_IDENTITY_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* What has to be the same for two runs to be one scan: a value each, as a line
 * of visible ASCII. */
enum checkpoint_item {
	CHECKPOINT_TARGETS, /* those that are asked: exclusions are out */
	CHECKPOINT_TCP,     /* ports */
	CHECKPOINT_UDP,
	CHECKPOINT_SEED,
	CHECKPOINT_SHARD,
	CHECKPOINT_TIMEOUT,
	CHECKPOINT_RETRIES,
	CHECKPOINT_TALK,
	CHECKPOINT_DISCOVERY,
	CHECKPOINT_SHOW, /* which findings are kept */
	CHECKPOINT_WORKERS,
};

enum { CHECKPOINT_ITEM_COUNT = CHECKPOINT_WORKERS + 1 };

struct checkpoint_identity {
	struct text of[CHECKPOINT_ITEM_COUNT];
};

void checkpoint_identity_init(struct checkpoint_identity *identity);
void checkpoint_identity_release(struct checkpoint_identity *identity);

/* The word that stands for `item` in a file. */
const char *checkpoint_item_name(enum checkpoint_item item);

/* Give `item` a value; out of memory it is left failed. */
void checkpoint_identity_set(struct checkpoint_identity *identity,
                             enum checkpoint_item item, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * The same with a list, "" for none.  One that is too long to be read is
 * replaced by its digest and how many it has of `things`, such as "ports".
 */
void checkpoint_identity_set_list(struct checkpoint_identity *identity,
                                  enum checkpoint_item item,
                                  const struct text *list, uint64_t count,
                                  const char *things);

/* Ran some value out of memory? */
bool checkpoint_identity_failed(const struct checkpoint_identity *identity);

/* True when two scans differ, and how appended to `what`, in a line: "targets
 * differ: 10.0.0.1 there, 10.0.0.2 here". */
bool checkpoint_identity_differs(const struct checkpoint_identity *there,
                                 const struct checkpoint_identity *here,
                                 struct text *what);

#endif
