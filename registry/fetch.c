// SPDX-License-Identifier: Apache-2.0
#include "registry/fetch.h"

#include "base/count.h"
#include "registry/iana.h"

/* CURLOPT_PROTOCOLS is deprecated for CURLOPT_PROTOCOLS_STR, which libcurl
 * before 7.85 (Ubuntu 22.04) does not have. */
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { CONNECT_SECONDS = 15, TOTAL_SECONDS = 120, MAX_REDIRECTS = 3 };

/*
 * libcurl brings some thirty libraries with it, and linking it would cost
 * every start of the program 20 ms.  Only `registry update` needs it, so it is
 * loaded when that runs; OpenSSL's exit handlers forbid unloading it.
 */
struct curl_library {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_easy_setopt) *setopt;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(curl_easy_getinfo) *getinfo;
	__typeof__(curl_easy_strerror) *strerror;
};

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
	{ "curl_global_init", offsetof(struct curl_library, global_init) },
	{ "curl_easy_init", offsetof(struct curl_library, init) },
	{ "curl_easy_cleanup", offsetof(struct curl_library, cleanup) },
	{ "curl_easy_setopt", offsetof(struct curl_library, setopt) },
	{ "curl_easy_perform", offsetof(struct curl_library, perform) },
	{ "curl_easy_getinfo", offsetof(struct curl_library, getinfo) },
	{ "curl_easy_strerror", offsetof(struct curl_library, strerror) },
};

static bool find_functions(void *handle, struct curl_library *curl)
{
	for (size_t i = 0; i < COUNT(functions); i++) {
		void *function = dlsym(handle, functions[i].name);

		if (function == NULL)
			return false;
		memcpy((char *)curl + functions[i].offset, &function,
		       sizeof(function));
	}
	return true;
}

static bool load_curl(struct curl_library *curl, struct text *why)
{
	void *handle = dlopen("libcurl.so.4", RTLD_NOW);

	if (handle != NULL && find_functions(handle, curl) &&
	    curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		return true;
	text_printf(why, "downloading needs libcurl: %s",
	            handle == NULL ? dlerror() : "this one does not work");
	return false;
}

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
	if (!load_curl(&curl, why))
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
