// SPDX-License-Identifier: Apache-2.0
#include "scan/owning.h"

#include "base/count.h"
#include "tests/probes/fake_proc.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

TestSuite(owning, .disabled = __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);

enum { SINCE_US = 1000 };

/* One test runs in a process. */
static uint64_t now_ms;

static uint64_t read_now(void)
{
	return now_ms;
}

/* A next sink that keeps what it was given last. */
struct last {
	struct sink sink;
	struct finding finding;
	unsigned findings, flushes, hosts;
};

static void on_finding(struct sink *sink, const struct finding *finding)
{
	struct last *last = (struct last *)sink;

	last->finding = *finding;
	last->findings++;
}

static void on_flush(struct sink *sink)
{
	((struct last *)sink)->flushes++;
}

static void on_host(struct sink *sink, const struct host_summary *host)
{
	(void)host;
	((struct last *)sink)->hosts++;
}

/* An owning of 127.0.0.0/8 and ::1 with a fake /proc, which is empty yet. */
struct bench {
	struct fake_proc fake;
	struct target_set own;
	struct port_plan ports;
	struct last last;
	struct owning *owning;
};

static void bench_open(struct bench *bench)
{
	struct address first = { .lo = 0x7f000000, .version = 4 };
	struct address last = { .lo = 0x7fffffff, .version = 4 };
	struct address six = { .lo = 1, .version = 6 };
	struct owning_plan plan = {
		.own = &bench->own,
		.ports = &bench->ports,
		.proc = bench->fake.root,
		.since_us = SINCE_US,
		.now_ms = read_now,
	};

	*bench = (struct bench){ .last.sink = { .finding = on_finding,
		                                .flush = on_flush,
		                                .host = on_host } };
	target_set_init(&bench->own);
	target_set_add(&bench->own, &first, &last);
	target_set_add(&bench->own, &six, &six);
	cr_assert(eq(int, target_set_seal(&bench->own, NULL), TARGET_SET_OK));
	port_set_add(&bench->ports.of[PROTOCOL_TCP], 0, 65535);
	port_set_add(&bench->ports.of[PROTOCOL_UDP], 0, 65535);
	fake_init(&bench->fake);
	fake_directory(&bench->fake, "net");
	fake_file(&bench->fake, "net/tcp", HEADER);
	bench->owning = owning_create(&bench->last.sink, &plan);
}

static void bench_close(struct bench *bench)
{
	owning_free(bench->owning);
	target_set_release(&bench->own);
	fake_remove(&bench->fake);
}

/* Pass a finding through; what came out. */
static const struct process *own(struct bench *bench, const char *address,
                                 enum protocol protocol, uint16_t port)
{
	struct finding finding = { .port = port,
		                   .protocol = protocol,
		                   .outcome = { PORT_OPEN, REASON_SYN_ACK },
		                   .time_us = SINCE_US };
	struct sink *sink = owning_sink(bench->owning);
	unsigned before = bench->last.findings;

	cr_assert(address_parse(address, &finding.address));
	sink->finding(sink, &finding);
	cr_assert(eq(uint, bench->last.findings, before + 1));
	return &bench->last.finding.process;
}

static void expect_pid(struct bench *bench, const char *address,
                       enum protocol protocol, uint16_t port, int pid)
{
	cr_expect(eq(int, own(bench, address, protocol, port)->pid, pid),
	          "%u/%s of %s", port, protocol_name(protocol), address);
}

#define ON_22 LOCAL_4("0100007F:0016") OWNED("0A", "0", "11")
#define ON_80 LOCAL_4("00000000:0050") OWNED("0A", "0", "12")

Test(owning, adds_who_listens_to_open_ports_of_this_machine)
{
	struct bench bench;
	const struct process *process;

	bench_open(&bench);
	fake_file(&bench.fake, "net/tcp", HEADER ON_22 ON_80);
	fake_file(&bench.fake, "net/tcp6",
	          LOCAL_6("00000000000000000000000000000000:1F90")
	                  OWNED("0A", "0", "13"));
	fake_file(&bench.fake, "net/udp",
	          LOCAL_4("00000000:0035") OWNED("07", "0", "14"));
	fake_process(&bench.fake, 812, "sshd\n", "/usr/sbin/sshd", "11");
	fake_process(&bench.fake, 900, "web\n", "/srv/web", "12");
	fake_process(&bench.fake, 901, "six\n", "/srv/six", "13");
	fake_process(&bench.fake, 902, "names\n", "/srv/names", "14");
	process = own(&bench, "127.0.0.1", PROTOCOL_TCP, 22);
	cr_expect(eq(int, process->pid, 812));
	cr_expect(eq(str, (char *)process->name, "sshd"));
	cr_expect(eq(str, (char *)process->executable, "/usr/sbin/sshd"));
	cr_expect(eq(str, (char *)process->user, "root"));
	cr_expect(not(process->hidden));
	expect_pid(&bench, "127.0.0.9", PROTOCOL_TCP, 80, 900);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 8080, 901);
	expect_pid(&bench, "::1", PROTOCOL_TCP, 8080, 901);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_UDP, 53, 902);
	/* Bound elsewhere, or not at all, or not ours. */
	expect_pid(&bench, "127.0.0.2", PROTOCOL_TCP, 22, 0);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 53, 0);
	expect_pid(&bench, "10.0.0.1", PROTOCOL_TCP, 80, 0);
	cr_expect(eq(str, bench.last.finding.process.user, ""));
	bench_close(&bench);
}

