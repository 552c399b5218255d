// SPDX-License-Identifier: Apache-2.0
/*
 * Exchanges recorded from real daemons, one a file of corpus/, where
 * record_case.py made the first two lines:
 *
 *   probe TCP NULL      whose answer it is
 *   said BYTES          with the escapes of a payload
 *   name, product, version, extra, hostname, os, device
 *                       who that is; what is not there is not known
 *
 * Lines that begin with # are comments.
 */
#include "base/count.h"
#include "base/read_file.h"
#include "identify/db_words.h"
#include "identify/identify.h"
#include "probes/known_services.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct recorded {
	enum protocol protocol;
	char probe[64];
	uint8_t said[1 << 16];
	size_t len;
	struct service service;
};

static const struct {
	const char *word;
	size_t offset, size;
} fields[] = {
#define FIELD(word)                                                            \
	{                                                                      \
#word, offsetof(struct service, word),                         \
			sizeof(((struct service *)NULL)->word)                 \
	}
	FIELD(name),     FIELD(product), FIELD(version), FIELD(extra),
	FIELD(hostname), FIELD(os),      FIELD(device),
};

static void copy(char *out, size_t size, struct bytes from)
{
	cr_assert(from.len < size);
	memcpy(out, from.data, from.len);
	out[from.len] = '\0';
}

static void read_field(struct recorded *recorded, struct bytes word,
                       struct bytes value)
{
	char *service = (char *)&recorded->service;

	for (size_t i = 0; i < COUNT(fields); i++)
		if (db_bytes_are(word, fields[i].word)) {
			copy(service + fields[i].offset, fields[i].size, value);
			return;
		}
	cr_fatal("unknown word %.*s", (int)word.len, (const char *)word.data);
}

static void read_line(struct recorded *recorded, struct bytes line)
{
	struct bytes word = db_take_word(&line);

	if (word.len == 0 || word.data[0] == '#')
		return;
	if (db_bytes_are(word, "probe")) {
		recorded->protocol = db_bytes_are(db_take_word(&line), "UDP")
		                             ? PROTOCOL_UDP
		                             : PROTOCOL_TCP;
		copy(recorded->probe, sizeof(recorded->probe), line);
	} else if (db_bytes_are(word, "said")) {
		cr_assert(line.len <= sizeof(recorded->said));
		cr_assert(db_unescape(line, recorded->said, &recorded->len));
	} else {
		read_field(recorded, word, line);
	}
}

static struct recorded *read_case(const char *path)
{
	struct recorded *recorded = calloc(1, sizeof(*recorded));
	struct bytes rest, line;
	struct text text;

	cr_assert(recorded != NULL);
	text_init(&text);
	cr_assert(eq(int, read_file(path, 1 << 20, &text), 0), "%s", path);
	rest = (struct bytes){ (const uint8_t *)text.data, text.len };
	while (db_take_line(&rest, &line))
		read_line(recorded, line);
	text_release(&text);
	return recorded;
}

/* Patterns that tell who it is, then structure, then patterns that do not. */
static void recognise(struct db_matcher *matcher, const struct db_probe *probe,
                      const struct recorded *recorded, struct identity *who)
{
	struct bytes said = { recorded->said, recorded->len };
	struct reply reply = { .protocol = recorded->protocol,
		               .asked = probe->payload,
		               .said = said };
	struct identity by_structure = { 0 };
	enum db_match match =
		db_match(matcher, probe, KNOWN_SERVICES_BUILT_IN, said, who);

	if (match != DB_MATCH && identify_reply(&reply, &by_structure))
		*who = by_structure;
}

static void expect_service(const char *file, const struct service *is,
                           const struct service *wanted)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *has = (const char *)is + fields[i].offset;
		const char *should = (const char *)wanted + fields[i].offset;

		cr_expect(strcmp(has, should) == 0, "%s: %s \"%s\", not \"%s\"",
		          file, fields[i].word, has, should);
	}
}

static void replay(const struct service_db *db, const char *file)
{
	char path[512];
	struct recorded *recorded;
	const struct db_probe *probe;
	struct db_matcher *matcher = db_matcher_create(db);
	struct identity who = { 0 };

	snprintf(path, sizeof(path), "%s/%s", CORPUS, file);
	recorded = read_case(path);
	probe = service_db_find(db, recorded->protocol, recorded->probe);
	cr_assert(probe != NULL, "%s: no probe %s", file, recorded->probe);
	recognise(matcher, probe, recorded, &who);
	expect_service(file, &who.service, &recorded->service);
	identity_release(&who);
	db_matcher_free(matcher);
	free(recorded);
}

Test(corpus, is_recognised)
{
	struct text why;
	struct service_db *db;
	DIR *corpus = opendir(CORPUS);
	size_t count = 0;

	text_init(&why);
	db = known_services_create(NULL, &why);
	cr_assert(db != NULL, "%s", why.data);
	cr_assert(corpus != NULL);
	for (const struct dirent *entry; (entry = readdir(corpus)) != NULL;) {
		if (strstr(entry->d_name, ".case") == NULL)
			continue;
		replay(db, entry->d_name);
		count++;
	}
	closedir(corpus);
	cr_expect(gt(sz, count, 0));
	service_db_free(db);
	text_release(&why);
}
