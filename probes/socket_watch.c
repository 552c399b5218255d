// SPDX-License-Identifier: Apache-2.0
#include "probes/socket_watch.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
	NO_SOCKET = -1,
	EVENTS_PER_CALL = 256,
};

/*
 * One event is all a socket gets (EPOLLONESHOT): it need not be taken out of
 * the epoll set when it is closed or lives on elsewhere.  `turn` tells an event
 * for this socket from one that was still queued for the socket that had the
 * slot before.
 */
struct watched {
	int fd;
	uint32_t turn;
	uint64_t added_ns;
};

struct socket_watch {
	uv_poll_t poll;
	int epoll_fd;
	socket_ready_cb ready;
	void *ready_arg;
	uint32_t slots;
	struct watched watched[];
};

static void on_ready(uv_poll_t *poll, int status, int events);
static int deliver_batch(struct socket_watch *watch);
static void deliver(struct socket_watch *watch,
                    const struct epoll_event *event);
static void on_closed(uv_handle_t *handle);

struct socket_watch *socket_watch_create(uv_loop_t *loop, uint32_t slots,
                                         socket_ready_cb ready, void *arg)
{
	struct socket_watch *watch =
		calloc(1, sizeof(*watch) + slots * sizeof(watch->watched[0]));
	int error;

	if (watch == NULL)
		goto fail;
	watch->ready = ready;
	watch->ready_arg = arg;
	watch->slots = slots;
	for (uint32_t i = 0; i < slots; i++)
		watch->watched[i].fd = NO_SOCKET;
	watch->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (watch->epoll_fd < 0)
		goto fail_watch;
	error = uv_poll_init(loop, &watch->poll, watch->epoll_fd);
	if (error != 0) {
		errno = -error;
		goto fail_epoll;
	}
	watch->poll.data = watch;
	uv_poll_start(&watch->poll, UV_READABLE, on_ready);
	return watch;

fail_epoll:
	close(watch->epoll_fd);
fail_watch:
	free(watch);
fail:
	return NULL;
}

/* Arm for one event: `operation` is EPOLL_CTL_ADD or, once fired, _MOD. */
static int arm(struct socket_watch *watch, int operation, uint32_t slot, int fd,
               uint32_t turn, uint32_t events)
{
	struct epoll_event event = { .events = events | EPOLLONESHOT,
		                     .data.u64 = (uint64_t)turn << 32 | slot };

	assert(slot < watch->slots && watch->watched[slot].fd == NO_SOCKET);
	return epoll_ctl(watch->epoll_fd, operation, fd, &event) == 0 ? 0
	                                                              : errno;
}

int socket_watch_add(struct socket_watch *watch, uint32_t slot, int fd,
                     uint32_t events)
{
	struct watched *watched = &watch->watched[slot];
	uint32_t turn = watched->turn + 1;
	int error = arm(watch, EPOLL_CTL_ADD, slot, fd, turn, events);

	if (error == 0)
		*watched = (struct watched){ fd, turn, uv_hrtime() };
	return error;
}

int socket_watch_put_back(struct socket_watch *watch, uint32_t slot, int fd,
                          uint32_t events)
{
	struct watched *watched = &watch->watched[slot];
	int error = arm(watch, EPOLL_CTL_MOD, slot, fd, watched->turn, events);

	if (error == 0)
		watched->fd = fd;
	return error;
}

int socket_watch_take(struct socket_watch *watch, uint32_t slot)
{
	struct watched *watched = &watch->watched[slot];
	int fd = watched->fd;

	assert(slot < watch->slots && fd != NO_SOCKET);
	watched->fd = NO_SOCKET;
	return fd;
}

int socket_watch_peek(const struct socket_watch *watch, uint32_t slot)
{
	return watch->watched[slot].fd;
}

uint64_t socket_watch_added_ns(const struct socket_watch *watch, uint32_t slot)
{
	return watch->watched[slot].added_ns;
}

/*
 * One call's worth of events; the rest keeps our epoll set readable, so the
 * loop comes back to it after its timers and other handles had their turn.
 */
static void on_ready(uv_poll_t *poll, int status, int events)
{
	(void)status;
	(void)events;
	deliver_batch(poll->data);
}

/* A socket that is put back may be ready again, without end: as many events
 * as there are slots is all there can have been at first. */
void socket_watch_collect(struct socket_watch *watch)
{
	uint32_t left = watch->slots;

	while (deliver_batch(watch) == EVENTS_PER_CALL &&
	       left > EVENTS_PER_CALL)
		left -= EVENTS_PER_CALL;
}

/* How many events there were; fewer than EVENTS_PER_CALL: no more are left. */
static int deliver_batch(struct socket_watch *watch)
{
	struct epoll_event batch[EVENTS_PER_CALL];
	int count = epoll_wait(watch->epoll_fd, batch, EVENTS_PER_CALL, 0);

	for (int i = 0; i < count; i++)
		deliver(watch, &batch[i]);
	return count;
}

static void deliver(struct socket_watch *watch, const struct epoll_event *event)
{
	uint32_t slot = (uint32_t)event->data.u64;
	uint32_t turn = (uint32_t)(event->data.u64 >> 32);
	const struct watched *watched = &watch->watched[slot];

	if (watched->fd != NO_SOCKET && watched->turn == turn)
		watch->ready(watch->ready_arg, slot);
}

void socket_watch_close(struct socket_watch *watch)
{
	for (uint32_t i = 0; i < watch->slots; i++) {
		if (watch->watched[i].fd != NO_SOCKET)
			close(watch->watched[i].fd);
		watch->watched[i].fd = NO_SOCKET;
	}
	uv_close((uv_handle_t *)&watch->poll, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct socket_watch *watch = handle->data;

	close(watch->epoll_fd);
	free(watch);
}
