// SPDX-License-Identifier: Apache-2.0
#include "identify/http_quest.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#define OK "HTTP/1.1 200 OK\r\n"
#define NOT_FOUND "HTTP/1.1 404 Not Found\r\n"
#define PAGE(title) OK "\r\n<title>" title "</title>"

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

enum { PAGES_MAX = 5 };

/* A server by what it answers, and what becomes of a quest there. */
static const struct server {
	struct {
		const char *path;
		const char *said;
	} pages[PAGES_MAX];
	const char *otherwise; /* what it says of all else; NULL: nothing */
	const char *asked;     /* the paths, in their order */
	const char *product, *version;
} servers[] = {
	/* Known at once: only the icon is left to ask for */
	{ { { "/", OK "Server: nginx/1.22.1\r\n\r\n" } },
	  NOT_FOUND "\r\n",
	  "/ /favicon.ico",
	  "nginx",
	  "1.22.1" },
	/* Its version stands elsewhere: before the redirect, which tells less
	 */
	{ { { "/", "HTTP/1.1 302 Found\r\nLocation: /classic/graph\r\n\r\n" },
	    { "/api/v1/status/buildinfo",
	      OK "\r\n{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\"}"
	         "}" } },
	  NOT_FOUND "\r\n404 page not found\n",
	  "/ /api/v1/status/buildinfo /classic/graph /favicon.ico",
	  "Prometheus",
	  "2.42.0" },
	/* The first place says nothing, and the second does */
	{ { { "/", PAGE("Prometheus Time Series Collection and Processing "
	                "Server") },
	    { "/metrics",
	      OK "\r\nprometheus_build_info{branch=\"x\",version=\"2.42.0\"} "
	         "1\n" } },
	  NOT_FOUND "\r\n",
	  "/ /api/v1/status/buildinfo /metrics /favicon.ico",
	  "Prometheus",
	  "2.42.0" },
	/* A program in Go without a page */
	{ { { "/version", OK
	      "\r\n{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}" } },
	  NOT_FOUND "\r\n404 page not found\n",
	  "/ /version /favicon.ico",
	  "etcd",
	  "3.4.23" },
	{ { { "/metrics", OK "\r\n# HELP x\nloki_build_info{goversion=\"go1\","
	                     "version=\"2.9.0\"} 1\n" } },
	  NOT_FOUND "\r\n404 page not found\n",
	  "/ /version /metrics /favicon.ico",
	  "Grafana Loki",
	  "2.9.0" },
	/* An exporter that nobody listed */
	{ { { "/",
	      OK "\r\n<title>Zoo</title><a href=\"/metrics\">Metrics</a>" },
	    { "/metrics",
	      OK "\r\n# HELP zoo_exporter_build_info A metric\n"
	         "# TYPE zoo_exporter_build_info gauge\n"
	         "zoo_exporter_build_info{a=\"b\",version=\"0.3\"} 1\n" } },
	  NOT_FOUND "\r\n",
	  "/ /metrics /favicon.ico",
	  "Prometheus zoo exporter",
	  "0.3" },
	/* The error page names the server */
	{ { { "/", OK "\r\nhi" } },
	  "HTTP/1.1 404 \r\n\r\n<h3>Apache Tomcat/10.1.6</h3>",
	  "/ /portscan /favicon.ico",
	  "Apache Tomcat",
	  "10.1.6" },
	/* A chain of redirects, to a page that says what it is */
	{ { { "/", "HTTP/1.1 302 Found\r\nServer: TornadoServer/6.2\r\n"
	           "Location: /tree?\r\n\r\n" },
	    { "/tree?", "HTTP/1.1 302 Found\r\nLocation: "
	                "/login?next=%2Ftree%3F\r\n\r\n" },
	    { "/login?next=%2Ftree%3F", PAGE("Jupyter Notebook") },
	    { "/api", OK "\r\n{\"version\": \"6.4.12\"}" } },
	  NOT_FOUND "\r\n",
	  "/ /tree? /login?next=%2Ftree%3F /api /favicon.ico",
	  "Jupyter Notebook",
	  "6.4.12" },
	/* One by the page */
	{ { { "/", OK "\r\n<meta http-equiv=\"refresh\" content=\"0; "
	              "url='/ui/'\">" },
	    { "/ui/", PAGE("Nextcloud") },
	    { "/status.php", OK "\r\n{\"versionstring\":\"27.1.2\"}" } },
	  NOT_FOUND "\r\n",
	  "/ /ui/ /status.php /favicon.ico",
	  "Nextcloud",
	  "27.1.2" },
	/* Redirects without end, to itself, and to others */
	{ { { "/", "HTTP/1.1 302 Found\r\nLocation: /1\r\n\r\n" },
	    { "/1", "HTTP/1.1 302 Found\r\nLocation: /2\r\n\r\n" },
	    { "/2", "HTTP/1.1 302 Found\r\nLocation: /3\r\n\r\n" },
	    { "/3", "HTTP/1.1 302 Found\r\nLocation: /4\r\n\r\n" } },
	  NOT_FOUND "\r\n",
	  "/ /1 /2 /3 /portscan /favicon.ico",
	  "",
	  "" },
	{ { { "/", "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n" } },
	  NOT_FOUND "\r\n",
	  "/ /portscan /favicon.ico",
	  "",
	  "" },
	{ { { "/", "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.test/\r\n"
	           "\r\n" } },
	  NOT_FOUND "\r\n",
	  "/ /portscan /favicon.ico",
	  "",
	  "" },
	/* It wants TLS: there is nothing more to say in plain */
	{ { { "/",
	      "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request "
	      "to an HTTPS server.\n" } },
	  NOT_FOUND "\r\n",
	  "/",
	  "",
	  "" },
	/* No HTTP, another version of it, silence, silence later */
	{ { { "/", "SSH-2.0-OpenSSH_9.2p1\r\n" } }, NULL, "/", "", "" },
	{ { { "/", "RTSP/1.0 200 OK\r\n\r\n" } }, NULL, "/", "", "" },
	{ { { NULL, NULL } }, NULL, "/", "", "" },
	{ { { "/", OK "\r\n" } }, NULL, "/ /portscan /favicon.ico", "", "" },
	{ { { "/", NOT_FOUND "\r\n404 page not found\n" } },
	  NULL,
	  "/ /version /metrics",
	  "",
	  "" },
	/* Only Privoxy is asked for a page that is not its own */
	{ { { "/", "HTTP/1.1 400 Invalid header received from client\r\n\r\n"
	           "Invalid header received from client.\n" },
	    { "http://config.privoxy.org/",
	      OK "\r\nThis is <a href=\"https://www.privoxy.org/\">Privoxy</a> "
	         "3.0.34 on localhost" } },
	  NOT_FOUND "\r\n",
	  "/ http://config.privoxy.org/ /favicon.ico",
	  "Privoxy",
	  "3.0.34" },
};

