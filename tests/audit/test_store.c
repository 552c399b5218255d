// SPDX-License-Identifier: Apache-2.0
#include "audit/store.h"

#include "audit/store_state.h"
#include "base/count.h"
#include "base/read_file.h"
#include "store_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(store, .init = store_sample_make, .fini = store_sample_drop);

#define SEES "10.0.0.5:22=ssh"

/* Run SQL on the database as another program would. */
static void tamper(const char *sql)
{
	sqlite3 *db;

	cr_assert(eq(int, sqlite3_open(store_sample_path(), &db), SQLITE_OK));
	cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK),
	          "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void write_file(const char *bytes, size_t len)
{
	int fd = open(store_sample_path(), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert(ge(int, fd, 0));
	cr_assert(eq(sz, (size_t)write(fd, bytes, len), len));
	close(fd);
}

static void expect_message(const struct text *error, const char *part)
{
	cr_expect(ne(ptr, strstr(error->data, part), NULL), "\"%s\" in: %s",
	          part, error->data);
	cr_expect(ne(ptr, strstr(error->data, store_sample_path()), NULL),
	          "the file in: %s", error->data);
	cr_expect(eq(ptr, strchr(error->data, '\n'), NULL));
}

static void expect_refused(enum store_mode mode, const char *part)
{
	struct store *store;
	struct text error;

	text_init(&error);
	store = store_open(store_sample_path(), mode, &error);
	cr_expect(eq(ptr, store, NULL), "opened, and not: %s", part);
	expect_message(&error, part);
	store_close(store);
	text_release(&error);
}

static void make_history(void)
{
	struct store *store = store_sample_open(STORE_WRITE);

	store_sample_run(store, RUN_COMPLETE, SEES);
	store_close(store);
}

static unsigned mode_of(const char *path)
{
	struct stat status;

	cr_assert(eq(int, stat(path, &status), 0), "%s", path);
	return status.st_mode & 0777;
}

Test(store, is_for_its_owner_only)
{
	char folder[80], path[100], wal[110];
	struct store *store;
	struct text error;

	umask(0);
	text_init(&error);
	snprintf(folder, sizeof(folder), "%s.new", store_sample_path());
	snprintf(path, sizeof(path), "%s/history.db", folder);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	store = store_open(path, STORE_WRITE, &error);
	cr_assert(ne(ptr, store, NULL), "%s", error.data);
	cr_expect(eq(u32, mode_of(folder), 0700));
	cr_expect(eq(u32, mode_of(path), 0600));
	cr_expect(eq(u32, mode_of(wal), 0600));
	store_close(store);
	cr_expect(eq(int, unlink(path), 0));
	cr_expect(eq(int, rmdir(folder), 0), "something was left in it");
}

Test(store, there_has_to_be_one_to_read)
{
	expect_refused(STORE_READ, "No such file");
	cr_expect(ne(int, access(store_sample_path(), F_OK), 0));
	write_file("", 0);
	expect_refused(STORE_READ, "holds no history yet");
}

Test(store, folder_is_no_database)
{
	cr_assert(eq(int, mkdir(store_sample_path(), 0700), 0));
	expect_refused(STORE_READ, "is not a file");
	expect_refused(STORE_WRITE, "is not a file");
	rmdir(store_sample_path());
}

/* What a file becomes, and how it is refused, whatever it is opened for. */
static const struct {
	const char *sql; /* on a history */
	const char *refused;
} strangers[] = {
	{ "PRAGMA user_version = 3",
	  "was written by a newer portscan (schema 3, this one knows 1); "
	  "nothing changed" },
	{ "PRAGMA user_version = -1", "is damaged" },
	{ "PRAGMA application_id = 1", "is a database of another program" },
	{ "PRAGMA application_id = 0", "is a database of another program" },
	{ "PRAGMA application_id = 0; PRAGMA user_version = 0",
	  "is a database of another program" },
};

static void expect_untouched(const struct text *before)
{
	struct text after;

	text_init(&after);
	cr_assert(eq(int, read_file(store_sample_path(), 1 << 24, &after), 0));
	cr_expect(after.len == before->len &&
	                  memcmp(after.data, before->data, after.len) == 0,
	          "the file was changed");
	text_release(&after);
}

Test(store, database_of_others_is_left_alone)
{
	for (size_t i = 0; i < COUNT(strangers); i++) {
		struct text before;

		text_init(&before);
		make_history();
		tamper(strangers[i].sql);
		cr_assert(eq(int,
		             read_file(store_sample_path(), 1 << 24, &before),
		             0));
		expect_refused(STORE_READ, strangers[i].refused);
		expect_refused(STORE_WRITE, strangers[i].refused);
		expect_untouched(&before);
		text_release(&before);
		unlink(store_sample_path());
	}
}

Test(store, what_is_no_database_is_refused)
{
	char noise[8192];

	memset(noise, 'x', sizeof(noise));
	write_file(noise, sizeof(noise));
	expect_refused(STORE_READ, "is not a database");
	expect_refused(STORE_WRITE, "is not a database");
}

/* Root may read and write everything, and so becomes another. */
static void be_nobody(mode_t mode)
{
	enum { NOBODY = 65534 };
	char folder[64];

	snprintf(folder, sizeof(folder), "%s", store_sample_path());
	*strrchr(folder, '/') = '\0';
	cr_assert(eq(int, chmod(store_sample_path(), mode), 0));
	if (geteuid() != 0)
		return;
	cr_assert(eq(int, chown(folder, NOBODY, NOBODY), 0));
	cr_assert(eq(int, chown(store_sample_path(), NOBODY, NOBODY), 0));
	cr_assert(eq(int, seteuid(NOBODY), 0));
}

Test(store, what_may_not_be_written_is_said)
{
	make_history();
	be_nobody(0400);
	expect_refused(STORE_WRITE, "may not be written to");
	cr_assert(eq(int, seteuid(getuid()), 0));
}

Test(store, what_may_not_be_read_is_said)
{
	make_history();
	be_nobody(0);
	expect_refused(STORE_READ, "Permission denied");
	expect_refused(STORE_WRITE, "Permission denied");
	cr_assert(eq(int, seteuid(getuid()), 0));
}

Test(store, torn_database_is_refused)
{
	struct store *store;
	struct snapshot snapshot;
	struct text error;

	text_init(&error);
	make_history();
	cr_assert(eq(int, truncate(store_sample_path(), 24576), 0));
	store = store_open(store_sample_path(), STORE_READ, &error);
	cr_expect(store == NULL ||
	          !store_snapshot(store, 1, &snapshot, &error));
	expect_message(&error, "is damaged");
	store_close(store);
	text_release(&error);
}

Test(store, writer_that_holds_the_lock_is_named)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct store *other = store_sample_open(STORE_WRITE);
	struct run run = { .started_us = 1 };
	struct text error;

	text_init(&error);
	sqlite3_busy_timeout(store->db, 0);
	cr_assert(store_enter(other, &error));
	cr_expect(not(store_begin(store, &run, &error)));
	expect_message(&error, "is locked by another program");
	cr_expect(store_leave(other, true, &error));
	cr_expect(store_begin(store, &run, &error));
	store_close(other);
	store_close(store);
	text_release(&error);
}

