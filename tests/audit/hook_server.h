// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_AUDIT_HOOK_SERVER_H
#define PORTSCAN_TESTS_AUDIT_HOOK_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { HOOK_REQUESTS = 8, HOOK_REQUEST_SIZE = 8192 };

/*
 * An HTTP server on loopback that takes one request a connection, and answers
 * the first with the first of `answers`, and so on; the last is for all that
 * come after.
 */
struct hook_server {
	const char *const *answers; /* NULL ends them */
	char url[64];
	int count;       /* of connections */
	bool took_flood; /* all of it */
	char requests[HOOK_REQUESTS][HOOK_REQUEST_SIZE];
	int listener;
	pthread_t thread;
};

/* Answers that are none. */
extern const char hook_hangs[];    /* says nothing until the client gives up */
extern const char hook_hangs_up[]; /* closes */
extern const char hook_floods[];   /* 200, and a body of 64 MiB */

void hook_server_start(struct hook_server *server);
void hook_server_stop(struct hook_server *server);

#endif
