// SPDX-License-Identifier: Apache-2.0
#include "base/make_folders.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int make_folders(char *path)
{
	char *start = path[0] == '/' ? path + 1 : path;

	for (char *p = strchr(start, '/'); p != NULL; p = strchr(p + 1, '/')) {
		int made;

		*p = '\0';
		made = mkdir(path, 0700);
		*p = '/';
		if (made != 0 && errno != EEXIST)
			return errno;
	}
	return 0;
}
