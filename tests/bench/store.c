// SPDX-License-Identifier: Apache-2.0
/*
 * How large the history of an audit becomes, and how fast it is:
 *
 *   bench_store [RUNS]
 *
 * Runs of a /24 × 1,000 ports, 1,000 unless told otherwise, are stored in a
 * temporary folder.  250 hosts have ten open ports each, a quarter of them web
 * servers whose pages fill the banner, and from run to run fifty of the 2,500
 * change: 17 close, 17 open, and 16 answer with another version.  Each change
 * keeps the records of two looks.
 */
#include "audit/store.h"
#include "base/count.h"
#include "report/base64.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	HOSTS = 250,
	OPEN_EACH = 10,
	SLOTS = HOSTS * OPEN_EACH,
	CHANGES = 50,
	CLOSE = 17, /* and as many open */
};

/* One open port, which may move to another number. */
struct slot {
	uint16_t port;
	unsigned version;
	bool is_new, is_other;
	struct sighting sighting;
	struct text banner, record, again;
	char version_text[16], hostname[32];
};

struct bench {
	struct slot slots[SLOTS];
	struct stored_change changes[2 * CHANGES];
	size_t change_count;
	struct issue_list issues;
	uint64_t random;
	int64_t now_us;
};

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void check(bool done, const struct text *error)
{
	if (done)
		return;
	fprintf(stderr, "%s\n", error->data);
	exit(1);
}

/* xorshift64 (Marsaglia, 2003). */
static unsigned draw(struct bench *bench, unsigned below)
{
	bench->random ^= bench->random << 13;
	bench->random ^= bench->random >> 7;
	bench->random ^= bench->random << 17;
	return (unsigned)(bench->random % below);
}

static bool is_web(size_t i)
{
	return i % 4 == 0;
}

static void make_banner(struct bench *bench, size_t i, struct text *banner)
{
	static const char *const words[] = {
		"<div class=\"", "row\">",  "<a ",      "href=\"/",
		"</a>",          "image",   "</div>\n", "content",
		"&nbsp;",        "printer", "status",   "style="
	};
	const struct slot *slot = &bench->slots[i];

	text_clear(banner);
	if (!is_web(i)) {
		text_printf(banner, "SSH-2.0-OpenSSH_%u.%up1 Debian-%u\r\n",
		            slot->version % 10, i % 3 == 0, slot->version);
		return;
	}
	text_printf(banner,
	            "HTTP/1.1 200 OK\r\nServer: nginx/1.%u\r\nDate: Wed, 25 "
	            "Nov 2026 13:%02u:%02u GMT\r\n\r\n<html>",
	            slot->version, draw(bench, 60), draw(bench, 60));
	while (banner->len < 2000)
		text_printf(banner, "%s%x", words[draw(bench, COUNT(words))],
		            draw(bench, 4096));
}

static void append_escaped(struct text *text, const char *string)
{
	for (; *string != '\0'; string++) {
		if (*string == '"')
			text_append_char(text, '\\');
		if (*string == '\r')
			text_append_string(text, "\\r");
		else if (*string == '\n')
			text_append_string(text, "\\n");
		else
			text_append_char(text, *string);
	}
}

static void make_record(struct bench *bench, const struct sighting *sighting,
                        struct text *record)
{
	char address[ADDRESS_TEXT_MAX];

	text_clear(record);
	text_printf(
		record,
		"{\"record\":\"port\",\"address\":\"%s\",\"hostname\":\"%s\""
		",\"port\":%u,\"protocol\":\"tcp\",\"state\":\"open\","
		"\"reason\":\"syn-ack\",\"rtt_ms\":0.%03u,\"attempts\":1,"
		"\"time\":\"2026-11-25T13:%02u:%02u.%03uZ\",\"registry\":{"
		"\"status\":\"assigned\",\"name\":\"name%u\","
		"\"description\":\"What the number is for\"},\"service\":{"
		"\"name\":\"%s\",\"product\":\"%s\",\"version\":\"%s\","
		"\"extra\":null,\"hostname\":null,\"os\":null,\"device\":"
		"null,\"cpe\":[\"cpe:/a:vendor:%s:%s\"],\"tls\":false,"
		"\"via\":\"payload\",\"confidence\":\"certain\"},\"tls\":"
		"null,\"ssh\":null,\"http\":null,\"details\":null,"
		"\"banner\":\"",
		address_format(&sighting->address, address), sighting->hostname,
		sighting->port, draw(bench, 1000), draw(bench, 60),
		draw(bench, 60), draw(bench, 1000), sighting->port,
		sighting->service, sighting->product, sighting->version,
		sighting->product, sighting->version);
	append_escaped(record, sighting->banner);
	text_append_string(record, "\",\"banner_b64\":\"");
	base64_append(record, sighting->banner, strlen(sighting->banner));
	text_append_string(record,
	                   "\",\"verdict\":\"unconfirmed\",\"why\":[\"silent\"]"
	                   ",\"suspect\":false,\"process\":null}");
}

