// SPDX-License-Identifier: Apache-2.0
#include "cli/standard_streams.h"

#include "cli/complain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void standard_streams_hold(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		/* open() takes the lowest number that is free, which is fd. */
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)open("/dev/null",
			           fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int standard_output_finish(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_DONE;
	complain("standard output: %s", strerror(errno));
	return EXIT_INCOMPLETE;
}
