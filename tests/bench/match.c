// SPDX-License-Identifier: Apache-2.0
/*
 * How fast a service database tells who answers:
 *
 *   bench_match FOLDER PROBE [DATABASE]
 *
 * Each file of FOLDER is what a service said to the TCP probe named PROBE.  The
 * database is the one that is built in unless a file is named.  All are matched
 * again and again for some seconds, first by the index of the patterns, then
 * without it.
 */
#include "base/read_file.h"
#include "identify/service_db.h"
#include "probes/known_services.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILE_MAX = 16 << 20, REPLIES_MAX = 10000 };

#define SECONDS 2.0

struct replies {
	struct text of[REPLIES_MAX];
	size_t count, bytes;
};

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	exit(1);
}

static void read_or_die(const char *path, struct text *text)
{
	int error = read_file(path, FILE_MAX, text);

	if (error != 0)
		die(path, strerror(error));
}

static void read_replies(const char *folder, struct replies *replies)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	if (directory == NULL)
		die(folder, "no such folder");
	while ((entry = readdir(directory)) != NULL &&
	       replies->count < REPLIES_MAX) {
		struct text *reply = &replies->of[replies->count];
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		text_init(reply);
		read_or_die(path, reply);
		replies->bytes += reply->len;
		replies->count++;
	}
	closedir(directory);
	if (replies->count == 0)
		die(folder, "no files");
}

static struct service_db *load(const char *path)
{
	struct service_db *db = service_db_create();
	struct service_db_error error;
	struct text text;
	double start = now_s(), added;

	text_init(&text);
	if (path == NULL)
		text_append(&text, known_services_text().data,
		            known_services_text().len);
	else
		read_or_die(path, &text);
	if (db == NULL ||
	    !service_db_add(db, text.data, text.len, path == NULL, &error))
		die("database", db == NULL ? "out of memory" : error.why);
	added = now_s();
	if (!service_db_finish(db))
		die("database", "out of memory");
	printf("read and compiled in %.1f ms, indexed in %.1f ms\n",
	       (added - start) * 1e3, (now_s() - added) * 1e3);
	text_release(&text);
	return db;
}

/* How many matched. */
static size_t match_all(struct db_matcher *matcher,
                        const struct db_probe *probe,
                        const struct replies *replies)
{
	size_t matched = 0;

	for (size_t i = 0; i < replies->count; i++) {
		const struct text *reply = &replies->of[i];
		struct bytes said = { (const uint8_t *)reply->data,
			              reply->len };
		struct identity who = { 0 };

		if (db_match(matcher, probe, 0, said, &who) != DB_NO_MATCH)
			matched++;
	}
	return matched;
}

static void measure(const char *how, struct db_matcher *matcher,
                    const struct db_probe *probe, const struct replies *replies)
{
	size_t rounds = 0;
	size_t matched = match_all(matcher, probe, replies);
	double start = now_s(), took;
	double all;

	do {
		(void)match_all(matcher, probe, replies);
		rounds++;
		took = now_s() - start;
	} while (took < SECONDS);
	all = (double)(rounds * replies->count);
	printf("%s: %zu of %zu matched, %.0f banners/s, %.2f us each\n", how,
	       matched, replies->count, all / took, took / all * 1e6);
}

int main(int argc, char **argv)
{
	static struct replies replies;
	const struct db_probe *probe;
	struct db_matcher *matcher;
	struct service_db *db;

	if (argc < 3) {
		fprintf(stderr, "usage: %s FOLDER PROBE [DATABASE]\n", argv[0]);
		return 2;
	}
	db = load(argv[3]);
	read_replies(argv[1], &replies);
	probe = service_db_find(db, PROTOCOL_TCP, argv[2]);
	matcher = db_matcher_create(db);
	if (probe == NULL || matcher == NULL)
		die(argv[2], "no such probe");
	printf("%zu replies, %zu bytes each on average\n", replies.count,
	       replies.bytes / replies.count);
	measure("with the index", matcher, probe, &replies);
	db_matcher_try_everything(matcher);
	measure("every pattern tried", matcher, probe, &replies);
	db_matcher_free(matcher);
	for (size_t i = 0; i < replies.count; i++)
		text_release(&replies.of[i]);
	service_db_free(db);
	return 0;
}
