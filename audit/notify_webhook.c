// SPDX-License-Identifier: Apache-2.0
#include "audit/notify_webhook.h"

#include "audit/retry.h"
#include "audit/webhook_secret.h"
#include "base/count.h"
#include "base/curl.h"
#include "base/wall_clock.h"
#include "report/escape.h"

#include <ctype.h>
#include <inttypes.h>
#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

enum {
	CONNECT_MS = 10000,
	USUAL_TRY_MS = 30000,
	TRIES = 5,
	USUAL_RETRY_MS = 1000,
	MAX_ANSWER = 64 * 1024, /* bytes that are read, and dropped */
};

/* What all webhooks of a run share. */
struct sender {
	struct curl_library curl;
	uint32_t retry_ms, try_ms;
	const struct text *json;
	const char *key;    /* the same at every try */
	struct text secret; /* empty: unsigned */
};

/* What one try came to. */
struct answer_of_hook {
	CURLcode code;
	long status;            /* of HTTP; 0: none came */
	curl_off_t retry_after; /* seconds; 0: not asked for */
};

/* Scheme, host and port: elsewhere in a URL there may be secrets. */
static void append_place(struct text *text, const char *url)
{
	const char *authority = strstr(url, "://"), *host;
	size_t len;

	if (authority == NULL) {
		text_append_string(text, "…");
		return;
	}
	authority += strlen("://");
	escape_terminal(text, url, (size_t)(authority - url));
	len = strcspn(authority, "/?#\\");
	host = memrchr(authority, '@', len);
	host = host == NULL ? authority : host + 1;
	escape_terminal(text, host, (size_t)(authority + len - host));
	text_append_string(text, "/…");
}

static bool is_web(const char *url)
{
	return strncasecmp(url, "http://", strlen("http://")) == 0 ||
	       strncasecmp(url, "https://", strlen("https://")) == 0;
}

/* Taking less than all makes libcurl give up; that is well, for what counts has
 * come. */
static size_t on_answer(char *bytes, size_t size, size_t count, void *arg)
{
	size_t *left = arg, len = size * count;

	(void)bytes;
	if (len > *left)
		return 0;
	*left -= len;
	return len;
}

/* False when out of memory. */
static bool add_header(const struct sender *sender, struct curl_slist **headers,
                       const char *name, const char *value)
{
	struct curl_slist *longer;
	struct text line;

	text_init(&line);
	text_printf(&line, "%s: %s", name, value);
	longer = line.failed ? NULL
	                     : sender->curl.slist_append(*headers, line.data);
	text_release(&line);
	if (longer == NULL)
		return false;
	*headers = longer;
	return true;
}

/* Those that are other at each try, so that a signature is never old. */
static bool add_signature(const struct sender *sender,
                          struct curl_slist **headers)
{
	struct text timestamp, signature;
	bool added;

	text_init(&timestamp);
	text_init(&signature);
	text_printf(&timestamp, "%" PRId64, wall_clock_us() / 1000000);
	if (sender->secret.len > 0)
		webhook_secret_sign(&sender->secret, timestamp.data,
		                    sender->json, &signature);
	added = !timestamp.failed && !signature.failed &&
	        add_header(sender, headers, "X-Portscan-Timestamp",
	                   timestamp.data) &&
	        (sender->secret.len == 0 ||
	         add_header(sender, headers, "X-Portscan-Signature",
	                    signature.data));
	text_release(&timestamp);
	text_release(&signature);
	return added;
}

/* NULL when out of memory. */
static struct curl_slist *make_headers(const struct sender *sender)
{
	const char *const headers[][2] = {
		{ "Content-Type", "application/json" },
		{ "X-Portscan-Event", "audit-run" },
		{ "Idempotency-Key", sender->key },
		/* Nothing: no waiting for "100 Continue". */
		{ "Expect", "" },
	};
	struct curl_slist *list = NULL;
	bool made = add_signature(sender, &list);

	for (size_t i = 0; i < COUNT(headers) && made; i++)
		made = add_header(sender, &list, headers[i][0], headers[i][1]);
	if (made)
		return list;
	sender->curl.slist_free_all(list);
	return NULL;
}

/* Without CURLOPT_NOSIGNAL libcurl keeps SIGPIPE from us. */
static bool set_options(const struct sender *sender, CURL *easy,
                        const char *url, size_t *answer_left)
{
	const struct curl_library *curl = &sender->curl;
	const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{ CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS },
		{ CURLOPT_TIMEOUT_MS, (long)sender->try_ms },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_POST, 1 },
	};

	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (curl->setopt(easy, numbers[i].option, numbers[i].value) !=
		    CURLE_OK)
			return false;
	}
	return curl->setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_USERAGENT, "portscan") == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
	                    (curl_off_t)sender->json->len) == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_POSTFIELDS, sender->json->data) ==
	               CURLE_OK &&
	       curl->setopt(easy, CURLOPT_WRITEFUNCTION, on_answer) ==
	               CURLE_OK &&
	       curl->setopt(easy, CURLOPT_WRITEDATA, answer_left) == CURLE_OK;
}

static struct answer_of_hook try_once(const struct sender *sender, CURL *easy,
                                      const char *url)
{
	const struct curl_library *curl = &sender->curl;
	struct answer_of_hook answer = { .code = CURLE_OUT_OF_MEMORY };
	struct curl_slist *headers = make_headers(sender);
	size_t answer_left = MAX_ANSWER;

	if (headers != NULL && set_options(sender, easy, url, &answer_left) &&
	    curl->setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK) {
		answer.code = curl->perform(easy);
		curl->getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
		curl->getinfo(easy, CURLINFO_RETRY_AFTER, &answer.retry_after);
	}
	curl->slist_free_all(headers);
	return answer;
}

