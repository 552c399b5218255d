// SPDX-License-Identifier: Apache-2.0
#include "audit/places.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* /tmp/…/data is the data folder, /tmp/…/work the current one. */
static char root[] = "/tmp/portscan-test-XXXXXX";

static void write_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "w");

	cr_assert(file != NULL, "%s", path);
	fputs(content, file);
	fclose(file);
}

static void make_places(void)
{
	char path[128];

	cr_assert(mkdtemp(root) != NULL);
	sprintf(path, "%s/data", root);
	cr_assert(eq(int, mkdir(path, 0700), 0));
	setenv("XDG_DATA_HOME", path, 1);
	sprintf(path, "%s/work", root);
	cr_assert(eq(int, mkdir(path, 0700), 0));
	cr_assert(eq(int, chdir(path), 0));
}

static void remove_places(void)
{
	char command[128];

	sprintf(command, "rm -r %s", root);
	cr_assert(eq(int, system(command), 0));
}

static void expect_found(const char *word, const char *path, const char *name)
{
	struct text found_path, found_name, error, full;

	text_init(&found_path);
	text_init(&found_name);
	text_init(&error);
	text_init(&full);
	text_printf(&full, "%s%s", root, path);
	cr_expect(places_find_profile(word, &found_path, &found_name, &error),
	          "%s: %s", word, error.data);
	cr_expect(eq(str, found_path.data, full.data), "%s", word);
	cr_expect(eq(str, found_name.data, (char *)name), "%s", word);
	text_release(&full);
	text_release(&error);
	text_release(&found_name);
	text_release(&found_path);
}

static void expect_not_found(const char *word, const char *why)
{
	struct text path, name, error;

	text_init(&path);
	text_init(&name);
	text_init(&error);
	cr_expect(not(places_find_profile(word, &path, &name, &error)), "%s",
	          word);
	cr_expect(eq(str, error.data, (char *)why));
	text_release(&error);
	text_release(&name);
	text_release(&path);
}

static void remember(const char *name, const char *path)
{
	struct text full, error;

	text_init(&full);
	text_init(&error);
	text_printf(&full, "%s%s", root, path);
	cr_expect(places_remember(name, full.data, &error), "%s", error.data);
	text_release(&error);
	text_release(&full);
}

Test(places, know_names_from_what_is_none)
{
	static const struct {
		const char *name;
		bool valid;
	} rows[] = {
		{ "office", true },
		{ "a", true },
		{ "Office-2.net_b", true },
		{ "_x", true },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "890123",
		  true },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "8901234",
		  false },
		{ "", false },
		{ ".office", false },
		{ "-office", false },
		{ "of fice", false },
		{ "of/fice", false },
		{ "b\xc3\xbcro", false },
		{ "office\n", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(eq(int, places_name_is_valid(rows[i].name),
		             rows[i].valid),
		          "row %zu", i);
}

Test(places, tell_names_from_paths_of_files_that_are_gone)
{
	static const char *const words[] = {
		"office",          "office.ini",         "./office.ini",
		"/nowhere/office", "nowhere/office.ini",
	};
	struct text name, error;

	text_init(&name);
	text_init(&error);
	for (size_t i = 0; i < COUNT(words); i++) {
		cr_expect(places_name(words[i], &name, &error), "%s", words[i]);
		cr_expect(eq(str, name.data, "office"), "%s", words[i]);
	}
	cr_expect(not(places_name("nowhere/", &name, &error)));
	cr_expect(not(places_name(".ini", &name, &error)));
	text_release(&error);
	text_release(&name);
}

Test(places, find_a_profile_by_its_path, .init = make_places,
     .fini = remove_places)
{
	write_file("office.ini", "");
	write_file("plain", "");
	cr_assert(eq(int, symlink("../work", "../data/link"), 0));
	cr_assert(eq(int, symlink("office.ini", "alias.ini"), 0));
	expect_found("office.ini", "/work/office.ini", "office");
	expect_found("./office.ini", "/work/office.ini", "office");
	expect_found("../work/office.ini", "/work/office.ini", "office");
	expect_found("./plain", "/work/plain", "plain");
	expect_found("../data/link/office.ini", "/work/office.ini", "office");
	expect_found("./alias.ini", "/work/alias.ini", "alias");
}

