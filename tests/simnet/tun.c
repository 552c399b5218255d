// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/tun.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

enum {
	PACKET_MAX = 65536,
	BATCH = 64, /* packets in a row of one direction */
};

/* What is waited for. */
enum { WAIT_DEVICE, WAIT_SIGNAL, WAIT_INPUT, WAIT_COUNT };

int tun_hold_signals(void)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	sigprocmask(SIG_BLOCK, &held, NULL);
	return signalfd(-1, &held, SFD_CLOEXEC);
}

int tun_attach(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd;

	/* A device that is not there would be made, and be nobody's. */
	if (if_nametoindex(name) == 0)
		return -1;
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -1;
	strncpy(request.ifr_name, name, sizeof(request.ifr_name) - 1);
	if (ioctl(fd, TUNSETIFF, &request) == -1) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

/* What the scanner sent; an errno when the device cannot be read any more. */
static int receive(int fd, struct network *network)
{
	static uint8_t bytes[PACKET_MAX];

	for (int i = 0; i < BATCH; i++) {
		ssize_t len = read(fd, bytes, sizeof(bytes));

		if (len < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : errno;
		network_receive(network, bytes, (size_t)len, now_ns());
	}
	return 0;
}

/* A device that is down takes nothing; that is no reason to end. */
static void send_due(int fd, struct network *network)
{
	const struct delayed *packet;

	for (int i = 0; i < BATCH; i++) {
		packet = network_send(network, now_ns());
		if (packet == NULL)
			break;
		(void)!write(fd, packet->bytes, packet->len);
	}
}

/* Until there is a packet, an answer is due, or it is time to end.  The
 * kernel's 50 us of slack stay: answers then leave some at a time, for a third
 * of the processor time. */
static int wait_for_work(struct pollfd polled[WAIT_COUNT], uint64_t next_ns)
{
	struct timespec timeout = { 0 };
	uint64_t now = now_ns();

	if (next_ns > now) {
		timeout.tv_sec = (time_t)((next_ns - now) / SECOND_NS);
		timeout.tv_nsec = (long)((next_ns - now) % SECOND_NS);
	}
	return ppoll(polled, WAIT_COUNT,
	             next_ns == UINT64_MAX ? NULL : &timeout, NULL) == -1
	               ? errno
	               : 0;
}

static bool has_ended(const struct pollfd *input)
{
	char ignored[64];

	return input->revents != 0 &&
	       read(input->fd, ignored, sizeof(ignored)) <= 0;
}

int tun_serve(int fd, int signals, bool until_eof, struct network *network)
{
	struct pollfd polled[WAIT_COUNT] = {
		[WAIT_DEVICE] = { .fd = fd, .events = POLLIN },
		[WAIT_SIGNAL] = { .fd = signals, .events = POLLIN },
		[WAIT_INPUT] = { .fd = until_eof ? STDIN_FILENO : -1,
		                 .events = POLLIN },
	};
	int error;

	for (;;) {
		error = wait_for_work(polled, network_next_ns(network));
		if (error != 0 || polled[WAIT_SIGNAL].revents != 0 ||
		    has_ended(&polled[WAIT_INPUT]))
			return error;
		if (polled[WAIT_DEVICE].revents != 0)
			error = receive(fd, network);
		if (error != 0)
			return error;
		send_due(fd, network);
	}
}
