// SPDX-License-Identifier: Apache-2.0
#include "report/fold.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

bool fold_wants(const struct finding *finding)
{
	return finding->suspect && finding->outcome.state == PORT_OPEN &&
	       finding->service.name[0] == '\0';
}

static int by_address(const void *a, const void *b)
{
	return address_compare(a, b);
}

static struct folded_host *add_host(struct fold *fold,
                                    const struct finding *finding)
{
	struct folded_host *host = calloc(1, sizeof(*host));

	if (host == NULL)
		return NULL;
	host->address = finding->address;
	if (tsearch(host, &fold->tree, by_address) == NULL) {
		free(host);
		return NULL;
	}
	host->next = fold->hosts;
	fold->hosts = host;
	return host;
}

bool fold_add(struct fold *fold, const struct finding *finding)
{
	struct folded_host **found =
		tfind(&finding->address, &fold->tree, by_address);
	struct folded_host *host =
		found != NULL ? *found : add_host(fold, finding);

	if (host == NULL)
		return false;
	if (host->hostname == NULL && finding->hostname != NULL) {
		host->hostname = strdup(finding->hostname);
		if (host->hostname == NULL)
			return false;
	}
	host->ports++;
	host->port = finding->port;
	host->protocol = finding->protocol;
	if (finding->verdict.label > host->label)
		host->label = finding->verdict.label;
	return true;
}

static void keep_node(void *node)
{
	(void)node; /* the list owns the hosts */
}

void fold_release(struct fold *fold)
{
	tdestroy(fold->tree, keep_node);
	while (fold->hosts != NULL) {
		struct folded_host *host = fold->hosts;

		fold->hosts = host->next;
		free(host->hostname);
		free(host);
	}
	fold->tree = NULL;
}
