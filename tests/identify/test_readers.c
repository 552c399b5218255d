// SPDX-License-Identifier: Apache-2.0
#include "identify/cookie.h"
#include "identify/identify.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

#define TCP PROTOCOL_TCP
#define UDP PROTOCOL_UDP

/* RFC 1035 4.1: a question for version.bind, and an answer of 24 letters. */
#define QUESTION                                                               \
	"\7version\4bind\0"                                                    \
	"\0\x10\0\3"
#define ASKS_VERSION COOKIE_2 "\1\0\0\1\0\0\0\0\0\0" QUESTION
#define TELLS(flags, additional, length, text)                                 \
	COOKIE_2 flags "\0\1\0\1\0\0\0" additional QUESTION                    \
		       "\xc0\x0c\0\x10\0\3\0\0\0\0\0" length text

/* RFC 4120 5.9.1, without its times: of realm ZOO.TEST. */
#define KRB_ERROR                                                              \
	"\x7e\x18\x30\x16\xa0\3\2\1\5\xa1\3\2\1\x1e\xa9\x0a\x1b\x08ZOO.TEST"
#define KPASSWD "\0\x20\0\1\0\0" KRB_ERROR

/* RFC 5531 9: a call without credentials, in a record. */
#define CALL(program)                                                          \
	"\x80\0\0\x28" COOKIE_4 "\0\0\0\0\0\0\0\2" program                     \
	"\0\0\0\2\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct {
	enum protocol protocol;
	struct bytes asked, said;
	const char *name, *product, *version, *extra;
	enum fact_key key;
	const char *value; /* NULL: no such fact */
} rows[] = {
	{ UDP, BYTES(ASKS_VERSION),
	  BYTES(TELLS("\x85\0", "\0", "\x19\x18", "9.18.49-1~deb12u1-Debian")),
	  "domain", "ISC BIND", "9.18.49", "1~deb12u1-Debian", FACT_DNS_VERSION,
	  "9.18.49-1~deb12u1-Debian" },
	{ UDP, BYTES(ASKS_VERSION),
	  BYTES(TELLS("\x81\x80", "\0", "\x19\x18",
	              "9.18.49-1~deb12u1-Debian")),
	  "domain", "", "9.18.49", "1~deb12u1-Debian", FACT_DNS_VERSION,
	  "9.18.49-1~deb12u1-Debian" },
	{ UDP, BYTES(ASKS_VERSION),
	  BYTES(TELLS("\x85\0", "\0", "\x08\x07", "9.18.49")), "domain", "",
	  "9.18.49", "", FACT_DNS_VERSION, "9.18.49" },
	{ UDP, BYTES(ASKS_VERSION),
	  BYTES(TELLS("\x85\0", "\1", "\x19\x18", "9.18.49-1~deb12u1-Debian")),
	  "domain", "", "", "", FACT_DNS_VERSION, "9.18.49-1~deb12u1-Debian" },
	{ UDP, BYTES(""), BYTES(KRB_ERROR), "kerberos", "", "", "",
	  FACT_KERBEROS_REALM, "ZOO.TEST" },
	{ TCP, BYTES(""), BYTES("\0\0\0\x1a" KRB_ERROR), "kerberos", "", "", "",
	  FACT_KERBEROS_REALM, "ZOO.TEST" },
	{ UDP, BYTES(""), BYTES(KPASSWD), "kpasswd", "", "", "",
	  FACT_KERBEROS_REALM, "ZOO.TEST" },
	{ TCP, BYTES(""), BYTES("\0\0\0\x20" KPASSWD), "kpasswd", "", "", "",
	  FACT_KERBEROS_REALM, "ZOO.TEST" },
	/* kadmin, without GSS-API */
	{ TCP, BYTES(CALL("\0\0\x08\x40")),
	  BYTES("\x80\0\0\x14" COOKIE_4 "\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\5"),
	  "kerberos-adm", "", "", "", FACT_APP_DETAIL, NULL },
	/* The same, asked for the portmapper, which it is not */
	{ TCP, BYTES(CALL("\0\1\x86\xa0")),
	  BYTES("\x80\0\0\x18" COOKIE_4
	        "\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"),
	  "", "", "", "", FACT_APP_DETAIL, NULL },
	{ TCP, BYTES(CALL("\0\1\x86\xa0")),
	  BYTES("\x80\0\0\x30" COOKIE_4
	        "\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	        "\0\0\0\1\0\1\x86\xa3\0\0\0\3\0\0\0\6\0\0\x08\1\0\0\0\0"),
	  "sunrpc", "", "", "", FACT_APP_DETAIL, "program: nfs 3 tcp 2049" },
	{ TCP, BYTES(""),
	  BYTES("\1\0\x0b\0\0\0\0\0\x8f\xa5\xb8\0"
	        "\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0"
	        "\0\0\0\0\0\0\0\0\0\0\0\0The X.Org Foundation"),
	  "x11", "X.Org", "21.1.7", "", FACT_APP_DETAIL,
	  "vendor: The X.Org Foundation" },
	{ UDP, BYTES(""), BYTES("\0\1\0\5\0\x0b\0\0\0\3zoo\0\2ok"), "xdmcp", "",
	  "", "", FACT_APP_DETAIL, "status: ok" },
	{ UDP, BYTES(""),
	  BYTES("07\2\1\1\4\6public\xa2*\2\4" COOKIE_4 "\2\1\0\2\1\0"
	        "0\x1c"
	        "0\x1a\6\x08+\6\1\2\1\1\1\0\4\x0eZoo snmp agent"),
	  "snmp", "", "", "", FACT_SNMP_DESCRIPTION, "Zoo snmp agent" },
	{ TCP, BYTES(""),
	  BYTES("\x4a\0\0\0\x0a"
	        "8.0.36\0"
	        "iiii"
	        "ssssssss\0\xff\xff\xff\2\0\xff\xdf\x15"
	        "\0\0\0\0\0\0\0\0\0\0"
	        "ssssssssssss\0caching_sha2_password\0"),
	  "mysql", "MySQL", "8.0.36", "", FACT_SQL_AUTH,
	  "caching_sha2_password" },
	{ TCP, BYTES(""), BYTES("\0\0\x11\x11name rabbit at port 25672\n"),
	  "epmd", "", "", "", FACT_APP_DETAIL, "node: rabbit at port 25672" },
	{ UDP, BYTES(""),
	  BYTES("\0\1\5\0" COOKIE_8 "\0\0\0\3\0\0\0\x64\0\1\x19\x40"), "mumble",
	  "", "", "", FACT_APP_PROTOCOL, "1.5.0" },
	{ UDP, BYTES(""),
	  BYTES("\x1c" COOKIE_8 "serverid\0\xff\xff\0\xfe\xfe\xfe\xfe"
	        "\xfd\xfd\xfd\xfd\x12\x34\x56\x78\0\x19"
	        "MCPE;Zoo;649;1.20.60;0;10"),
	  "minecraft", "Minecraft Bedrock", "1.20.60", "", FACT_APP_PROTOCOL,
	  "649" },
	{ TCP, BYTES(""),
	  BYTES("\x34\0\x32"
	        "{\"version\":{\"name\":\"Paper 1.20.4\",\"protocol\":765}}"),
	  "minecraft", "Paper", "1.20.4", "", FACT_APP_PROTOCOL, "765" },
	{ TCP, BYTES(""),
	  BYTES("\0\x32\0\0\4\0\0\0\x22\0\0\x18"
	        "(DESCRIPTION=(TMP=)(VSNNUM=186647552))"),
	  "oracle-tns", "Oracle TNS listener", "11.2.0.4.0", "",
	  FACT_APP_DETAIL, NULL },
};

/* In a block of exactly its size, so that reading past it is seen. */
static void identify(size_t row, const uint8_t *bytes, size_t len,
                     struct identity *who)
{
	uint8_t *said = malloc(len + (len == 0));
	struct reply reply = { .protocol = rows[row].protocol,
		               .asked = rows[row].asked,
		               .said = { said, len } };

	cr_assert(ne(ptr, said, NULL));
	memcpy(said, bytes, len);
	identify_reply(&reply, who);
	free(said);
}

static void expect_fact(size_t row, const struct facts *facts)
{
	const char *wanted = rows[row].value;
	struct bytes value = { NULL, 0 };

	facts_get(facts, rows[row].key, &value);
	cr_assert(eq(sz, value.len, wanted == NULL ? 0 : strlen(wanted)),
	          "row %zu", row);
	if (wanted != NULL)
		cr_expect(bytes_equal_at(value, 0, wanted, value.len),
		          "row %zu", row);
}

Test(readers, read_what_is_told)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct identity who;

		identify(i, rows[i].said.data, rows[i].said.len, &who);
		cr_expect(eq(str, who.service.name, (char *)rows[i].name),
		          "row %zu", i);
		cr_expect(eq(str, who.service.product, (char *)rows[i].product),
		          "row %zu", i);
		cr_expect(eq(str, who.service.version, (char *)rows[i].version),
		          "row %zu", i);
		cr_expect(eq(str, who.service.extra, (char *)rows[i].extra),
		          "row %zu", i);
		expect_fact(i, &who.facts);
		identity_release(&who);
	}
}

Test(readers, stay_in_bounds_wherever_it_is_cut)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t len = 0; len < rows[i].said.len; len++) {
			struct identity who;

			identify(i, rows[i].said.data, len, &who);
			identity_release(&who);
		}
}

/* Lengths and counts that lie are among the bytes. */
Test(readers, stay_in_bounds_whatever_a_byte_says)
{
	static const uint8_t lies[] = { 0, 1, 0x7f, 0x80, 0xff };

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t at = 0; at < rows[i].said.len; at++)
			for (size_t lie = 0; lie < COUNT(lies); lie++) {
				uint8_t said[256];
				struct identity who;

				memcpy(said, rows[i].said.data,
				       rows[i].said.len);
				said[at] = lies[lie];
				identify(i, said, rows[i].said.len, &who);
				identity_release(&who);
			}
}
