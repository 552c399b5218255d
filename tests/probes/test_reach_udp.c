// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "base/count.h"
#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <errno.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SLOTS = 2048, SLOT = 1, OTHER_SLOT = 2 };

TestSuite(reach_udp, .timeout = 30);

/* What `done` said of one slot. */
struct seen {
	int calls;
	struct outcome outcome;
	uint64_t rtt_us;
	size_t len;
	char response[64];
};

struct lab {
	uv_loop_t loop;
	struct reach *reach;
	bool starting;
	int calls;              /* of `done`, over all slots */
	uint32_t cancelled_too; /* the slot to cancel from `done`; 0: none */
	struct seen seen[SLOTS];
};

static void record(void *arg, uint32_t slot, const struct reach_result *result)
{
	struct lab *lab = arg;
	struct seen *seen = &lab->seen[slot];

	cr_assert(lt(u32, slot, SLOTS));
	cr_expect(not(lab->starting), "done ran from inside start or cancel");
	cr_expect(eq(int, result->socket, -1));
	lab->calls++;
	seen->calls++;
	seen->outcome = result->outcome;
	seen->rtt_us = result->rtt_us;
	seen->len = result->response_len;
	if (result->response_len > 0)
		memcpy(seen->response, result->response,
		       result->response_len < 63 ? result->response_len : 63);
	if (lab->cancelled_too > 0)
		lab->reach->ops->cancel(lab->reach, lab->cancelled_too);
	lab->cancelled_too = 0;
}

static struct lab *lab_open(void)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	uv_loop_init(&lab->loop);
	lab->reach = reach_udp_create(&lab->loop, NULL, SLOTS, record, lab);
	cr_assert(ne(ptr, lab->reach, NULL));
	return lab;
}

static void lab_close(struct lab *lab)
{
	lab->reach->ops->close(lab->reach);
	uv_run(&lab->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&lab->loop), 0), "a handle leaked");
	free(lab);
}

/* Start an attempt: true when it is pending. */
static bool start(struct lab *lab, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result)
{
	bool pending;

	lab->starting = true;
	pending = lab->reach->ops->start(lab->reach, slot, question, attempt,
	                                 result);
	lab->starting = false;
	return pending;
}

/* Start an attempt that has to be pending, and send it. */
static void ask(struct lab *lab, uint32_t slot, struct question question,
                unsigned attempt)
{
	struct reach_result result;

	cr_assert(start(lab, slot, &question, attempt, &result));
	lab->reach->ops->flush(lab->reach);
}

static void cancel(struct lab *lab, uint32_t slot)
{
	lab->starting = true;
	lab->reach->ops->cancel(lab->reach, slot);
	lab->starting = false;
}

/* Until `done` has run `calls` times in all. */
static void await(struct lab *lab, int calls)
{
	while (lab->calls < calls)
		uv_run(&lab->loop, UV_RUN_ONCE);
}

/* Loopback has delivered what was sent: reading it brings nothing? */
static void expect_silence(struct lab *lab)
{
	int calls = lab->calls;

	lab->reach->ops->collect(lab->reach);
	cr_expect(eq(int, lab->calls, calls), "nobody answered this");
}

static struct question question_to(uint16_t port)
{
	return loopback_question(PROTOCOL_UDP, port);
}

/* A question to 127.`host`, the last three bytes. */
static struct question question_at(uint32_t host, uint16_t port)
{
	struct question question = question_to(port);

	question.address.lo = (uint64_t)IN_LOOPBACKNET << 24 | host;
	return question;
}

