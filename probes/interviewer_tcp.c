// SPDX-License-Identifier: Apache-2.0
#include "probes/interviewer.h"

#include "base/wall_clock.h"
#include "identify/tls_facts.h"
#include "probes/exchange.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	READ_MAX = 4096,
	SAID_MAX = 32768, /* what is heard of one turn */
	CONNECT_MS = 2500,
};

/* What the timer and what comes in are about. */
enum stage { IDLE, CONNECTING, SHAKING_HANDS, HEARING };

struct tcp_interviewer {
	struct interviewer base;
	struct interview *interview;
	interviewer_done_cb done;
	void *done_arg;
	struct tls_client *tls_client;
	struct sockaddr_storage to;

	uv_tcp_t socket;
	uv_connect_t connect;
	uv_timer_t timer;
	bool has_socket; /* `socket` is open, or about to be */
	int open_handles;

	enum stage stage;
	struct turn turn;
	struct exchange exchange;
	struct tls_session *tls;
	struct facts tls_facts;
	bool late; /* the turn's time is up, but for what came in by then */
	bool cancelled;
	bool finished;
	uint8_t read_buffer[READ_MAX];
	uint8_t said[SAID_MAX];
};

/*
 * In the order a turn goes:
 *
 *   start -> proceed -> connect -> on_connect -> shake_hands -> speak
 *               ^  \------------------------------------------>/ |
 *               |                                                v
 *            end_turn <------ on_deadline, on_end <------- on_read
 *            \-> finish -> on_closed
 */
static void proceed(struct tcp_interviewer *who);
static void connect_anew(struct tcp_interviewer *who);
static void on_connect(uv_connect_t *connect, int status);
static void shake_hands(struct tcp_interviewer *who);
static void speak(struct tcp_interviewer *who);
static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf);
static void on_read(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf);
static void hear(struct tcp_interviewer *who, struct bytes said);
static void on_deadline(uv_timer_t *timer);
static void end_turn(struct tcp_interviewer *who, enum turn_end end);
static void drop_connection(struct tcp_interviewer *who);
static void cancel(struct interviewer *base);
static void finish(struct tcp_interviewer *who);
static void on_closed(uv_handle_t *handle);

void hang_up(int socket)
{
	struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(socket);
}

/* A handle for a connection: the one that is there, or one to come. */
static void open_socket(struct tcp_interviewer *who)
{
	uv_tcp_init(who->timer.loop, &who->socket);
	who->socket.data = who;
	who->has_socket = true;
	who->open_handles++;
}

struct interviewer *interviewer_start_tcp(const struct interviewer_plan *plan,
                                          struct interview *interview,
                                          int socket)
{
	struct tcp_interviewer *who = malloc(sizeof(*who));

	if (who == NULL) {
		interview_free(interview);
		if (socket >= 0)
			hang_up(socket);
		return NULL;
	}
	/* Memory that is never touched is never there: most hear little. */
	memset(who, 0, offsetof(struct tcp_interviewer, read_buffer));
	who->base.cancel = cancel;
	who->interview = interview;
	who->done = plan->done;
	who->done_arg = plan->arg;
	who->tls_client = plan->tls;
	address_to_sockaddr(plan->address, plan->port, &who->to);
	uv_timer_init(plan->loop, &who->timer);
	who->timer.data = who;
	who->open_handles = 1;
	if (socket >= 0) {
		open_socket(who);
		if (uv_tcp_open(&who->socket, socket) != 0)
			hang_up(socket);
		uv_read_start((uv_stream_t *)&who->socket, lend_buffer,
		              on_read);
	}
	proceed(who);
	return &who->base;
}

static void wait_until(struct tcp_interviewer *who, uint64_t deadline_ms)
{
	uint64_t now_ms = uv_now(who->timer.loop);

	uv_timer_start(&who->timer, on_deadline,
	               deadline_ms > now_ms ? deadline_ms - now_ms : 0, 0);
}

static void wait_for(struct tcp_interviewer *who, uint32_t ms)
{
	wait_until(who, uv_now(who->timer.loop) + ms);
}

static void proceed(struct tcp_interviewer *who)
{
	uint64_t now_ms = uv_now(who->timer.loop);

	if (!interview_next(who->interview, now_ms, &who->turn)) {
		finish(who);
		return;
	}
	facts_release(&who->tls_facts);
	who->late = false;
	exchange_begin(&who->exchange, &who->turn, who->said, SAID_MAX, now_ms);
	if (!who->turn.anew && who->has_socket) {
		if (who->turn.start_tls)
			shake_hands(who);
		else
			speak(who);
		return;
	}
	/* When the last connection has closed on_closed() goes on. */
	who->stage = CONNECTING;
	if (who->has_socket)
		drop_connection(who);
	else
		connect_anew(who);
}

