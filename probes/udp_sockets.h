// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_UDP_SOCKETS_H
#define PORTSCAN_PROBES_UDP_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/*
 * The few sockets that UDP questions leave by: one a lane for each of IPv4 and
 * IPv6, opened when it is first needed and polled by the loop.  A socket whose
 * port is wanted (probes/own_ports.h) retires: its lane gets another, and it
 * is closed once nothing is pending on it.
 */
enum { UDP_LANES_MAX = 16 };

struct udp_socket {
	uv_poll_t poll;
	struct udp_socket *next; /* in udp_sockets.first */
	struct udp_sockets *owner;
	int fd;      /* -1: closed, and gone when the loop has turned */
	uint32_t id; /* no other socket has it, now or later */
	uint16_t port;
	uint8_t version;
	uint8_t lane;
	/* The caller's: how many attempts need this socket, and those of them
	 * that wait to be sent. */
	uint32_t pending;
	uint32_t queued;
	uint32_t queue_first, queue_last;
};

/* There is something to read from `socket`. */
typedef void (*udp_socket_ready_cb)(void *arg, struct udp_socket *socket);

struct udp_sockets {
	uv_loop_t *loop;
	udp_socket_ready_cb ready;
	void (*closed)(void *arg);
	void *arg;
	struct udp_socket *first; /* all that are open, retired ones too */
	struct udp_socket *lanes[2][UDP_LANES_MAX]; /* of IPv4, of IPv6 */
	uint32_t opened;
	uint32_t handles;
	bool closing;
};

/* Holds nothing yet. */
void udp_sockets_init(struct udp_sockets *sockets, uv_loop_t *loop,
                      udp_socket_ready_cb ready, void (*closed)(void *arg),
                      void *arg);

/* The socket of `lane` < UDP_LANES_MAX for IP `version`; NULL with errno set
 * when there is none and none can be had. */
struct udp_socket *udp_sockets_get(struct udp_sockets *sockets, uint8_t version,
                                   unsigned lane);

/* Let retire those whose port is wanted; close the idle ones among them. */
void udp_sockets_tidy(struct udp_sockets *sockets);

/* Close all; `closed` runs when the loop has let go of them, at once if there
 * are none. */
void udp_sockets_close(struct udp_sockets *sockets);

#endif
