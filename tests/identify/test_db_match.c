// SPDX-License-Identifier: Apache-2.0
#include "identify/service_db.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <pthread.h>
#include <string.h>

/* Patterns are so small here that each row shows all that matters. */
static const char built_in[] =
	"Probe TCP NULL q||\n"
	"match hello m|^hello ([\\d.]+)(?: (\\w+))?| p/Greeter/ v/$1/ i/$2/ "
	"cpe:/a:x:greeter:$1/\n"
	"softmatch hello m|^hello|\n"
	"softmatch other m|^hel|\n"
	"match late m|latecomer|\n"
	"Probe TCP Get q|GET|\n"
	"match http m|^HTTP|i p/Web/\n"
	"match ssl/http m|^TLS HTTP|\n"
	"match number m|^\\x00(..)|s v/$I(1,\">\")/\n"
	"Probe TCP Options q|OPTIONS|\n"
	"fallback First,Second\n"
	"softmatch own m|^own|\n"
	"Probe TCP First q|1|\n"
	"match first m|^both|\n"
	"match hard m|own|\n"
	"Probe TCP Second q|2|\n"
	"match second m|^both|\n"
	"match second m|^two|\n"
	"Probe UDP Ask q|ask|\n"
	"match asked m|^answer|\n"
	"Probe UDP Cross q|cross|\n"
	"fallback Get\n";

static const char of_user[] =
	"Probe TCP NULL q||\n"
	"match theirs m|^hello| p/Theirs/\n"
	"Probe TCP Hypertext q|GET|\n" /* the same question */
	"match web m|^HTTP|\n"
	"Probe TCP Options q|different|\n" /* the same name */
	"match options m|^OPT|\n"
	"Probe TCP Mine q|mine|\n"
	"match mine m|^mine|\n";

enum { BUILT_IN, OF_USER };

static struct service_db *load(void)
{
	struct service_db *db = service_db_create();
	struct service_db_error error = { 0 };

	cr_assert(service_db_add(db, built_in, strlen(built_in), true, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_add(db, of_user, strlen(of_user), false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
	return db;
}

static const struct {
	enum protocol protocol;
	const char *probe;
	size_t file;
	const char *said;
	enum db_match match;
	const char *name;
} matches[] = {
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "hello 1.2", DB_MATCH, "hello" },
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "hello", DB_SOFT_MATCH, "hello" },
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "help", DB_SOFT_MATCH, "other" },
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "", DB_NO_MATCH, "" },
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "HTTP", DB_NO_MATCH, "" },
	/* A hard match wins, however late it comes. */
	{ PROTOCOL_TCP, "NULL", BUILT_IN, "hello latecomer", DB_MATCH, "late" },
	{ PROTOCOL_TCP, "Options", BUILT_IN, "own", DB_MATCH, "hard" },

	/* Its own patterns, then those of its fallbacks, then NULL's. */
	{ PROTOCOL_TCP, "Get", BUILT_IN, "http", DB_MATCH, "http" },
	{ PROTOCOL_TCP, "Get", BUILT_IN, "hello 1.2", DB_MATCH, "hello" },
	{ PROTOCOL_TCP, "Get", BUILT_IN, "two", DB_NO_MATCH, "" },
	{ PROTOCOL_TCP, "Options", BUILT_IN, "both", DB_MATCH, "first" },
	{ PROTOCOL_TCP, "Options", BUILT_IN, "two", DB_MATCH, "second" },
	{ PROTOCOL_TCP, "Options", BUILT_IN, "hello 1", DB_MATCH, "hello" },
	{ PROTOCOL_UDP, "Ask", BUILT_IN, "answer", DB_MATCH, "asked" },
	{ PROTOCOL_UDP, "Ask", BUILT_IN, "hello 1", DB_NO_MATCH, "" },
	{ PROTOCOL_UDP, "Cross", BUILT_IN, "HTTP", DB_MATCH, "http" },

	/* Only patterns of one file: by the payload, else by the name. */
	{ PROTOCOL_TCP, "NULL", OF_USER, "hello 1.2", DB_MATCH, "theirs" },
	{ PROTOCOL_TCP, "Get", OF_USER, "HTTP", DB_MATCH, "web" },
	{ PROTOCOL_TCP, "Get", OF_USER, "http", DB_NO_MATCH, "" },
	{ PROTOCOL_TCP, "Options", OF_USER, "OPT", DB_MATCH, "options" },
	{ PROTOCOL_TCP, "First", OF_USER, "both", DB_NO_MATCH, "" },
	{ PROTOCOL_TCP, "First", OF_USER, "hello", DB_MATCH, "theirs" },
	{ PROTOCOL_TCP, "Mine", OF_USER, "mine", DB_MATCH, "mine" },
	{ PROTOCOL_TCP, "Mine", BUILT_IN, "mine", DB_NO_MATCH, "" },
	{ PROTOCOL_TCP, "Mine", BUILT_IN, "hello 1", DB_MATCH, "hello" },
	{ PROTOCOL_TCP, "Hypertext", BUILT_IN, "HTTP", DB_MATCH, "http" },
	{ PROTOCOL_UDP, "Ask", OF_USER, "answer", DB_NO_MATCH, "" },
};