static void fill(struct bench *bench, size_t i)
{
	struct slot *slot = &bench->slots[i];
	unsigned host = (unsigned)(i / OPEN_EACH) + 1;

	snprintf(slot->hostname, sizeof(slot->hostname), "host%u.example",
	         host);
	snprintf(slot->version_text, sizeof(slot->version_text), "1.%u",
	         slot->version);
	make_banner(bench, i, &slot->banner);
	slot->sighting = (struct sighting){
		.address = { .lo = 0x0a000000 + host, .version = 4 },
		.port = slot->port,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.time_us = bench->now_us,
		.hostname = slot->hostname,
		.registry_status = "assigned",
		.registry_name = "name",
		.service = is_web(i) ? "http" : "ssh",
		.product = is_web(i) ? "nginx" : "OpenSSH",
		.version = slot->version_text,
		.certificate = "",
		.host_keys = "",
		.banner = slot->banner.data,
		.verdict = "unconfirmed",
		.why = "silent",
	};
	make_record(bench, &slot->sighting, &slot->record);
	make_record(bench, &slot->sighting, &slot->again);
	slot->sighting.record = slot->record.data;
}

/* Of ten slots of a host each has a hundred numbers of its own. */
static void move(struct bench *bench, size_t i)
{
	bench->slots[i].port =
		(uint16_t)(1 + i % OPEN_EACH * 100 + draw(bench, 100));
}

static void add_change(struct bench *bench, size_t i, enum change_kind kind)
{
	const struct slot *slot = &bench->slots[i];
	bool is_open = kind != CHANGE_CLOSED;

	bench->changes[bench->change_count++] = (struct stored_change){
		.kind = kind,
		.aspects = kind == CHANGE_CHANGED ? ASPECT_VERSION : 0,
		.address = slot->sighting.address,
		.port = slot->port,
		.words = "version 1.12 -> 1.13, as seen twice",
		.first = is_open ? slot->record.data : "",
		.second = is_open ? slot->again.data : "",
	};
}

static void change_some(struct bench *bench)
{
	bench->change_count = 0;
	for (size_t n = 0; n < CHANGES - CLOSE; n++) {
		size_t i = draw(bench, SLOTS);

		if (n < CLOSE) {
			add_change(bench, i, CHANGE_CLOSED);
			move(bench, i);
		}
		bench->slots[i].version++;
		fill(bench, i);
		add_change(bench, i,
		           n < CLOSE ? CHANGE_OPENED : CHANGE_CHANGED);
	}
}

static void make_snapshot(const struct bench *bench, struct snapshot *snapshot)
{
	struct answer closed = { ASKED_KNOWN,
		                 { PORT_CLOSED, REASON_CONN_REFUSED } };
	struct answer silent = { ASKED_KNOWN,
		                 { PORT_FILTERED, REASON_NOT_DISCOVERED } };
	struct address first = { .lo = 0x0a000001, .version = 4 };
	struct address last = address_add(&first, HOSTS - 1);
	struct address behind = address_add(&last, 1);
	struct address end = address_add(&last, 5);
	struct port_set ports = { 0 };

	*snapshot = (struct snapshot){ .coverage = coverage_create(),
		                       .depth = DEPTH_FULL };
	port_set_add(&ports, 1, 1000);
	coverage_add_range(snapshot->coverage, &first, &last, PROTOCOL_TCP,
	                   &ports, closed);
	coverage_add_range(snapshot->coverage, &behind, &end, PROTOCOL_TCP,
	                   &ports, silent);
	for (size_t i = 0; i < SLOTS; i++) {
		const struct sighting *sighting = &bench->slots[i].sighting;

		(void)snapshot_add(snapshot, sighting);
		coverage_add(snapshot->coverage, &sighting->address,
		             PROTOCOL_TCP, sighting->port, sighting->outcome);
	}
	snapshot_sort(snapshot);
}