static struct bytes answer(const struct server *server, struct bytes path)
{
	for (size_t i = 0; i < PAGES_MAX; i++) {
		const char *known = server->pages[i].path;

		if (known != NULL && strlen(known) == path.len &&
		    bytes_equal_at(path, 0, known, path.len))
			return as_bytes(server->pages[i].said);
	}
	return as_bytes(server->otherwise == NULL ? "" : server->otherwise);
}

/* Ask until there is nothing more to ask; `asked` is the paths. */
static void run(struct http_quest *quest, const struct server *server,
                struct identity *who, char *asked, size_t size)
{
	struct bytes request;
	size_t len = 0;

	asked[0] = '\0';
	while (http_quest_next(quest, &request)) {
		struct bytes path = http_request_path(request);

		len += (size_t)snprintf(asked + len, size - len, "%s%.*s",
		                        len > 0 ? " " : "", (int)path.len,
		                        (const char *)path.data);
		http_quest_hear(quest, answer(server, path), who);
	}
}

Test(http_quest, asks_what_tells_most)
{
	for (size_t i = 0; i < COUNT(servers); i++) {
		struct identity who = { 0 };
		struct http_quest quest;
		char asked[1024];

		http_quest_init(&quest, "zoo.test", 8080, false, 10);
		run(&quest, &servers[i], &who, asked, sizeof(asked));
		cr_expect(eq(str, asked, (char *)servers[i].asked), "row %zu",
		          i);
		cr_expect(eq(str, who.service.product,
		             (char *)servers[i].product),
		          "row %zu", i);
		cr_expect(eq(str, who.service.version,
		             (char *)servers[i].version),
		          "row %zu", i);
		identity_release(&who);
	}
}

Test(http_quest, keeps_within_its_budget)
{
	for (unsigned budget = 0; budget < 5; budget++) {
		struct identity who = { 0 };
		struct http_quest quest;
		struct bytes request;
		unsigned asked = 0;

		http_quest_init(&quest, "zoo.test", 80, false, budget);
		for (; http_quest_next(&quest, &request); asked++)
			http_quest_hear(&quest,
			                as_bytes(NOT_FOUND "\r\n"
			                                   "404 page not "
			                                   "found\n"),
			                &who);
		cr_expect(eq(u32, asked, budget));
		identity_release(&who);
	}
}

Test(http_quest, goes_on_from_a_reply_that_others_asked_for)
{
	struct identity who = { 0 };
	struct http_quest quest;
	struct bytes request;

	http_quest_init(&quest, "zoo.test", 80, false, 10);
	http_quest_hear(&quest, as_bytes(PAGE("Nextcloud")), &who);
	cr_assert(http_quest_next(&quest, &request));
	cr_expect(bytes_have(request, 0,
	                     "GET /status.php HTTP/1.1\r\n"
	                     "Host: zoo.test\r\n"));
	identity_release(&who);
}

Test(http_quest, says_over_what_it_was_told)
{
	struct identity who = { 0 };
	struct http_quest quest;

	http_quest_init(&quest, "zoo.test", 80, true, 10);
	who.service.tls = true;
	snprintf(who.service.hostname, sizeof(who.service.hostname), "a.test");
	http_quest_hear(&quest, as_bytes(PAGE("Grafana")), &who);
	cr_expect(eq(str, who.service.name, "http"));
	cr_expect(eq(str, who.service.product, "Grafana"));
	cr_expect(eq(str, who.service.hostname, "a.test"));
	cr_expect(who.service.tls);
	cr_expect(who.service.via == SERVICE_VIA_PAYLOAD);
	cr_expect(who.service.confidence == SERVICE_CERTAIN);
	identity_release(&who);
}