/* Bind to 127.`host`:`port`; -1 when it is not to be had. */
static int bind_at(uint32_t host, uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl((uint32_t)IN_LOOPBACKNET << 24 | host),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static uint16_t closed_port(void)
{
	uint16_t port;

	close(loopback_bind(SOCK_DGRAM, &port));
	return port;
}

/* Who asked `service`? */
static struct sockaddr_in heard_from(int service)
{
	struct sockaddr_in from;
	socklen_t len = sizeof(from);

	cr_assert(ge(int,
	             (int)recvfrom(service, NULL, 0, 0,
	                           (struct sockaddr *)&from, &len),
	             0));
	return from;
}

static void answer(int service, const struct sockaddr_in *to, const char *text)
{
	cr_assert(eq(int,
	             (int)sendto(service, text, strlen(text), 0,
	                         (const struct sockaddr *)to, sizeof(*to)),
	             (int)strlen(text)));
}

static void expect_seen(const struct lab *lab, uint32_t slot,
                        enum port_state state, enum port_reason reason)
{
	const struct seen *seen = &lab->seen[slot];

	cr_expect(eq(int, seen->calls, 1), "slot %u", slot);
	cr_expect(eq(int, seen->outcome.state, state), "slot %u: %s", slot,
	          port_reason_name(seen->outcome.reason));
	cr_expect(eq(int, seen->outcome.reason, reason), "slot %u: %s", slot,
	          port_reason_name(seen->outcome.reason));
}

static void expect_open(const struct lab *lab, uint32_t slot, const char *text)
{
	expect_seen(lab, slot, PORT_OPEN, REASON_UDP_RESPONSE);
	cr_expect(eq(sz, lab->seen[slot].len, strlen(text)));
	cr_expect(eq(str, (char *)lab->seen[slot].response, (char *)text));
}

Test(reach_udp, a_reach_that_was_asked_nothing_closes)
{
	lab_close(lab_open());
}

Test(reach_udp, an_answer_means_open_and_is_handed_over)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct sockaddr_in from;

	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	answer(service, &from, "hello");
	await(lab, 1);
	expect_open(lab, SLOT, "hello");
	cr_expect(gt(u64, lab->seen[SLOT].rtt_us, 0));
	lab_close(lab);
	close(service);
}

Test(reach_udp, an_empty_answer_is_an_answer)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct sockaddr_in from;

	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	answer(service, &from, "");
	await(lab, 1);
	expect_open(lab, SLOT, "");
	lab_close(lab);
	close(service);
}

Test(reach_udp, of_a_long_answer_more_than_a_banner_is_kept)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct sockaddr_in from;
	static char text[20000];

	memset(text, 'x', sizeof(text) - 1);
	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	answer(service, &from, text);
	await(lab, 1);
	expect_seen(lab, SLOT, PORT_OPEN, REASON_UDP_RESPONSE);
	cr_expect(ge(sz, lab->seen[SLOT].len, 2048));
	lab_close(lab);
	close(service);
}

