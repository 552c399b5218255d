// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_webhook.h"

#include "base/count.h"
#include "tests/audit/hook_server.h"
#include "tests/audit/notify_sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TAKEN "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define BUSY "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
#define JSON "{\"audit\":\"office\"}\n"

/* Post to `url`, as the sample's run. */
static void post(const struct notify_plan *plan, const char *url,
                 struct text *problems)
{
	struct notify_plan own = *plan;
	struct notify_sample sample;
	struct text json;

	own.webhooks = &url;
	own.webhook_count = 1;
	own.retry_ms = 1;
	text_init(&json);
	text_append_string(&json, JSON);
	notify_sample_init(&sample);
	notify_webhooks(&own, &sample.account, &json, problems);
	text_release(&json);
}

static const struct {
	const char *answers[6];
	int count;       /* of requests */
	const char *why; /* of the problem; NULL: none */
} cases[] = {
	{ { TAKEN }, 1, NULL },
	{ { "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n" }, 1, NULL },
	{ { "HTTP/1.1 204 No Content\r\n\r\n" }, 1, NULL },
	{ { "HTTP/1.0 200 OK\r\n\r\n" }, 1, NULL },
	{ { hook_floods }, 1, NULL },
	{ { "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut" }, 1, NULL },
	{ { BUSY, BUSY, TAKEN }, 3, NULL },
	{ { hook_hangs_up, TAKEN }, 2, NULL },
	{ { hook_hangs, TAKEN }, 2, NULL },
	{ { "HTTP/1.1 429 Slow Down\r\nRetry-After: 0\r\n\r\n", TAKEN },
	  2,
	  NULL },
	{ { "HTTP/1.1 408 Late\r\n\r\n", "HTTP/1.1 425 Early\r\n\r\n",
	    "HTTP/1.1 500 Oh\r\n\r\n", "HTTP/1.1 502 Oh\r\n\r\n", TAKEN },
	  5,
	  NULL },
	{ { BUSY }, 5, "HTTP 503 after 5 tries" },
	{ { BUSY, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n" },
	  2,
	  "HTTP 401 after 2 tries" },
	{ { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" },
	  1,
	  "HTTP 404" },
	{ { "HTTP/1.1 302 Found\r\nLocation: /again\r\n"
	    "Content-Length: 0\r\n\r\n" },
	  1,
	  "HTTP 302, and redirects are not followed" },
	{ { "SSH-2.0-x\r\n" }, 1, "Unsupported protocol" },
	{ { "HTTP/1.1 100 Continue\r\n\r\n", TAKEN }, 2, NULL },
};

static void expect_problem(const struct text *problems, const char *place,
                           const char *why)
{
	char wanted[256] = "";

	if (why != NULL)
		snprintf(wanted, sizeof(wanted), "webhook %s/…: %s\n", place,
		         why);
	cr_expect(eq(str, problems->data, wanted));
}

Test(notify_webhook, tries_again_what_may_pass)
{
	static struct hook_server server;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notify_plan plan = { .try_ms = 30000 };
		struct text problems;

		if (cases[i].answers[0] == hook_hangs)
			plan.try_ms = 200;
		server.answers = cases[i].answers;
		text_init(&problems);
		hook_server_start(&server);
		post(&plan, server.url, &problems);
		hook_server_stop(&server);
		cr_expect(eq(int, server.count, cases[i].count), "%zu", i);
		cr_expect(not(server.took_flood));
		expect_problem(&problems, server.url, cases[i].why);
		text_release(&problems);
	}
}

Test(notify_webhook, a_server_that_never_answers_is_given_up)
{
	static const char *const answers[] = { hook_hangs, NULL };
	static struct hook_server server = { .answers = answers };
	const struct notify_plan plan = { .try_ms = 10 };
	struct text problems;

	text_init(&problems);
	hook_server_start(&server);
	post(&plan, server.url, &problems);
	hook_server_stop(&server);
	expect_problem(&problems, server.url,
	               "Timeout was reached after 5 tries");
	text_release(&problems);
}

Test(notify_webhook, a_port_that_refuses_is_tried_five_times)
{
	static const char *const answers[] = { TAKEN, NULL };
	static struct hook_server server = { .answers = answers };
	const struct notify_plan plan = { 0 };
	struct text problems;

	text_init(&problems);
	hook_server_start(&server);
	hook_server_stop(&server);
	post(&plan, server.url, &problems);
	expect_problem(&problems, server.url,
	               "Couldn't connect to server after 5 tries");
	text_release(&problems);
}

/* The value of a header, into `value`. */
static char *header(const char *request, const char *name, char value[128])
{
	char start[64];
	const char *at;

	snprintf(start, sizeof(start), "\r\n%s: ", name);
	at = strstr(request, start);
	cr_assert(at != NULL, "no %s", name);
	snprintf(value, 128, "%.*s", (int)strcspn(at + strlen(start), "\r"),
	         at + strlen(start));
	return value;
}

static void expect_signature(const char *request, const char *secret)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	char message[512], wanted[128] = "sha256=", value[128];
	unsigned len;

	snprintf(message, sizeof(message), "%s.%s",
	         header(request, "X-Portscan-Timestamp", value),
	         strstr(request, "\r\n\r\n") + 4);
	HMAC(EVP_sha256(), secret, (int)strlen(secret),
	     (unsigned char *)message, strlen(message), mac, &len);
	for (unsigned i = 0; i < len; i++)
		sprintf(wanted + strlen(wanted), "%02x", mac[i]);
	cr_expect(eq(str, header(request, "X-Portscan-Signature", value),
	             wanted));
}

