// SPDX-License-Identifier: Apache-2.0
#include "scan/host_list.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { HOSTS = 1000 };

/* A sink that looks whether the hosts come in order. */
struct watcher {
	struct sink sink;
	uint64_t last;
	size_t count;
};

static void on_host(struct sink *sink, const struct host_summary *host)
{
	struct watcher *watcher = (struct watcher *)sink;

	cr_assert(gt(u64, host->address.lo, watcher->last));
	watcher->last = host->address.lo;
	watcher->count++;
}

Test(host_list, reports_all_in_order_of_address)
{
	struct watcher watcher = { .sink = { .host = on_host } };
	struct host_list list = { 0 };

	for (uint64_t i = 0; i < HOSTS; i++) {
		struct host_summary host = {
			.address = { .lo = 1 + i * 7 % HOSTS, .version = 4 }
		};

		host_list_add(&list, &host);
	}
	host_list_report(&list, &watcher.sink);
	cr_expect(eq(sz, watcher.count, HOSTS));
	host_list_release(&list);
}

Test(host_list, a_summary_says_what_the_host_was)
{
	struct host host = {
		.address = { .lo = 7, .version = 4 },
		.rtt = { .sampled = true, .srtt_us = 310, .rttvar_us = 20 },
		.suspect = true,
		.icmp_limited = true,
		.states = { [PORT_OPEN] = 3, [PORT_CLOSED] = 5 },
	};
	struct host_summary summary = host_summarise(&host);

	cr_expect(eq(u64, summary.address.lo, 7));
	cr_expect(summary.has_rtt && summary.suspect && summary.icmp_limited);
	cr_expect(eq(u32, summary.srtt_us, 310));
	cr_expect(eq(u32, summary.rttvar_us, 20));
	cr_expect(eq(u64, summary.states[PORT_OPEN], 3));
	cr_expect(eq(u64, summary.states[PORT_CLOSED], 5));
}
