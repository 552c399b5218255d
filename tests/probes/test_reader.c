// SPDX-License-Identifier: Apache-2.0
#include "probes/reader.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char own[] =
	"Probe TCP NULL q||\n"
	"softmatch post m|^220 |\n"
	"match post m|^220 mail ([\\d.]+)| p/Post/ v/$1/\n"
	/* structure knows this protocol, and no product of it */
	"match ssh m|^SSH-2.0-Shell_([\\d.]+)| p/Shell/ v/$1/\n"
	"Probe TCP Get q|GET / HTTP/1.0\\r\\n\\r\\n|\n"
	"match web-game m|^HTTP/1.0 200 OK\\r\\nServer: Game/([\\d.]+)| "
	"p/Game/ v/$1/\n";

static const char users[] =
	"Probe TCP NULL q||\n"
	"match post m|^220 mail| p/Post/ i/extra/\n"
	"match other m|^SSH-| p/Theirs/\n"
	"match theirs m|^theirs ([\\d.]+)| p/Theirs/ v/$1/\n";

static struct service_db *db;
static struct db_matcher *matcher;

static void open_database(void)
{
	struct service_db_error error;

	db = service_db_create();
	cr_assert(service_db_add(db, own, strlen(own), false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_add(db, users, strlen(users), false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
	matcher = db_matcher_create(db);
	cr_assert(ne(ptr, matcher, NULL));
}

static void close_database(void)
{
	db_matcher_free(matcher);
	service_db_free(db);
}

static struct bytes of(const char *said)
{
	return (struct bytes){ (const uint8_t *)said, strlen(said) };
}

TestSuite(reader, .init = open_database, .fini = close_database);

static const struct {
	const char *probe;
	const char *said;
	enum reading reading;
	const char *name, *product, *version, *extra;
} cases[] = {
	{ "NULL", "", READING_NOTHING, "", "", "", "" },
	{ "NULL", "no idea", READING_NOTHING, "", "", "", "" },
	/* A soft match is likely, a hard one certain. */
	{ "NULL", "220 hi", READING_LIKELY, "post", "", "", "" },
	/* The user's file fills what ours left open, and overrides nothing. */
	{ "NULL", "220 mail 1.2\r\n", READING_CERTAIN, "post", "Post", "1.2",
	  "extra" },
	{ "NULL", "theirs 7\r\n", READING_CERTAIN, "theirs", "Theirs", "7",
	  "" },
	/* What structure made certain, another name of a file of the user's
	 * does not change. */
	{ "NULL", "SSH-2.0-Nobody_9\r\n", READING_CERTAIN, "ssh", "Nobody", "9",
	  "" },
	/* A signature of ours may add a product, */
	{ "NULL", "SSH-2.0-Shell_3.1\r\n", READING_CERTAIN, "ssh", "Shell",
	  "3.1", "" },
	/* and knows what is spoken over HTTP better. */
	{ "Get", "HTTP/1.0 200 OK\r\nServer: Game/4.5\r\n\r\n", READING_CERTAIN,
	  "web-game", "Game", "4.5", "" },
};

static void check(size_t i)
{
	const struct db_probe *probe =
		service_db_find(db, PROTOCOL_TCP, cases[i].probe);
	struct reply reply = { .protocol = PROTOCOL_TCP,
		               .asked = probe->payload,
		               .said = of(cases[i].said) };
	struct identity who = { 0 };
	enum reading reading = reader_read(matcher, probe, &reply, &who);

	cr_expect(eq(int, reading, cases[i].reading), "row %zu", i);
	cr_expect(eq(str, who.service.name, (char *)cases[i].name), "row %zu",
	          i);
	cr_expect(eq(str, who.service.product, (char *)cases[i].product),
	          "row %zu", i);
	cr_expect(eq(str, who.service.version, (char *)cases[i].version),
	          "row %zu", i);
	cr_expect(eq(str, who.service.extra, (char *)cases[i].extra), "row %zu",
	          i);
	identity_release(&who);
}

Test(reader, tells_who_said_something)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		check(i);
}

Test(reader, says_what_its_certainty_rests_on)
{
	const struct db_probe *listen =
		service_db_find(db, PROTOCOL_TCP, "NULL");
	struct reply reply = { .protocol = PROTOCOL_TCP, .said = of("220 hi") };
	struct identity who = { 0 };

	reader_read(matcher, listen, &reply, &who);
	cr_expect(eq(int, who.service.confidence, SERVICE_LIKELY));
	cr_expect(eq(int, who.service.via, SERVICE_VIA_BANNER));
	identity_release(&who);
	reply.asked = of("GET");
	reply.said = of("theirs 1");
	reader_read(matcher, listen, &reply, &who);
	cr_expect(eq(int, who.service.confidence, SERVICE_CERTAIN));
	cr_expect(eq(int, who.service.via, SERVICE_VIA_PAYLOAD));
	identity_release(&who);
}
