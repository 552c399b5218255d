// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/hook_server.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char hook_hangs[] = "hangs";
const char hook_hangs_up[] = "hangs up";
const char hook_floods[] = "floods";

/* How many bytes the body has. */
static size_t body_len(const char *request)
{
	const char *length = strstr(request, "Content-Length: ");

	return length == NULL ? 0 : strtoul(length + 16, NULL, 10);
}

static void read_request(int fd, char request[HOOK_REQUEST_SIZE])
{
	size_t len = 0;
	ssize_t got;
	char *body;

	do {
		got = recv(fd, request + len, HOOK_REQUEST_SIZE - 1 - len, 0);
		len += got > 0 ? (size_t)got : 0;
		request[len] = '\0';
		body = strstr(request, "\r\n\r\n");
	} while (got > 0 &&
	         (body == NULL || strlen(body + 4) < body_len(request)));
}

static void wait_for_end(int fd)
{
	char byte;

	while (recv(fd, &byte, 1, 0) > 0)
		continue;
}

/* More than sockets buffer; true when the client took all of it. */
static bool flood(int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
	static char block[1 << 20];
	ssize_t sent = send(fd, head, strlen(head), MSG_NOSIGNAL);

	for (int i = 0; i < 64 && sent > 0; i++)
		sent = send(fd, block, sizeof(block), MSG_NOSIGNAL);
	return sent > 0;
}

static void answer(struct hook_server *server, int fd, const char *answer)
{
	if (answer == hook_hangs)
		wait_for_end(fd);
	else if (answer == hook_floods)
		server->took_flood = flood(fd);
	else if (answer != hook_hangs_up)
		send(fd, answer, strlen(answer), MSG_NOSIGNAL);
}

/* Until the listener is shut down. */
static void *serve(void *arg)
{
	static char spare[HOOK_REQUEST_SIZE];
	struct hook_server *server = arg;
	const char *const *next = server->answers;
	int fd;

	while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
		read_request(fd, server->count < HOOK_REQUESTS
		                         ? server->requests[server->count]
		                         : spare);
		server->count++;
		answer(server, fd, *next);
		next += next[1] != NULL;
		close(fd);
	}
	return NULL;
}

void hook_server_start(struct hook_server *server)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);

	setenv("no_proxy", "*", 1);
	server->count = 0;
	server->took_flood = false;
	server->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(server->listener, (struct sockaddr *)&address, len) != 0 ||
	    listen(server->listener, 8) != 0 ||
	    getsockname(server->listener, (struct sockaddr *)&address, &len) !=
	            0 ||
	    pthread_create(&server->thread, NULL, serve, server) != 0)
		abort();
	snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%u",
	         ntohs(address.sin_port));
}

void hook_server_stop(struct hook_server *server)
{
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listener);
}
