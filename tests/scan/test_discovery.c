// SPDX-License-Identifier: Apache-2.0
#include "scan/discovery.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <errno.h>
#include <sched.h>

enum { SIZE = 300 };

/* One discovery of 127.0.1.0 and the SIZE - 1 addresses after it, which
 * loopback answers for. */
struct rig {
	uv_loop_t loop;
	struct scan_options options;
	struct target_set targets;
	struct port_set ports;
	struct host_bits kept;
	struct discovery *discovery;
	int done;
	struct discovery_summary summary;
};

static void on_done(void *arg, const struct discovery_summary *summary)
{
	struct rig *rig = arg;

	rig->done++;
	rig->summary = *summary;
}

static void rig_start(struct rig *rig, uint32_t first)
{
	struct address from = { .lo = first, .version = 4 };
	struct address to = { .lo = first + SIZE - 1, .version = 4 };
	struct discovery_plan plan = {
		.options = &rig->options,
		.targets = &rig->targets,
		.ports = &rig->ports,
		.registry = registry_shipped(),
		.seed = 2076,
		.kept = &rig->kept,
	};

	uv_loop_init(&rig->loop);
	target_set_init(&rig->targets);
	cr_assert(eq(int, target_set_add(&rig->targets, &from, &to), 0));
	cr_assert(eq(int, target_set_seal(&rig->targets, NULL), 0));
	cr_assert(host_bits_init(&rig->kept, SIZE));
	rig->discovery = discovery_start(&rig->loop, &plan, on_done, rig);
	cr_assert(ne(ptr, rig->discovery, NULL));
	cr_expect(eq(int, rig->done, 0), "done ran from inside start");
}

static void rig_finish(struct rig *rig)
{
	uv_run(&rig->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, rig->done, 1));
	cr_expect(eq(int, uv_loop_close(&rig->loop), 0), "a handle leaked");
	host_bits_release(&rig->kept);
	target_set_release(&rig->targets);
}

Test(discovery, finds_who_refuses_a_port)
{
	struct rig rig = { .options = scan_options_default() };

	port_set_add(&rig.ports, 1, 1);
	rig_start(&rig, INADDR_LOOPBACK + 255);
	while (rig.done == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	cr_expect(rig.summary.complete);
	cr_expect(eq(u64, host_bits_count(&rig.kept), SIZE));
	cr_expect(ge(u64, rig.summary.attempts, SIZE));
	rig_finish(&rig);
}

/* The scan has to say that there is no route: it is not the address's silence.
 */
Test(discovery, whom_we_cannot_ask_is_kept)
{
	struct rig rig = { .options = scan_options_default() };

	if (unshare(CLONE_NEWNET) != 0)
		cr_skip_test("needs a network namespace: root");
	port_set_add(&rig.ports, 1, 1);
	rig_start(&rig, INADDR_LOOPBACK + 255);
	while (rig.done == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	cr_expect(rig.summary.complete);
	cr_expect(eq(u64, host_bits_count(&rig.kept), SIZE));
	rig_finish(&rig);
}

Test(discovery, cancelled_it_is_not_complete)
{
	struct rig rig = { .options = scan_options_default() };

	port_set_add(&rig.ports, 1, 1000);
	rig.options.rate = 1;
	rig_start(&rig, INADDR_LOOPBACK + 255);
	discovery_cancel(rig.discovery);
	rig_finish(&rig);
	cr_expect(not(rig.summary.complete));
}

/* Nobody can be reached there, and nobody may ping: so it has to connect. */
Test(discovery, cancelled_while_it_connects_it_is_not_complete)
{
	struct rig rig = { .options = scan_options_default() };

	if (unshare(CLONE_NEWNET) != 0)
		cr_skip_test("needs a network namespace: root");
	port_set_add(&rig.ports, 1, 1000);
	rig_start(&rig, INADDR_LOOPBACK + 255);
	while (discovery_progress(rig.discovery).pinging)
		uv_run(&rig.loop, UV_RUN_ONCE);
	discovery_cancel(rig.discovery);
	rig_finish(&rig);
	cr_expect(not(rig.summary.complete));
	cr_expect(eq(int, rig.summary.ping_error, EACCES));
}
