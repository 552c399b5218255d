// SPDX-License-Identifier: Apache-2.0
/* The file that the grammar was made for, where nmap is installed.  It is
 * nmap's, and not kept with the tests. */
#include "base/read_file.h"
#include "identify/db_store.h"
#include "identify/db_words.h"
#include "identify/service_db.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NMAP_SERVICES "/usr/share/nmap/nmap-service-probes"

static void read_file_of_nmap(struct text *text)
{
	if (access(NMAP_SERVICES, R_OK) != 0)
		cr_skip_test("no " NMAP_SERVICES);
	text_init(text);
	cr_assert(eq(int, read_file(NMAP_SERVICES, 64 << 20, text), 0));
}

static struct service_db *load(const struct text *text)
{
	struct service_db *db = service_db_create();
	struct service_db_error error = { 0 };

	cr_assert(service_db_add(db, text->data, text->len, false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
	return db;
}

/* How many lines begin with a word. */
static size_t count_lines(const struct text *text, const char *word)
{
	struct bytes rest = { (const uint8_t *)text->data, text->len };
	struct bytes line;
	size_t count = 0;

	while (db_take_line(&rest, &line))
		if (db_bytes_are(db_take_word(&line), word))
			count++;
	return count;
}

static size_t count_soft(const struct service_db *db)
{
	size_t count = 0;

	for (size_t i = 0; i < db->pattern_count; i++)
		count += db->patterns[i].soft;
	return count;
}

Test(nmap_services, are_read_line_by_line)
{
	struct service_db *db;
	struct text text;
	size_t soft;

	read_file_of_nmap(&text);
	db = load(&text);
	soft = count_lines(&text, "softmatch");
	cr_expect(eq(sz, service_db_probe_count(db),
	             count_lines(&text, "Probe")));
	cr_expect(
		eq(sz, db->pattern_count, count_lines(&text, "match") + soft));
	cr_expect(eq(sz, count_soft(db), soft));
	cr_expect(gt(sz, db->pattern_count, 1000));
	cr_expect(service_db_find(db, PROTOCOL_TCP, "NULL") != NULL);
	service_db_free(db);
	text_release(&text);
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 16) % below;
}

/* A pattern's source without what is not itself there looks a bit like what
 * it matches: far more often than noise does. */
static size_t make_reply(const struct bytes source, uint32_t *state,
                         uint8_t *reply)
{
	size_t len = 0;

	for (size_t i = 0; i < source.len && len < 500; i++) {
		uint8_t c = source.data[i];

		if (c == '\\' && i + 1 < source.len) {
			static const char classes[] = "drnwsS0";
			static const char members[] = "1\r\na x\0";
			const char *found = strchr(classes, source.data[++i]);

			c = found ? (uint8_t)members[found - classes]
			          : source.data[i];
		} else if (strchr("^$()*+?", c) != NULL) {
			continue;
		}
		reply[len++] =
			draw(state, 200) == 0 ? (uint8_t)draw(state, 256) : c;
	}
	return len;
}

/* What any probe of the file makes of a reply. */
static enum db_match match_any(struct db_matcher *matcher,
                               const struct service_db *db, struct bytes said,
                               struct identity *who)
{
	enum db_match match = DB_NO_MATCH;

	for (size_t i = 0; i < service_db_probe_count(db); i += 8) {
		match = db_match(matcher, service_db_probe(db, i), 0, said,
		                 who);
		if (match != DB_NO_MATCH)
			break;
	}
	return match;
}

Test(nmap_services, match_the_same_without_the_index, .timeout = 300)
{
	struct db_matcher *quick, *thorough;
	struct service_db *db;
	struct text text;
	uint32_t state = 3;
	size_t matched = 0;

	read_file_of_nmap(&text);
	db = load(&text);
	quick = db_matcher_create(db);
	thorough = db_matcher_create(db);
	db_matcher_try_everything(thorough);
	for (size_t i = 0; i < db->pattern_count; i += 23) {
		uint8_t reply[512];
		struct bytes said = { reply,
			              make_reply(db->patterns[i].regex.source,
			                         &state, reply) };
		struct identity one = { 0 }, other = { 0 };
		enum db_match match = match_any(quick, db, said, &one);

		cr_assert(match_any(thorough, db, said, &other) == match,
		          "pattern %zu", i);
		cr_assert(memcmp(&one.service, &other.service,
		                 sizeof(one.service)) == 0,
		          "pattern %zu", i);
		matched += match != DB_NO_MATCH;
	}
	cr_expect(gt(sz, matched, 50));
	db_matcher_free(quick);
	db_matcher_free(thorough);
	service_db_free(db);
	text_release(&text);
}
