// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.h"

#include "probes/known_services.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <string.h>
#include <sys/resource.h>

enum { FINDINGS_MAX = 4096 };

/* A sink that remembers, and what else a scan told. */
struct recorded {
	struct sink sink;
	size_t count;
	struct finding findings[FINDINGS_MAX];
	char banner[BANNER_MAX + 1]; /* of the last open port */
	size_t hosts;
	struct host_summary host; /* the last one */
	int done;
	struct scan_summary summary;
};

static void on_finding(struct sink *sink, const struct finding *finding)
{
	struct recorded *recorded = (struct recorded *)sink;

	cr_assert(lt(sz, recorded->count, FINDINGS_MAX));
	recorded->findings[recorded->count++] = *finding;
	if (finding->banner_len > 0) {
		memcpy(recorded->banner, finding->banner, finding->banner_len);
		recorded->banner[finding->banner_len] = '\0';
	}
}

static void on_flush(struct sink *sink)
{
	(void)sink;
}

static void on_host(struct sink *sink, const struct host_summary *host)
{
	struct recorded *recorded = (struct recorded *)sink;

	recorded->hosts++;
	recorded->host = *host;
}

static void on_done(void *arg, const struct scan_summary *summary)
{
	struct recorded *recorded = arg;

	recorded->done++;
	recorded->summary = *summary;
}

/* One scan from plan to end. */
struct rig {
	uv_loop_t loop;
	struct target_set targets;
	struct port_plan ports;
	struct scan_options options;
	uint32_t shards; /* of which the first is asked; 0: the whole */
	struct service_db *services;
	struct probe_space *space;
	struct recorded *recorded;
	struct scan *scan;
};

static void rig_init(struct rig *rig)
{
	static struct recorded recorded;

	memset(rig, 0, sizeof(*rig));
	memset(&recorded, 0, sizeof(recorded));
	recorded.sink = (struct sink){ .finding = on_finding,
		                       .flush = on_flush,
		                       .host = on_host };
	rig->recorded = &recorded;
	rig->options = scan_options_default();
	rig->options.timeout_ms = 100;
	rig->options.retries = 0;
	rig->options.adaptive_retries = false;
	rig->services = known_services_create(NULL, NULL);
	cr_assert(ne(ptr, rig->services, NULL));
	uv_loop_init(&rig->loop);
	target_set_init(&rig->targets);
}

static void rig_target(struct rig *rig, uint32_t first, uint32_t last)
{
	struct address from = { .lo = first, .version = 4 };
	struct address to = { .lo = last, .version = 4 };

	cr_assert(eq(int, target_set_add(&rig->targets, &from, &to), 0));
}

static void rig_start(struct rig *rig)
{
	struct scan_plan plan = {
		.options = &rig->options,
		.registry = registry_shipped(),
		.db = rig->services,
		.sink = &rig->recorded->sink,
		.shard_count = rig->shards,
	};

	cr_assert(eq(int, target_set_seal(&rig->targets, NULL), 0));
	rig->space = probe_space_create(&rig->targets, &rig->ports, 2076);
	plan.space = rig->space;
	rig->scan = scan_start(&rig->loop, &plan, on_done, rig->recorded);
	cr_assert(ne(ptr, rig->scan, NULL));
	cr_expect(eq(int, rig->recorded->done, 0));
}

static void rig_finish(struct rig *rig)
{
	uv_run(&rig->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, rig->recorded->done, 1));
	cr_expect(eq(int, uv_loop_close(&rig->loop), 0), "a handle leaked");
	probe_space_free(rig->space);
	service_db_free(rig->services);
	target_set_release(&rig->targets);
}

static void rig_run(struct rig *rig)
{
	rig_start(rig);
	rig_finish(rig);
}

/* The one finding for `port`; asserts that it is the only one. */
static const struct finding *found(const struct rig *rig, uint16_t port)
{
	const struct finding *finding = NULL;

	for (size_t i = 0; i < rig->recorded->count; i++)
		if (rig->recorded->findings[i].port == port) {
			cr_assert(eq(ptr, (void *)finding, NULL),
			          "port %u came twice", port);
			finding = &rig->recorded->findings[i];
		}
	cr_assert(ne(ptr, (void *)finding, NULL), "port %u is lost", port);
	return finding;
}

