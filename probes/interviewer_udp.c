// SPDX-License-Identifier: Apache-2.0
#include "probes/interviewer.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { DATAGRAM_MAX = 16384 };

struct udp_interviewer {
	struct interviewer base;
	struct interview *interview;
	interviewer_done_cb done;
	void *done_arg;

	uv_udp_t socket;
	uv_timer_t timer;
	struct turn turn;
	bool in_turn; /* its reply is waited for */
	bool cancelled;
	bool finished;
	int open_handles;
	uint8_t buffer[DATAGRAM_MAX];
};

/*
 * In the order a turn goes:
 *
 *   start -> proceed -> (send) -> on_datagram or on_quiet -> end_turn
 *               ^------------------------------------------/
 *            \-> finish -> on_closed
 */
static void proceed(struct udp_interviewer *who);
static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf);
static void on_datagram(uv_udp_t *socket, ssize_t nread, const uv_buf_t *buf,
                        const struct sockaddr *from, unsigned flags);
static void on_quiet(uv_timer_t *timer);
static void end_turn(struct udp_interviewer *who, enum turn_end end,
                     struct bytes said);
static void cancel(struct interviewer *base);
static void finish(struct udp_interviewer *who);
static void on_closed(uv_handle_t *handle);

/* False: this machine has no socket for it. */
static bool open_socket(struct udp_interviewer *who,
                        const struct interviewer_plan *plan)
{
	struct sockaddr_storage to;

	address_to_sockaddr(plan->address, plan->port, &to);
	return uv_udp_connect(&who->socket, (struct sockaddr *)&to) == 0 &&
	       uv_udp_recv_start(&who->socket, lend_buffer, on_datagram) == 0;
}

struct interviewer *interviewer_start_udp(const struct interviewer_plan *plan,
                                          struct interview *interview)
{
	struct udp_interviewer *who = malloc(sizeof(*who));

	if (who == NULL) {
		interview_free(interview);
		return NULL;
	}
	memset(who, 0, offsetof(struct udp_interviewer, buffer));
	who->base.cancel = cancel;
	who->interview = interview;
	who->done = plan->done;
	who->done_arg = plan->arg;
	uv_udp_init(plan->loop, &who->socket);
	uv_timer_init(plan->loop, &who->timer);
	who->open_handles = 2;
	who->socket.data = who;
	who->timer.data = who;
	if (open_socket(who, plan))
		proceed(who);
	else
		finish(who);
	return &who->base;
}

static void proceed(struct udp_interviewer *who)
{
	uint64_t now_ms = uv_now(who->timer.loop);
	uv_buf_t buf;

	if (!interview_next(who->interview, now_ms, &who->turn)) {
		finish(who);
		return;
	}
	/* libuv takes a char * but does not write through it. */
	buf = uv_buf_init((char *)who->turn.send.data,
	                  (unsigned)who->turn.send.len);
	/* An error may be that of the datagram before: then this one left
	 * nothing behind, and its reply is waited for in vain. */
	uv_udp_try_send(&who->socket, &buf, 1, NULL);
	who->in_turn = true;
	uv_timer_start(&who->timer, on_quiet, who->turn.wait_ms, 0);
}

static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct udp_interviewer *who = handle->data;

	(void)hint;
	*buf = uv_buf_init((char *)who->buffer, DATAGRAM_MAX);
}

static void on_datagram(uv_udp_t *socket, ssize_t nread, const uv_buf_t *buf,
                        const struct sockaddr *from, unsigned flags)
{
	struct udp_interviewer *who = socket->data;
	struct bytes said = { (const uint8_t *)buf->base, (size_t)nread };

	(void)flags;
	if (!who->in_turn || (nread == 0 && from == NULL))
		return; /* nothing to read, or nobody waits for it */
	if (nread >= 0)
		end_turn(who, TURN_WHOLE, said);
	else if (nread == UV_ECONNREFUSED)
		end_turn(who, TURN_REFUSED, (struct bytes){ NULL, 0 });
}

static void on_quiet(uv_timer_t *timer)
{
	end_turn(timer->data, TURN_QUIET, (struct bytes){ NULL, 0 });
}

static void end_turn(struct udp_interviewer *who, enum turn_end end,
                     struct bytes said)
{
	const struct turn_reply reply = { end, said, NULL };

	who->in_turn = false;
	uv_timer_stop(&who->timer);
	interview_hear(who->interview, &reply);
	proceed(who);
}

static void cancel(struct interviewer *base)
{
	struct udp_interviewer *who = (struct udp_interviewer *)base;

	who->cancelled = true;
	finish(who);
}

/* The only way out. */
static void finish(struct udp_interviewer *who)
{
	if (who->finished)
		return;
	who->finished = true;
	who->in_turn = false;
	uv_close((uv_handle_t *)&who->socket, on_closed);
	uv_close((uv_handle_t *)&who->timer, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct udp_interviewer *who = handle->data;
	struct interview_result result;

	if (--who->open_handles > 0)
		return;
	result = interview_result(who->interview);
	result.heard_out &= !who->cancelled;
	who->done(who->done_arg, &result);
	interview_free(who->interview);
	free(who);
}