Test(db_match, is_the_first_pattern_in_order)
{
	struct service_db *db = load();
	struct db_matcher *matcher = db_matcher_create(db);

	for (size_t i = 0; i < COUNT(matches); i++) {
		const struct db_probe *probe = service_db_find(
			db, matches[i].protocol, matches[i].probe);
		struct bytes said = { (const uint8_t *)matches[i].said,
			              strlen(matches[i].said) };
		struct identity who = { 0 };

		cr_assert(probe != NULL, "row %zu", i);
		cr_expect(db_match(matcher, probe, matches[i].file, said,
		                   &who) == matches[i].match,
		          "row %zu", i);
		cr_expect(strcmp(who.service.name, matches[i].name) == 0,
		          "row %zu: %s", i, who.service.name);
	}
	db_matcher_free(matcher);
	service_db_free(db);
}

static enum db_match ask(const struct service_db *db, const char *probe,
                         struct bytes said, struct identity *who)
{
	struct db_matcher *matcher = db_matcher_create(db);
	enum db_match match =
		db_match(matcher, service_db_find(db, PROTOCOL_TCP, probe),
	                 BUILT_IN, said, who);

	db_matcher_free(matcher);
	return match;
}

#define SAID(literal)                                                          \
	(struct bytes)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

Test(db_match, fills_the_service)
{
	struct service_db *db = load();
	struct identity who = { .service.via = SERVICE_VIA_PAYLOAD,
		                .service.os = "before" };

	cr_assert(ask(db, "NULL", SAID("hello 1.2 world"), &who) == DB_MATCH);
	cr_expect(eq(str, who.service.product, "Greeter"));
	cr_expect(eq(str, who.service.version, "1.2"));
	cr_expect(eq(str, who.service.extra, "world"));
	cr_expect(eq(str, who.service.cpe[0], "cpe:/a:x:greeter:1.2"));
	cr_expect(eq(str, who.service.os, ""));
	cr_expect(who.service.via == SERVICE_VIA_PAYLOAD);
	cr_expect(who.service.confidence == SERVICE_CERTAIN);
	cr_expect(not(who.service.tls));
	service_db_free(db);
}

Test(db_match, soft_one_is_less_certain)
{
	struct service_db *db = load();
	struct identity who = { 0 };

	cr_assert(ask(db, "NULL", SAID("hello"), &who) == DB_SOFT_MATCH);
	cr_expect(who.service.confidence == SERVICE_LIKELY);
	cr_expect(eq(str, who.service.product, ""));
	service_db_free(db);
}

