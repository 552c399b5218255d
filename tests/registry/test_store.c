// SPDX-License-Identifier: Apache-2.0
#include "registry/store.h"

#include "registry/iana.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER                                                                 \
	"Service Name,Port Number,Transport Protocol,Description,Assignee,"    \
	"Contact,Registration Date,Modification Date,Reference,Service Code,"  \
	"Unauthorized Use Reported,Assignment Notes\r\n"
#define LAST_ROW ",49151,,Reserved,,,,,,,,\r\n"

static const char first_csv[] =
	HEADER "tidy,500-509,tcp,Tidy,,,2020-01-02,,,,,\r\n" LAST_ROW;
static const char second_csv[] =
	HEADER "neat,500-509,tcp,Neat,,,2021-01-02,,,,,\r\n" LAST_ROW;
static const char small_csv[] =
	HEADER "neat,500,tcp,Neat,,,2022-01-02,,,,,\r\n" LAST_ROW;

/* sha256sum of first_csv. */
#define FIRST_SHA256                                                           \
	"47a949f224ba9e529158e283fbb20291"                                     \
	"21b8923a3bf629ca374fa14900bf7f6b"

/* A data folder of the test's own, and where the store keeps its file. */
struct home {
	char data[64];
	char folder[128];
	char file[192];
};

static void home_init(struct home *home)
{
	strcpy(home->data, "/tmp/portscan-test-XXXXXX");
	cr_assert(mkdtemp(home->data) != NULL);
	sprintf(home->folder, "%s/portscan", home->data);
	sprintf(home->file, "%s/service-names-port-numbers.csv", home->folder);
	setenv("XDG_DATA_HOME", home->data, 1);
}

/* Nothing else may be left in it. */
static void home_remove(const struct home *home)
{
	unlink(home->file);
	rmdir(home->folder);
	cr_expect(eq(int, rmdir(home->data), 0), "files left in %s",
	          home->data);
}

static struct text text_of(const char *string)
{
	struct text text;

	text_init(&text);
	text_append_string(&text, string);
	return text;
}

static struct registry *table_of(const char *string)
{
	struct text csv = text_of(string);
	struct text why = text_of("");
	struct registry *registry = iana_read(&csv, "in use", "", &why);

	cr_assert(registry != NULL, "%s", why.data);
	text_release(&csv);
	text_release(&why);
	return registry;
}

/* Import `string` in place of `in_use`; what went wrong is in `why`. */
static bool import(const char *string, const char *in_use, struct text *why)
{
	struct registry *old = table_of(in_use);
	struct text csv = text_of(string);
	struct registry *new = registry_store_import(&csv, "new.csv", old, why);
	bool imported = new != NULL;

	cr_expect(eq(str, csv.data, (char *)string), "the text was changed");
	registry_free(new);
	registry_free(old);
	text_release(&csv);
	return imported;
}

static void put_file(const char *path, const char *string)
{
	FILE *file = fopen(path, "wb");

	cr_assert(file != NULL);
	fputs(string, file);
	fclose(file);
}

/* The name of 500/tcp in the stored table; "" when none is stored. */
static void expect_stored(const char *wanted)
{
	struct text why = text_of("");
	struct registry *registry = registry_store_load(&why);
	const char *name = "";

	if (registry != NULL)
		name = registry_look_up(registry, PROTOCOL_TCP, 500).name;
	cr_expect(eq(str, (char *)name, (char *)wanted));
	cr_expect(eq(str, why.data, ""));
	registry_free(registry);
	text_release(&why);
}

Test(store, nothing_imported_is_no_error)
{
	struct home home;

	home_init(&home);
	expect_stored("");
	home_remove(&home);
}

Test(store, imported_file_is_kept_as_published_and_used_from_then_on)
{
	struct home home;
	struct text why = text_of(""), kept = text_of("");
	struct registry *registry;
	struct registry_source source;

	home_init(&home);
	cr_assert(import(first_csv, first_csv, &why), "%s", why.data);
	cr_assert(registry_read_file(home.file, &kept, &why));
	cr_expect(eq(str, kept.data, (char *)first_csv));

	registry = registry_store_load(&why);
	cr_assert(registry != NULL, "%s", why.data);
	source = registry_source(registry);
	cr_expect(eq(str, (char *)source.origin, home.file));
	cr_expect(eq(str, (char *)source.date, "2020-01-02"));
	cr_expect(eq(str, (char *)source.sha256, FIRST_SHA256));
	registry_free(registry);

	cr_assert(import(second_csv, first_csv, &why), "%s", why.data);
	expect_stored("neat");
	home_remove(&home);
	text_release(&kept);
	text_release(&why);
}