static void expect_sums(const struct rig *rig, uint64_t questions)
{
	uint64_t states = 0, reasons = 0;

	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		states += rig->recorded->summary.states[i];
	for (size_t i = 0; i < PORT_REASON_COUNT; i++)
		reasons += rig->recorded->summary.reasons[i];
	cr_expect(eq(u64, states, questions));
	cr_expect(eq(u64, reasons, questions));
}

Test(scan, an_open_and_a_closed_port_come_out_as_that)
{
	uint16_t open, closed;
	int listener = loopback_listen(&open);
	int bound = loopback_bind(SOCK_STREAM, &closed);
	struct rig rig;

	rig_init(&rig);
	rig.options.talk = TALK_NONE;
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], open, open);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], closed, closed);
	rig_run(&rig);
	cr_expect(eq(int, found(&rig, open)->outcome.state, PORT_OPEN));
	cr_expect(eq(int, found(&rig, closed)->outcome.state, PORT_CLOSED));
	cr_expect(eq(int, found(&rig, open)->verdict.why &WHY_NOT_ASKED,
	             WHY_NOT_ASKED));
	cr_expect(rig.recorded->summary.complete);
	cr_expect(eq(u64, rig.recorded->summary.canaries, 3));
	cr_expect(eq(u64, rig.recorded->summary.attempts, 5));
	cr_expect(eq(sz, rig.recorded->hosts, 1));
	cr_expect(eq(u64, rig.recorded->host.states[PORT_OPEN], 1));
	cr_expect(rig.recorded->host.has_rtt);
	expect_sums(&rig, 2);
	close(listener);
	close(bound);
}

Test(scan, a_greeting_is_heard_on_the_connection_that_reach_opened)
{
	uint16_t port;
	int listener = loopback_listen(&port);
	struct rig rig;

	rig_init(&rig);
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], port, port);
	rig_start(&rig);
	while (scan_progress(rig.scan).in_flight == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	dprintf(accept(listener, NULL, NULL), "SSH-2.0-test\r\n");
	rig_finish(&rig);
	cr_expect(eq(str, rig.recorded->banner, "SSH-2.0-test\r\n"));
	cr_expect(eq(str, (char *)found(&rig, port)->service.name, "ssh"));
	close(listener);
}

Test(scan, every_port_of_many_is_settled_once_under_small_limits)
{
	enum { FIRST = 20000, LAST = 22000 };
	struct rig rig;

	rig_init(&rig);
	rig.options.max_in_flight = 7;
	rig.options.per_host = 3;
	rig.options.talk = TALK_NONE;
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK + 1);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], FIRST, LAST - 1);
	rig_run(&rig);
	cr_expect(eq(sz, rig.recorded->count, 2 * (LAST - FIRST)));
	cr_expect(eq(u64, rig.recorded->summary.states[PORT_UNTESTED], 0));
	expect_sums(&rig, 2 * (LAST - FIRST));
}

/* From its second question on each is two groups after the one before. */
Test(scan, a_shard_may_have_no_question_in_a_group)
{
	enum {
		PORTS = 2,
		SHARDS = 2 * PORTS * PROBE_SPACE_GROUP_ADDRESSES_MAX - 1,
		QUESTIONS = 4,
	};
	struct rig rig;

	rig_init(&rig);
	rig.shards = SHARDS;
	rig_target(&rig, INADDR_LOOPBACK,
	           INADDR_LOOPBACK + SHARDS * QUESTIONS / PORTS - 1);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], 20000, 20000 + PORTS - 1);
	rig_run(&rig);
	cr_expect(eq(sz, rig.recorded->count, QUESTIONS));
	expect_sums(&rig, QUESTIONS);
}

