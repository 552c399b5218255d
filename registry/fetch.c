// SPDX-License-Identifier: Apache-2.0
#include "registry/fetch.h"

#include "base/count.h"
#include "base/curl.h"
#include "registry/iana.h"

#include <string.h>
#include <strings.h>

enum { CONNECT_SECONDS = 15, TOTAL_SECONDS = 120, MAX_REDIRECTS = 3 };

struct transfer {
	struct text *body;
	bool too_large;
};

/* Taking less than all makes libcurl give up. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct transfer *transfer = arg;
	size_t len = size * count;

	if (len > REGISTRY_MAX_BYTES - transfer->body->len) {
		transfer->too_large = true;
		return 0;
	}
	text_append(transfer->body, bytes, len);
	return transfer->body->failed ? 0 : len;
}

static bool starts_with(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

/* What was asked for over HTTPS must not come over HTTP by a redirect. */
static long redirect_protocols(const char *url)
{
	return starts_with(url, "https://") ? CURLPROTO_HTTPS
	                                    : CURLPROTO_HTTP | CURLPROTO_HTTPS;
}

static bool set_options(const struct curl_library *curl, CURL *easy,
                        const char *url, struct transfer *transfer)
{
	const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{ CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS },
		{ CURLOPT_REDIR_PROTOCOLS, redirect_protocols(url) },
		{ CURLOPT_FOLLOWLOCATION, 1 },
		{ CURLOPT_MAXREDIRS, MAX_REDIRECTS },
		{ CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS },
		{ CURLOPT_TIMEOUT, TOTAL_SECONDS },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_NOSIGNAL, 1 },
	};

	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (curl->setopt(easy, numbers[i].option, numbers[i].value) !=
		    CURLE_OK)
			return false;
	}
	return curl->setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_USERAGENT, "portscan") == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
	       curl->setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK;
}

static bool perform(const struct curl_library *curl, CURL *easy,
                    const char *url, struct text *body, struct text *why)
{
	struct transfer transfer = { .body = body };
	CURLcode code = CURLE_FAILED_INIT;
	long status = 0;

	if (set_options(curl, easy, url, &transfer))
		code = curl->perform(easy);
	if (transfer.too_large) {
		text_printf(why, "%s: too large to be the port registry", url);
		return false;
	}
	if (code != CURLE_OK) {
		text_printf(why, "%s: %s", url, curl->strerror(code));
		return false;
	}
	curl->getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200) {
		text_printf(why, "%s: the server answered with status %ld", url,
		            status);
		return false;
	}
	return true;
}

bool registry_fetch(const char *url, struct text *body, struct text *why)
{
	struct curl_library curl;
	bool fetched = false;
	CURL *easy;

	text_clear(body);
	if (!starts_with(url, "http://") && !starts_with(url, "https://")) {
		text_printf(why, "%s: not an http:// or https:// URL", url);
		return false;
	}
	if (!curl_load(&curl, why))
		return false;
	easy = curl.init();
	if (easy == NULL) {
		text_append_string(why, "out of memory");
		return false;
	}
	fetched = perform(&curl, easy, url, body, why);
	curl.cleanup(easy);
	return fetched;
}
