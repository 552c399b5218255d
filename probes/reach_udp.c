// SPDX-License-Identifier: Apache-2.0
#include "probes/reach.h"

#include "probes/payloads.h"
#include "probes/socket_error.h"
#include "probes/socket_watch.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RESPONSE_MAX = 65536 };

/*
 * UDP by one connected socket an attempt: the kernel then gives us the ICMP
 * errors for this port alone, and answers of nobody else.
 */
struct reach_udp {
	struct reach reach;
	struct socket_watch *watch;
	reach_done_cb done;
	void *done_arg;
	uint8_t response[RESPONSE_MAX];
	struct question questions[];
};

/* In the order an attempt lives: start -> (watched) -> on_ready -> done. */
static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result);
static int send_probe(int fd, const struct question *question,
                      unsigned attempt);
static void flush(struct reach *reach);
static void on_ready(void *arg, uint32_t slot);
static struct reach_result settle(struct reach_udp *ru, uint32_t slot, int fd,
                                  ssize_t len, int error, uint64_t started_ns);
static void flush(struct reach *reach);
static void collect(struct reach *reach);
static uint32_t repeats(struct reach *reach, uint32_t slot);
static void cancel(struct reach *reach, uint32_t slot);
static void close_reach(struct reach *reach);

static const struct reach_ops ops = { start,   flush,  collect,
	                              repeats, cancel, close_reach };

struct reach *reach_udp_create(uv_loop_t *loop, uint32_t slots,
                               reach_done_cb done, void *arg)
{
	struct reach_udp *ru =
		calloc(1, sizeof(*ru) + slots * sizeof(ru->questions[0]));

	if (ru == NULL)
		return NULL;
	ru->reach.ops = &ops;
	ru->done = done;
	ru->done_arg = arg;
	ru->watch = socket_watch_create(loop, slots, on_ready, ru);
	if (ru->watch == NULL) {
		free(ru);
		return NULL;
	}
	return &ru->reach;
}

static bool start(struct reach *reach, uint32_t slot,
                  const struct question *question, unsigned attempt,
                  struct reach_result *result)
{
	struct reach_udp *ru = (struct reach_udp *)reach;
	struct sockaddr_storage to;
	socklen_t to_len =
		address_to_sockaddr(&question->address, question->port, &to);
	int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	                0);
	int error;

	if (fd < 0) {
		error = errno;
		goto fail;
	}
	socket_error_enable(fd, to.ss_family);
	/* Watched before it is sent, so that its time is the probe's. */
	error = connect(fd, (struct sockaddr *)&to, to_len) == 0 ? 0 : errno;
	if (error == 0)
		error = socket_watch_add(ru->watch, slot, fd, EPOLLIN);
	if (error != 0)
		goto fail_socket;
	ru->questions[slot] = *question;
	error = send_probe(fd, question, attempt);
	if (error == 0)
		return true;
	socket_watch_take(ru->watch, slot);
fail_socket:
	close(fd);
fail:
	*result = (struct reach_result){
		.outcome = outcome_from_local_errno(error), .socket = -1
	};
	return false;
}

/* 0, or the errno that kept the datagram from leaving. */
static int send_probe(int fd, const struct question *question, unsigned attempt)
{
	const struct payload *payload =
		payload_for_attempt(PROTOCOL_UDP, question->port, attempt);
	ssize_t sent = payload == NULL
	                       ? send(fd, NULL, 0, 0)
	                       : send(fd, payload->bytes, payload->len, 0);

	return sent >= 0 ? 0 : errno;
}

/* start() has sent it. */
static void flush(struct reach *reach)
{
	(void)reach;
}

static void on_ready(void *arg, uint32_t slot)
{
	struct reach_udp *ru = arg;
	uint64_t started_ns = socket_watch_added_ns(ru->watch, slot);
	int fd = socket_watch_take(ru->watch, slot);
	ssize_t len = recv(fd, ru->response, sizeof(ru->response), 0);
	int error = len < 0 ? errno : 0;
	struct reach_result result;

	/* A datagram whose checksum turns out wrong wakes us too, and is gone
	 * when we ask for it: the attempt goes on. */
	if (error == EAGAIN) {
		error = socket_watch_put_back(ru->watch, slot, fd, EPOLLIN);
		if (error == 0)
			return;
	}
	result = settle(ru, slot, fd, len, error, started_ns);
	close(fd);
	ru->done(ru->done_arg, slot, &result);
}

/* An answer of `len` bytes came, or an ICMP error did, which gave `error`. */
static struct reach_result settle(struct reach_udp *ru, uint32_t slot, int fd,
                                  ssize_t len, int error, uint64_t started_ns)
{
	struct reach_result result = { .socket = -1 };

	if (error == 0) {
		result.outcome = outcome_open(PROTOCOL_UDP);
		result.response = ru->response;
		result.response_len = (size_t)len;
	} else {
		result.outcome =
			socket_error_outcome(fd, &ru->questions[slot], error);
	}
	if (outcome_is_from_target(result.outcome))
		result.rtt_us = (uv_hrtime() - started_ns) / 1000;
	return result;
}

/* Each attempt left when it was started. */
static void flush(struct reach *reach)
{
	(void)reach;
}

static void collect(struct reach *reach)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	socket_watch_collect(ru->watch);
}

/* UDP leaves repeating to us. */
static uint32_t repeats(struct reach *reach, uint32_t slot)
{
	(void)reach;
	(void)slot;
	return 0;
}

static void cancel(struct reach *reach, uint32_t slot)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	close(socket_watch_take(ru->watch, slot));
}

static void close_reach(struct reach *reach)
{
	struct reach_udp *ru = (struct reach_udp *)reach;

	socket_watch_close(ru->watch);
	free(ru);
}
