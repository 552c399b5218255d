// SPDX-License-Identifier: Apache-2.0
#include "identify/http_request.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct bytes as_bytes(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static const struct {
	struct http_authority authority;
	const char *host;
} hosts[] = {
	{ { "192.0.2.7", 80, false }, "Host: 192.0.2.7\r\n" },
	{ { "192.0.2.7", 443, true }, "Host: 192.0.2.7\r\n" },
	{ { "192.0.2.7", 443, false }, "Host: 192.0.2.7:443\r\n" },
	{ { "zoo.test", 8080, false }, "Host: zoo.test:8080\r\n" },
	{ { "2001:db8::1", 8080, true }, "Host: [2001:db8::1]:8080\r\n" },
	{ { "2001:db8::1", 80, false }, "Host: [2001:db8::1]\r\n" },
};

Test(http_request, says_whom_it_is_for)
{
	for (size_t i = 0; i < COUNT(hosts); i++) {
		char text[512];
		size_t len = http_request_write(text, sizeof(text), "/a?b",
		                                &hosts[i].authority);

		cr_expect(eq(sz, len, strlen(text)));
		cr_expect(strncmp(text, "GET /a?b HTTP/1.1\r\n", 19) == 0);
		cr_expect(strstr(text, hosts[i].host) != NULL, "row %zu: %s", i,
		          text);
		cr_expect(strcmp(text + len - 4, "\r\n\r\n") == 0);
	}
}

Test(http_request, that_does_not_fit_is_none)
{
	static const struct http_authority authority = { "a", 80, false };
	char text[64];

	cr_expect(eq(sz,
	             http_request_write(text, sizeof(text), "/", &authority),
	             0));
}

static const struct {
	const char *request, *path;
} paths[] = {
	{ "GET / HTTP/1.0\r\n\r\n", "/" },
	{ "GET /a?b=c HTTP/1.1\r\nHost: x y\r\n\r\n", "/a?b=c" },
	{ "GET /a", "/a" },
	{ "POST / HTTP/1.0\r\n\r\n", "" },
	{ "", "" },
};

Test(http_request, has_a_path)
{
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct bytes path =
			http_request_path(as_bytes(paths[i].request));

		cr_expect(path.len == strlen(paths[i].path) &&
		                  (path.len == 0 ||
		                   bytes_equal_at(path, 0, paths[i].path,
		                                  path.len)),
		          "row %zu", i);
	}
}

static const struct http_authority here = { "zoo.test", 8080, false },
				   here_tls = { "zoo.test", 443, true },
				   here_ipv6 = { "2001:db8::1", 80, false };

static const struct {
	const struct http_authority *authority;
	const char *from, *location;
	const char *to; /* NULL: elsewhere */
} redirects[] = {
	{ &here, "/", "/login", "/login" },
	{ &here, "/", "/a?b=c#d", "/a?b=c" },
	{ &here, "/", "login", "/login" },
	{ &here, "/a/b?c/d", "e", "/a/e" },
	{ &here, "/a/b", "?c", "/a/b?c" },
	{ &here, "/a/b?d", "?c", "/a/b?c" },
	{ &here, "/a", "", "/" },
	{ &here, "/", "http://zoo.test:8080/a", "/a" },
	{ &here, "/", "HTTP://ZOO.test:8080", "/" },
	{ &here, "/", "//zoo.test:8080/a", "/a" },
	{ &here_tls, "/", "https://zoo.test/a", "/a" },
	{ &here_tls, "/", "https://zoo.test:443/a", "/a" },
	{ &here_ipv6, "/", "http://[2001:db8::1]/a", "/a" },
	/* Another host, port or scheme */
	{ &here, "/", "http://zoo.test/a", NULL },
	{ &here, "/", "http://zoo.test:80/a", NULL },
	{ &here, "/", "https://zoo.test:8080/a", NULL },
	{ &here, "/", "http://zoo.test.example:8080/a", NULL },
	{ &here, "/", "http://zoo.testing:8080/a", NULL },
	{ &here, "/", "http://example/a", NULL },
	{ &here, "/", "http://x@zoo.test:8080/a", NULL },
	{ &here, "/", "http://zoo.test:8080@example/a", NULL },
	{ &here, "/", "http://zoo.test:80800/a", NULL },
	{ &here, "/", "http://zoo.test:/a", NULL },
	{ &here, "/", "//example/a", NULL },
	{ &here_tls, "/", "http://zoo.test/a", NULL },
	{ &here_ipv6, "/", "http://[2001:db8::2]/a", NULL },
	{ &here, "/", "ftp://zoo.test:8080/a", NULL },
	{ &here, "/", "javascript:alert(1)", NULL },
	/* What no request line may hold */
	{ &here, "/", "/a b", NULL },
	{ &here, "/", "/a\r\nX: y", NULL },
	{ &here, "/", "/\xff", NULL },
	{ &here, "/", "/0123456789012345678901234567890123456789", NULL },
};

Test(http_request, follows_redirects_on_the_same_server)
{
	for (size_t i = 0; i < COUNT(redirects); i++) {
		char to[32];
		bool leads = http_request_redirect(
			to, sizeof(to), as_bytes(redirects[i].location),
			redirects[i].from, redirects[i].authority);

		cr_expect(leads == (redirects[i].to != NULL), "row %zu", i);
		if (leads && redirects[i].to != NULL)
			cr_expect(strcmp(to, redirects[i].to) == 0,
			          "row %zu: %s", i, to);
	}
}
