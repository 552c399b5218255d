// SPDX-License-Identifier: Apache-2.0
#include "identify/http2.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define SAID(literal) (literal), sizeof(literal) - 1

static const struct {
	const char *said;
	size_t len;
	const char *name; /* "": it is not HTTP/2 */
} rows[] = {
	/* Captured: nghttpd, which says it also to HTTP/1 */
	{ SAID("\0\0\6\4\0\0\0\0\0\0\3\0\0\0\x64"), "http" },
	/* Captured: Node.js, to HTTP/1; GOAWAY follows */
	{ SAID("\0\0\0\4\0\0\0\0\0\0\0\x08\7\0\0\0\0\0\0\0\0\0\0\0\0\2"),
	  "http" },
	/* Settings that are cut off */
	{ SAID("\0\0\x0c\4\0\0\0\0\0\0\3\0\0\0\x64"), "http" },
	/* gRPC's core */
	{ SAID("\0\0\x0c\4\0\0\0\0\0\0\4\0\x10\0\0\xfe\3\0\0\0\1"), "grpc" },
	/* A setting's value is none */
	{ SAID("\0\0\6\4\0\0\0\0\0\0\3\0\0\xfe\3"), "http" },
	/* Another type, an acknowledgement, a stream, lengths that cannot be */
	{ SAID("\0\0\0\6\0\0\0\0\0"), "" },
	{ SAID("\0\0\0\4\1\0\0\0\0"), "" },
	{ SAID("\0\0\0\4\0\0\0\0\1"), "" },
	{ SAID("\0\0\5\4\0\0\0\0\0\0\3\0\0\0"), "" },
	{ SAID("\0\xff\xfc\4\0\0\0\0\0"), "" },
	{ SAID("\0\0\0\4\0\0\0\0"), "" },
	{ SAID(""), "" },
};

Test(http2, is_known_by_its_settings)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct identity who = { 0 };
		bool known = http2_recognise(
			(struct bytes){ (const uint8_t *)rows[i].said,
		                        rows[i].len },
			&who);

		cr_expect(known == (rows[i].name[0] != '\0'), "row %zu", i);
		cr_expect(strcmp(who.service.name, rows[i].name) == 0,
		          "row %zu: %s", i, who.service.name);
		identity_release(&who);
	}
}
