// SPDX-License-Identifier: Apache-2.0
#include "identify/service_db.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
	"# A comment, an empty line, and one of blanks.\r\n"
	"\r\n"
	"  \t\n"
	"Exclude 53,T:9100-9107,515,U:30000-40000\n"
	"Probe TCP NULL q||\n"
	"totalwaitms 6000\n"
	"tcpwrappedms 3000\n"
	"match ssh m|^SSH-([\\d.]+)-| i/protocol $1/\n"
	"match ssl/imap m=^\\* OK=i p/Server/ cpe:/a:x:y/a cpe:/o:z/\n"
	"softmatch ftp m/^220 [^\\n]*ftp/is\n"
	"Probe TCP Get q/GET \\x2f HTTP\\r\\n/\n"
	"rarity 1\n"
	"ports 8000-8010,80\n"
	"sslports 443\n"
	"fallback Later,NULL\n"
	"match http m|^HTTP/|\n"
	"Probe UDP Get q|\\0\\x01| no-payload\n"
	"rarity 9\n"
	"ports\t53\n"
	"fallback Later\n"
	"Probe TCP Later q%x%";

static struct service_db *load(const char *source, bool trusted)
{
	struct service_db *db = service_db_create();
	struct service_db_error error = { 0 };

	cr_assert(db != NULL);
	cr_assert(service_db_add(db, source, strlen(source), trusted, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
	return db;
}

static void check_probes(const struct service_db *db)
{
	const struct db_probe *null = service_db_probe(db, 0);
	const struct db_probe *get = service_db_probe(db, 1);
	const struct db_probe *udp = service_db_probe(db, 2);

	cr_assert(eq(sz, service_db_probe_count(db), 4));
	cr_expect(eq(int, strcmp(null->name, "NULL"), 0));
	cr_expect(eq(sz, null->payload.len, 0));
	cr_expect(eq(u32, null->total_wait_ms, 6000));
	cr_expect(eq(u8, null->rarity, 0));
	cr_expect(get->protocol == PROTOCOL_TCP);
	cr_expect(get->payload.len == 12 &&
	          bytes_have(get->payload, 0, "GET / HTTP\r\n"));
	cr_expect(eq(u8, get->rarity, 1));
	cr_expect(eq(u32, get->total_wait_ms, 0));
	cr_expect(eq(sz, get->index, 1));
	cr_expect(eq(sz, get->file, 0));
	cr_expect(db_ports_have(&get->ports, 80));
	cr_expect(db_ports_have(&get->ports, 8010));
	cr_expect(not(db_ports_have(&get->ports, 443)));
	cr_expect(db_ports_have(&get->tls_ports, 443));
	cr_expect(udp->protocol == PROTOCOL_UDP);
	cr_expect(udp->payload.len == 2 &&
	          bytes_have(udp->payload, 0, "\0\x01"));
	cr_expect(eq(u8, udp->rarity, 9));
}

Test(service_db, tells_what_the_file_says)
{
	for (int trusted = 0; trusted < 2; trusted++) {
		struct service_db *db = load(text, trusted);

		check_probes(db);
		service_db_free(db);
	}
}

Test(service_db, finds_probes_by_protocol_and_name)
{
	struct service_db *db = load(text, false);

	cr_expect(service_db_find(db, PROTOCOL_TCP, "Get") ==
	          service_db_probe(db, 1));
	cr_expect(service_db_find(db, PROTOCOL_UDP, "Get") ==
	          service_db_probe(db, 2));
	cr_expect(service_db_find(db, PROTOCOL_UDP, "Later") == NULL);
	cr_expect(service_db_find(db, PROTOCOL_TCP, "Ge") == NULL);
	cr_expect(service_db_find(db, PROTOCOL_TCP, "") == NULL);
	service_db_free(db);
}

static const struct {
	enum protocol protocol;
	uint16_t port;
	bool excluded;
} ports[] = {
	{ PROTOCOL_TCP, 53, true },     { PROTOCOL_UDP, 53, true },
	{ PROTOCOL_TCP, 9100, true },   { PROTOCOL_UDP, 9100, false },
	{ PROTOCOL_TCP, 515, true },    { PROTOCOL_UDP, 515, false },
	{ PROTOCOL_TCP, 30000, false }, { PROTOCOL_UDP, 40000, true },
	{ PROTOCOL_TCP, 9108, false },  { PROTOCOL_TCP, 0, false },
};

Test(service_db, excludes_ports)
{
	struct service_db *db = load(text, false);

	for (size_t i = 0; i < COUNT(ports); i++)
		cr_expect(service_db_excludes(db, ports[i].protocol,
		                              ports[i].port) ==
		                  ports[i].excluded,
		          "row %zu", i);
	service_db_free(db);
}

Test(service_db, knows_what_a_probe_can_tell)
{
	struct service_db *db = load(text, false);
	const struct db_probe *null = service_db_probe(db, 0);

	cr_expect(service_db_tells(db, null, "ssh"));
	cr_expect(service_db_tells(db, null, "imap"));
	cr_expect(service_db_tells(db, null, "ftp"));
	cr_expect(not(service_db_tells(db, null, "http")));
	cr_expect(not(service_db_tells(db, null, "ss")));
	cr_expect(not(service_db_tells(db, service_db_probe(db, 3), "x")));
	service_db_free(db);
}

Test(service_db, may_be_of_several_files)
{
	static const char second[] = "Exclude 7\nProbe TCP NULL q||\n"
				     "Probe TCP New q|n|\nfallback NULL\n";
	struct service_db *db = service_db_create();
	struct service_db_error error;

	cr_assert(service_db_add(db, text, strlen(text), true, &error));
	cr_assert(service_db_add(db, second, strlen(second), false, &error));
	cr_assert(service_db_finish(db));
	cr_assert(eq(sz, service_db_probe_count(db), 6));
	cr_expect(eq(sz, service_db_probe(db, 4)->file, 1));
	cr_expect(service_db_find(db, PROTOCOL_TCP, "NULL") ==
	          service_db_probe(db, 0));
	cr_expect(service_db_find(db, PROTOCOL_TCP, "New") ==
	          service_db_probe(db, 5));
	cr_expect(service_db_excludes(db, PROTOCOL_UDP, 7));
	cr_expect(service_db_excludes(db, PROTOCOL_TCP, 9100));
	service_db_free(db);
}

Test(service_db, may_be_empty)
{
	struct service_db *db = load("", false);

	cr_expect(eq(sz, service_db_probe_count(db), 0));
	cr_expect(service_db_find(db, PROTOCOL_TCP, "NULL") == NULL);
	service_db_free(db);
	service_db_free(NULL);
}

#define PROBE "Probe TCP NULL q||\n"

static const struct {
	const char *text;
	size_t line;
	const char *why; /* is part of what is said */
} rejected[] = {
	{ "probe TCP NULL q||", 1, "unknown directive: probe" },
	{ "\n#\n\tbogus line", 3, "unknown directive: bogus" },
	{ "\x01\xff\x1b[2J", 1, "unknown directive: ???[2J" },
	{ "match ssh m|a|", 1, "match stands below a Probe" },
	{ "softmatch ssh m|a|", 1, "softmatch stands below a Probe" },
	{ "ports 1", 1, "ports stands below a Probe" },
	{ "rarity 1", 1, "rarity stands below a Probe" },
	{ "fallback NULL", 1, "fallback stands below a Probe" },

	{ "Exclude", 1, "not ports" },
	{ "Exclude 1,,2", 1, "not ports" },
	{ "Exclude T:", 1, "not ports" },
	{ "Exclude 70000", 1, "not ports: 70000" },
	{ "Exclude 1\nExclude 2", 2, "a second Exclude" },
	{ PROBE "Exclude 1", 2, "above every Probe" },

	{ "Probe SCTP NULL q||", 1, "TCP or UDP, not SCTP" },
	{ "Probe", 1, "TCP or UDP" },
	{ "Probe TCP", 1, "has a name" },
	{ "Probe TCP a", 1, "q|bytes|" },
	{ "Probe TCP a q|x", 1, "q|bytes|" },
	{ "Probe TCP a |x|", 1, "q|bytes|" },
	{ "Probe TCP a qaxa", 1, "q|bytes|" },
	{ "Probe TCP a q|x| payload", 1, "behind the payload: payload" },
	{ "Probe TCP a q|x|y", 1, "behind the payload: y" },
	{ "Probe TCP a q|\\q|", 1, "escapes of a payload" },
	{ "Probe TCP a q|\\x1|", 1, "escapes of a payload" },
	{ "Probe TCP \xe9 q|x|", 1, "odd bytes" },
	{ PROBE PROBE, 2, "a second probe NULL" },
	{ "Probe TCP a q|x|\nProbe TCP a q|y|", 2, "a second probe a" },

	{ PROBE "match", 2, "names a service" },
	{ PROBE "match ssl/ m|a|", 2, "names a service" },
	{ PROBE "match a\xff m|a|", 2, "names a service" },
	{ PROBE "match the-name-of-thirty-two-characters m|a|", 2,
	  "long name" },
	{ PROBE "match ssh", 2, "m|regex|" },
	{ PROBE "match ssh q|a|", 2, "m|regex|" },
	{ PROBE "match ssh m|a", 2, "m|regex|" },
	{ PROBE "match ssh m|a|x", 2, "flags of a pattern" },
	{ PROBE "match ssh m|a| x/a/", 2, "fields are" },
	{ PROBE "match ssh m|a| p/a", 2, "has no end" },
	{ PROBE "match ssh m|a| p/a/ p/b/", 2, "twice" },
	{ PROBE "match ssh m|a| p/$0/", 2, "$1 to $9" },
	{ PROBE "match ssh m|(a)| p/$2/", 2, "$2 of a pattern with 1 groups" },
	{ PROBE "match ssh m|a(|", 2, "pattern: " },
	{ PROBE "softmatch ssh m|a)|", 2, "pattern: " },

	{ PROBE "ports", 2, "not ports" },
	{ PROBE "ports 1-", 2, "not ports: 1-" },
	{ PROBE "ports 2-1", 2, "not ports" },
	{ PROBE "ports 1, 2", 2, "not ports" },
	{ PROBE "ports T:1", 2, "not ports" },
	{ PROBE "ports 1\nports 2", 3, "a second list" },
	{ PROBE "sslports x", 2, "not ports: x" },
	{ PROBE "sslports 1\nsslports 2", 3, "a second list" },
	{ PROBE "rarity 0", 2, "1 to 9: 0" },
	{ PROBE "rarity 10", 2, "1 to 9: 10" },
	{ PROBE "rarity 1 2", 2, "1 to 9" },
	{ PROBE "rarity", 2, "1 to 9" },
	{ PROBE "rarity 1\nrarity 1", 3, "a second rarity" },
	{ PROBE "totalwaitms 0", 2, "not a number" },
	{ PROBE "totalwaitms 300001", 2, "not a number" },
	{ PROBE "totalwaitms 5s", 2, "not a number" },
	{ PROBE "totalwaitms 1\ntotalwaitms 1", 3, "a second totalwaitms" },
	{ PROBE "tcpwrappedms x", 2, "not a number" },
	{ PROBE "fallback", 2, "names a probe" },
	{ PROBE "fallback Nil\n#", 2, "no probe Nil" },
	{ PROBE "fallback NULL,,NULL", 2, "no probe  to fall" },
	{ PROBE "fallback NULL\nfallback NULL", 3, "a second fallback" },
	{ PROBE "fallback N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N,N\n"
	        "Probe TCP N q|n|",
	  2, "more than 20" },
};

static bool is_one_line(const char *why)
{
	size_t len = 0;

	while (why[len] >= ' ' && why[len] <= '~')
		len++;
	return len > 0 && why[len] == '\0';
}

Test(service_db, says_what_is_wrong_and_where)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct service_db *db = service_db_create();
		struct service_db_error error = { 0 };
		bool added =
			service_db_add(db, rejected[i].text,
		                       strlen(rejected[i].text), false, &error);

		cr_expect(not(added), "row %zu", i);
		cr_expect(error.line == rejected[i].line, "row %zu: line %zu",
		          i, error.line);
		cr_expect(strstr(error.why, rejected[i].why) != NULL,
		          "row %zu: %s", i, error.why);
		cr_expect(is_one_line(error.why), "row %zu", i);
		service_db_free(db);
	}
}