static void connect_anew(struct tcp_interviewer *who)
{
	open_socket(who);
	wait_for(who, CONNECT_MS);
	/* What is no answer of the host is a failure of ours: no descriptors,
	 * no ports, no route. */
	if (uv_tcp_connect(&who->connect, &who->socket,
	                   (const struct sockaddr *)&who->to, on_connect) != 0)
		end_turn(who, TURN_LOCAL);
}

static void on_connect(uv_connect_t *connect, int status)
{
	struct tcp_interviewer *who = connect->handle->data;

	if (who->stage != CONNECTING || status == UV_ECANCELED)
		return; /* the handle is being closed */
	if (status != 0) {
		end_turn(who, TURN_REFUSED);
		return;
	}
	uv_read_start((uv_stream_t *)&who->socket, lend_buffer, on_read);
	if (who->turn.start_tls)
		shake_hands(who);
	else
		speak(who);
}

struct writing {
	uv_write_t request;
	uint8_t bytes[];
};

/* A peer that reset us may have spoken first: what it said is read before
 * its reset ends the turn. */
static void on_written(uv_write_t *request, int status)
{
	(void)status;
	free(request);
}

/* Bytes for the network; what cannot be sent is answered by nobody. */
static void transmit(struct tcp_interviewer *who, struct bytes bytes)
{
	struct writing *writing = malloc(sizeof(*writing) + bytes.len);
	uv_buf_t buf;

	if (writing == NULL)
		return;
	memcpy(writing->bytes, bytes.data, bytes.len);
	buf = uv_buf_init((char *)writing->bytes, (unsigned)bytes.len);
	if (uv_write(&writing->request, (uv_stream_t *)&who->socket, &buf, 1,
	             on_written) != 0)
		free(writing);
}

/* Whatever TLS has to send by now. */
static void transmit_tls(struct tcp_interviewer *who)
{
	uint8_t bytes[READ_MAX];
	size_t len;

	while ((len = tls_session_take(who->tls, bytes, sizeof(bytes))) > 0)
		transmit(who, (struct bytes){ bytes, len });
}

static void shake_hands(struct tcp_interviewer *who)
{
	const struct tls_options options = {
		.server_name = interview_host(who->interview),
		.alpn = "http/1.1",
	};

	who->tls = tls_session_create(who->tls_client, &options);
	if (who->tls == NULL) {
		end_turn(who, TURN_LOCAL);
		return;
	}
	who->stage = SHAKING_HANDS;
	wait_for(who, who->turn.handshake_ms);
	transmit_tls(who);
}

static void speak(struct tcp_interviewer *who)
{
	struct bytes send = who->turn.send;

	if (who->turn.wait_ms == 0) {
		end_turn(who, TURN_WHOLE);
		return;
	}
	who->stage = HEARING;
	who->exchange.started_ms = uv_now(who->timer.loop);
	wait_until(who, exchange_deadline_ms(&who->exchange));
	if (send.len > 0 && who->tls == NULL) {
		transmit(who, send);
	} else if (send.len > 0) {
		tls_session_write(who->tls, send);
		transmit_tls(who);
	}
}

static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct tcp_interviewer *who = handle->data;

	(void)hint;
	*buf = uv_buf_init((char *)who->read_buffer, READ_MAX);
}

/* What came in plain; the turn may be over then. */
static void hear(struct tcp_interviewer *who, struct bytes said)
{
	enum turn_end end;

	if (who->stage != HEARING || said.len == 0)
		return; /* nobody waits for it */
	if (exchange_data(&who->exchange, said.data, said.len,
	                  uv_now(who->timer.loop), &end))
		end_turn(who, end);
	else
		wait_until(who, exchange_deadline_ms(&who->exchange));
}

static void end_handshake(struct tcp_interviewer *who)
{
	if (tls_session_state(who->tls) == TLS_ESTABLISHED)
		speak(who);
	else
		end_turn(who, TURN_NO_TLS);
}

