// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_identity.h"

#include "registry/digest.h"

#include <inttypes.h>
#include <string.h>

enum { LIST_MAX = 120 }; /* bytes that are read at a glance */

static const struct {
	const char *name;
	const char *differs;
} items[CHECKPOINT_ITEM_COUNT] = {
	[CHECKPOINT_TARGETS] = { "targets", "targets differ" },
	[CHECKPOINT_TCP] = { "tcp", "TCP ports differ" },
	[CHECKPOINT_UDP] = { "udp", "UDP ports differ" },
	[CHECKPOINT_SEED] = { "seed", "seed differs" },
	[CHECKPOINT_SHARD] = { "shard", "shard differs" },
	[CHECKPOINT_TIMEOUT] = { "timeout", "timeout differs" },
	[CHECKPOINT_RETRIES] = { "retries", "retries differ" },
	[CHECKPOINT_TALK] = { "talk", "talks with open ports differ" },
	[CHECKPOINT_DISCOVERY] = { "discovery", "discovery differs" },
	[CHECKPOINT_SHOW] = { "show", "what to show differs" },
	[CHECKPOINT_WORKERS] = { "workers", "number of workers differs" },
};

void checkpoint_identity_init(struct checkpoint_identity *identity)
{
	for (size_t i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		text_init(&identity->of[i]);
}

void checkpoint_identity_release(struct checkpoint_identity *identity)
{
	for (size_t i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		text_release(&identity->of[i]);
}

const char *checkpoint_item_name(enum checkpoint_item item)
{
	return items[item].name;
}

void checkpoint_identity_set(struct checkpoint_identity *identity,
                             enum checkpoint_item item, const char *format, ...)
{
	va_list args;

	text_clear(&identity->of[item]);
	va_start(args, format);
	text_vprintf(&identity->of[item], format, args);
	va_end(args);
}

void checkpoint_identity_set_list(struct checkpoint_identity *identity,
                                  enum checkpoint_item item,
                                  const struct text *list, uint64_t count,
                                  const char *things)
{
	char sha256[DIGEST_HEX_SIZE];

	if (list->failed || !digest_sha256(list->data, list->len, sha256)) {
		identity->of[item].failed = true;
		return;
	}
	if (list->len > LIST_MAX)
		checkpoint_identity_set(identity, item,
		                        "%" PRIu64 " %s (SHA-256 %s)", count,
		                        things, sha256);
	else
		checkpoint_identity_set(identity, item, "%s",
		                        list->len > 0 ? list->data : "none");
}

bool checkpoint_identity_failed(const struct checkpoint_identity *identity)
{
	for (size_t i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		if (identity->of[i].failed)
			return true;
	return false;
}

bool checkpoint_identity_differs(const struct checkpoint_identity *there,
                                 const struct checkpoint_identity *here,
                                 struct text *what)
{
	for (size_t i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		if (strcmp(there->of[i].data, here->of[i].data) != 0) {
			text_printf(what, "%s: %s there, %s here",
			            items[i].differs, there->of[i].data,
			            here->of[i].data);
			return true;
		}
	return false;
}
