// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_PROBES_FAKE_PROC_H
#define PORTSCAN_TESTS_PROBES_FAKE_PROC_H

/* A proc file system for the test of who reads one. */

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Lines of a socket table: a place, and who has it. */
#define HEADER                                                                 \
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "  \
	"retrnsmt   uid  timeout inode\n"
#define LOCAL_4(where) "   0: " where " 00000000:0000 "
#define LOCAL_6(where) "   0: " where " 00000000000000000000000000000000:0000 "
#define OWNED(state, uid, inode)                                               \
	state " 00000000:00000000 00:00000000 00000000 " uid " 0 " inode       \
	      " 1 0\n"

/* A directory laid out as /proc is. */
struct fake_proc {
	char root[64];
};

static inline void fake_init(struct fake_proc *fake)
{
	strcpy(fake->root, "/tmp/portscan-proc-XXXXXX");
	cr_assert(ne(ptr, mkdtemp(fake->root), NULL));
}

static inline int remove_entry(const char *path, const struct stat *status,
                               int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void fake_remove(const struct fake_proc *fake)
{
	cr_expect(eq(int,
	             nftw(fake->root, remove_entry, 8, FTW_DEPTH | FTW_PHYS),
	             0));
}

static inline void fake_directory(const struct fake_proc *fake,
                                  const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", fake->root, name);
	cr_assert(eq(int, mkdir(path, 0700), 0), "%s", path);
}

static inline void fake_file(const struct fake_proc *fake, const char *name,
                             const char *content)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", fake->root, name);
	file = fopen(path, "w");
	cr_assert(ne(ptr, file, NULL), "%s", path);
	fputs(content, file);
	cr_assert(eq(int, fclose(file), 0));
}

static inline void fake_link(const struct fake_proc *fake, const char *name,
                             const char *target)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", fake->root, name);
	cr_assert(eq(int, symlink(target, path), 0), "%s", path);
}

static inline void fake_remove_file(const struct fake_proc *fake,
                                    const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", fake->root, name);
	cr_assert(eq(int, remove(path), 0), "%s", path);
}

/* A process whose descriptor 3 is the socket of `inode`. */
static inline void fake_process(const struct fake_proc *fake, int pid,
                                const char *name, const char *executable,
                                const char *inode)
{
	char path[64], link[64];

	snprintf(path, sizeof(path), "%d", pid);
	fake_directory(fake, path);
	snprintf(path, sizeof(path), "%d/fd", pid);
	fake_directory(fake, path);
	snprintf(path, sizeof(path), "%d/fd/0", pid);
	fake_link(fake, path, "/dev/null");
	snprintf(path, sizeof(path), "%d/fd/3", pid);
	snprintf(link, sizeof(link), "socket:[%s]", inode);
	fake_link(fake, path, link);
	snprintf(path, sizeof(path), "%d/comm", pid);
	fake_file(fake, path, name);
	snprintf(path, sizeof(path), "%d/exe", pid);
	fake_link(fake, path, executable);
}

#endif
