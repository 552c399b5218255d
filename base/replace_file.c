// SPDX-License-Identifier: Apache-2.0
#include "base/replace_file.h"

#include "base/write_all.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* 0 or an errno.  Durable, or else a crash of the machine could bring the new
 * name without what it stands for. */
static int write_parts(int fd, mode_t mode, const struct iovec *parts,
                       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int error = write_all(fd, parts[i].iov_base, parts[i].iov_len);

		if (error != 0)
			return error;
	}
	return fchmod(fd, mode) == 0 && fsync(fd) == 0 ? 0 : errno;
}

int replace_file(const char *path, const char *draft, mode_t mode,
                 const struct iovec *parts, size_t count)
{
	int error, fd;

	unlink(draft);
	fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	error = write_parts(fd, mode, parts, count);
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(draft, path) != 0)
		error = errno;
	if (error != 0)
		unlink(draft);
	return error;
}
