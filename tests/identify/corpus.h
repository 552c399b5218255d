// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_IDENTIFY_CORPUS_H
#define PORTSCAN_TESTS_IDENTIFY_CORPUS_H

#include "identify/bytes.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* CORPUS is where the recordings are that the fuzz targets start from: what
 * real servers said. */
struct recording {
	uint8_t data[8192];
	size_t len;
};

static inline struct bytes read_recording(const char *name,
                                          struct recording *recording)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", CORPUS, name);
	file = fopen(path, "rb");
	cr_assert(file != NULL, "%s", path);
	recording->len =
		fread(recording->data, 1, sizeof(recording->data), file);
	fclose(file);
	return (struct bytes){ recording->data, recording->len };
}

#endif