Test(store, others_may_read_the_file)
{
	struct home home;
	struct text why = text_of("");
	struct stat status;

	home_init(&home);
	umask(077);
	cr_assert(import(first_csv, first_csv, &why), "%s", why.data);
	cr_assert(eq(int, stat(home.file, &status), 0));
	cr_expect(eq(int, status.st_mode & 0777, 0644));
	home_remove(&home);
	text_release(&why);
}

Test(store, refused_file_leaves_the_old_one)
{
	struct home home;
	struct text why = text_of("");

	home_init(&home);
	cr_assert(import(first_csv, first_csv, &why));
	cr_expect(not(import("<html>", first_csv, &why)));
	cr_expect(eq(str, why.data,
	             "new.csv: line 1: not the header of IANA's port "
	             "registry"));
	text_clear(&why);
	cr_expect(not(import(small_csv, first_csv, &why)));
	cr_expect(eq(str, why.data,
	             "new.csv: damaged: 1 ports assigned, where the table in "
	             "use has 10"));
	expect_stored("tidy");
	home_remove(&home);
	text_release(&why);
}

Test(store, full_disk_leaves_the_old_one_and_no_draft)
{
	struct rlimit limit = { .rlim_cur = 100, .rlim_max = RLIM_INFINITY };
	struct home home;
	struct text why = text_of("");
	char wanted[256];

	home_init(&home);
	cr_assert(import(first_csv, first_csv, &why));
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_expect(not(import(second_csv, first_csv, &why)));
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	sprintf(wanted, "%s: File too large", home.file);
	cr_expect(eq(str, why.data, wanted));
	expect_stored("tidy");
	home_remove(&home);
	text_release(&why);
}

Test(store, folder_that_cannot_be_made_is_said)
{
	struct home home;
	struct text why = text_of("");
	char wanted[256];

	home_init(&home);
	put_file(home.folder, "");
	cr_expect(not(import(first_csv, first_csv, &why)));
	sprintf(wanted, "%s: Not a directory", home.file);
	cr_expect(eq(str, why.data, wanted));
	unlink(home.folder);
	home_remove(&home);
	text_release(&why);
}

Test(store, damaged_file_is_said_and_not_used)
{
	struct home home;
	struct text why = text_of("");
	char wanted[256];

	home_init(&home);
	mkdir(home.folder, 0700);
	put_file(home.file, HEADER "tidy,500,tcp");
	cr_expect(registry_store_load(&why) == NULL);
	sprintf(wanted, "%s: line 2: 3 of 12 columns: cut short or damaged",
	        home.file);
	cr_expect(eq(str, why.data, wanted));
	home_remove(&home);
	text_release(&why);
}

Test(store, file_that_cannot_be_read_is_said)
{
	struct home home;
	struct text why = text_of("");
	char wanted[256];

	home_init(&home);
	mkdir(home.folder, 0700);
	mkdir(home.file, 0700);
	cr_expect(registry_store_load(&why) == NULL);
	sprintf(wanted, "%s: Is a directory", home.file);
	cr_expect(eq(str, why.data, wanted));
	rmdir(home.file);
	home_remove(&home);
	text_release(&why);
}

Test(store, home_serves_where_xdg_names_no_absolute_path)
{
	struct home home;
	struct text why = text_of("");
	char path[256];

	home_init(&home);
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", home.data, 1);
	cr_assert(import(first_csv, first_csv, &why), "%s", why.data);
	expect_stored("tidy");
	sprintf(path, "%s/.local/share/portscan/service-names-port-numbers.csv",
	        home.data);
	cr_expect(eq(int, unlink(path), 0));
	for (int i = 0; i < 3; i++) {
		*strrchr(path, '/') = '\0';
		cr_expect(eq(int, rmdir(path), 0));
	}
	home_remove(&home);
	text_release(&why);
}

Test(store, without_a_home_there_is_nothing_and_no_place)
{
	struct text why = text_of("");

	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	expect_stored("");
	cr_expect(not(import(first_csv, first_csv, &why)));
	cr_expect(eq(str, why.data,
	             "no place to keep the registry: HOME is not set"));
	text_release(&why);
}

Test(store, endless_file_is_given_up)
{
	struct text csv = text_of(""), why = text_of("");

	cr_expect(not(registry_read_file("/dev/zero", &csv, &why)));
	cr_expect(eq(str, why.data, "/dev/zero: File too large"));
	text_release(&csv);
	text_release(&why);
}
