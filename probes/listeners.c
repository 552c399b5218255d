// SPDX-License-Identifier: Apache-2.0
#include "probes/listeners.h"

#include "base/count.h"
#include "probes/proc_net.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *path;
	enum protocol protocol;
} tables[] = {
	{ "net/tcp", PROTOCOL_TCP },
	{ "net/tcp6", PROTOCOL_TCP },
	{ "net/udp", PROTOCOL_UDP },
	{ "net/udp6", PROTOCOL_UDP },
};

enum { TABLE_COUNT = COUNT(tables) };

static enum listeners_error add(struct listeners *listeners,
                                enum protocol protocol,
                                const struct proc_net_socket *socket)
{
	size_t count = listeners->count;

	if (count == LISTENERS_MAX)
		return LISTENERS_OK;
	if ((count & (count - 1)) == 0) { /* full: the room is a power of 2 */
		size_t room = count > 0 ? 2 * count : 1;
		struct listener *grown = realloc(
			listeners->items, room * sizeof(*listeners->items));

		if (grown == NULL)
			return LISTENERS_NO_MEMORY;
		listeners->items = grown;
	}
	listeners->items[listeners->count++] =
		(struct listener){ .address = socket->local,
		                   .port = socket->port,
		                   .protocol = protocol,
		                   .uid = socket->uid,
		                   .inode = socket->inode };
	return LISTENERS_OK;
}

static enum listeners_error read_table(FILE *file, enum protocol protocol,
                                       const struct port_set *ports,
                                       struct listeners *listeners)
{
	enum listeners_error error = LISTENERS_OK;
	char line[512]; /* the kernel's are under 256 */

	while (error == LISTENERS_OK &&
	       fgets(line, sizeof(line), file) != NULL) {
		struct proc_net_socket socket;

		if (proc_net_parse(line, strlen(line), &socket) &&
		    proc_net_listens(&socket, protocol) &&
		    port_set_has(ports, socket.port))
			error = add(listeners, protocol, &socket);
	}
	return error == LISTENERS_OK && ferror(file) ? LISTENERS_UNREADABLE
	                                             : error;
}

static FILE *open_file(int parent, const char *path)
{
	int fd = openat(parent, path, O_RDONLY | O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");

	if (file == NULL && fd >= 0)
		close(fd);
	return file;
}

/* Read all tables that there are: without IPv6 there are only two. */
static enum listeners_error read_tables(int proc, const struct port_plan *ports,
                                        struct listeners *listeners)
{
	enum listeners_error error = LISTENERS_UNREADABLE;

	for (size_t i = 0; i < TABLE_COUNT; i++) {
		enum protocol protocol = tables[i].protocol;
		FILE *file = open_file(proc, tables[i].path);

		if (file == NULL && errno == ENOENT)
			continue;
		if (file == NULL)
			return LISTENERS_UNREADABLE;
		error = read_table(file, protocol, &ports->of[protocol],
		                   listeners);
		fclose(file);
		if (error != LISTENERS_OK)
			return error;
	}
	return error;
}

static int by_inode(const void *left, const void *right)
{
	const struct listener *a = left, *b = right;

	return (a->inode > b->inode) - (a->inode < b->inode);
}

static int by_place(const void *left, const void *right)
{
	const struct listener *a = left, *b = right;
	int order;

	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	order = address_compare(&a->address, &b->address);
	return order != 0 ? order : by_inode(a, b);
}

/* Of the processes that share a socket the lowest rank gives the name. */
static int rank(int pid)
{
	return pid == 1 ? INT_MAX : pid;
}

static void claim(struct listeners *listeners, uint64_t inode, int pid)
{
	const struct listener wanted = { .inode = inode };
	struct listener *found =
		bsearch(&wanted, listeners->items, listeners->count,
	                sizeof(wanted), by_inode);

	if (found != NULL && (found->pid == 0 || rank(pid) < rank(found->pid)))
		found->pid = pid;
}

static void claim_descriptors(DIR *descriptors, int pid,
                              struct listeners *listeners)
{
	const struct dirent *entry;

	while ((entry = readdir(descriptors)) != NULL) {
		char link[64];
		ssize_t len = readlinkat(dirfd(descriptors), entry->d_name,
		                         link, sizeof(link));
		uint64_t inode;

		if (len > 0 && proc_net_parse_link(link, (size_t)len, &inode))
			claim(listeners, inode, pid);
	}
}

static DIR *open_directory(int parent, const char *path)
{
	int fd = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);

	if (directory == NULL && fd >= 0)
		close(fd);
	return directory;
}

static void claim_process(int proc, int pid, struct listeners *listeners)
{
	char path[32];
	DIR *descriptors;

	snprintf(path, sizeof(path), "%d/fd", pid);
	descriptors = open_directory(proc, path);
	if (descriptors == NULL) {
		if (errno != ENOENT && errno != ESRCH) /* gone by now */
			listeners->processes_hidden = true;
		return;
	}
	claim_descriptors(descriptors, pid, listeners);
	closedir(descriptors);
}

/* The process that a directory of /proc is for; 0 when for none. */
static int directory_pid(const char *name)
{
	char *end;
	long pid;

	if (*name < '1' || *name > '9')
		return 0;
	errno = 0;
	pid = strtol(name, &end, 10);
	return *end == '\0' && errno == 0 && pid <= INT_MAX ? (int)pid : 0;
}

