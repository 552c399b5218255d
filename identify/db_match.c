// SPDX-License-Identifier: Apache-2.0
#include "identify/db_store.h"
#include "identify/regex_source.h"
#include "identify/version_info.h"

#include <stdlib.h>
#include <string.h>

/* What a service said is looked at up to here; the rest tells nothing new. */
enum { SAID_MAX = 16384 };

struct db_matcher {
	const struct service_db *db;
	struct regex_matcher *regexes;
	uint64_t *worth; /* trying: a bit for each pattern */
	bool everything; /* is */
	uint8_t folded[SAID_MAX];
};

struct db_matcher *db_matcher_create(const struct service_db *db)
{
	struct db_matcher *matcher = calloc(1, sizeof(*matcher));

	if (matcher == NULL)
		return NULL;
	matcher->db = db;
	matcher->regexes = regex_matcher_create();
	matcher->worth = calloc(pattern_index_words(db->index) + 1,
	                        sizeof(*matcher->worth));
	if (matcher->regexes == NULL || matcher->worth == NULL) {
		db_matcher_free(matcher);
		return NULL;
	}
	return matcher;
}

void db_matcher_free(struct db_matcher *matcher)
{
	if (matcher == NULL)
		return;
	regex_matcher_free(matcher->regexes);
	free(matcher->worth);
	free(matcher);
}

void db_matcher_try_everything(struct db_matcher *matcher)
{
	matcher->everything = true;
}

static void find_worth(struct db_matcher *matcher, struct bytes said)
{
	const struct pattern_index *index = matcher->db->index;

	if (matcher->everything) {
		memset(matcher->worth, 0xff,
		       pattern_index_words(index) * sizeof(*matcher->worth));
		return;
	}
	for (size_t i = 0; i < said.len; i++)
		matcher->folded[i] = regex_source_fold(said.data[i]);
	pattern_index_search(index, (struct bytes){ matcher->folded, said.len },
	                     matcher->worth);
}

/* The first pattern from `at` to `end` that is worth trying; `end`: none. */
static size_t next_worth(const struct db_matcher *matcher, size_t at,
                         size_t end)
{
	while (at < end) {
		uint64_t word = matcher->worth[at / 64] >> at % 64;

		if (word != 0) {
			at += (size_t)__builtin_ctzll(word);
			return at < end ? at : end;
		}
		at += 64 - at % 64;
	}
	return end;
}

/* One question to the database, and what is known by now. */
struct matching {
	struct db_matcher *matcher;
	struct bytes said;
	enum db_match match;
	struct service service;
};

static void fill(struct matching *matching, const struct db_pattern *pattern,
                 const struct bytes groups[REGEX_GROUPS])
{
	struct service *service = &matching->service;

	*service = (struct service){
		.tls = pattern->tls,
		.confidence = pattern->soft ? SERVICE_LIKELY : SERVICE_CERTAIN,
	};
	memcpy(service->name, pattern->service.data, pattern->service.len);
	version_info_fill(pattern->info, groups, service);
	matching->match = pattern->soft ? DB_SOFT_MATCH : DB_MATCH;
}

/* The first soft match stands until there is another that is not. */
static void try_pattern(struct matching *matching, struct db_pattern *pattern)
{
	struct bytes groups[REGEX_GROUPS];

	if (pattern->soft && matching->match == DB_SOFT_MATCH)
		return;
	if (regex_match(&pattern->regex, matching->matcher->regexes,
	                matching->said, groups))
		fill(matching, pattern, groups);
}

static void try_probe(struct matching *matching, const struct db_entry *entry)
{
	const struct db_matcher *matcher = matching->matcher;
	size_t end = entry->first_pattern + entry->pattern_count;
	size_t at = next_worth(matcher, entry->first_pattern, end);

	while (at < end && matching->match != DB_MATCH) {
		try_pattern(matching, &matcher->db->patterns[at]);
		at = next_worth(matcher, at + 1, end);
	}
}

static void try_probes(struct matching *matching, const struct db_probe *probe,
                       size_t file)
{
	static const struct bytes null = { (const uint8_t *)"NULL", 4 };
	const struct service_db *db = matching->matcher->db;
	const struct db_entry *entry = db_twin(db, probe, file);
	const struct db_entry *greeting =
		db_find_in_file(db, PROTOCOL_TCP, null, file);

	if (entry != NULL) {
		try_probe(matching, entry);
		for (size_t i = 0; i < entry->fallback_count; i++)
			try_probe(matching, &db->probes[entry->fallbacks[i]]);
	}
	if (probe->protocol == PROTOCOL_TCP && greeting != NULL &&
	    greeting != entry)
		try_probe(matching, greeting);
}

enum db_match db_match(struct db_matcher *matcher, const struct db_probe *probe,
                       size_t file, struct bytes said, struct identity *who)
{
	struct matching matching = {
		.matcher = matcher,
		.said = bytes_first(said, SAID_MAX),
		.match = DB_NO_MATCH,
	};

	if (file >= matcher->db->file_count)
		return DB_NO_MATCH;
	find_worth(matcher, matching.said);
	try_probes(&matching, probe, file);
	if (matching.match != DB_NO_MATCH) {
		matching.service.via = who->service.via;
		who->service = matching.service;
	}
	return matching.match;
}
