// SPDX-License-Identifier: Apache-2.0
#include "base/read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int read_file(const char *path, size_t max, struct text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return errno;
	error = read_descriptor(fd, max, text);
	close(fd);
	return error;
}

int read_descriptor(int fd, size_t max, struct text *text)
{
	char buffer[16384];
	size_t total = 0;

	for (;;) {
		ssize_t len = read(fd, buffer, sizeof(buffer));

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return errno;
		if (len == 0)
			return text->failed ? ENOMEM : 0;
		total += (size_t)len;
		if (total > max)
			return EFBIG;
		text_append(text, buffer, (size_t)len);
	}
}
