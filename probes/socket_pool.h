// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_SOCKET_POOL_H
#define PORTSCAN_PROBES_SOCKET_POOL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <uv.h>

/*
 * TCP sockets that connect again and again, on one loop handle: an epoll set
 * of our own, which is itself the one descriptor that libuv polls.  A socket
 * enters the set once and serves many attempts, since Linux lets one that was
 * refused or given up connect afresh; a scan then opens and closes hardly any.
 *
 * A socket is named by its seat, a number below `seats`.
 */
struct socket_pool;

/* Something may have happened on the taken socket in `seat`; it may also be
 * nothing, or old news. */
typedef void (*socket_ready_cb)(void *arg, uint32_t seat);

/* NULL with errno set when descriptors or memory are lacking. */
struct socket_pool *socket_pool_create(uv_loop_t *loop, uint32_t seats,
                                       socket_ready_cb ready, void *arg);

/* Close every socket still inside; the memory goes once the loop has run. */
void socket_pool_close(struct socket_pool *pool);

/*
 * Take an unconnected, non-blocking socket of `family` (AF_INET or AF_INET6),
 * which keeps the ICMP errors that concern it (probes/socket_error.h).  0, or
 * the errno that kept it from being had.
 */
int socket_pool_take(struct socket_pool *pool, sa_family_t family,
                     uint32_t *seat);

int socket_pool_fd(const struct socket_pool *pool, uint32_t seat);

/* Give back a socket that is connecting, or that connect(2) has failed on: the
 * attempt ends without a word, and the socket can connect again. */
void socket_pool_disconnect(struct socket_pool *pool, uint32_t seat);

/* Let a connected socket out of the pool: it is the caller's to close. */
int socket_pool_release(struct socket_pool *pool, uint32_t seat);

/* Close a taken socket. */
void socket_pool_discard(struct socket_pool *pool, uint32_t seat);

/* Tell of every socket that is ready by now. */
void socket_pool_collect(struct socket_pool *pool);

#endif
