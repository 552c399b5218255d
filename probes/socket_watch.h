// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_SOCKET_WATCH_H
#define PORTSCAN_PROBES_SOCKET_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

/*
 * Many short-lived sockets on one loop handle: an epoll set of our own, which
 * is itself the one descriptor that libuv polls.  A socket enters and leaves
 * with one system call in all, where a uv_poll_t would take several and a
 * handle of 160 bytes; a scan opens tens of thousands a second.
 *
 * Each socket sits in a slot, a number below `slots`.  The watch owns it from
 * add to take.
 */
struct socket_watch;

/* The socket in `slot` is ready (or in error), which is told once; it is still
 * in the watch. */
typedef void (*socket_ready_cb)(void *arg, uint32_t slot);

/* NULL with errno set when descriptors or memory are lacking. */
struct socket_watch *socket_watch_create(uv_loop_t *loop, uint32_t slots,
                                         socket_ready_cb ready, void *arg);

/* Close every socket still inside; the memory goes once the loop has run. */
void socket_watch_close(struct socket_watch *watch);

/* Watch `fd`, for EPOLLIN or EPOLLOUT.  0, or an errno and the caller keeps
 * the socket. */
int socket_watch_add(struct socket_watch *watch, uint32_t slot, int fd,
                     uint32_t events);

/* Take the socket in `slot` out: it is the caller's again. */
int socket_watch_take(struct socket_watch *watch, uint32_t slot);

/* Tell of every socket that is ready by now. */
void socket_watch_collect(struct socket_watch *watch);

/* The socket in `slot`, which stays the watch's. */
int socket_watch_peek(const struct socket_watch *watch, uint32_t slot);

/* Put back the socket just taken out of `slot`: there was nothing for us yet.
 * 0, or an errno and the caller keeps the socket. */
int socket_watch_put_back(struct socket_watch *watch, uint32_t slot, int fd,
                          uint32_t events);

/* When the socket in `slot` was added, by uv_hrtime(). */
uint64_t socket_watch_added_ns(const struct socket_watch *watch, uint32_t slot);

#endif