Test(reach_udp, port_unreachable_means_closed)
{
	struct lab *lab = lab_open();

	ask(lab, SLOT, question_to(closed_port()), 0);
	await(lab, 1);
	expect_seen(lab, SLOT, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	cr_expect(gt(u64, lab->seen[SLOT].rtt_us, 0));
	lab_close(lab);
}

Test(reach_udp, ipv6_is_asked_too)
{
	struct lab *lab = lab_open();
	struct sockaddr_in6 name = { .sin6_family = AF_INET6,
		                     .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(name);
	int service = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct question question = question_to(0);

	if (service < 0 || bind(service, (struct sockaddr *)&name, len) != 0)
		cr_skip("no IPv6 on loopback");
	getsockname(service, (struct sockaddr *)&name, &len);
	question.address = (struct address){ .lo = 1, .version = 6 };
	question.port = ntohs(name.sin6_port);
	ask(lab, SLOT, question, 0);
	recvfrom(service, NULL, 0, 0, (struct sockaddr *)&name, &len);
	sendto(service, "six", 3, 0, (struct sockaddr *)&name, len);
	await(lab, 1);
	expect_open(lab, SLOT, "six");
	close(service);
	ask(lab, OTHER_SLOT, question, 0);
	await(lab, 2);
	expect_seen(lab, OTHER_SLOT, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	lab_close(lab);
}

/* Every ICMP error makes another call on the socket fail, and the kernel
 * keeps only so many. */
Test(reach_udp, each_of_two_thousand_closed_ports_is_told_closed)
{
	struct lab *lab = lab_open();
	uint16_t port = closed_port();
	struct reach_result result;

	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		struct question question = question_at(0x10000 + slot, port);

		cr_assert(start(lab, slot, &question, 0, &result));
		if (slot % 256 == 255)
			lab->reach->ops->flush(lab->reach);
	}
	await(lab, SLOTS);
	for (uint32_t slot = 0; slot < SLOTS; slot++)
		expect_seen(lab, slot, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	lab_close(lab);
}

Test(reach_udp, answers_find_their_own_questions)
{
	enum { SERVICES = 40 };
	struct lab *lab = lab_open();
	struct sockaddr_in from[SERVICES];
	int services[SERVICES];
	struct reach_result result;

	for (uint32_t i = 0; i < SERVICES; i++) {
		uint16_t port;
		struct question question;

		services[i] = loopback_bind(SOCK_DGRAM, &port);
		question = question_to(port);
		cr_assert(start(lab, i, &question, 0, &result));
	}
	lab->reach->ops->flush(lab->reach);
	for (int i = 0; i < SERVICES; i++)
		from[i] = heard_from(services[i]);
	for (int i = SERVICES - 1; i >= 0; i--) {
		char text[2] = { (char)('A' + i), '\0' };

		answer(services[i], &from[i], text);
	}
	lab->reach->ops->collect(lab->reach);
	cr_expect(eq(int, lab->calls, SERVICES), "collect reads all");
	for (uint32_t i = 0; i < SERVICES; i++) {
		char text[2] = { (char)('A' + i), '\0' };

		expect_open(lab, i, text);
		close(services[i]);
	}
	lab_close(lab);
}

Test(reach_udp, a_cancelled_attempt_is_not_reported)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct question question = question_to(port);
	struct reach_result result;
	struct sockaddr_in from;

	ask(lab, SLOT, question, 0);
	from = heard_from(service);
	cancel(lab, SLOT);
	answer(service, &from, "late");
	expect_silence(lab);
	/* One that was not even sent. */
	cr_assert(start(lab, SLOT, &question, 0, &result));
	cancel(lab, SLOT);
	lab->reach->ops->flush(lab->reach);
	cr_expect(eq(int, (int)recv(service, NULL, 0, MSG_DONTWAIT), -1));
	lab_close(lab);
	close(service);
}

Test(reach_udp, a_late_answer_counts_for_the_repeat_but_not_as_a_round_trip)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct sockaddr_in from;

	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	cancel(lab, SLOT);
	ask(lab, OTHER_SLOT, question_to(port), 1);
	answer(service, &from, "late");
	await(lab, 1);
	expect_open(lab, OTHER_SLOT, "late");
	cr_expect(eq(u64, lab->seen[OTHER_SLOT].rtt_us, 0));
	lab_close(lab);
	close(service);
}

Test(reach_udp, what_strangers_send_is_ignored)
{
	struct lab *lab = lab_open();
	uint16_t port, other_port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	int other = loopback_bind(SOCK_DGRAM, &other_port);
	int elsewhere = bind_at(0x20304, port);
	struct sockaddr_in from;

	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	answer(other, &from, "same address, other port");
	answer(elsewhere, &from, "same port, other address");
	expect_silence(lab);
	answer(service, &from, "hello");
	await(lab, 1);
	expect_open(lab, SLOT, "hello");
	answer(service, &from, "and more");
	expect_silence(lab);
	lab_close(lab);
	close(service);
	close(other);
	close(elsewhere);
}

Test(reach_udp, a_tftp_server_answers_from_any_port_of_its_own)
{
	enum { HOST = 0x456789, OTHER_HOST = 0x45678a };
	struct lab *lab = lab_open();
	int service = bind_at(HOST, 69),
	    other_service = bind_at(OTHER_HOST, 69);
	int transfer = bind_at(HOST, 0), stranger = bind_at(0x45678b, 0);
	struct sockaddr_in from;

	if (service < 0 || other_service < 0)
		cr_skip("port 69 needs privilege");
	ask(lab, SLOT, question_at(HOST, 69), 0);
	ask(lab, OTHER_SLOT, question_at(OTHER_HOST, 69), 0);
	from = heard_from(service);
	answer(stranger, &from, "not mine");
	expect_silence(lab);
	answer(transfer, &from, "data");
	await(lab, 1);
	expect_open(lab, SLOT, "data");
	close(other_service);
	cancel(lab, OTHER_SLOT);
	ask(lab, OTHER_SLOT, question_at(OTHER_HOST, 69), 1);
	await(lab, 2);
	expect_seen(lab, OTHER_SLOT, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	lab_close(lab);
	close(service);
	close(transfer);
	close(stranger);
}

Test(reach_udp, our_own_sockets_are_no_services)
{
	struct lab *lab = lab_open(), *other_lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct question own = question_at(0x50607, 0);
	struct reach_result result;

	ask(lab, SLOT, question_to(port), 0);
	own.port = ntohs(heard_from(service).sin_port);
	/* While an answer is waited for there, this cannot be asked, neither
	 * by the owner nor by another reach. */
	cr_expect(not(start(lab, OTHER_SLOT, &own, 0, &result)));
	cr_expect(eq(int, result.outcome.state, PORT_UNTESTED));
	cr_expect(outcome_is_shortage(result.outcome), "may pass");
	cr_expect(not(start(other_lab, SLOT, &own, 0, &result)));
	cancel(lab, SLOT);
	cr_expect(not(start(other_lab, SLOT, &own, 0, &result)));
	lab->reach->ops->collect(lab->reach);
	/* The owner has moved. */
	ask(other_lab, SLOT, own, 0);
	await(other_lab, 1);
	expect_seen(other_lab, SLOT, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	lab_close(lab);
	lab_close(other_lab);
	close(service);
}

Test(reach_udp, an_idle_socket_of_ours_moves_at_once)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	uint16_t own;

	ask(lab, SLOT, question_to(port), 0);
	own = ntohs(heard_from(service).sin_port);
	cancel(lab, SLOT);
	ask(lab, SLOT, question_to(own), 0);
	await(lab, 1);
	expect_seen(lab, SLOT, PORT_CLOSED, REASON_PORT_UNREACHABLE);
	lab_close(lab);
	close(service);
}

/* The kernel sends no datagram there unless a socket asks for broadcast. */
static const struct question unsendable = {
	.address = { .lo = INADDR_BROADCAST, .version = 4 },
	.port = 9,
	.protocol = PROTOCOL_UDP,
};

Test(reach_udp, what_cannot_be_sent_fails_for_itself)
{
	enum { PORTS = 200 };
	struct lab *lab = lab_open();
	uint16_t port = closed_port();
	struct reach_result result;

	for (uint32_t slot = 0; slot < PORTS; slot++) {
		struct question question = question_at(0x30000 + slot, port);

		if (slot % 10 == 3) {
			question.address = unsendable.address;
			question.port = (uint16_t)(1 + slot);
		}
		cr_assert(start(lab, slot, &question, 0, &result));
	}
	lab->reach->ops->flush(lab->reach);
	cr_expect(eq(int, lab->calls, PORTS / 10), "told by flush");
	await(lab, PORTS);
	for (uint32_t slot = 0; slot < PORTS; slot++) {
		if (slot % 10 == 3) {
			cr_expect(eq(int, lab->seen[slot].outcome.state,
			             PORT_UNTESTED));
			cr_expect(not(
				outcome_is_shortage(lab->seen[slot].outcome)));
		} else {
			expect_seen(lab, slot, PORT_CLOSED,
			            REASON_PORT_UNREACHABLE);
		}
	}
	lab_close(lab);
}

Test(reach_udp, the_report_of_one_failure_may_cancel_another)
{
	struct lab *lab = lab_open();
	struct question question = unsendable;
	struct reach_result result;

	/* Several ports, so that some share a socket and a batch. */
	for (uint32_t slot = 1; slot < 40; slot++) {
		question.port = (uint16_t)slot;
		cr_assert(start(lab, slot, &question, 0, &result));
	}
	lab->cancelled_too = 39;
	lab->reach->ops->flush(lab->reach);
	cr_expect(eq(int, lab->calls, 38));
	cr_expect(eq(int, lab->seen[39].calls, 0));
	lab_close(lab);
}

Test(reach_udp, without_descriptors_a_question_is_untested)
{
	struct lab *lab = lab_open();
	struct question question = question_to(9);
	struct rlimit usual, none;
	struct reach_result result;
	bool pending;

	getrlimit(RLIMIT_NOFILE, &usual);
	none = (struct rlimit){ 0, usual.rlim_max };
	cr_assert(zero(int, setrlimit(RLIMIT_NOFILE, &none)));
	pending = start(lab, SLOT, &question, 0, &result);
	setrlimit(RLIMIT_NOFILE, &usual); /* Criterion needs some */
	cr_expect(not(pending));
	cr_expect(eq(int, result.outcome.state, PORT_UNTESTED));
	cr_expect(eq(int, result.outcome.reason, REASON_LOCAL_EMFILE));
	lab_close(lab);
}

/* Answer `to` from `port` with a UDP checksum that is wrong. */
static void answer_broken(int raw, uint16_t port, const struct sockaddr_in *to)
{
	/* Long enough that the kernel checks it as late as it can. */
	struct {
		uint16_t source, destination, len, checksum;
		char data[200];
	} datagram = { htons(port), to->sin_port, htons(208), 0xdead, "" };

	cr_assert(eq(int,
	             (int)sendto(raw, &datagram, sizeof(datagram), 0,
	                         (const struct sockaddr *)to, sizeof(*to)),
	             sizeof(datagram)));
}

Test(reach_udp, an_answer_with_a_wrong_checksum_is_none)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_UDP);
	struct sockaddr_in from;

	if (raw < 0)
		cr_skip("raw sockets need privilege");
	ask(lab, SLOT, question_to(port), 0);
	from = heard_from(service);
	answer_broken(raw, port, &from);
	expect_silence(lab);
	answer(service, &from, "hello");
	await(lab, 1);
	expect_open(lab, SLOT, "hello");
	lab_close(lab);
	close(raw);
	close(service);
}