static void hear_plain(struct tcp_interviewer *who)
{
	uint8_t plain[READ_MAX];
	size_t len;

	while (who->stage == HEARING &&
	       (len = tls_session_read(who->tls, plain, sizeof(plain))) > 0)
		hear(who, (struct bytes){ plain, len });
	if (who->stage == HEARING &&
	    tls_session_state(who->tls) != TLS_ESTABLISHED)
		end_turn(who, TURN_CLOSED);
}

/* Bytes of TLS: they go in as far as what is inside is taken out. */
static void hear_tls(struct tcp_interviewer *who, struct bytes bytes)
{
	size_t taken = 1;

	while (who->tls != NULL && bytes.len > 0 && taken > 0) {
		taken = tls_session_receive(who->tls, bytes);
		bytes = bytes_from(bytes, taken);
		transmit_tls(who);
		if (who->stage == SHAKING_HANDS &&
		    tls_session_state(who->tls) != TLS_HANDSHAKING)
			end_handshake(who);
		else if (who->stage == HEARING)
			hear_plain(who);
	}
}

/* The connection is at its end. */
static void hear_end(struct tcp_interviewer *who, enum turn_end end)
{
	if (who->stage == SHAKING_HANDS) {
		tls_session_end(who->tls);
		end = TURN_NO_TLS;
	}
	if (who->stage != IDLE)
		end_turn(who, end);
}

static void on_read(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
	struct tcp_interviewer *who = stream->data;
	struct bytes bytes = { (const uint8_t *)buf->base, (size_t)nread };

	if (nread < 0) {
		uv_read_stop(stream);
		hear_end(who, nread == UV_EOF ? TURN_CLOSED : TURN_RESET);
	} else if (nread > 0 && who->tls != NULL) {
		hear_tls(who, bytes);
	} else if (nread > 0) {
		hear(who, bytes);
	}
}

static bool has_unread(const struct tcp_interviewer *who)
{
	uv_os_fd_t fd;
	char byte;

	return who->stage != CONNECTING &&
	       uv_fileno((const uv_handle_t *)&who->socket, &fd) == 0 &&
	       recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

static void on_deadline(uv_timer_t *timer)
{
	struct tcp_interviewer *who = timer->data;

	/* libuv runs timers before it reads: after a pause of ours it was not
	 * the service that was quiet.  (In 0 ms it would run again at once.) */
	if (!who->late && has_unread(who)) {
		who->late = true;
		uv_timer_start(timer, on_deadline, 1, 0);
	} else if (who->stage == HEARING)
		end_turn(who, TURN_QUIET);
	else
		end_turn(who,
		         who->stage == CONNECTING ? TURN_REFUSED : TURN_NO_TLS);
}

static void end_turn(struct tcp_interviewer *who, enum turn_end end)
{
	struct turn_reply reply = {
		.end = end,
		.said = { who->said, who->exchange.len },
	};

	who->stage = IDLE;
	uv_timer_stop(&who->timer);
	if (who->turn.start_tls && who->tls != NULL &&
	    tls_session_is_tls(who->tls)) {
		tls_facts_of_session(&who->tls_facts, who->tls,
		                     wall_clock_us() / 1000000);
		reply.tls = &who->tls_facts;
	}
	interview_hear(who->interview, &reply);
	if (!who->finished)
		proceed(who);
}

static void drop_connection(struct tcp_interviewer *who)
{
	tls_session_free(who->tls);
	who->tls = NULL;
	if (!who->has_socket)
		return;
	who->has_socket = false;
	/* Refused when the handle has no socket. */
	if (uv_tcp_close_reset(&who->socket, on_closed) != 0)
		uv_close((uv_handle_t *)&who->socket, on_closed);
}

static void cancel(struct interviewer *base)
{
	struct tcp_interviewer *who = (struct tcp_interviewer *)base;

	who->cancelled = true;
	/* What it has said by now is heard. */
	if (!who->finished && who->stage == HEARING)
		end_turn(who, TURN_CANCELLED);
	finish(who);
}

/* The only way out. */
static void finish(struct tcp_interviewer *who)
{
	if (who->finished)
		return;
	who->finished = true;
	who->stage = IDLE;
	drop_connection(who);
	uv_close((uv_handle_t *)&who->timer, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct tcp_interviewer *who = handle->data;
	struct interview_result result;

	if (--who->open_handles > 0) {
		if (!who->finished)
			connect_anew(who);
		return;
	}
	result = interview_result(who->interview);
	result.heard_out &= !who->cancelled;
	who->done(who->done_arg, &result);
	interview_free(who->interview);
	facts_release(&who->tls_facts);
	free(who);
}
