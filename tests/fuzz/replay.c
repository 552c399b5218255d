// SPDX-License-Identifier: Apache-2.0
/*
 * Feed every file of the given directories to a fuzz target, so that the
 * ordinary test run, which has no libFuzzer, replays the corpora.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The whole file in a block of exactly its size, so that AddressSanitizer
 * sees a read past the end; NULL when it cannot be read. */
static uint8_t *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	struct stat status;

	if (file == NULL)
		return NULL;
	if (fstat(fileno(file), &status) == 0) {
		*size = (size_t)status.st_size;
		data = malloc(*size);
	}
	if (data != NULL && fread(data, 1, *size, file) != *size) {
		free(data);
		data = NULL;
	}
	fclose(file);
	return data;
}

static bool replay_file(const char *path)
{
	size_t size;
	uint8_t *data = read_file(path, &size);

	if (data == NULL) {
		perror(path);
		return false;
	}
	printf("%s\n", path);
	fflush(stdout); /* a crash comes next: name its file */
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return true;
}

/* How many files were replayed; -1 when something could not be read. */
static int replay_directory(const char *name)
{
	DIR *directory = opendir(name);
	const struct dirent *entry;
	int replayed = 0;

	if (directory == NULL) {
		perror(name);
		return -1;
	}
	while (replayed >= 0 && (entry = readdir(directory)) != NULL) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", name, entry->d_name);
		replayed = replay_file(path) ? replayed + 1 : -1;
	}
	closedir(directory);
	return replayed;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: %s CORPUS...\n", argv[0]);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		int replayed = replay_directory(argv[i]);

		if (replayed == 0)
			fprintf(stderr, "%s: the corpus is empty\n", argv[i]);
		if (replayed <= 0)
			return 1;
	}
	return 0;
}