Test(db_match, of_ssl_is_tls)
{
	struct service_db *db = load();
	struct identity who = { 0 };

	cr_assert(ask(db, "Get", SAID("TLS HTTP"), &who) == DB_MATCH);
	cr_expect(eq(str, who.service.name, "http"));
	cr_expect(who.service.tls);
	service_db_free(db);
}

Test(db_match, reads_numbers)
{
	struct service_db *db = load();
	struct identity who = { 0 };

	cr_assert(ask(db, "Get", SAID("\0\x01\n"), &who) == DB_MATCH);
	cr_expect(eq(str, who.service.version, "266"));
	service_db_free(db);
}

Test(db_match, leaves_everything_without_a_match)
{
	struct service_db *db = load();
	struct identity who = { .service.name = "before" };

	cr_assert(ask(db, "Get", SAID("nothing"), &who) == DB_NO_MATCH);
	cr_expect(eq(str, who.service.name, "before"));
	service_db_free(db);
}

Test(db_match, goes_by_the_beginning_of_what_is_endless)
{
	struct service_db *db = load();
	static uint8_t endless[1 << 20];
	struct bytes said = { endless, sizeof(endless) };
	struct identity who = { 0 };

	memset(endless, 'x', sizeof(endless));
	memcpy(endless + sizeof(endless) - 9, "latecomer", 9);
	cr_expect(ask(db, "NULL", said, &who) == DB_NO_MATCH);
	memcpy(endless + 1000, "latecomer", 9);
	cr_expect(ask(db, "NULL", said, &who) == DB_MATCH);
	service_db_free(db);
}

static const char *const replies[] = {
	"",
	"hello",
	"HELLO 1.2",
	"hello 1.2 you",
	"http/1.1 200",
	"HTTP",
	"tls http",
	"TLS HTTP",
	"own",
	"both",
	"two",
	"latecomer",
	"x latecomer hello",
	"answer",
	"helicopter",
};

Test(db_match, is_the_same_without_the_index)
{
	struct service_db *db = load();
	struct db_matcher *quick = db_matcher_create(db);
	struct db_matcher *thorough = db_matcher_create(db);

	db_matcher_try_everything(thorough);
	for (size_t i = 0; i < service_db_probe_count(db) * COUNT(replies);
	     i++) {
		const struct db_probe *probe =
			service_db_probe(db, i / COUNT(replies));
		const char *reply = replies[i % COUNT(replies)];
		struct bytes said = { (const uint8_t *)reply, strlen(reply) };

		for (size_t file = BUILT_IN; file <= OF_USER; file++) {
			struct identity one = { 0 }, other = { 0 };

			cr_expect(db_match(quick, probe, file, said, &one) ==
			                  db_match(thorough, probe, file, said,
			                           &other),
			          "%s: %s", probe->name, reply);
			cr_expect(memcmp(&one.service, &other.service,
			                 sizeof(one.service)) == 0,
			          "%s: %s", probe->name, reply);
		}
	}
	db_matcher_free(quick);
	db_matcher_free(thorough);
	service_db_free(db);
}

enum { THREADS = 4 };

static void *match_often(void *arg)
{
	const struct service_db *db = arg;
	struct db_matcher *matcher = db_matcher_create(db);
	const struct db_probe *probe = service_db_probe(db, 0);
	size_t wrong = 0;

	for (int i = 0; i < 200; i++) {
		struct identity who = { 0 };

		if (db_match(matcher, probe, BUILT_IN, SAID("hello 3.4"),
		             &who) != DB_MATCH ||
		    strcmp(who.service.version, "3.4") != 0)
			wrong++;
	}
	db_matcher_free(matcher);
	return wrong == 0 ? NULL : arg;
}

Test(db_match, is_for_several_threads_at_once)
{
	struct service_db *db = load();
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		cr_assert(pthread_create(&threads[i], NULL, match_often, db) ==
		          0);
	for (int i = 0; i < THREADS; i++) {
		void *result = db;

		pthread_join(threads[i], &result);
		cr_expect(result == NULL);
	}
	service_db_free(db);
}