static void expect_headers(const char *request)
{
	char value[128];

	cr_expect(eq(int, strncmp(request, "POST / HTTP/1.1\r\n", 17), 0));
	cr_expect(eq(str, header(request, "Content-Type", value),
	             "application/json"));
	cr_expect(eq(str, header(request, "X-Portscan-Event", value),
	             "audit-run"));
	cr_expect(eq(str, header(request, "Idempotency-Key", value),
	             "office-17-1795564800"));
	cr_expect(eq(str, header(request, "User-Agent", value), "portscan"));
	cr_expect(eq(ptr, strstr(request, "Expect:"), NULL));
	cr_expect(eq(str, strstr(request, "\r\n\r\n") + 4, JSON));
}

Test(notify_webhook, each_try_is_signed_and_has_the_same_key)
{
	static const char *const answers[] = { BUSY, BUSY, TAKEN, NULL };
	static struct hook_server server = { .answers = answers };
	char path[] = "/tmp/portscan-secret-XXXXXX";
	const struct notify_plan plan = { .secret_file = path };
	struct text problems;
	int fd = mkstemp(path);

	cr_assert(eq(int, (int)write(fd, "s3cret\n", 7), 7));
	close(fd);
	text_init(&problems);
	hook_server_start(&server);
	post(&plan, server.url, &problems);
	hook_server_stop(&server);
	cr_expect(eq(str, problems.data, ""));
	cr_assert(eq(int, server.count, 3));
	for (int i = 0; i < 3; i++) {
		expect_headers(server.requests[i]);
		expect_signature(server.requests[i], "s3cret");
	}
	unlink(path);
	text_release(&problems);
}

Test(notify_webhook, without_a_secret_it_is_not_signed)
{
	static const char *const answers[] = { TAKEN, NULL };
	static struct hook_server server = { .answers = answers };
	const struct notify_plan plan = { 0 };
	struct text problems;

	text_init(&problems);
	hook_server_start(&server);
	post(&plan, server.url, &problems);
	hook_server_stop(&server);
	cr_assert(eq(int, server.count, 1));
	expect_headers(server.requests[0]);
	cr_expect(eq(ptr, strstr(server.requests[0], "Signature"), NULL));
	text_release(&problems);
}

Test(notify_webhook, with_a_secret_that_cannot_be_read_nothing_is_sent)
{
	static const char *const answers[] = { TAKEN, NULL };
	static struct hook_server server = { .answers = answers };
	const struct notify_plan plan = { .secret_file = "/nonexistent" };
	struct text problems;

	text_init(&problems);
	hook_server_start(&server);
	post(&plan, server.url, &problems);
	hook_server_stop(&server);
	cr_expect(eq(int, server.count, 0));
	cr_expect(eq(str, problems.data,
	             "webhook secret /nonexistent: No such file or "
	             "directory\n"));
	text_release(&problems);
}

static const struct {
	const char *url, *problem;
} urls[] = {
	{ "ftp://user:pass@127.0.0.1/x",
	  "webhook ftp://127.0.0.1/…: not an http:// or https:// URL\n" },
	{ "file:///etc/passwd",
	  "webhook file:///…: not an http:// or https:// URL\n" },
	{ "secret", "webhook …: not an http:// or https:// URL\n" },
	/* Port 1 of loopback, where nobody is. */
	{ "http://user:pa@ss@127.0.0.1:1/secret",
	  "webhook http://127.0.0.1:1/…: URL using bad/illegal format or "
	  "missing URL\n" },
	{ "http://user:pass@127.0.0.1:1/secret?key=secret#x",
	  "webhook http://127.0.0.1:1/…: Couldn't connect to server after 5 "
	  "tries\n" },
	{ "https://127.0.0.1:1?key=a@b",
	  "webhook https://127.0.0.1:1/…: Couldn't connect to server after 5 "
	  "tries\n" },
	{ "http://127.0.0.1:x/",
	  "webhook http://127.0.0.1:x/…: URL using bad/illegal format or "
	  "missing URL\n" },
};

Test(notify_webhook, a_problem_never_shows_what_may_be_secret)
{
	setenv("no_proxy", "*", 1);
	for (size_t i = 0; i < COUNT(urls); i++) {
		const struct notify_plan plan = { 0 };
		struct text problems;

		text_init(&problems);
		post(&plan, urls[i].url, &problems);
		cr_expect(eq(str, problems.data, (char *)urls[i].problem));
		text_release(&problems);
	}
}

Test(notify_webhook, each_is_told_whatever_came_of_the_others)
{
	static const char *const answers[] = { TAKEN, NULL };
	static struct hook_server server = { .answers = answers };
	const char *const hooks[] = { "http://127.0.0.1:1/", server.url };
	const struct notify_plan plan = {
		.webhooks = hooks,
		.webhook_count = COUNT(hooks),
		.retry_ms = 1,
	};
	struct notify_sample sample;
	struct text json, problems;

	text_init(&json);
	text_init(&problems);
	notify_sample_init(&sample);
	hook_server_start(&server);
	notify_webhooks(&plan, &sample.account, &json, &problems);
	hook_server_stop(&server);
	cr_expect(eq(int, server.count, 1));
	cr_expect(eq(str, problems.data,
	             "webhook http://127.0.0.1:1/…: Couldn't connect to server "
	             "after 5 tries\n"));
	text_release(&json);
	text_release(&problems);
}
