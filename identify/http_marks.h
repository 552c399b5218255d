// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_HTTP_MARKS_H
#define PORTSCAN_IDENTIFY_HTTP_MARKS_H

#include <stddef.h>

/*
 * What software says of itself over HTTP, as tables.  Only for http_identity
 * and http_quest.
 */

/* Where in a response a pattern (http_pattern.h) is looked for. */
enum http_place {
	HTTP_IN_FIELD,     /* of the header: `where` is its name */
	HTTP_IN_FIRST,     /* the same, and no other field is before it */
	HTTP_IN_TITLE,     /* of the page: all of it */
	HTTP_IN_GENERATOR, /* <meta name="generator"> */
	HTTP_IN_REALM,     /* that it wants a login for: all of it */
	HTTP_IN_START,     /* the begin of the body */
	HTTP_IN_BODY,      /* anywhere in it */
	HTTP_IN_JSON,      /* a member: `where` is its path (json.h) */
};

struct http_sign {
	enum http_place place;
	const char *where;   /* NULL where the place says it all */
	const char *pattern; /* NULL: that there is something is enough */
};

#define FIELD(name, pattern)                                                   \
	{                                                                      \
		HTTP_IN_FIELD, (name), (pattern)                               \
	}
#define FIRST_FIELD(name)                                                      \
	{                                                                      \
		HTTP_IN_FIRST, (name), NULL                                    \
	}
#define SERVER(pattern) FIELD("Server", pattern)
#define COOKIE(pattern) FIELD("Set-Cookie", pattern)
#define JSON(path, pattern)                                                    \
	{                                                                      \
		HTTP_IN_JSON, (path), (pattern)                                \
	}
#define TITLE(pattern)                                                         \
	{                                                                      \
		HTTP_IN_TITLE, NULL, (pattern)                                 \
	}
#define GENERATOR(pattern)                                                     \
	{                                                                      \
		HTTP_IN_GENERATOR, NULL, (pattern)                             \
	}
#define REALM(pattern)                                                         \
	{                                                                      \
		HTTP_IN_REALM, NULL, (pattern)                                 \
	}
#define START(pattern)                                                         \
	{                                                                      \
		HTTP_IN_START, NULL, (pattern)                                 \
	}
#define BODY(pattern)                                                          \
	{                                                                      \
		HTTP_IN_BODY, NULL, (pattern)                                  \
	}

/*
 * Who says so.  %v is its version; %t is, of a server, what it runs on, and
 * of a device, its model.  A product may hold one %t itself, for what the
 * pattern found there.
 */
struct http_mark {
	struct http_sign sign;
	const char *product;
};

struct http_marks {
	const struct http_mark *rows;
	size_t count;
};

extern const struct http_marks http_servers;      /* web servers */
extern const struct http_marks http_fronts;       /* that stand before one */
extern const struct http_marks http_applications; /* what is served */
extern const struct http_marks http_devices;      /* what all of it is */

/* What else is known of a product; NULL is nothing. */
struct http_product {
	const char *name;
	const char *cpe;     /* "a:f5:nginx" */
	const char *service; /* where it is not plainly "http" */
	const char *device;  /* "printer": what the machine is */
	const char *os;      /* the only one that it runs on */
};

/* NULL: only its name. */
const struct http_product *http_product_find(const char *name);

/*
 * Where a known product tells its version: in a reply to GET of `path`, or,
 * without a path, in any.  No such request changes anything, or logs in.
 */
struct http_version_place {
	const char *product;
	const char *path;
	struct http_sign sign;
};

/* Those of one product are in the order to try them. */
struct http_version_places {
	const struct http_version_place *rows;
	size_t count;
};

extern const struct http_version_places http_version_places;

#endif