/* Every tenth open port is one, and nobody accounts for it. */
static void make_issues(struct bench *bench, int64_t run)
{
	bench->issues.count = SLOTS / 10;
	for (size_t i = 0; i < bench->issues.count; i++) {
		const struct sighting *sighting =
			&bench->slots[10 * i].sighting;
		struct issue *issue = &bench->issues.items[i];
		bool is_new = issue->port != sighting->port;

		issue->address = sighting->address;
		issue->first_run = is_new ? run : issue->first_run;
		issue->port = sighting->port;
		issue->last_run = run;
		issue->state = is_new ? ISSUE_NEW : ISSUE_OPEN;
		issue_identify("bench", issue->kind, &issue->address,
		               issue->protocol, issue->port, issue->id);
	}
}

/* Seconds that storing took. */
static double store_one(struct bench *bench, struct store *store,
                        struct text *error)
{
	struct run run = { .started_us = bench->now_us,
		           .settings = "10.0.0.0/24 -p 1-1000 -sV",
		           .version = "0.1.0",
		           .registry = "2026-11-20 sha256:00" };
	struct snapshot snapshot;
	double start = now_s(), took;

	check(store_begin(store, &run, error), error);
	took = now_s() - start;
	change_some(bench);
	make_snapshot(bench, &snapshot);
	make_issues(bench, run.id);
	run.end = RUN_COMPLETE;
	run.depth = DEPTH_FULL;
	run.finished_us = run.started_us + 60000000;
	start = now_s();
	check(store_end(store, &run, &snapshot, bench->changes,
	                bench->change_count, &bench->issues, error),
	      error);
	took += now_s() - start;
	snapshot_release(&snapshot);
	bench->now_us += INT64_C(86400000000);
	return took;
}

static void measure_reading(const char *path, struct text *error)
{
	struct run_list runs;
	struct snapshot snapshot;
	struct store *store;
	double start = now_s();

	store = store_open(path, STORE_READ, error);
	check(store != NULL && store_runs(store, 0, &runs, error), error);
	printf("opening it and listing all %zu runs: %.1f ms\n", runs.count,
	       (now_s() - start) * 1e3);
	start = now_s();
	check(store_snapshot(store, (int64_t)runs.count / 2, &snapshot, error),
	      error);
	printf("what run %zu saw, %zu open ports: %.1f ms\n", runs.count / 2,
	       snapshot.count, (now_s() - start) * 1e3);
	snapshot_release(&snapshot);
	run_list_release(&runs);
	store_close(store);
}

static void measure_pruning(struct store *store, size_t keep,
                            struct text *error)
{
	double start = now_s();
	size_t pruned;

	check(store_prune(store, 0, keep, &pruned, error), error);
	printf("forgetting %zu runs: %.0f ms\n", pruned,
	       (now_s() - start) * 1e3);
}

static double megabytes(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? (double)status.st_size / 1e6 : 0;
}

static void remove_all(const char *folder, const char *path)
{
	unlink(path);
	rmdir(folder);
}

static void start(struct bench *bench)
{
	bench->random = 88172645463325252;
	bench->now_us = INT64_C(1790000000000000);
	bench->issues.items = calloc(SLOTS / 10, sizeof(struct issue));
	for (size_t i = 0; i < SLOTS; i++) {
		text_init(&bench->slots[i].banner);
		text_init(&bench->slots[i].record);
		text_init(&bench->slots[i].again);
		move(bench, i);
		fill(bench, i);
	}
}

int main(int argc, char **argv)
{
	static struct bench bench;
	char folder[] = "/tmp/portscan-bench-XXXXXX", path[64];
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	double first, took = 0, most = 0;
	struct store *store;
	struct text error;

	text_init(&error);
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/history.db", folder);
	store = store_open(path, STORE_WRITE, &error);
	check(store != NULL, &error);
	start(&bench);
	first = store_one(&bench, store, &error);
	for (unsigned long i = 1; i < runs; i++) {
		double one = store_one(&bench, store, &error);

		took += one;
		most = one > most ? one : most;
	}
	store_close(store);
	printf("%lu runs of a /24 with %d open ports, %d changes each: %.1f "
	       "MB\n",
	       runs, SLOTS, CHANGES, megabytes(path));
	printf("storing the first run: %.0f ms; a further one: %.1f ms, at "
	       "most %.0f ms\n",
	       first * 1e3, runs > 1 ? took / (double)(runs - 1) * 1e3 : 0,
	       most * 1e3);
	measure_reading(path, &error);
	store = store_open(path, STORE_WRITE, &error);
	check(store != NULL, &error);
	measure_pruning(store, runs / 10, &error);
	store_close(store);
	printf("then: %.1f MB\n", megabytes(path));
	remove_all(folder, path);
	return 0;
}
