// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_FOLD_H
#define PORTSCAN_REPORT_FOLD_H

#include "scan/finding.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the open ports of a host that answers on every port come to.  They may
 * be thousands and prove nothing, so people get them as one.
 */
struct folded_host {
	struct address address; /* first: what the tree compares */
	struct folded_host *next;
	char *hostname; /* NULL: unknown */
	uint32_t ports;
	uint16_t port; /* one of them */
	enum protocol protocol;
	enum verdict_label label; /* the gravest of theirs */
};

/* All such hosts, each once; starts from zeros. */
struct fold {
	void *tree; /* by address */
	struct folded_host *hosts;
};

/* Is this port one of many?  One whose service was recognised is not: that it
 * answers so is more than its host says of every port. */
bool fold_wants(const struct finding *finding);

/* False when out of memory; then the counts are of no use any more. */
bool fold_add(struct fold *fold, const struct finding *finding);

void fold_release(struct fold *fold);

#endif
