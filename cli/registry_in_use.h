// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_REGISTRY_IN_USE_H
#define PORTSCAN_CLI_REGISTRY_IN_USE_H

#include "registry/registry.h"

/* What every subcommand judges by: the table that the user imported, or else
 * the one that the program ships. */
struct registry_in_use {
	const struct registry *registry;
	struct registry *imported; /* NULL while the shipped one is in use */
};

/* An imported table that cannot be used is complained of and passed over. */
void registry_in_use_init(struct registry_in_use *in_use);

void registry_in_use_release(struct registry_in_use *in_use);

#endif
