// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/tun.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

enum {
	PACKET_MAX = 65536,
	BATCH = 64, /* packets in a row of one direction */
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

/* Outside of ppoll() the signals are blocked, so that none comes between the
 * look at `stopped` and the wait. */
void tun_hold_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	sigprocmask(SIG_BLOCK, &held, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

int tun_attach(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

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

/* Wait for packets, for the time when the next answer is due, for a signal. */
static int wait_for_work(struct pollfd polled[2], nfds_t count,
                         uint64_t next_ns)
{
	struct timespec timeout = { 0 };
	uint64_t now = now_ns();
	sigset_t none;

	sigemptyset(&none);
	if (next_ns > now) {
		timeout.tv_sec = (time_t)((next_ns - now) / SECOND_NS);
		timeout.tv_nsec = (long)((next_ns - now) % SECOND_NS);
	}
	if (ppoll(polled, count, next_ns == UINT64_MAX ? NULL : &timeout,
	          &none) == -1) {
		polled[0].revents = polled[1].revents = 0;
		return errno == EINTR ? 0 : errno;
	}
	return 0;
}

static bool has_ended(const struct pollfd *input)
{
	char ignored[64];

	return input->revents != 0 &&
	       read(input->fd, ignored, sizeof(ignored)) <= 0;
}

int tun_serve(int fd, struct network *network, bool until_eof)
{
	struct pollfd polled[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	int error = 0;

	prctl(PR_SET_TIMERSLACK, 1UL);
	while (error == 0 && !stopped) {
		error = wait_for_work(polled, until_eof ? 2 : 1,
		                      network_next_ns(network));
		if (until_eof && has_ended(&polled[1]))
			break;
		if (error == 0 && polled[0].revents != 0)
			error = receive(fd, network);
		send_due(fd, network);
	}
	return error;
}
