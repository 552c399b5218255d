// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/detail.h"
#include "identify/json.h"
#include "identify/recognise.h"

/* NATS protocol, INFO: what a server tells of itself before anything else. */
bool recognise_nats(const struct reply *reply, struct identity *who)
{
	static const char *const details[] = {
		"server_name",   "cluster",      "go",           "jetstream",
		"auth_required", "tls_required", "tls_available"
	};
	static const char begins[] = "INFO ";
	struct bytes info = bytes_from(reply->said, sizeof(begins) - 1), value;

	if (!bytes_have(reply->said, 0, "INFO {") ||
	    !json_find(info, "server_id", &value))
		return false;
	identity_set_name(who, "nats");
	if (json_find(info, "version", &value)) {
		identity_set_product(who, "nats-server");
		identity_set_version(who, value);
	}
	if (json_find(info, "proto", &value))
		facts_add(&who->facts, FACT_APP_PROTOCOL, value);
	for (size_t i = 0; i < COUNT(details); i++)
		if (json_find(info, details[i], &value))
			add_detail(who, details[i], value);
	return true;
}
