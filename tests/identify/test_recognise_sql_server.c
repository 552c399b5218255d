// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define SAID(literal)                                                          \
	{                                                                      \
		(const uint8_t *)(literal), sizeof(literal) - 1                \
	}

/* [MS-TDS] 2.2.6.5: VERSION and ENCRYPTION */
#define PRELOGIN(version, encryption) PACKET("\x04", version, encryption)
#define PACKET(type, version, encryption)                                      \
	type "\x01\0\x1a\0\0\x01\0"                                            \
	     "\0\0\x0b\0\x06"                                                  \
	     "\x01\0\x11\0\x01"                                                \
	     "\xff" version "\0\0" encryption

static const struct {
	struct bytes said;
	const char *product, *version;
} answers[] = {
	{ SAID(PRELOGIN("\x08\0\x07\xf7", "\x02")), "Microsoft SQL Server 2000",
	  "8.0.2039" },
	{ SAID(PRELOGIN("\x0a\x32\x06\x40", "\0")),
	  "Microsoft SQL Server 2008 R2", "10.50.1600" },
	{ SAID(PRELOGIN("\x0f\0\x07\xd0", "\0")), "Microsoft SQL Server 2019",
	  "15.0.2000" },
	{ SAID(PRELOGIN("\x10\0\x03\xe8", "\x03")), "Microsoft SQL Server 2022",
	  "16.0.1000" },
	/* 2014, Azure, and Babelfish for PostgreSQL */
	{ SAID(PRELOGIN("\x0c\0\x07\xd0", "\0")), "", "12.0.2000" },
	{ SAID(PRELOGIN("\x63\0\0\x01", "\0")), "", "99.0.1" },
};

static bool identify(enum protocol protocol, struct bytes said,
                     struct identity *who)
{
	struct reply reply = { .protocol = protocol, .said = said };

	return identify_reply(&reply, who);
}

Test(recognise_sql_server, names_the_product_by_its_version)
{
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct identity who;

		cr_assert(identify(PROTOCOL_TCP, answers[i].said, &who), "%zu",
		          i);
		cr_expect(eq(str, who.service.name, "ms-sql-s"));
		cr_expect(eq(str, who.service.product,
		             (char *)answers[i].product));
		cr_expect(eq(str, who.service.version,
		             (char *)answers[i].version));
		identity_release(&who);
	}
}

Test(recognise_sql_server, offsets_and_lengths_are_not_trusted)
{
	static const struct bytes others[] = {
		/* the version behind the end, then half behind it */
		SAID("\x04\x01\0\x1a\0\0\x01\0"
		     "\0\xff\xff\0\x06"
		     "\x01\0\x11\0\x01"
		     "\xff\x0f\0\x07\xd0\0\0\0"),
		SAID("\x04\x01\0\x1a\0\0\x01\0"
		     "\0\0\x0e\0\x06"
		     "\x01\0\x11\0\x01"
		     "\xff\x0f\0\x07\xd0\0\0\0"),
		/* more than there is, and a packet of another type */
		SAID("\x04\x01\0\x1b\0\0\x01\0"
		     "\0\0\x0b\0\x06"
		     "\x01\0\x11\0\x01"
		     "\xff\x0f\0\x07\xd0\0\0\0"),
		SAID("\x12\x01\0\x1a\0\0\x01\0"
		     "\0\0\x0b\0\x06"
		     "\x01\0\x11\0\x01"
		     "\xff\x0f\0\x07\xd0\0\0\0"),
	};

	for (size_t i = 0; i < COUNT(others); i++) {
		struct identity who;

		cr_expect(not(identify(PROTOCOL_TCP, others[i], &who)), "%zu",
		          i);
	}
}

#define ASKED(encryption) PACKET("\x12", "\0\0\0\0", encryption)
#define TOLD(encryption) PRELOGIN("\x0f\0\x07\xd0", encryption)

