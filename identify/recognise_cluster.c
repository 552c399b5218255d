// SPDX-License-Identifier: Apache-2.0
#include "base/count.h"
#include "identify/detail.h"
#include "identify/recognise.h"
#include "identify/shape.h"

/* Ceph, msgr2: a banner, the length of what follows, and features. */
static bool ceph_second(struct bytes said, struct identity *who)
{
	(void)said;
	identity_set_product(who, "Ceph");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "2");
	return true;
}

/* Ceph, msgr: "ceph v027", then addresses. */
static bool ceph_first(struct bytes said, struct identity *who)
{
	(void)said;
	identity_set_product(who, "Ceph");
	facts_add_string(&who->facts, FACT_APP_PROTOCOL, "1");
	return true;
}

static const struct shape shapes[] = {
	{ .service = "ceph",
	  .parts = { AT(0, "ceph v2\n") },
	  .details = ceph_second },
	{ .service = "ceph",
	  .parts = { AT(0, "ceph v027") },
	  .details = ceph_first },
};

bool recognise_cluster(const struct reply *reply, struct identity *who)
{
	return recognise_shape(shapes, COUNT(shapes), reply->said, who);
}
