// SPDX-License-Identifier: Apache-2.0
#include "probes/known_services.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What fits an IPv6 packet of 1500 bytes, and leaves some for tunnels. */
enum { UDP_PAYLOAD_MAX = 1400 };

static struct service_db *create(const char *path)
{
	struct service_db *db;
	struct text why;

	text_init(&why);
	db = known_services_create(path, &why);
	cr_assert(db != NULL, "%s", why.data);
	cr_expect(eq(sz, why.len, 0));
	text_release(&why);
	return db;
}

Test(known_services, are_there)
{
	struct service_db *db = create(NULL);

	cr_expect(service_db_find(db, PROTOCOL_TCP, "NULL") != NULL);
	service_db_free(db);
}

/* Trusted, no pattern is compiled until it is tried: here all are. */
Test(known_services, hold_patterns_that_compile)
{
	struct bytes text = known_services_text();
	struct service_db *db = service_db_create();
	struct service_db_error error = { 0 };

	cr_expect(service_db_add(db, (const char *)text.data, text.len, false,
	                         &error),
	          "%zu: %s", error.line, error.why);
	service_db_free(db);
}

Test(known_services, hold_probes_that_may_be_sent)
{
	struct service_db *db = create(NULL);

	for (size_t i = 0; i < service_db_probe_count(db); i++) {
		const struct db_probe *probe = service_db_probe(db, i);
		bool listens = strcmp(probe->name, "NULL") == 0;

		cr_expect(listens == (probe->payload.len == 0), "%s",
		          probe->name);
		cr_expect(listens || probe->rarity > 0, "%s: no rarity",
		          probe->name);
		cr_expect(probe->protocol == PROTOCOL_TCP ||
		                  probe->payload.len <= UDP_PAYLOAD_MAX,
		          "%s: %zu bytes", probe->name, probe->payload.len);
	}
	service_db_free(db);
}

/* Some port repeats whatever it is told, and is none of all these. */
Test(known_services, do_not_take_an_echo_for_an_answer)
{
	struct service_db *db = create(NULL);
	struct db_matcher *matcher = db_matcher_create(db);

	for (size_t i = 0; i < service_db_probe_count(db); i++) {
		const struct db_probe *probe = service_db_probe(db, i);
		struct identity who = { 0 };

		cr_expect(db_match(matcher, probe, KNOWN_SERVICES_BUILT_IN,
		                   probe->payload, &who) != DB_MATCH,
		          "%s: %s", probe->name, who.service.name);
		identity_release(&who);
	}
	db_matcher_free(matcher);
	service_db_free(db);
}

/* Writes a file of the user's, and returns its name. */
static char *write_file(const char *text, size_t len)
{
	char *path = strdup("/tmp/portscan_services_XXXXXX");
	int fd = mkstemp(path);

	cr_assert(ge(int, fd, 0));
	cr_assert(write(fd, text, len) == (ssize_t)len);
	close(fd);
	return path;
}

Test(known_services, are_joined_by_those_of_a_file)
{
	static const char text[] =
		"Probe TCP NULL q||\nmatch mine m|^mine! ([\\d.]+)| v/$1/\n";
	char *path = write_file(text, strlen(text));
	struct service_db *db = create(path);
	struct db_matcher *matcher = db_matcher_create(db);
	const struct db_probe *null = service_db_find(db, PROTOCOL_TCP, "NULL");
	struct bytes said = { (const uint8_t *)"mine! 7", 7 };
	struct identity who = { 0 };

	cr_expect(db_match(matcher, null, KNOWN_SERVICES_BUILT_IN, said,
	                   &who) == DB_NO_MATCH);
	cr_expect(db_match(matcher, null, KNOWN_SERVICES_OF_USER, said, &who) ==
	          DB_MATCH);
	cr_expect(eq(str, who.service.version, "7"));
	db_matcher_free(matcher);
	service_db_free(db);
	unlink(path);
	free(path);
}

static void expect_refusal(const char *path, const char *wanted)
{
	struct text why;

	text_init(&why);
	cr_expect(known_services_create(path, &why) == NULL);
	cr_expect(eq(str, why.data, (char *)wanted));
	text_release(&why);
}

Test(known_services, say_where_a_file_is_wrong)
{
	static const char text[] = "# mine\nProbe TCP NULL\n";
	char *path = write_file(text, strlen(text));
	char wanted[128];

	snprintf(wanted, sizeof(wanted), "%s:2: a payload is q|bytes|", path);
	expect_refusal(path, wanted);
	unlink(path);
	expect_refusal("/nonexistent/services",
	               "/nonexistent/services: No such file or directory");
	expect_refusal("/", "/: Is a directory");
	free(path);
}

/* What nmap reads as well is in the grammar that it documents.  It asks one
 * port of the loopback. */
Test(known_services, are_in_the_grammar_that_nmap_reads)
{
	struct bytes text = known_services_text();
	char command[256], said[4096];
	size_t len;
	char *path;
	FILE *nmap;

	if (system("nmap --version >/dev/null 2>&1") != 0)
		cr_skip_test("no nmap");
	path = write_file((const char *)text.data, text.len);
	snprintf(command, sizeof(command),
	         "nmap -n -sT -sV --versiondb %s -p 1 127.0.0.1 2>&1", path);
	nmap = popen(command, "r");
	cr_assert(nmap != NULL);
	len = fread(said, 1, sizeof(said) - 1, nmap);
	said[len] = '\0';
	cr_expect(eq(int, pclose(nmap), 0), "%s", said);
	cr_expect(strstr(said, "1/tcp") != NULL, "%s", said);
	unlink(path);
	free(path);
}
