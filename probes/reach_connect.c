// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "probes/socket_error.h"
#include "probes/socket_pool.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* RFC 6298 2.1, which Linux follows; less here to be on the safe side. */
#define KERNEL_REPEATS_AFTER_NS UINT64_C(900000000)

/*
 * TCP by connect(2): the kernel does the handshake and we watch it end.  An
 * attempt takes a socket of the pool, which goes back unless the port is open.
 */
struct reach_connect {
	struct reach reach;
	struct socket_pool *pool;
	reach_done_cb done;
	void *done_arg;
	struct attempt *of_seat; /* the attempt of each seat */
	uint32_t seat_of_slot[];
};

struct attempt {
	struct question question;
	uint32_t slot;
	uint64_t started_ns;
};

/*
 * In the order an attempt lives:
 *
 *   start -> (watched) -> on_ready -> settle -> done
 *        \-> settle, when connect() itself knew
 */
static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result);
static void on_ready(void *arg, uint32_t seat);
static struct reach_result settle(struct reach_connect *rc, uint32_t seat,
                                  int error);
static struct reach_result failed(struct outcome outcome);
static bool is_connecting(int fd);
static bool is_connected(int fd);
static bool is_connected_to_itself(int fd);
static void collect(struct reach *reach);
static void flush(struct reach *reach);
static uint32_t repeats(struct reach *reach, uint32_t slot);
static void cancel(struct reach *reach, uint32_t slot);
static void close_reach(struct reach *reach);

static const struct reach_ops ops = { start,   flush,  collect,
	                              repeats, cancel, close_reach };

struct reach *reach_connect_create(uv_loop_t *loop, uint32_t slots,
                                   reach_done_cb done, void *arg)
{
	struct reach_connect *rc =
		calloc(1, sizeof(*rc) + slots * sizeof(rc->seat_of_slot[0]));

	if (rc == NULL)
		return NULL;
	rc->reach.ops = &ops;
	rc->done = done;
	rc->done_arg = arg;
	rc->of_seat = calloc(slots, sizeof(rc->of_seat[0]));
	if (rc->of_seat == NULL)
		goto fail;
	rc->pool = socket_pool_create(loop, slots, on_ready, rc);
	if (rc->pool == NULL)
		goto fail_seats;
	return &rc->reach;

fail_seats:
	free(rc->of_seat);
fail:
	free(rc);
	return NULL;
}

static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result)
{
	struct reach_connect *rc = (struct reach_connect *)reach;
	struct sockaddr_storage to;
	socklen_t to_len =
		address_to_sockaddr(&question->address, question->port, &to);
	uint32_t seat;
	int error = socket_pool_take(rc->pool, to.ss_family, &seat);

	(void)attempt; /* a SYN knows no dialects */
	if (error != 0) {
		*result = failed(outcome_from_local_errno(error));
		return false;
	}
	rc->of_seat[seat] = (struct attempt){ *question, slot, uv_hrtime() };
	rc->seat_of_slot[slot] = seat;
	error = connect(socket_pool_fd(rc->pool, seat), (struct sockaddr *)&to,
	                to_len) == 0
	                ? 0
	                : errno;
	if (error == EINPROGRESS)
		return true;
	if (error == 0 || error == ECONNREFUSED) {
		*result = settle(rc, seat, error);
	} else {
		socket_pool_discard(rc->pool, seat);
		*result = failed(outcome_from_local_errno(error));
	}
	return false;
}

static void on_ready(void *arg, uint32_t seat)
{
	struct reach_connect *rc = arg;
	uint32_t slot = rc->of_seat[seat].slot;
	int fd = socket_pool_fd(rc->pool, seat);
	int error = socket_error_take(fd);
	struct reach_result result;

	/* Old news, of an attempt that this socket served before. */
	if (error == 0 && is_connecting(fd))
		return;
	result = settle(rc, seat, error);
	rc->done(rc->done_arg, slot, &result);
}

/*
 * The handshake is over: `error` is 0 or what the network answered.  That may
 * be an ICMP error about our ACK, from a firewall that knows of no SYN: a
 * socket that is connected has heard the target's SYN-ACK all the same.
 */
static struct reach_result settle(struct reach_connect *rc, uint32_t seat,
                                  int error)
{
	int fd = socket_pool_fd(rc->pool, seat);
	const struct attempt *attempt = &rc->of_seat[seat];
	uint64_t rtt_us = (uv_hrtime() - attempt->started_ns) / 1000;
	struct reach_result result = { .socket = -1 };

	if (error == 0 && is_connected_to_itself(fd)) {
		socket_pool_discard(rc->pool, seat);
		return failed(outcome_from_local_errno(EADDRINUSE));
	}
	if (error != 0)
		result.outcome =
			socket_error_outcome(fd, &attempt->question, error);
	if (error == 0 ||
	    (result.outcome.state == PORT_FILTERED && is_connected(fd)))
		result.outcome = outcome_open(PROTOCOL_TCP);
	if (result.outcome.state == PORT_OPEN)
		result.socket = socket_pool_release(rc->pool, seat);
	else
		socket_pool_disconnect(rc->pool, seat);
	if (outcome_is_from_target(result.outcome))
		result.rtt_us = rtt_us;
	return result;
}

static struct reach_result failed(struct outcome outcome)
{
	return (struct reach_result){ .outcome = outcome, .socket = -1 };
}

static bool is_connecting(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_state == TCP_SYN_SENT;
}

static bool is_connected(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	return getpeername(fd, (struct sockaddr *)&peer, &len) == 0;
}

/*
 * On this machine the kernel may pick the very port that is asked as the
 * source, and TCP's simultaneous open then connects the socket to itself:
 * an accident of ours, not a listener.
 */
static bool is_connected_to_itself(int fd)
{
	struct sockaddr_storage local = { 0 }, peer = { 0 };
	socklen_t local_len = sizeof(local), peer_len = sizeof(peer);

	return getsockname(fd, (struct sockaddr *)&local, &local_len) == 0 &&
	       getpeername(fd, (struct sockaddr *)&peer, &peer_len) == 0 &&
	       local_len == peer_len && memcmp(&local, &peer, local_len) == 0;
}

/* Each attempt left when it was started. */
static void flush(struct reach *reach)
{
	(void)reach;
}

static void collect(struct reach *reach)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	socket_pool_collect(rc->pool);
}

static uint32_t repeats(struct reach *reach, uint32_t slot)
{
	struct reach_connect *rc = (struct reach_connect *)reach;
	uint32_t seat = rc->seat_of_slot[slot];
	uint64_t age_ns = uv_hrtime() - rc->of_seat[seat].started_ns;
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	if (age_ns < KERNEL_REPEATS_AFTER_NS)
		return 0;
	getsockopt(socket_pool_fd(rc->pool, seat), IPPROTO_TCP, TCP_INFO, &info,
	           &len);
	return info.tcpi_total_retrans;
}

static void cancel(struct reach *reach, uint32_t slot)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	socket_pool_disconnect(rc->pool, rc->seat_of_slot[slot]);
}

static void close_reach(struct reach *reach)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	socket_pool_close(rc->pool);
	free(rc->of_seat);
	free(rc);
}
