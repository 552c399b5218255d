// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_syslog.h"

#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A log that listens on a socket in a folder of its own. */
struct log {
	char folder[64], path[100];
	char got[65536];
	int fd;
};

static void log_open(struct log *log)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strcpy(log->folder, "/tmp/portscan-syslog-XXXXXX");
	cr_assert(ne(ptr, mkdtemp(log->folder), NULL));
	snprintf(log->path, sizeof(log->path), "%s/log", log->folder);
	strcpy(address.sun_path, log->path);
	log->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	cr_assert(
		eq(int,
	           bind(log->fd, (struct sockaddr *)&address, sizeof(address)),
	           0));
}

/* The one datagram that came, or "". */
static char *log_read(struct log *log)
{
	ssize_t len =
		recv(log->fd, log->got, sizeof(log->got) - 1, MSG_DONTWAIT);

	log->got[len > 0 ? len : 0] = '\0';
	cr_expect(
		lt(int, (int)recv(log->fd, &(char){ 0 }, 1, MSG_DONTWAIT), 0));
	return log->got;
}

static void log_close(struct log *log)
{
	close(log->fd);
	unlink(log->path);
	rmdir(log->folder);
}

static void tell(const char *journal, const char *path, struct text *problems)
{
	const struct notify_plan plan = { .journal = journal, .log = path };
	struct notify_sample sample;

	notify_sample_init(&sample);
	notify_syslog(&plan, &sample.account, problems);
}

Test(notify_syslog, prefers_the_journal)
{
	static struct log journal, log;
	struct text problems;

	text_init(&problems);
	log_open(&journal);
	log_open(&log);
	tell(journal.path, log.path, &problems);
	cr_expect(eq(str, problems.data, ""));
	cr_expect(eq(int, strncmp(log_read(&journal), "MESSAGE\n", 8), 0));
	cr_expect(eq(str, log_read(&log), ""));
	log_close(&journal);
	log_close(&log);
	text_release(&problems);
}

Test(notify_syslog, takes_the_log_where_there_is_no_journal)
{
	static struct log log;
	struct text problems;
	char wanted[100];

	text_init(&problems);
	log_open(&log);
	tell("/nonexistent", log.path, &problems);
	cr_expect(eq(str, problems.data, ""));
	log_read(&log);
	snprintf(wanted, sizeof(wanted), " portscan %d audit-run [portscan@",
	         (int)getpid());
	cr_expect(eq(int, strncmp(log.got, "<12>1 20", 8), 0));
	cr_expect(ne(ptr, strstr(log.got, wanted), NULL), "%s", log.got);
	log_close(&log);
	text_release(&problems);
}

Test(notify_syslog, what_cannot_be_sent_is_one_line)
{
	char long_path[200];
	struct text problems;

	text_init(&problems);
	tell("/nonexistent", "/nonexistent/log", &problems);
	cr_expect(eq(str, problems.data,
	             "syslog /nonexistent/log: No such file or directory\n"));
	text_clear(&problems);
	memset(long_path, 'x', sizeof(long_path) - 1);
	long_path[sizeof(long_path) - 1] = '\0';
	tell("/nonexistent", long_path, &problems);
	cr_expect(
		ne(ptr, strstr(problems.data, ": File name too long\n"), NULL));
	text_release(&problems);
}

Test(notify_syslog, a_log_that_nobody_reads_holds_nobody_up)
{
	static struct log log;
	struct text problems;

	text_init(&problems);
	log_open(&log);
	for (int i = 0; i < 10000 && problems.len == 0; i++)
		tell(log.path, "/nonexistent", &problems);
	cr_expect(ne(
		ptr,
		strstr(problems.data, ": Resource temporarily unavailable\n"),
		NULL));
	log_close(&log);
	text_release(&problems);
}