Test(places, say_which_path_is_wrong, .init = make_places,
     .fini = remove_places)
{
	expect_not_found("none.ini", "none.ini: No such file or directory");
	expect_not_found("./none", "./none: No such file or directory");
	expect_not_found("./nowhere/x.ini",
	                 "./nowhere/x.ini: No such file or directory");
	expect_not_found("./a b.ini",
	                 "a b: no name for an audit: up to 64 letters, "
	                 "digits, dots, dashes and underscores, and no dot or "
	                 "dash first");
}

Test(places, find_a_profile_by_name_here_first, .init = make_places,
     .fini = remove_places)
{
	expect_not_found("office",
	                 "office: no such audit, neither here (./office.ini) "
	                 "nor among those known: portscan audit list");
	write_file("../data/far.ini", "");
	remember("office", "/data/far.ini");
	expect_found("office", "/data/far.ini", "office");
	write_file("office.ini", "");
	expect_found("office", "/work/office.ini", "office");
}

Test(places, know_a_profile_that_is_gone, .init = make_places,
     .fini = remove_places)
{
	char why[256];

	remember("office", "/work/office.ini");
	sprintf(why,
	        "office: its profile is gone: %s/work/office.ini: No such "
	        "file or directory",
	        root);
	expect_not_found("office", why);
	remember("office", "/work/other.ini");
}

Test(places, let_no_two_profiles_share_a_history, .init = make_places,
     .fini = remove_places)
{
	struct text error;
	char why[256];

	text_init(&error);
	write_file("office.ini", "");
	remember("office", "/work/office.ini");
	remember("office", "/work/office.ini");
	cr_expect(not(
		places_remember("office", "/elsewhere/office.ini", &error)));
	sprintf(why,
	        "office: there is an audit of that name, of the profile "
	        "%s/work/office.ini: rename one of them",
	        root);
	cr_expect(eq(str, error.data, (char *)why));
	text_release(&error);
}

Test(places, do_not_follow_what_they_did_not_write, .init = make_places,
     .fini = remove_places)
{
	static const char *const contents[] = {
		"", "\n", "office.ini\n", "/a\n/b\n", "/no-line-feed",
	};
	char why[256];

	sprintf(why, "%s/data/portscan/office.profile: Invalid argument", root);
	cr_assert(eq(int, mkdir("../data/portscan", 0700), 0));
	for (size_t i = 0; i < COUNT(contents); i++) {
		write_file("../data/portscan/office.profile", contents[i]);
		expect_not_found("office", why);
	}
}

Test(places, list_what_is_known_by_name, .init = make_places,
     .fini = remove_places)
{
	struct place_list places;
	struct text error;

	text_init(&error);
	cr_expect(places_list(&places, &error), "%s", error.data);
	cr_expect(eq(sz, places.count, 0));
	remember("office", "/work/office.ini");
	remember("branch", "/work/branch.ini");
	write_file("../data/portscan/office.db", "");
	write_file("../data/portscan/broken.profile", "x");
	cr_expect(places_list(&places, &error), "%s", error.data);
	cr_assert(eq(sz, places.count, 2));
	cr_expect(eq(str, places.items[0].name, "branch"));
	cr_expect(eq(str, places.items[1].name, "office"));
	cr_expect(strstr(places.items[1].profile, "/work/office.ini") != NULL);
	place_list_release(&places);
	text_release(&error);
}

Test(places, have_a_history_for_each_name)
{
	static const struct {
		const char *data, *home, *path; /* as root: /var/lib */
	} rows[] = {
		{ "/xdg", "/home/u", "/xdg/portscan/office.db" },
		{ "relative", "/home/u",
		  "/home/u/.local/share/portscan/office.db" },
		{ "", "/home/u", "/home/u/.local/share/portscan/office.db" },
		{ "", "", NULL },
	};
	struct text path, error;

	text_init(&path);
	text_init(&error);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *expected = rows[i].path;
		bool found;

		if (geteuid() == 0 && i > 0)
			expected = "/var/lib/portscan/office.db";
		setenv("XDG_DATA_HOME", rows[i].data, 1);
		setenv("HOME", rows[i].home, 1);
		found = places_database("office", &path, &error);
		cr_expect(eq(int, found, expected != NULL), "row %zu", i);
		if (found)
			cr_expect(eq(str, path.data, (char *)expected),
			          "row %zu", i);
	}
	cr_expect(not(places_database("../office", &path, &error)));
	text_release(&error);
	text_release(&path);
}