Test(owning, says_whose_a_port_is_when_it_cannot_see_the_process)
{
	struct bench bench;
	const struct process *process;

	bench_open(&bench);
	fake_file(&bench.fake, "net/tcp",
	          ON_22 LOCAL_4("00000000:0050")
	                  OWNED("0A", "4123456789", "12"));
	process = own(&bench, "127.0.0.1", PROTOCOL_TCP, 22);
	cr_expect(eq(int, process->pid, 0));
	cr_expect(eq(int, process->hidden, geteuid() != 0));
	cr_expect(eq(str, (char *)process->user, "root"));
	cr_expect(eq(str, (char *)process->name, ""));
	process = own(&bench, "127.0.0.1", PROTOCOL_TCP, 80);
	cr_expect(eq(str, (char *)process->user, "4123456789"));
	bench_close(&bench);
}

/* The table changes, and only a second look can tell. */
Test(owning, reads_at_most_twice_a_second)
{
	struct bench bench;

	now_ms = 5000;
	bench_open(&bench);
	fake_process(&bench.fake, 1000, "first\n", "/x", "11");
	fake_process(&bench.fake, 2000, "second\n", "/y", "12");
	fake_file(&bench.fake, "net/tcp", ON_22);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 1000);

	/* Known: no need to look again, though it has gone. */
	fake_file(&bench.fake, "net/tcp", HEADER);
	now_ms = 5999;
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 1000);

	/* Unknown, and may have come since: looked for once. */
	fake_file(&bench.fake, "net/tcp", ON_80);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 80, 2000);
	fake_file(&bench.fake, "net/tcp", ON_22);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 0);

	now_ms = 6000;
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 1000);
	bench_close(&bench);
}

Test(owning, does_not_look_again_at_once_for_what_it_did_not_find)
{
	struct bench bench;

	bench_open(&bench);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 0);
	fake_process(&bench.fake, 1000, "first\n", "/x", "11");
	fake_file(&bench.fake, "net/tcp", ON_22);
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 1000);
	bench_close(&bench);
}

Test(owning, leaves_alone_what_is_closed_or_was_found_before)
{
	struct bench bench;
	struct finding finding = {
		.address = { .lo = 0x7f000001, .version = 4 },
		.port = 22,
		.outcome = { PORT_CLOSED, REASON_CONN_REFUSED },
		.time_us = SINCE_US
	};
	struct sink *sink;

	bench_open(&bench);
	sink = owning_sink(bench.owning);
	fake_file(&bench.fake, "net/tcp", ON_22);
	fake_process(&bench.fake, 812, "sshd\n", "/usr/sbin/sshd", "11");
	sink->finding(sink, &finding);
	cr_expect(eq(int, bench.last.finding.process.pid, 0));
	finding.outcome = (struct outcome){ PORT_OPEN, REASON_SYN_ACK };
	finding.time_us = SINCE_US - 1;
	sink->finding(sink, &finding);
	cr_expect(eq(int, bench.last.finding.process.pid, 0));
	finding.time_us = SINCE_US;
	sink->finding(sink, &finding);
	cr_expect(eq(int, bench.last.finding.process.pid, 812));
	cr_expect(eq(uint, bench.last.findings, 3));
	bench_close(&bench);
}

Test(owning, without_tables_nobody_listens)
{
	struct bench bench;

	bench_open(&bench);
	fake_remove_file(&bench.fake, "net/tcp");
	expect_pid(&bench, "127.0.0.1", PROTOCOL_TCP, 22, 0);
	cr_expect(eq(str, bench.last.finding.process.user, ""));
	bench_close(&bench);
}

Test(owning, passes_hosts_and_flushes_on)
{
	struct host_summary host = { 0 };
	struct bench bench;
	struct sink *sink;

	bench_open(&bench);
	sink = owning_sink(bench.owning);
	sink->flush(sink);
	sink->host(sink, &host);
	cr_expect(eq(uint, bench.last.flushes, 1));
	cr_expect(eq(uint, bench.last.hosts, 1));
	bench_close(&bench);
}