/* With a rate, for workers draw from one bucket. */
static void rig_share(struct rig *rig)
{
	rig->options.workers = 3;
	rig->options.rate = 100000;
	rig_target(rig, INADDR_LOOPBACK, INADDR_LOOPBACK + 9);
	port_set_add(&rig->ports.of[PROTOCOL_TCP], 20000, 20199);
	port_set_add(&rig->ports.of[PROTOCOL_UDP], 20000, 20199);
}

Test(scan, workers_settle_every_question_once_between_them)
{
	struct rig rig;
	int asked[10][PROTOCOL_COUNT][200] = { 0 };

	rig_init(&rig);
	rig_share(&rig);
	rig_run(&rig);
	cr_expect(eq(sz, rig.recorded->count, 4000));
	for (size_t i = 0; i < rig.recorded->count; i++) {
		const struct finding *finding = &rig.recorded->findings[i];
		int *times = &asked[finding->address.lo - INADDR_LOOPBACK]
		                   [finding->protocol][finding->port - 20000];

		cr_expect(eq(int, ++times[0], 1));
	}
	cr_expect(eq(sz, rig.recorded->hosts, 10));
	cr_expect(rig.recorded->summary.complete);
	expect_sums(&rig, 4000);
}

/* As when a scan goes on with less in flight than it began with. */
Test(scan, workers_take_turns_when_there_are_fewer_probes_than_workers)
{
	uint32_t most = 0;
	struct rig rig;

	rig_init(&rig);
	rig_share(&rig);
	rig.options.max_in_flight = 1;
	rig_start(&rig);
	while (rig.recorded->count < 4000) {
		uint32_t in_flight = scan_progress(rig.scan).in_flight;

		most = in_flight > most ? in_flight : most;
		uv_run(&rig.loop, UV_RUN_ONCE);
	}
	rig_finish(&rig);
	cr_expect(le(u32, most, 1));
	cr_expect(rig.recorded->summary.complete);
	expect_sums(&rig, 4000);
}

Test(scan, workers_that_are_cancelled_account_for_the_rest)
{
	struct rig rig;

	rig_init(&rig);
	rig_share(&rig);
	rig.options.rate = 1000; /* so that there is something left */
	rig_start(&rig);
	while (scan_progress(rig.scan).settled == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	scan_cancel(rig.scan);
	rig_finish(&rig);
	cr_expect(rig.recorded->summary.interrupted);
	cr_expect(not(rig.recorded->summary.complete));
	expect_sums(&rig, 4000);
}

Test(scan, udp_tells_closed_from_silent)
{
	uint16_t silent, closed;
	int bound = loopback_bind(SOCK_DGRAM, &silent);
	struct rig rig;

	close(loopback_bind(SOCK_DGRAM, &closed));
	rig_init(&rig);
	rig.options.retries = 1;
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_UDP], silent, silent);
	port_set_add(&rig.ports.of[PROTOCOL_UDP], closed, closed);
	rig_run(&rig);
	cr_expect(eq(int, found(&rig, silent)->outcome.state,
	             PORT_OPEN_FILTERED));
	cr_expect(eq(u32, found(&rig, silent)->attempts, 2));
	cr_expect(eq(int, found(&rig, closed)->outcome.state, PORT_CLOSED));
	close(bound);
}

Test(scan, without_a_route_all_is_untested_and_incomplete)
{
	struct rig rig;

	rig_init(&rig);
	rig_target(&rig, 0xffffffff, 0xffffffff);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], 1, 10);
	rig_run(&rig);
	cr_expect(not(rig.recorded->summary.complete));
	cr_expect(eq(u64, rig.recorded->summary.reasons[REASON_LOCAL_NO_ROUTE],
	             10));
	cr_expect(eq(sz, rig.recorded->hosts, 0));
	expect_sums(&rig, 10);
}

/* As when we are suspended, or a report's reader is slow. */
static void stand_still(uint64_t ms)
{
	uint64_t until_ns = uv_hrtime() + ms * 1000000;

	while (uv_hrtime() < until_ns)
		continue;
}