static void claim_all(int proc, struct listeners *listeners)
{
	DIR *processes = open_directory(proc, ".");
	const struct dirent *entry;

	/* Others' descriptors are for root; mounted with hidepid, /proc does
	 * not even list their processes. */
	listeners->processes_hidden = processes == NULL || geteuid() != 0;
	if (processes == NULL)
		return;
	while ((entry = readdir(processes)) != NULL) {
		int pid = directory_pid(entry->d_name);

		if (pid > 0)
			claim_process(proc, pid, listeners);
	}
	closedir(processes);
}

static void read_process_name(int proc, struct listener *listener)
{
	char path[32];
	int fd;
	ssize_t len;

	snprintf(path, sizeof(path), "%d/comm", listener->pid);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	len = read(fd, listener->process, sizeof(listener->process) - 1);
	close(fd);
	if (len > 0 && listener->process[len - 1] == '\n')
		listener->process[len - 1] = '\0';
}

static void read_executable(int proc, struct listener *listener)
{
	char path[32];

	snprintf(path, sizeof(path), "%d/exe", listener->pid);
	/* The room is zeroed and keeps its last byte: always a string. */
	if (readlinkat(proc, path, listener->executable,
	               sizeof(listener->executable) - 1) < 0)
		listener->executable[0] = '\0';
}

/* To look a user up may be slow, and those of one user are often neighbours. */
static void read_user(struct listener *listener, const struct listener *before)
{
	struct passwd entry, *found = NULL;
	char buffer[4096];

	if (before != NULL && before->uid == listener->uid)
		memcpy(listener->user, before->user, sizeof(listener->user));
	else if (getpwuid_r(listener->uid, &entry, buffer, sizeof(buffer),
	                    &found) == 0 &&
	         found != NULL)
		snprintf(listener->user, sizeof(listener->user), "%s",
		         found->pw_name);
}

/* The tables change while they are read, and may show a socket twice; sorted
 * by inode, such pairs are neighbours. */
static void drop_repeats(struct listeners *listeners)
{
	size_t kept = 0;

	for (size_t i = 0; i < listeners->count; i++) {
		const struct listener *item = &listeners->items[i];

		if (kept > 0 && item->inode != 0 &&
		    item->inode == listeners->items[kept - 1].inode)
			continue;
		listeners->items[kept++] = *item;
	}
	listeners->count = kept;
}

static void find_owners(int proc, struct listeners *listeners)
{
	qsort(listeners->items, listeners->count, sizeof(*listeners->items),
	      by_inode);
	drop_repeats(listeners);
	claim_all(proc, listeners);
	for (size_t i = 0; i < listeners->count; i++) {
		struct listener *listener = &listeners->items[i];

		read_user(listener, i > 0 ? listener - 1 : NULL);
		if (listener->pid == 0)
			continue;
		read_process_name(proc, listener);
		read_executable(proc, listener);
	}
	qsort(listeners->items, listeners->count, sizeof(*listeners->items),
	      by_place);
}

enum listeners_error listeners_read(const char *proc,
                                    const struct port_plan *ports,
                                    struct listeners *listeners)
{
	int fd = open(proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum listeners_error error;

	*listeners = (struct listeners){ 0 };
	if (fd < 0)
		return LISTENERS_UNREADABLE;
	error = read_tables(fd, ports, listeners);
	if (error != LISTENERS_OK)
		listeners_release(listeners);
	else if (listeners->count > 0)
		find_owners(fd, listeners);
	close(fd);
	return error;
}

/* How closely a socket is bound to an address; 0: not at all. */
static int closeness(const struct listener *listener,
                     const struct address *address)
{
	const struct address *bound = &listener->address;

	if (address_equal(bound, address))
		return 3;
	if (bound->hi != 0 || bound->lo != 0)
		return 0;
	if (bound->version == address->version)
		return 2;
	return bound->version == 6;
}

static bool is_before(const struct listener *listener, enum protocol protocol,
                      uint16_t port)
{
	return listener->port < port ||
	       (listener->port == port && listener->protocol < protocol);
}

/* Where the listeners of this port begin. */
static size_t first_of(const struct listeners *listeners,
                       enum protocol protocol, uint16_t port)
{
	size_t low = 0, high = listeners->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_before(&listeners->items[middle], protocol, port))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct listener *listeners_find(const struct listeners *listeners,
                                      enum protocol protocol,
                                      const struct address *address,
                                      uint16_t port)
{
	const struct listener *best = NULL;
	int best_closeness = 0;

	for (size_t i = first_of(listeners, protocol, port);
	     i < listeners->count; i++) {
		const struct listener *listener = &listeners->items[i];
		int close = closeness(listener, address);

		if (listener->port != port || listener->protocol != protocol)
			break;
		if (close > best_closeness ||
		    (best != NULL && close == best_closeness &&
		     best->pid == 0 && listener->pid != 0)) {
			best = listener;
			best_closeness = close;
		}
	}
	return best;
}

void listeners_release(struct listeners *listeners)
{
	free(listeners->items);
	*listeners = (struct listeners){ 0 };
}
