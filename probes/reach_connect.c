// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "probes/socket_error.h"
#include "probes/socket_watch.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* TCP by connect(2): the kernel does the handshake and we watch it end. */
struct reach_connect {
	struct reach reach;
	struct socket_watch *watch;
	reach_done_cb done;
	void *done_arg;
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
static void on_ready(void *arg, uint32_t slot);
static struct reach_result settle(int fd, int error, uint64_t started_ns);
static struct reach_result failed(int fd, struct outcome outcome);
static bool is_connected(int fd);
static bool is_connected_to_itself(int fd);
static void collect(struct reach *reach);
static uint32_t repeats(struct reach *reach, uint32_t slot);
static void cancel(struct reach *reach, uint32_t slot);
static void close_reach(struct reach *reach);

static const struct reach_ops ops = { start, collect, repeats, cancel,
	                              close_reach };

struct reach *reach_connect_create(uv_loop_t *loop, uint32_t slots,
                                   reach_done_cb done, void *arg)
{
	struct reach_connect *rc = calloc(1, sizeof(*rc));

	if (rc == NULL)
		return NULL;
	rc->reach.ops = &ops;
	rc->done = done;
	rc->done_arg = arg;
	rc->watch = socket_watch_create(loop, slots, on_ready, rc);
	if (rc->watch == NULL) {
		free(rc);
		return NULL;
	}
	return &rc->reach;
}

static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result)
{
	struct reach_connect *rc = (struct reach_connect *)reach;
	struct sockaddr_storage to;
	socklen_t to_len =
		address_to_sockaddr(&question->address, question->port, &to);
	uint64_t started_ns = uv_hrtime();
	int error;
	int fd = socket(to.ss_family,
	                SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	(void)attempt; /* a SYN knows no dialects */
	if (fd < 0) {
		*result = failed(fd, outcome_from_local_errno(errno));
		return false;
	}
	socket_error_enable(fd, to.ss_family);
	error = connect(fd, (struct sockaddr *)&to, to_len) == 0 ? 0 : errno;
	if (error == EINPROGRESS) {
		error = socket_watch_add(rc->watch, slot, fd, EPOLLOUT);
		if (error == 0)
			return true;
		*result = failed(fd, outcome_from_local_errno(error));
	} else if (error == 0 || error == ECONNREFUSED) {
		*result = settle(fd, error, started_ns);
	} else {
		*result = failed(fd, outcome_from_local_errno(error));
	}
	return false;
}

static void on_ready(void *arg, uint32_t slot)
{
	struct reach_connect *rc = arg;
	uint64_t started_ns = socket_watch_added_ns(rc->watch, slot);
	int fd = socket_watch_take(rc->watch, slot);
	struct reach_result result =
		settle(fd, socket_error_take(fd), started_ns);

	rc->done(rc->done_arg, slot, &result);
}

/*
 * The handshake is over: `error` is 0 or what the network answered.  That may
 * be an ICMP error about our ACK, from a firewall that knows of no SYN: a
 * socket that is connected has heard the target's SYN-ACK all the same.
 */
static struct reach_result settle(int fd, int error, uint64_t started_ns)
{
	struct reach_result result = { .socket = fd };

	if (error == 0 && is_connected_to_itself(fd))
		return failed(fd, outcome_from_local_errno(EADDRINUSE));
	if (error != 0)
		result.outcome = socket_error_outcome(fd, PROTOCOL_TCP, error);
	if (error == 0 ||
	    (result.outcome.state == PORT_FILTERED && is_connected(fd)))
		result.outcome = outcome_open(PROTOCOL_TCP);
	if (result.outcome.state != PORT_OPEN)
		result = failed(fd, result.outcome);
	if (outcome_is_from_target(result.outcome))
		result.rtt_us = (uv_hrtime() - started_ns) / 1000;
	return result;
}

static struct reach_result failed(int fd, struct outcome outcome)
{
	if (fd >= 0)
		close(fd);
	return (struct reach_result){ .outcome = outcome, .socket = -1 };
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

static void collect(struct reach *reach)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	socket_watch_collect(rc->watch);
}

static uint32_t repeats(struct reach *reach, uint32_t slot)
{
	struct reach_connect *rc = (struct reach_connect *)reach;
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);

	getsockopt(socket_watch_peek(rc->watch, slot), IPPROTO_TCP, TCP_INFO,
	           &info, &len);
	return info.tcpi_total_retrans;
}

static void cancel(struct reach *reach, uint32_t slot)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	close(socket_watch_take(rc->watch, slot));
}

static void close_reach(struct reach *reach)
{
	struct reach_connect *rc = (struct reach_connect *)reach;

	socket_watch_close(rc->watch);
	free(rc);
}