/* What it says to who cannot encrypt is not what it can do. */
static const struct {
	struct bytes asked, said;
	const char *tls; /* NULL: not told */
	bool required;
} encryptions[] = {
	{ SAID(ASKED("\0")), SAID(TOLD("\0")), "true", false },
	{ SAID(ASKED("\0")), SAID(TOLD("\x01")), "true", false },
	{ SAID(ASKED("\0")), SAID(TOLD("\x02")), "false", false },
	{ SAID(ASKED("\0")), SAID(TOLD("\x03")), "true", true },
	{ SAID(ASKED("\x02")), SAID(TOLD("\x02")), NULL, false },
	{ SAID(ASKED("\x02")), SAID(TOLD("\x03")), "true", true },
	{ SAID(""), SAID(TOLD("\x02")), NULL, false },
};

Test(recognise_sql_server, tells_whether_it_offers_encryption)
{
	for (size_t i = 0; i < COUNT(encryptions); i++) {
		struct reply reply = { .protocol = PROTOCOL_TCP,
			               .asked = encryptions[i].asked,
			               .said = encryptions[i].said };
		const char *tls = encryptions[i].tls;
		struct bytes value;
		struct identity who;

		cr_assert(identify_reply(&reply, &who), "%zu", i);
		cr_expect(eq(int, facts_get(&who.facts, FACT_SQL_TLS, &value),
		             tls != NULL),
		          "%zu", i);
		cr_expect(tls == NULL ||
		                  facts_have(&who.facts, FACT_SQL_TLS, tls),
		          "%zu", i);
		cr_expect(eq(int,
		             facts_have(&who.facts, FACT_APP_DETAIL,
		                        "encryption: required"),
		             encryptions[i].required),
		          "%zu", i);
		identity_release(&who);
	}
}

Test(recognise_sql_server, encryption_may_be_left_out)
{
	static const struct bytes said = SAID("\x04\x01\0\x14\0\0\x01\0"
	                                      "\0\0\x06\0\x06"
	                                      "\xff\x0f\0\x07\xd0\0\0");
	struct identity who;

	cr_assert(identify(PROTOCOL_TCP, said, &who));
	cr_expect(eq(str, who.service.version, "15.0.2000"));
	cr_expect(eq(sz, who.facts.len, 0));
	identity_release(&who);
}

#define INSTANCES                                                              \
	"ServerName;DB1;InstanceName;MSSQLSERVER;IsClustered;No;"              \
	"Version;12.0.6024.0;tcp;1433;;"                                       \
	"ServerName;DB1;InstanceName;TEST;IsClustered;No;"                     \
	"Version;15.0.2000.5;tcp;50001;;"

Test(recognise_sql_server, browser_lists_the_instances_of_a_host)
{
	static const char said[] = "\x05\xa4\0" INSTANCES;
	struct identity who;

	cr_assert(identify(
		PROTOCOL_UDP,
		(struct bytes){ (const uint8_t *)said, sizeof(said) - 1 },
		&who));
	cr_expect(eq(str, who.service.name, "ms-sql-m"));
	cr_expect(eq(str, who.service.product, "Microsoft SQL Server"));
	cr_expect(eq(str, who.service.version, "12.0.6024.0"));
	cr_expect(eq(str, who.service.hostname, "DB1"));
	cr_expect(facts_have(&who.facts, FACT_APP_DETAIL,
	                     "instance: MSSQLSERVER"));
	cr_expect(facts_have(&who.facts, FACT_APP_DETAIL, "instance: TEST"));
	identity_release(&who);
}

Test(recognise_sql_server, browser_that_is_cut_tells_whole_values_only)
{
	static const char said[] = "\x05\0\0" INSTANCES;

	for (size_t len = 14; len < sizeof(said); len++) {
		char *cut = malloc(len);
		struct identity who;

		memcpy(cut, said, len);
		cut[1] = (char)(len - 3);
		cr_expect(identify(PROTOCOL_UDP,
		                   (struct bytes){ (uint8_t *)cut, len }, &who),
		          "%zu", len);
		cr_expect(who.service.version[0] == '\0' ||
		                  strcmp(who.service.version, "12.0.6024.0") ==
		                          0,
		          "%zu", len);
		identity_release(&who);
		free(cut);
	}
}
