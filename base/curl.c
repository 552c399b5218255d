// SPDX-License-Identifier: Apache-2.0
#include "base/curl.h"

#include "base/count.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

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
	{ "curl_slist_append", offsetof(struct curl_library, slist_append) },
	{ "curl_slist_free_all",
	  offsetof(struct curl_library, slist_free_all) },
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

bool curl_load(struct curl_library *curl, struct text *why)
{
	void *handle = dlopen("libcurl.so.4", RTLD_NOW);

	if (handle != NULL && find_functions(handle, curl) &&
	    curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		return true;
	text_printf(why, "this needs libcurl: %s",
	            handle == NULL ? dlerror() : "this one does not work");
	return false;
}