Test(scan, what_came_while_we_stood_still_is_heard)
{
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct sockaddr_in from;
	socklen_t from_len = sizeof(from);
	struct rig rig;

	rig_init(&rig);
	rig.options.timeout_ms = 200;
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_UDP], port, port);
	rig_start(&rig);
	while (scan_progress(rig.scan).in_flight == 0)
		uv_run(&rig.loop, UV_RUN_NOWAIT);
	recvfrom(service, NULL, 0, 0, (struct sockaddr *)&from, &from_len);
	sendto(service, "hello", 5, 0, (struct sockaddr *)&from, from_len);
	stand_still(500);
	rig_finish(&rig);
	cr_expect(eq(int, found(&rig, port)->outcome.state, PORT_OPEN));
	expect_sums(&rig, 1);
	close(service);
}

/* The second question comes a second after the first, and needs a socket of
 * the other family. */
Test(scan, descriptors_that_come_back_are_waited_for)
{
	struct address loopback6 = { .lo = 1, .version = 6 };
	struct rlimit before, none;
	struct rig rig;

	rig_init(&rig);
	rig.options.talk = TALK_NONE;
	rig.options.rate = 1;
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	cr_assert(eq(int, target_set_add(&rig.targets, &loopback6, &loopback6),
	             0));
	port_set_add(&rig.ports.of[PROTOCOL_TCP], 20000, 20000);
	rig_start(&rig);
	getrlimit(RLIMIT_NOFILE, &before);
	none = (struct rlimit){ 0, before.rlim_max };
	while (scan_progress(rig.scan).settled == 0)
		uv_run(&rig.loop, UV_RUN_NOWAIT);
	cr_assert(eq(int, setrlimit(RLIMIT_NOFILE, &none), 0));
	while (!scan_progress(rig.scan).short_of_something)
		uv_run(&rig.loop, UV_RUN_ONCE);
	cr_expect(eq(u64, scan_progress(rig.scan).settled, 1));
	setrlimit(RLIMIT_NOFILE, &before);
	rig_finish(&rig);
	cr_expect(rig.recorded->summary.complete);
	cr_expect(eq(u64, rig.recorded->summary.attempts, 2));
	expect_sums(&rig, 2);
}

Test(scan, cancelled_it_accounts_for_what_it_did_not_ask)
{
	struct rig rig;

	rig_init(&rig);
	rig.options.rate = 1; /* so that there is something left */
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], 20000, 20999);
	rig_start(&rig);
	while (scan_progress(rig.scan).settled == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	scan_cancel(rig.scan);
	scan_cancel(rig.scan);
	rig_finish(&rig);
	cr_expect(rig.recorded->summary.interrupted);
	cr_expect(not(rig.recorded->summary.complete));
	cr_expect(
		gt(u64, rig.recorded->summary.reasons[REASON_NOT_ASKED], 900));
	expect_sums(&rig, 1000);
}

Test(scan, cancelled_in_mid_conversation_the_port_is_still_open)
{
	uint16_t port;
	int listener = loopback_listen(&port);
	struct rig rig;

	rig_init(&rig);
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	port_set_add(&rig.ports.of[PROTOCOL_TCP], port, port);
	rig_start(&rig);
	while (scan_progress(rig.scan).in_flight == 0)
		uv_run(&rig.loop, UV_RUN_ONCE);
	scan_cancel(rig.scan);
	rig_finish(&rig);
	cr_expect(eq(int, found(&rig, port)->outcome.state, PORT_OPEN));
	cr_expect(eq(int, found(&rig, port)->verdict.why &WHY_NOT_ASKED,
	             WHY_NOT_ASKED));
	close(listener);
}

Test(scan, nothing_to_ask_is_done_at_once)
{
	struct rig rig;

	rig_init(&rig);
	rig_target(&rig, INADDR_LOOPBACK, INADDR_LOOPBACK);
	rig_run(&rig);
	cr_expect(rig.recorded->summary.complete);
	cr_expect(eq(sz, rig.recorded->count, 0));
}
