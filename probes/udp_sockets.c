// SPDX-License-Identifier: Apache-2.0
#include "probes/udp_sockets.h"

#include "probes/datagrams.h"
#include "probes/own_ports.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void udp_sockets_init(struct udp_sockets *sockets, uv_loop_t *loop,
                      udp_socket_ready_cb ready, void (*closed)(void *arg),
                      void *arg)
{
	*sockets = (struct udp_sockets){
		.loop = loop, .ready = ready, .closed = closed, .arg = arg
	};
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct udp_socket *socket = poll->data;

	(void)status;
	(void)events;
	socket->owner->ready(socket->owner->arg, socket);
}

static struct udp_socket *open_socket(struct udp_sockets *sockets,
                                      uint8_t version, uint8_t lane)
{
	struct udp_socket *socket = calloc(1, sizeof(*socket));
	int error;

	if (socket == NULL)
		return NULL;
	socket->fd = datagrams_open(version, &socket->port);
	if (socket->fd < 0)
		goto fail;
	error = uv_poll_init(sockets->loop, &socket->poll, socket->fd);
	if (error != 0) {
		close(socket->fd);
		errno = -error;
		goto fail;
	}
	socket->poll.data = socket;
	uv_poll_start(&socket->poll, UV_READABLE | UV_PRIORITIZED, on_ready);
	socket->owner = sockets;
	socket->version = version;
	socket->lane = lane;
	socket->id = sockets->opened++;
	own_ports_add(version, socket->port);
	sockets->handles++;
	return socket;

fail:
	free(socket);
	return NULL;
}

struct udp_socket *udp_sockets_get(struct udp_sockets *sockets, uint8_t version,
                                   unsigned lane)
{
	struct udp_socket **place = &sockets->lanes[version == 6][lane];

	assert(lane < UDP_LANES_MAX);
	if (*place == NULL) {
		*place = open_socket(sockets, version, (uint8_t)lane);
		if (*place != NULL) {
			(*place)->next = sockets->first;
			sockets->first = *place;
		}
	}
	return *place;
}

static void on_closed(uv_handle_t *handle)
{
	struct udp_socket *socket = handle->data;
	struct udp_sockets *sockets = socket->owner;

	free(socket);
	if (--sockets->handles == 0 && sockets->closing)
		sockets->closed(sockets->arg);
}

static void close_socket(struct udp_socket *socket)
{
	own_ports_remove(socket->version, socket->port);
	uv_poll_stop(&socket->poll);
	uv_close((uv_handle_t *)&socket->poll, on_closed);
	close(socket->fd);
	socket->fd = -1;
}

static void retire(struct udp_sockets *sockets, const struct udp_socket *socket)
{
	struct udp_socket **place =
		&sockets->lanes[socket->version == 6][socket->lane];

	if (*place == socket)
		*place = NULL;
}

void udp_sockets_tidy(struct udp_sockets *sockets)
{
	struct udp_socket **link = &sockets->first;

	while (*link != NULL) {
		struct udp_socket *socket = *link;

		if (!own_ports_is_wanted(socket->version, socket->port)) {
			link = &socket->next;
			continue;
		}
		retire(sockets, socket);
		if (socket->pending > 0) {
			link = &socket->next;
			continue;
		}
		*link = socket->next;
		close_socket(socket);
	}
}

void udp_sockets_close(struct udp_sockets *sockets)
{
	sockets->closing = true;
	if (sockets->handles == 0) {
		sockets->closed(sockets->arg);
		return;
	}
	for (struct udp_socket *socket = sockets->first; socket != NULL;
	     socket = socket->next)
		close_socket(socket);
}