Test(store, is_read_while_a_run_is_stored)
{
	struct store *writer = store_sample_open(STORE_WRITE);
	struct store *reader;
	struct run run = { .started_us = 1 };
	struct text error;

	text_init(&error);
	store_sample_run(writer, RUN_COMPLETE, SEES);
	cr_assert(store_enter(writer, &error));
	cr_assert(store_exec(writer, "DELETE FROM stretches", &error));
	reader = store_sample_open(STORE_READ);
	store_sample_expect(reader, 1, SEES);
	cr_expect(not(store_begin(reader, &run, &error)));
	expect_message(&error, "may not be written to");
	cr_expect(store_leave(writer, true, &error));
	store_close(reader);
	store_close(writer);
	text_release(&error);
}

/* A run that sees much; false, with `error`, when it could not be stored. */
static bool store_much(struct store *store, struct text *error)
{
	struct issue_list issues = { 0 };
	struct run run = { .id = store_sample_begin(store, 5),
		           .end = RUN_COMPLETE };
	struct snapshot snapshot;
	bool stored;

	store_sample_snapshot(&snapshot, SEES);
	for (uint16_t port = 1; port < 5000; port++) {
		struct sighting sighting = snapshot.sightings[0];

		sighting.port = port;
		cr_assert(snapshot_add(&snapshot, &sighting));
	}
	snapshot_sort(&snapshot);
	stored = store_end(store, &run, &snapshot, NULL, 0, &issues, error);
	snapshot_release(&snapshot);
	return stored;
}

static void expect_nothing_lost(struct store *store, struct text *error)
{
	struct run run;

	store_sample_expect(store, 1, SEES);
	cr_assert(store_run(store, 2, &run, error), "%s", error->data);
	cr_expect(eq(int, run.end, RUN_RUNNING));
	run_release(&run);
	cr_expect(store_check(store, error), "%s", error->data);
}

Test(store, full_disk_takes_nothing_away)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct text error;

	text_init(&error);
	store_sample_run(store, RUN_COMPLETE, SEES);
	cr_assert(store_exec(store, "PRAGMA max_page_count = 40", &error));
	cr_expect(not(store_much(store, &error)));
	expect_message(&error, "the disk is full");
	text_clear(&error);
	expect_nothing_lost(store, &error);
	cr_assert(store_exec(store, "PRAGMA max_page_count = 1000000", &error));
	cr_expect(store_much(store, &error), "%s", error.data);
	store_close(store);
	text_release(&error);
}

