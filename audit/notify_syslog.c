// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_syslog.h"

#include "audit/log_entry.h"
#include "base/wall_clock.h"
#include "report/escape.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define LOG_SOCKET "/dev/log"

/* 0 or an errno.  A log that nobody reads is no reason to wait. */
static int send_datagram(const char *path, const struct text *entry)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int error = 0, fd;

	if (entry->failed)
		return ENOMEM;
	if (strlen(path) >= sizeof(address.sun_path))
		return ENAMETOOLONG;
	memcpy(address.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	if (sendto(fd, entry->data, entry->len, MSG_NOSIGNAL | MSG_DONTWAIT,
	           (const struct sockaddr *)&address, sizeof(address)) < 0)
		error = errno;
	close(fd);
	return error;
}

static void make_syslog_entry(const struct account *account, struct text *entry)
{
	char host[HOST_NAME_MAX + 1] = "";
	struct log_origin origin = {
		.host = host,
		.time_us = wall_clock_us(),
		.pid = getpid(),
	};

	gethostname(host, sizeof(host) - 1);
	log_entry_for_syslog(account, &origin, entry);
}

void notify_syslog(const struct notify_plan *plan,
                   const struct account *account, struct text *problems)
{
	const char *journal =
		plan->journal != NULL ? plan->journal : JOURNAL_SOCKET;
	const char *log = plan->log != NULL ? plan->log : LOG_SOCKET;
	const char *path = access(journal, F_OK) == 0 ? journal : log;
	struct text entry;
	int error;

	text_init(&entry);
	if (path == journal)
		log_entry_for_journal(account, &entry);
	else
		make_syslog_entry(account, &entry);
	error = send_datagram(path, &entry);
	if (error != 0) {
		text_append_string(problems, "syslog ");
		escape_terminal(problems, path, strlen(path));
		text_printf(problems, ": %s\n", strerror(error));
	}
	text_release(&entry);
}