/* RFC 1071 */
static uint16_t checksum(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i % 2 == 0 ? (uint32_t)at[i] << 8 : at[i];
	while (sum > UINT16_MAX)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	return htons((uint16_t)~sum);
}

/* RFC 792: destination unreachable, about the datagram that `asker` sent to
 * 127.0.0.1:`port`. */
static void send_unreachable(int raw, uint8_t code, uint16_t port,
                             const struct sockaddr_in *asker)
{
	struct {
		struct icmphdr icmp;
		struct iphdr ip;
		struct udphdr udp;
	} error = {
		.icmp = { .type = ICMP_DEST_UNREACH, .code = code },
		.ip = { .version = 4,
		        .ihl = 5,
		        .tot_len = htons(28),
		        .ttl = 64,
		        .protocol = IPPROTO_UDP,
		        .saddr = asker->sin_addr.s_addr,
		        .daddr = htonl(INADDR_LOOPBACK) },
		.udp = { .source = asker->sin_port,
		         .dest = htons(port),
		         .len = htons(8) },
	};

	error.icmp.checksum = checksum(&error, sizeof(error));
	cr_assert(
		eq(int,
	           (int)sendto(raw, &error, sizeof(error), 0,
	                       (const struct sockaddr *)asker, sizeof(*asker)),
	           sizeof(error)));
}

