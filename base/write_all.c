// SPDX-License-Identifier: Apache-2.0
#include "base/write_all.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int write_all(int fd, const void *bytes, size_t len)
{
	const char *next = bytes;

	while (len > 0) {
		ssize_t n = write(fd, next, len);

		if (n == -1 && errno == EAGAIN)
			/* A terminal that others made non-blocking. */
			poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1,
			     -1);
		else if (n == -1 && errno != EINTR)
			return errno;
		if (n > 0) {
			next += n;
			len -= (size_t)n;
		}
	}
	return 0;
}
