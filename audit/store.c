// SPDX-License-Identifier: Apache-2.0
#include "audit/store.h"

#include "audit/store_pack.h"
#include "audit/store_query.h"
#include "audit/store_state.h"
#include "base/count.h"
#include "report/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run ends in much less; who holds the lock for longer is no portscan. */
enum { BUSY_MS = 4000 };

/* What SQLite's codes mean to who reads the message. */
static const struct {
	int code;
	const char *what;
} failures[] = {
	{ SQLITE_BUSY, "is locked by another program; try again when that is "
	               "done" },
	{ SQLITE_LOCKED, "is locked by another program; try again when that is "
	                 "done" },
	{ SQLITE_FULL, "the disk is full; what was stored before is kept, make "
	               "room and try again" },
	{ SQLITE_READONLY, "may not be written to; what was stored before is "
	                   "kept" },
	{ SQLITE_PERM,
	  "may not be written to; what was stored before is kept" },
	{ SQLITE_CORRUPT, "is damaged; move it away, and put a copy of it back "
	                  "if there is one" },
	{ SQLITE_NOTADB, "is not a database, or damaged; move it away, and put "
	                 "a copy of it back if there is one" },
	{ SQLITE_IOERR, "cannot be read or written: the disk fails, or a limit "
	                "is reached; what was stored before is kept" },
	{ SQLITE_NOMEM, "out of memory" },
};

/* It may name what a hostile database has in it. */
static void append_escaped(struct text *error, const char *message)
{
	escape_terminal(error, message, strlen(message));
}

bool store_fail(struct store *store, struct text *error)
{
	int code = sqlite3_errcode(store->db) & 0xff;
	int number = sqlite3_system_errno(store->db);

	text_printf(error, "%s: ", store->path);
	for (size_t i = 0; i < COUNT(failures); i++)
		if (failures[i].code == code) {
			text_append_string(error, failures[i].what);
			return false;
		}
	if (code == SQLITE_CANTOPEN && number != 0)
		text_printf(error, "cannot be opened: %s", strerror(number));
	else
		append_escaped(error, sqlite3_errmsg(store->db));
	return false;
}

bool store_damaged(struct store *store, const char *what, struct text *error)
{
	text_printf(error, "%s: is damaged (", store->path);
	append_escaped(error, what);
	text_append_string(error, "); move it away, and put a copy of it back "
	                          "if there is one");
	return false;
}

bool store_exec(struct store *store, const char *sql, struct text *error)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail(store, error);
}

bool store_enter(struct store *store, struct text *error)
{
	return store_exec(store, "BEGIN IMMEDIATE", error);
}

bool store_leave(struct store *store, bool ok, struct text *error)
{
	if (ok && store_exec(store, "COMMIT", error))
		return true;
	/* Some failures have rolled back already. */
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

/* Make the folders that `path` is in.  Return 0 or an errno. */
static int make_folders(char *path)
{
	for (char *p = strchr(path + 1, '/'); p != NULL;
	     p = strchr(p + 1, '/')) {
		int made;

		*p = '\0';
		made = mkdir(path, 0700);
		*p = '/';
		if (made != 0 && errno != EEXIST)
			return errno;
	}
	return 0;
}

/* SQLite would make it readable to all that the umask lets; its further files
 * get the mode of the first. */
static bool create_file(char *path, struct text *error)
{
	int number = make_folders(path);
	int fd;

	if (number == 0) {
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		number = fd < 0 ? errno : 0;
		if (fd >= 0)
			close(fd);
	}
	if (number == 0 || number == EEXIST)
		return true;
	text_printf(error, "%s: cannot be created: %s", path, strerror(number));
	return false;
}

/* A message for what SQLite only calls "unable to open". */
static bool is_there(const char *path, struct text *error)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		text_printf(error, "%s: cannot be opened: %s", path,
		            strerror(errno));
		return false;
	}
	if (!S_ISREG(status.st_mode))
		text_printf(error, "%s: is not a file", path);
	return S_ISREG(status.st_mode);
}

static bool connect_to(struct store *store, enum store_mode mode,
                       struct text *error)
{
	int flags = mode == STORE_WRITE ? SQLITE_OPEN_READWRITE
	                                : SQLITE_OPEN_READONLY;

	if (sqlite3_open_v2(store->path, &store->db,
	                    flags | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
		return store_fail(store, error);
	sqlite3_busy_timeout(store->db, BUSY_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!store_pack_register(store->db))
		return store_fail(store, error);
	return store_exec(store,
	                  "PRAGMA trusted_schema = OFF;"
	                  "PRAGMA cell_size_check = ON;"
	                  "PRAGMA foreign_keys = ON",
	                  error);
}

/*
 * Runs are few, and each is worth a sync: with synchronous=NORMAL a power cut
 * could take back the last of them.  Of pages of 8 KiB, records of a web server
 * leave less unused than of 4 KiB.
 */
static bool prepare_to_write(struct store *store, struct text *error)
{
	return store_exec(store,
	                  "PRAGMA page_size = 8192;"
	                  "PRAGMA auto_vacuum = INCREMENTAL;"
	                  "PRAGMA journal_mode = WAL;"
	                  "PRAGMA synchronous = FULL",
	                  error) &&
	       store_schema_prepare(store, error);
}

struct store *store_open(const char *path, enum store_mode mode,
                         struct text *error)
{
	struct store *store = calloc(1, sizeof(*store));

	if (store == NULL || (store->path = strdup(path)) == NULL) {
		text_printf(error, "%s: out of memory", path);
		store_close(store);
		return NULL;
	}
	if ((mode == STORE_READ || create_file(store->path, error)) &&
	    is_there(path, error) && connect_to(store, mode, error) &&
	    store_schema_check(store, mode, error) &&
	    (mode == STORE_READ || prepare_to_write(store, error)))
		return store;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	sqlite3_close(store->db);
	free(store->path);
	free(store);
}

bool store_profile(struct store *store, struct text *path, struct text *error)
{
	struct query query;

	query_open(&query, store, "SELECT profile FROM audit", error);
	if (query_next(&query))
		text_append_string(path, query_take_string(&query));
	return query_close(&query);
}

bool store_set_profile(struct store *store, const char *path,
                       struct text *error)
{
	struct query query;

	query_open(&query, store, "UPDATE audit SET profile = ?", error);
	query_give_string(&query, path);
	query_run(&query);
	return query_close(&query);
}

/* A pragma that gives no rows, or "ok", when all is well. */
static bool is_sound(struct store *store, const char *pragma,
                     struct text *error)
{
	struct query query;
	const char *said;

	query_open(&query, store, pragma, error);
	if (query_next(&query)) {
		said = query_take_string(&query);
		if (strcmp(said, "ok") != 0)
			query_damaged(&query, said);
	}
	return query_close(&query);
}

bool store_check(struct store *store, struct text *error)
{
	return is_sound(store, "PRAGMA integrity_check(1)", error) &&
	       is_sound(store, "PRAGMA foreign_key_check", error);
}
