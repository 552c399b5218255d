// SPDX-License-Identifier: Apache-2.0
#include "probes/converse.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_MAX = 4096 };

struct converse {
	converse_done_cb done;
	void *done_arg;

	uv_tcp_t socket;
	uv_timer_t timer;
	uv_write_t write;
	struct exchange exchange;
	bool cancelled;
	bool finished;
	int open_handles;
	uint8_t read_buffer[READ_MAX];
	uint8_t banner[]; /* limits.banner_max bytes */
};

/*
 * In the order a conversation lives:
 *
 *   start -> obey <-> on_read, on_quiet -> finish -> on_closed
 */
static void obey(struct converse *converse, enum exchange_next next);
static void wait_for_more(struct converse *converse);
static void send_payload(struct converse *converse);
static void on_sent(uv_write_t *write, int status);
static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf);
static void on_read(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf);
static void on_quiet(uv_timer_t *timer);
static bool has_unread(const struct converse *converse);
static void finish(struct converse *converse);
static void on_closed(uv_handle_t *handle);

struct converse *converse_start(uv_loop_t *loop, int socket,
                                const struct exchange_limits *limits,
                                const struct payload *payload,
                                converse_done_cb done, void *arg)
{
	struct converse *converse =
		calloc(1, sizeof(*converse) + limits->banner_max);

	if (converse == NULL) {
		converse_hang_up(socket);
		return NULL;
	}
	converse->done = done;
	converse->done_arg = arg;
	exchange_init(&converse->exchange, limits, payload, converse->banner,
	              uv_now(loop));
	uv_tcp_init(loop, &converse->socket);
	uv_timer_init(loop, &converse->timer);
	converse->open_handles = 2;
	converse->socket.data = converse;
	converse->timer.data = converse;
	if (uv_tcp_open(&converse->socket, socket) != 0) {
		converse_hang_up(socket);
		converse_cancel(converse);
		return converse;
	}
	uv_read_start((uv_stream_t *)&converse->socket, lend_buffer, on_read);
	wait_for_more(converse);
	return converse;
}

void converse_cancel(struct converse *converse)
{
	converse->cancelled = true;
	finish(converse);
}

void converse_hang_up(int socket)
{
	struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(socket);
}

static void obey(struct converse *converse, enum exchange_next next)
{
	switch (next) {
	case NEXT_WAIT: wait_for_more(converse); break;
	case NEXT_SEND: send_payload(converse); break;
	case NEXT_FINISH: finish(converse); break;
	}
}

static void wait_for_more(struct converse *converse)
{
	uint64_t now_ms = uv_now(converse->timer.loop);
	uint64_t deadline_ms = exchange_deadline_ms(&converse->exchange);

	uv_timer_start(&converse->timer, on_quiet,
	               deadline_ms > now_ms ? deadline_ms - now_ms : 0, 0);
}

static void send_payload(struct converse *converse)
{
	const struct payload *payload = converse->exchange.payload;
	/* uv_write() takes a char * but does not write through it. */
	uv_buf_t buf =
		uv_buf_init((char *)payload->bytes, (unsigned)payload->len);

	wait_for_more(converse);
	if (uv_write(&converse->write, (uv_stream_t *)&converse->socket, &buf,
	             1, on_sent) != 0)
		finish(converse);
}

/* A peer that reset us may have spoken first: what it said is read before
 * its reset ends the conversation. */
static void on_sent(uv_write_t *write, int status)
{
	(void)write;
	(void)status;
}

static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct converse *converse = handle->data;

	(void)hint;
	*buf = uv_buf_init((char *)converse->read_buffer, READ_MAX);
}

static void on_read(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
	struct converse *converse = stream->data;

	if (nread > 0)
		obey(converse,
		     exchange_data(&converse->exchange,
		                   (const uint8_t *)buf->base, (size_t)nread,
		                   uv_now(stream->loop)));
	else if (nread < 0) /* end of stream or reset: nothing more comes */
		finish(converse);
}

static void on_quiet(uv_timer_t *timer)
{
	struct converse *converse = timer->data;

	/* libuv runs timers before it reads: after a pause of ours it was not
	 * the service that was quiet.  (In 0 ms it would run again at once.) */
	if (has_unread(converse))
		uv_timer_start(timer, on_quiet, 1, 0);
	else
		obey(converse,
		     exchange_quiet(&converse->exchange, uv_now(timer->loop)));
}

static bool has_unread(const struct converse *converse)
{
	uv_os_fd_t fd;
	char byte;

	return uv_fileno((const uv_handle_t *)&converse->socket, &fd) == 0 &&
	       recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* The only way out. */
static void finish(struct converse *converse)
{
	if (converse->finished)
		return;
	converse->finished = true;
	/* Refused when uv_tcp_open() left the handle without a socket. */
	if (uv_tcp_close_reset(&converse->socket, on_closed) != 0)
		uv_close((uv_handle_t *)&converse->socket, on_closed);
	uv_close((uv_handle_t *)&converse->timer, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct converse *converse = handle->data;
	struct converse_result result;

	if (--converse->open_handles > 0)
		return;
	result.banner = converse->banner;
	result.banner_len = converse->exchange.banner_len;
	result.answered_payload = converse->exchange.answered_payload;
	result.heard_out =
		converse->exchange.payload != NULL && !converse->cancelled;
	converse->done(converse->done_arg, &result);
	free(converse);
}
