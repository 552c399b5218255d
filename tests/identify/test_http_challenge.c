// SPDX-License-Identifier: Apache-2.0
#include "identify/http_challenge.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static bool is(struct bytes bytes, const char *text)
{
	return bytes.len == strlen(text) &&
	       (bytes.len == 0 || bytes_equal_at(bytes, 0, text, bytes.len));
}

static const struct {
	const char *list;
	const char *schemes[3];
	const char *realms[3];
} rows[] = {
	{ "Basic realm=\"a b\"", { "Basic" }, { "a b" } },
	{ "Basic realm=a", { "Basic" }, { "a" } },
	{ "basic Realm = \"a\"", { "basic" }, { "a" } },
	{ "Basic realm=a, realm=b", { "Basic" }, { "a" } },
	{ "Negotiate", { "Negotiate" }, { "" } },
	{ "NTLM TlRMTVNTUAAC/+AA==", { "NTLM" }, { "" } },
	{ "Digest nonce=\"a,b\", realm=\"x\\\"y\", qop=\"auth\", Basic "
	  "realm=\"z\"",
	  { "Digest", "Basic" },
	  { "x\\\"y", "z" } },
	{ "Negotiate, NTLM , Basic realm=\"a\"",
	  { "Negotiate", "NTLM", "Basic" },
	  { "", "", "a" } },
	{ "Basic realm=\"cut off", { "Basic" }, { "cut off" } },
	{ "Basic realm=\"cut off\\", { "Basic" }, { "cut off\\" } },
	{ "Bearer realm=\"https://a/b\",service=\"c\"",
	  { "Bearer" },
	  { "https://a/b" } },
	{ "", { NULL }, { NULL } },
	{ " , ,", { NULL }, { NULL } },
	{ "\"", { NULL }, { NULL } },
};

Test(http_challenge, takes_a_list_apart)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_challenge challenge;
		struct bytes list = as_bytes(rows[i].list);
		size_t n = 0;

		for (; n < 3 && rows[i].schemes[n] != NULL; n++) {
			cr_expect(http_challenge_next(&list, &challenge),
			          "row %zu", i);
			cr_expect(is(challenge.scheme, rows[i].schemes[n]),
			          "row %zu", i);
			cr_expect(is(challenge.realm, rows[i].realms[n]),
			          "row %zu: %.*s", i, (int)challenge.realm.len,
			          (const char *)challenge.realm.data);
		}
	}
}

Test(http_challenge, ends)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_challenge challenge;
		struct bytes list = as_bytes(rows[i].list);
		size_t n = 0;

		while (http_challenge_next(&list, &challenge))
			n++;
		cr_expect(n <= 3, "row %zu: %zu", i, n);
	}
}