Test(store, limit_on_the_size_of_files_takes_nothing_away)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct rlimit limit;
	struct text error;

	text_init(&error);
	signal(SIGXFSZ, SIG_IGN);
	store_sample_run(store, RUN_COMPLETE, SEES);
	cr_assert(eq(int, getrlimit(RLIMIT_FSIZE, &limit), 0));
	limit.rlim_cur = 600000;
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
	cr_expect(not(store_much(store, &error)));
	limit.rlim_cur = limit.rlim_max;
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
	expect_message(&error, "a limit is reached");
	text_clear(&error);
	expect_nothing_lost(store, &error);
	store_close(store);
	text_release(&error);
}

Test(store, keeps_whose_history_it_is)
{
	struct store *store = store_sample_open(STORE_WRITE);
	struct text path, error;

	text_init(&path);
	text_init(&error);
	cr_assert(store_profile(store, &path, &error), "%s", error.data);
	cr_expect(eq(str, path.data, ""));
	cr_assert(store_set_profile(store, "/etc/it's.ini", &error));
	store_close(store);
	store = store_sample_open(STORE_READ);
	cr_assert(store_profile(store, &path, &error), "%s", error.data);
	cr_expect(eq(str, path.data, "/etc/it's.ini"));
	store_close(store);
	text_release(&path);
	text_release(&error);
}

Test(store, check_finds_what_points_nowhere)
{
	struct store *store;
	struct text error;

	text_init(&error);
	make_history();
	store = store_sample_open(STORE_READ);
	cr_expect(store_check(store, &error), "%s", error.data);
	store_close(store);
	tamper("UPDATE stretches SET said = 4711");
	store = store_sample_open(STORE_READ);
	cr_expect(not(store_check(store, &error)));
	expect_message(&error, "is damaged");
	store_close(store);
	text_release(&error);
}

#define OF_SAID " WHERE id IN (SELECT said FROM stretches)"

/* What no portscan wrote, and the word of the message that says so. */
static const struct {
	const char *sql, *refused;
} impossible[] = {
	{ "UPDATE stretches SET state = 'ajar'", "(state)" },
	{ "UPDATE stretches SET reason = ''", "(reason)" },
	{ "UPDATE stretches SET protocol = 'sctp'", "(protocol)" },
	{ "UPDATE stretches SET port = 65536", "out of range" },
	{ "UPDATE stretches SET port = -1", "out of range" },
	{ "UPDATE stretches SET address = '10.0.0.256'", "no address" },
	{ "UPDATE stretches SET address = ''", "no address" },
	{ "UPDATE stretches SET said = 4711", "wrong type" },
	{ "UPDATE bytes SET content = x'', size = 0" OF_SAID, "cut short" },
	{ "UPDATE bytes SET content = x'00', size = 1" OF_SAID, "cut short" },
	{ "UPDATE bytes SET content = zeroblob(12), size = 12" OF_SAID,
	  "more was" },
	{ "UPDATE bytes SET size = size + 1 WHERE size > length(content)",
	  "is damaged" },
	{ "UPDATE bytes SET size = size - 1 WHERE size > length(content)",
	  "is damaged" },
	{ "UPDATE bytes SET size = size + 1 WHERE size = length(content)",
	  "is damaged" },
	{ "UPDATE bytes SET size = -1", "is damaged" },
	{ "UPDATE bytes SET size = 9223372036854775807", "is damaged" },
	{ "UPDATE coverage SET line = x'00'", "is damaged" },
	{ "UPDATE coverage SET line = CAST('10.0.0.1 tcp shut 1' AS BLOB)",
	  "is damaged" },
	{ "UPDATE runs SET depth = 'abyss'", "(depth)" },
	{ "UPDATE runs SET ended = 'never'", "(end of a run)" },
	{ "UPDATE runs SET questions = -1", "out of range" },
	{ "UPDATE runs SET note = CAST(x'6100' AS TEXT)", "NUL" },
};

Test(store, what_cannot_be_is_an_error)
{
	for (size_t i = 0; i < COUNT(impossible); i++) {
		struct snapshot snapshot;
		struct store *store;
		struct text error;

		text_init(&error);
		make_history();
		tamper(impossible[i].sql);
		store = store_sample_open(STORE_READ);
		cr_expect(not(store_snapshot(store, 1, &snapshot, &error)),
		          "%s", impossible[i].sql);
		expect_message(&error, impossible[i].refused);
		cr_expect(eq(sz, snapshot.count, 0));
		store_close(store);
		text_release(&error);
		unlink(store_sample_path());
	}
}