/* Its final status counts, even when the rest of it did not come. */
static bool has_status(const struct answer_of_hook *answer)
{
	return answer->status >= 200;
}

static bool was_taken(const struct answer_of_hook *answer)
{
	return answer->status >= 200 && answer->status <= 299;
}

/* Failures of the way, that may pass. */
static bool may_pass(const struct answer_of_hook *answer)
{
	static const CURLcode passing[] = {
		CURLE_COULDNT_RESOLVE_PROXY,
		CURLE_COULDNT_RESOLVE_HOST,
		CURLE_COULDNT_CONNECT,
		CURLE_OPERATION_TIMEDOUT,
		CURLE_SSL_CONNECT_ERROR,
		CURLE_GOT_NOTHING,
		CURLE_SEND_ERROR,
		CURLE_RECV_ERROR,
		CURLE_HTTP2,
		CURLE_HTTP2_STREAM,
	};

	if (has_status(answer))
		return retry_is_worth_it(answer->status);
	for (size_t i = 0; i < COUNT(passing); i++)
		if (answer->code == passing[i])
			return true;
	return false;
}

static void wait_for(uint32_t ms)
{
	const struct timespec time = {
		.tv_sec = ms / 1000,
		.tv_nsec = (long)(ms % 1000) * 1000000,
	};

	nanosleep(&time, NULL);
}

static void wait_after(const struct sender *sender, unsigned failures,
                       const struct answer_of_hook *answer)
{
	uint32_t random = 0; /* stays so where there is none */

	(void)!getrandom(&random, sizeof(random), 0);
	wait_for(retry_wait_ms(sender->retry_ms, failures, answer->retry_after,
	                       random));
}

static void explain(const struct sender *sender, const char *url,
                    const struct answer_of_hook *answer, unsigned tries,
                    struct text *problems)
{
	text_append_string(problems, "webhook ");
	append_place(problems, url);
	if (has_status(answer))
		text_printf(problems, ": HTTP %ld", answer->status);
	else
		text_printf(problems, ": %s",
		            sender->curl.strerror(answer->code));
	if (answer->status >= 300 && answer->status <= 399)
		text_append_string(problems,
		                   ", and redirects are not followed");
	if (tries > 1)
		text_printf(problems, " after %u tries", tries);
	text_append_char(problems, '\n');
}

static void post(const struct sender *sender, CURL *easy, const char *url,
                 struct text *problems)
{
	struct answer_of_hook answer = try_once(sender, easy, url);
	unsigned tries = 1;

	while (!was_taken(&answer) && may_pass(&answer) && tries < TRIES) {
		wait_after(sender, tries++, &answer);
		answer = try_once(sender, easy, url);
	}
	if (!was_taken(&answer))
		explain(sender, url, &answer, tries, problems);
}

static void notify_one(const struct sender *sender, const char *url,
                       struct text *problems)
{
	CURL *easy;

	if (!is_web(url)) {
		text_append_string(problems, "webhook ");
		append_place(problems, url);
		text_append_string(problems,
		                   ": not an http:// or https:// URL\n");
		return;
	}
	easy = sender->curl.init();
	if (easy == NULL) {
		text_append_string(problems, "webhook: out of memory\n");
		return;
	}
	post(sender, easy, url, problems);
	sender->curl.cleanup(easy);
}

/* The run, whatever its audit is called and however often its history began
 * anew. */
static void append_key(struct text *key, const struct account *account)
{
	for (const char *c = account->audit; *c != '\0'; c++) {
		if (isalnum((unsigned char)*c) || strchr("-_.", *c) != NULL)
			text_append_char(key, *c);
		else
			text_printf(key, "%%%02X", (unsigned char)*c);
	}
	text_printf(key, "-%" PRId64 "-%" PRId64, account->run->id,
	            account->run->started_us / 1000000);
}

/* False, and said in `problems`, when nothing can be sent. */
static bool prepare(struct sender *sender, const struct notify_plan *plan,
                    struct text *problems)
{
	struct text why;
	bool loaded;

	if (plan->secret_file != NULL &&
	    !webhook_secret_read(plan->secret_file, &sender->secret, problems))
		return false;
	text_init(&why);
	loaded = curl_load(&sender->curl, &why);
	if (!loaded)
		text_printf(problems, "webhook: %s\n", why.data);
	text_release(&why);
	return loaded;
}

void notify_webhooks(const struct notify_plan *plan,
                     const struct account *account, const struct text *json,
                     struct text *problems)
{
	struct sender sender = {
		.retry_ms =
			plan->retry_ms != 0 ? plan->retry_ms : USUAL_RETRY_MS,
		.try_ms = plan->try_ms != 0 ? plan->try_ms : USUAL_TRY_MS,
		.json = json,
	};
	struct text key;

	text_init(&key);
	text_init(&sender.secret);
	append_key(&key, account);
	sender.key = key.data;
	if (key.failed)
		text_append_string(problems, "webhook: out of memory\n");
	else if (prepare(&sender, plan, problems))
		for (size_t i = 0; i < plan->webhook_count; i++)
			notify_one(&sender, plan->webhooks[i], problems);
	if (sender.secret.len > 0)
		OPENSSL_cleanse(sender.secret.data, sender.secret.len);
	text_release(&sender.secret);
	text_release(&key);
}
