// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <string.h>

enum { SLOTS = 4, SLOT = 1 };

struct seen {
	int calls;
	struct outcome outcome;
	uint64_t rtt_us;
	size_t len;
	char response[64];
};

static void record(void *arg, uint32_t slot, const struct reach_result *result)
{
	struct seen *seen = arg;

	cr_expect(eq(u32, slot, SLOT));
	seen->calls++;
	seen->outcome = result->outcome;
	seen->rtt_us = result->rtt_us;
	seen->len = result->response_len;
	if (result->response_len > 0)
		memcpy(seen->response, result->response,
		       result->response_len < 63 ? result->response_len : 63);
}

/* Probe `port`; when `service` is a socket, answer with `reply` of `len`. */
static struct seen ask(uint16_t port, int service, const char *reply,
                       size_t len)
{
	struct question question = loopback_question(PROTOCOL_UDP, port);
	struct seen seen = { 0 };
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;

	uv_loop_init(&loop);
	reach = reach_udp_create(&loop, SLOTS, record, &seen);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	if (service >= 0) {
		struct sockaddr_storage from;
		socklen_t from_len = sizeof(from);
		char probe[2048];

		cr_assert(ge(int,
		             (int)recvfrom(service, probe, sizeof(probe), 0,
		                           (struct sockaddr *)&from, &from_len),
		             0));
		sendto(service, reply, len, 0, (struct sockaddr *)&from,
		       from_len);
	}
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	while (seen.calls == 0)
		uv_run(&loop, UV_RUN_ONCE);
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 1));
	cr_expect(eq(int, uv_loop_close(&loop), 0), "a handle leaked");
	return seen;
}

Test(reach_udp, an_answer_means_open_and_is_handed_over)
{
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct seen seen = ask(port, service, "hello", 5);

	cr_expect(eq(int, seen.outcome.state, PORT_OPEN));
	cr_expect(eq(int, seen.outcome.reason, REASON_UDP_RESPONSE));
	cr_expect(eq(str, seen.response, "hello"));
	close(service);
}

Test(reach_udp, an_empty_answer_is_an_answer)
{
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct seen seen = ask(port, service, "", 0);

	cr_expect(eq(int, seen.outcome.state, PORT_OPEN));
	cr_expect(eq(sz, seen.len, 0));
	close(service);
}

Test(reach_udp, port_unreachable_means_closed)
{
	uint16_t port;
	struct seen seen;

	close(loopback_bind(SOCK_DGRAM, &port));
	seen = ask(port, -1, NULL, 0);
	cr_expect(eq(int, seen.outcome.state, PORT_CLOSED));
	cr_expect(eq(int, seen.outcome.reason, REASON_PORT_UNREACHABLE));
}

Test(reach_udp, a_cancelled_probe_of_a_silent_port_is_not_reported)
{
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	struct question question = loopback_question(PROTOCOL_UDP, port);
	struct seen seen = { 0 };
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;

	uv_loop_init(&loop);
	reach = reach_udp_create(&loop, SLOTS, record, &seen);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	reach->ops->cancel(reach, SLOT);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 0));
	cr_expect(eq(int, uv_loop_close(&loop), 0));
	close(service);
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
	uint16_t port;
	int service = loopback_bind(SOCK_DGRAM, &port);
	int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_UDP);
	struct question question = loopback_question(PROTOCOL_UDP, port);
	struct seen seen = { 0 };
	struct reach_result result;
	struct sockaddr_in from;
	socklen_t from_len = sizeof(from);
	struct reach *reach;
	uv_loop_t loop;

	if (raw < 0)
		cr_skip("raw sockets need privilege");
	uv_loop_init(&loop);
	reach = reach_udp_create(&loop, SLOTS, record, &seen);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	recvfrom(service, NULL, 0, 0, (struct sockaddr *)&from, &from_len);
	answer_broken(raw, port, &from);
	cr_expect(ne(int, uv_run(&loop, UV_RUN_ONCE), 0));
	cr_expect(eq(int, seen.calls, 0), "nothing was answered");
	sendto(service, "hello", 5, 0, (struct sockaddr *)&from, from_len);
	while (seen.calls == 0)
		uv_run(&loop, UV_RUN_ONCE);
	cr_expect(eq(int, seen.outcome.state, PORT_OPEN));
	cr_expect(eq(str, seen.response, "hello"));
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 1));
	cr_expect(eq(int, uv_loop_close(&loop), 0));
	close(raw);
	close(service);
}
