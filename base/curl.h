// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_BASE_CURL_H
#define PORTSCAN_BASE_CURL_H

#include "base/text.h"

/* CURLOPT_PROTOCOLS is deprecated for CURLOPT_PROTOCOLS_STR, which libcurl
 * before 7.85 (Ubuntu 22.04) does not have. */
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <stdbool.h>

/*
 * libcurl brings some thirty libraries with it, and linking it would cost
 * every start of the program 20 ms.  It is loaded by those who need it, when
 * they do; OpenSSL's exit handlers forbid unloading it.
 *
 * The members are the functions curl_easy_NAME and curl_NAME.
 */
struct curl_library {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_easy_setopt) *setopt;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(curl_easy_getinfo) *getinfo;
	__typeof__(curl_easy_strerror) *strerror;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
};

/* False, and one line in `why`, where there is none.  Not for threads. */
bool curl_load(struct curl_library *curl, struct text *why);

#endif