/* Where the tables know nothing, a signature may have. */
Test(http_quest, leaves_what_others_found_where_it_knows_nothing)
{
	struct identity who = { 0 };
	struct http_quest quest;

	http_quest_init(&quest, "zoo.test", 80, false, 10);
	identity_set_name(&who, "http-proxy");
	identity_set_product(&who, "Zoo proxy");
	identity_set_version(&who, as_bytes("1.2"));
	snprintf(who.service.cpe[0], sizeof(who.service.cpe[0]), "cpe:/a:z:z");
	http_quest_hear(&quest, as_bytes(OK "\r\nhi"), &who);
	cr_expect(eq(str, who.service.name, "http-proxy"));
	cr_expect(eq(str, who.service.product, "Zoo proxy"));
	cr_expect(eq(str, who.service.version, "1.2"));
	cr_expect(eq(str, who.service.cpe[0], "cpe:/a:z:z"));
	identity_release(&who);
}

Test(http_quest, does_not_mix_what_two_say)
{
	struct identity who = { 0 };
	struct http_quest quest;

	http_quest_init(&quest, "zoo.test", 80, false, 10);
	identity_set_product(&who, "Zoo proxy");
	identity_set_version(&who, as_bytes("1.2"));
	http_quest_hear(&quest, as_bytes(PAGE("Grafana")), &who);
	cr_expect(eq(str, who.service.product, "Grafana"));
	cr_expect(eq(str, who.service.version, ""));
	identity_set_version(&who, as_bytes("9.5.2"));
	http_quest_hear(&quest, as_bytes(PAGE("Grafana")), &who);
	cr_expect(eq(str, who.service.version, "9.5.2"));
	identity_release(&who);
}

Test(http_quest, takes_facts_from_pages_that_visitors_see)
{
	static const struct server server = {
		{ { "/", OK "X-Frame-Options: DENY\r\n\r\n<title>A</title>" },
		  { "/portscan",
		    NOT_FOUND "X-Frame-Options: DENY\r\n\r\n"
		              "<title>Not found</title>"
		              "<meta name=generator content=B>" } },
		NULL,
		NULL,
		NULL,
		NULL,
	};
	struct identity who = { 0 };
	struct http_quest quest;
	struct bytes value;
	struct fact fact;
	size_t at = 0, security = 0;
	char asked[256];

	http_quest_init(&quest, "zoo.test", 80, false, 10);
	run(&quest, &server, &who, asked, sizeof(asked));
	cr_assert(facts_get(&who.facts, FACT_HTTP_TITLE, &value));
	cr_expect(bytes_have(value, 0, "A"));
	cr_expect(not(facts_get(&who.facts, FACT_HTTP_GENERATOR, &value)));
	while (facts_next(&who.facts, &at, &fact))
		security += fact.key == FACT_HTTP_SECURITY;
	cr_expect(eq(sz, security, 1));
	identity_release(&who);
}

static const struct {
	const char *said;
	const char *number; /* "": none */
} icons[] = {
	{ OK "Content-Type: image/x-icon\r\nContent-Length: 4\r\n\r\nicon",
	  "1355950459" },
	{ OK "Content-Type: image/png\r\nContent-Length: 1\r\n\r\na",
	  "-316242180" },
	/* Cut off, without a known end, no image, not found, nothing */
	{ OK "Content-Type: image/x-icon\r\nContent-Length: 9\r\n\r\nicon",
	  "" },
	{ OK "Content-Type: image/x-icon\r\n\r\nicon", "" },
	{ OK "Content-Type: text/html\r\nContent-Length: 4\r\n\r\nicon", "" },
	{ NOT_FOUND "Content-Type: image/x-icon\r\nContent-Length: 4\r\n\r\n"
	            "icon",
	  "" },
	{ OK "Content-Type: image/x-icon\r\nContent-Length: 0\r\n\r\n", "" },
};

Test(http_quest, an_icon_has_a_number)
{
	for (size_t i = 0; i < COUNT(icons); i++) {
		struct server server = {
			.pages = { { "/", OK "Server: nginx/1.2\r\n\r\n" },
			           { "/favicon.ico", icons[i].said } },
		};
		struct identity who = { 0 };
		struct bytes number = { NULL, 0 };
		struct http_quest quest;
		char asked[256];

		http_quest_init(&quest, "zoo.test", 80, false, 10);
		run(&quest, &server, &who, asked, sizeof(asked));
		facts_get(&who.facts, FACT_HTTP_FAVICON, &number);
		cr_expect(number.len == strlen(icons[i].number) &&
		                  (number.len == 0 ||
		                   bytes_equal_at(number, 0, icons[i].number,
		                                  number.len)),
		          "row %zu: %.*s", i, (int)number.len,
		          (const char *)number.data);
		identity_release(&who);
	}
}
