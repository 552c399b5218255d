// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <errno.h>
#include <sys/resource.h>

enum { SLOTS = 4, SLOT = 2 };

struct seen {
	int calls;
	uint32_t slot;
	struct reach_result result;
};

static void record(void *arg, uint32_t slot, const struct reach_result *result)
{
	struct seen *seen = arg;

	seen->calls++;
	seen->slot = slot;
	seen->result = *result;
}

/* Ask one port and wait for the answer, wherever it comes from. */
static struct reach_result ask(const struct question *question)
{
	struct seen seen = { 0 };
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;
	bool pending;

	uv_loop_init(&loop);
	reach = reach_connect_create(&loop, SLOTS, record, &seen);
	cr_assert(ne(ptr, reach, NULL));
	pending = reach->ops->start(reach, SLOT, question, 0, &result);
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	if (pending) {
		while (seen.calls == 0)
			uv_run(&loop, UV_RUN_ONCE);
		cr_expect(eq(u32, seen.slot, SLOT));
		result = seen.result;
	}
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, pending));
	cr_expect(eq(int, uv_loop_close(&loop), 0), "a handle leaked");
	return result;
}

Test(reach_connect, listening_port_is_open_and_its_socket_is_ours)
{
	uint16_t port;
	int listener = loopback_listen(&port);
	struct question question = loopback_question(PROTOCOL_TCP, port);
	struct reach_result result = ask(&question);

	cr_expect(eq(int, result.outcome.state, PORT_OPEN));
	cr_expect(eq(int, result.outcome.reason, REASON_SYN_ACK));
	cr_assert(ge(int, result.socket, 0));
	cr_expect(eq(int, (int)write(result.socket, "x", 1), 1));
	close(result.socket);
	close(listener);
}

Test(reach_connect, closed_and_then_reset_before_we_look_is_open)
{
	static const struct linger reset = { .l_onoff = 1 };
	uint16_t port;
	int listener = loopback_listen(&port);
	struct question question = loopback_question(PROTOCOL_TCP, port);
	struct seen seen = { 0 };
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;
	int peer;

	uv_loop_init(&loop);
	reach = reach_connect_create(&loop, SLOTS, record, &seen);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	peer = accept(listener, NULL, NULL);
	setsockopt(peer, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	shutdown(peer, SHUT_WR);
	close(peer);
	while (seen.calls == 0)
		uv_run(&loop, UV_RUN_ONCE);
	cr_expect(eq(int, seen.result.outcome.state, PORT_OPEN));
	cr_assert(ge(int, seen.result.socket, 0));
	close(seen.result.socket);
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&loop), 0));
	close(listener);
}

Test(reach_connect, bound_but_not_listening_port_is_closed)
{
	uint16_t port;
	int bound = loopback_bind(SOCK_STREAM, &port);
	struct question question = loopback_question(PROTOCOL_TCP, port);
	struct reach_result result = ask(&question);

	cr_expect(eq(int, result.outcome.state, PORT_CLOSED));
	cr_expect(eq(int, result.outcome.reason, REASON_CONN_REFUSED));
	cr_expect(eq(int, result.socket, -1));
	close(bound);
}

Test(reach_connect, broadcast_has_no_route_and_stays_untested)
{
	struct question question = {
		.address = { .lo = 0xffffffff, .version = 4 }, .port = 9
	};
	struct reach_result result = ask(&question);

	cr_expect(eq(int, result.outcome.state, PORT_UNTESTED));
	cr_expect(eq(int, result.outcome.reason, REASON_LOCAL_NO_ROUTE));
}

Test(reach_connect, without_descriptors_the_port_is_untested)
{
	struct rlimit none = { 0, 0 }, before;
	struct question question = loopback_question(PROTOCOL_TCP, 9);
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;

	uv_loop_init(&loop);
	reach = reach_connect_create(&loop, SLOTS, NULL, NULL);
	getrlimit(RLIMIT_NOFILE, &before);
	none.rlim_max = before.rlim_max;
	cr_assert(eq(int, setrlimit(RLIMIT_NOFILE, &none), 0));
	cr_expect(not(reach->ops->start(reach, SLOT, &question, 0, &result)));
	setrlimit(RLIMIT_NOFILE, &before);
	cr_expect(eq(int, result.outcome.reason, REASON_LOCAL_EMFILE));
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&loop), 0));
}

/*
 * A listener whose queue is full does not answer: the one way to have a
 * connect pending on loopback.
 */
static int fill_backlog(const struct question *question, int *fds, int max)
{
	struct sockaddr_storage to;
	socklen_t len =
		address_to_sockaddr(&question->address, question->port, &to);
	int count = 0;

	while (count < max) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

		fds[count++] = fd;
		if (connect(fd, (struct sockaddr *)&to, len) != 0)
			break;
	}
	return count;
}

Test(reach_connect, a_cancelled_attempt_is_not_reported)
{
	enum { MAX = 16 };
	int fds[MAX], count;
	uint16_t port;
	int listener = loopback_bind(SOCK_STREAM, &port);
	struct question question = loopback_question(PROTOCOL_TCP, port);
	struct seen seen = { 0 };
	struct reach_result result;
	struct reach *reach;
	uv_loop_t loop;

	listen(listener, 1);
	count = fill_backlog(&question, fds, MAX);
	cr_assert(count < MAX, "the backlog never filled");
	uv_loop_init(&loop);
	reach = reach_connect_create(&loop, SLOTS, record, &seen);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result));
	reach->ops->cancel(reach, SLOT);
	cr_assert(reach->ops->start(reach, SLOT, &question, 0, &result),
	          "a cancelled slot is free again");
	reach->ops->close(reach);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 0));
	cr_expect(eq(int, uv_loop_close(&loop), 0));
	for (int i = 0; i < count; i++)
		close(fds[i]);
	close(listener);
}