static const struct {
	uint8_t code;
	uint32_t sender; /* the last three bytes of its address */
	enum port_state state;
	enum port_reason reason;
} unreachables[] = {
	{ ICMP_PORT_UNREACH, 1, PORT_CLOSED, REASON_PORT_UNREACHABLE },
	{ ICMP_PORT_UNREACH, 2, PORT_FILTERED, REASON_PORT_UNREACHABLE },
	{ ICMP_HOST_UNREACH, 2, PORT_FILTERED, REASON_HOST_UNREACHABLE },
	{ ICMP_PKT_FILTERED, 1, PORT_FILTERED, REASON_ADMIN_PROHIBITED },
};

Test(reach_udp, icmp_errors_say_what_they_are)
{
	struct lab *lab = lab_open();
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);

	for (uint32_t i = 0; i < COUNT(unreachables); i++) {
		int raw =
			socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
		struct sockaddr_in sender = {
			.sin_family = AF_INET,
			.sin_addr.s_addr = htonl(IN_LOOPBACKNET << 24 |
			                         unreachables[i].sender),
		};
		struct sockaddr_in asker;

		if (raw < 0)
			cr_skip("raw sockets need privilege");
		bind(raw, (struct sockaddr *)&sender, sizeof(sender));
		ask(lab, i, question_to(port), 0);
		asker = heard_from(service);
		send_unreachable(raw, unreachables[i].code, port + 1, &asker);
		expect_silence(lab);
		send_unreachable(raw, unreachables[i].code, port, &asker);
		await(lab, (int)i + 1);
		expect_seen(lab, i, unreachables[i].state,
		            unreachables[i].reason);
		close(raw);
	}
	lab_close(lab);
	close(service);
}
