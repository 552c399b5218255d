// SPDX-License-Identifier: Apache-2.0
#include "probes/socket_pool.h"

#include "probes/socket_error.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
	NO_SEAT = UINT32_MAX,
	EVENTS_PER_CALL = 256,
	FAMILIES = 2,
};

struct seat {
	int fd;
	sa_family_t family;
	bool taken;
	uint32_t next; /* in the list it is in */
};

struct socket_pool {
	uv_poll_t poll;
	int epoll_fd;
	socket_ready_cb ready;
	void *ready_arg;
	uint32_t size;
	uint32_t idle[FAMILIES]; /* first seat with an unused socket */
	uint32_t empty;          /* first seat without a socket */
	struct seat seats[];
};

static void on_ready(uv_poll_t *poll, int status, int events);
static int deliver_batch(struct socket_pool *pool);
static void on_closed(uv_handle_t *handle);

static uint32_t *idle_list(struct socket_pool *pool, sa_family_t family)
{
	return &pool->idle[family == AF_INET ? 0 : 1];
}

static void push(struct socket_pool *pool, uint32_t *list, uint32_t seat)
{
	pool->seats[seat].next = *list;
	*list = seat;
}

static uint32_t pop(struct socket_pool *pool, uint32_t *list)
{
	uint32_t seat = *list;

	if (seat != NO_SEAT)
		*list = pool->seats[seat].next;
	return seat;
}

struct socket_pool *socket_pool_create(uv_loop_t *loop, uint32_t seats,
                                       socket_ready_cb ready, void *arg)
{
	struct socket_pool *pool =
		calloc(1, sizeof(*pool) + seats * sizeof(pool->seats[0]));
	int error;

	if (pool == NULL)
		return NULL;
	pool->ready = ready;
	pool->ready_arg = arg;
	pool->size = seats;
	pool->idle[0] = pool->idle[1] = pool->empty = NO_SEAT;
	for (uint32_t i = seats; i > 0; i--) {
		pool->seats[i - 1].fd = -1;
		push(pool, &pool->empty, i - 1);
	}
	pool->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (pool->epoll_fd < 0)
		goto fail_pool;
	error = uv_poll_init(loop, &pool->poll, pool->epoll_fd);
	if (error != 0) {
		errno = -error;
		goto fail_epoll;
	}
	pool->poll.data = pool;
	uv_poll_start(&pool->poll, UV_READABLE, on_ready);
	return pool;

fail_epoll:
	close(pool->epoll_fd);
fail_pool:
	free(pool);
	return NULL;
}

/* Open a socket into the empty `seat`.  Edge-triggered: each change of its
 * state is told once, so that it need not be armed for each attempt. */
static int open_socket(struct socket_pool *pool, sa_family_t family,
                       uint32_t seat)
{
	struct epoll_event event = { .events = EPOLLOUT | EPOLLET,
		                     .data.u32 = seat };
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return errno;
	socket_error_enable(fd, family);
	if (epoll_ctl(pool->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
		error = errno;
		close(fd);
		return error;
	}
	pool->seats[seat] = (struct seat){ .fd = fd, .family = family };
	return 0;
}

int socket_pool_take(struct socket_pool *pool, sa_family_t family,
                     uint32_t *seat)
{
	uint32_t *other = &pool->idle[family == AF_INET ? 1 : 0];
	uint32_t found = pop(pool, idle_list(pool, family));
	int error = 0;

	if (found == NO_SEAT) {
		/* Unused sockets of the other family are descriptors that
		 * we may lack. */
		if (*other != NO_SEAT)
			socket_pool_discard(pool, pop(pool, other));
		found = pop(pool, &pool->empty);
		assert(found != NO_SEAT);
		error = open_socket(pool, family, found);
		if (error != 0) {
			push(pool, &pool->empty, found);
			return error;
		}
	}
	pool->seats[found].taken = true;
	*seat = found;
	return 0;
}

int socket_pool_fd(const struct socket_pool *pool, uint32_t seat)
{
	return pool->seats[seat].fd;
}

/* Its socket can connect again. */
static void give(struct socket_pool *pool, uint32_t seat)
{
	pool->seats[seat].taken = false;
	push(pool, idle_list(pool, pool->seats[seat].family), seat);
}

/* connect(2): an address of family AF_UNSPEC dissolves the association. */
void socket_pool_disconnect(struct socket_pool *pool, uint32_t seat)
{
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	if (connect(pool->seats[seat].fd, &nobody, sizeof(nobody)) == 0)
		give(pool, seat);
	else
		socket_pool_discard(pool, seat);
}

int socket_pool_release(struct socket_pool *pool, uint32_t seat)
{
	int fd = pool->seats[seat].fd;

	epoll_ctl(pool->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
	pool->seats[seat].fd = -1;
	pool->seats[seat].taken = false;
	push(pool, &pool->empty, seat);
	return fd;
}

void socket_pool_discard(struct socket_pool *pool, uint32_t seat)
{
	close(socket_pool_release(pool, seat));
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

/* A socket has one event at most until its state changes again. */
void socket_pool_collect(struct socket_pool *pool)
{
	uint32_t left = pool->size;

	while (deliver_batch(pool) == EVENTS_PER_CALL && left > EVENTS_PER_CALL)
		left -= EVENTS_PER_CALL;
}

/* How many events there were; fewer than EVENTS_PER_CALL: no more are left. */
static int deliver_batch(struct socket_pool *pool)
{
	struct epoll_event batch[EVENTS_PER_CALL];
	int count = epoll_wait(pool->epoll_fd, batch, EVENTS_PER_CALL, 0);

	for (int i = 0; i < count; i++)
		if (pool->seats[batch[i].data.u32].taken)
			pool->ready(pool->ready_arg, batch[i].data.u32);
	return count;
}

void socket_pool_close(struct socket_pool *pool)
{
	for (uint32_t i = 0; i < pool->size; i++)
		if (pool->seats[i].fd >= 0)
			close(pool->seats[i].fd);
	uv_close((uv_handle_t *)&pool->poll, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
	struct socket_pool *pool = handle->data;

	close(pool->epoll_fd);
	free(pool);
}