/* What is longest of everything is quoted in part. */
Test(service_db, says_it_in_bounds)
{
	enum { LONG = 100000 };
	char *source = malloc(LONG);
	struct service_db *db = service_db_create();
	struct service_db_error error;

	memset(source, 'a', LONG);
	cr_expect(not(service_db_add(db, source, LONG, false, &error)));
	cr_expect(lt(sz, strlen(error.why), 80));
	service_db_free(db);
	free(source);
}

Test(service_db, has_a_bound_for_probes)
{
	struct service_db *db = service_db_create();
	struct service_db_error error;
	char *source = malloc(5000 * 32);
	size_t len = 0;

	for (int i = 0; i < 5000; i++)
		len += (size_t)sprintf(source + len, "Probe TCP p%d q|a|\n", i);
	cr_expect(not(service_db_add(db, source, len, false, &error)));
	cr_expect(eq(str, error.why, "too many probes"));
	service_db_free(db);
	free(source);
}

/* Nothing outside the text is looked at, wherever it ends. */
Test(service_db, may_end_anywhere)
{
	for (size_t len = 0; len < sizeof(text); len++) {
		struct service_db *db = service_db_create();
		struct service_db_error error;
		char *source = malloc(len + 1);
		char *exact = malloc(len);

		memcpy(source, text, len);
		memcpy(exact, source, len);
		if (service_db_add(db, exact, len, false, &error))
			cr_expect(service_db_finish(db));
		service_db_free(db);
		free(source);
		free(exact);
	}
}
