// SPDX-License-Identifier: Apache-2.0
#include "targets/non_hosts.h"

#include "base/count.h"

#include <stddef.h>

static const struct {
	enum non_host_kind kind;
	struct target_range range;
} fixed[] = {
	{ NON_HOST_THIS_NETWORK, { { 0, 0, 4 }, { 0, 0x00ffffff, 4 } } },
	{ NON_HOST_IPV4_MULTICAST,
	  { { 0, 0xe0000000, 4 }, { 0, 0xefffffff, 4 } } },
	{ NON_HOST_LIMITED_BROADCAST,
	  { { 0, 0xffffffff, 4 }, { 0, 0xffffffff, 4 } } },
	{ NON_HOST_UNSPECIFIED, { { 0, 0, 6 }, { 0, 0, 6 } } },
	{ NON_HOST_IPV4_MAPPED,
	  { { 0, 0x0000ffff00000000, 6 }, { 0, 0x0000ffffffffffff, 6 } } },
	{ NON_HOST_IPV6_MULTICAST,
	  { { 0xff00000000000000, 0, 6 }, { UINT64_MAX, UINT64_MAX, 6 } } },
	{ NON_HOST_LINK_LOCAL,
	  { { 0xfe80000000000000, 0, 6 },
	    { 0xfebfffffffffffff, UINT64_MAX, 6 } } },
};

static enum target_set_error collect(struct target_set *non_hosts,
                                     const struct target_set *targets,
                                     enum non_host_kind kind,
                                     const struct target_range *range,
                                     uint64_t dropped[NON_HOST_KINDS])
{
	dropped[kind] += target_set_count_within(targets, range);
	return target_set_add(non_hosts, &range->first, &range->last);
}

enum target_set_error non_hosts_drop(struct target_set *targets,
                                     const struct target_set *broadcasts,
                                     uint64_t dropped[NON_HOST_KINDS])
{
	size_t broadcast_count = broadcasts ? broadcasts->range_count : 0;
	enum target_set_error error = TARGET_SET_OK;
	struct target_set non_hosts;

	for (size_t kind = 0; kind < NON_HOST_KINDS; kind++)
		dropped[kind] = 0;
	target_set_init(&non_hosts);
	for (size_t i = 0; i < COUNT(fixed) && error == TARGET_SET_OK; i++)
		error = collect(&non_hosts, targets, fixed[i].kind,
		                &fixed[i].range, dropped);
	for (size_t i = 0; i < broadcast_count && error == TARGET_SET_OK; i++)
		error = collect(&non_hosts, targets, NON_HOST_LINK_BROADCAST,
		                &broadcasts->ranges[i], dropped);
	if (error == TARGET_SET_OK)
		error = target_set_seal(targets, &non_hosts);
	target_set_release(&non_hosts);
	return error;
}

const char *non_host_kind_name(enum non_host_kind kind)
{
	switch (kind) {
	case NON_HOST_THIS_NETWORK: return "\"this network\"";
	case NON_HOST_IPV4_MULTICAST:
	case NON_HOST_IPV6_MULTICAST: return "multicast";
	case NON_HOST_LIMITED_BROADCAST:
	case NON_HOST_LINK_BROADCAST: return "broadcast";
	case NON_HOST_UNSPECIFIED: return "unspecified";
	case NON_HOST_IPV4_MAPPED: return "IPv4-mapped";
	case NON_HOST_LINK_LOCAL: return "link-local (zones are not supported)";
	}
	return "unknown";
}
