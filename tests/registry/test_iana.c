// SPDX-License-Identifier: Apache-2.0
#include "registry/iana.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define HEADER                                                                 \
	"Service Name,Port Number,Transport Protocol,Description,Assignee,"    \
	"Contact,Registration Date,Modification Date,Reference,Service Code,"  \
	"Unauthorized Use Reported,Assignment Notes\r\n"

/* Every file that is whole reaches up to here. */
#define LAST_ROW ",49151,,Reserved,,,,,,,,\r\n"

/* The rows stand between HEADER and LAST_ROW. */
static struct registry *read_rows(const char *rows, struct text *why)
{
	struct registry *registry;
	struct text csv;

	text_init(&csv);
	text_printf(&csv, HEADER "%s" LAST_ROW, rows);
	registry = iana_read(&csv, "a file", "a digest", why);
	text_release(&csv);
	return registry;
}

/* The same, where it must succeed. */
static struct registry *table_of(const char *rows)
{
	struct registry *registry;
	struct text why;

	text_init(&why);
	registry = read_rows(rows, &why);
	cr_assert(registry != NULL, "%s\n%s", rows, why.data);
	text_release(&why);
	return registry;
}

static const char *or_none(const char *string)
{
	return string == NULL ? "(none)" : string;
}

static void expect_entry(const struct registry *registry, const char *row,
                         enum protocol protocol, uint16_t port,
                         const struct registry_entry *wanted)
{
	struct registry_entry entry =
		registry_look_up(registry, protocol, port);

	cr_expect(eq(int, entry.status, wanted->status), "%s", row);
	cr_expect(eq(str, (char *)or_none(entry.name),
	             (char *)or_none(wanted->name)),
	          "%s", row);
	cr_expect(eq(str, (char *)or_none(entry.description),
	             (char *)or_none(wanted->description)),
	          "%s", row);
	cr_expect(eq(str, (char *)or_none(entry.note),
	             (char *)or_none(wanted->note)),
	          "%s", row);
}

/* Each row speaks of 500/tcp. */
static const struct {
	const char *row;
	struct registry_entry entry;
} readings[] = {
	{ "", { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,500,tcp,Tidy Service,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "tidy", "Tidy Service", NULL, NULL } },
	{ "tidy,500,TCP,,,,,,,,,\n",
	  { REGISTRY_ASSIGNED, "tidy", NULL, NULL, NULL } },
	{ ",500,tcp,any private parlour,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, NULL, "any private parlour", NULL, NULL } },
	{ "odd,500,tcp,De-Registered,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "odd", "De-Registered", NULL, NULL } },
	{ "odd,500,tcp,Odd Unassigned,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "odd", "Odd Unassigned", NULL, NULL } },
	{ ",500,tcp,Reserved,,,,,,,,\r\n",
	  { REGISTRY_RESERVED, NULL, NULL, NULL, NULL } },
	{ ",500,tcp,Reserved - IANA,,,,,,,,\r\n",
	  { REGISTRY_RESERVED, NULL, NULL, "Reserved - IANA", NULL } },
	{ ",500,tcp,Reserved,,,,,,,,De-Assigned on 2024-01-05.\r\n",
	  { REGISTRY_RESERVED, NULL, NULL, "De-Assigned on 2024-01-05.",
	    NULL } },
	{ ",500,tcp,Unassigned,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ ",500,tcp,unassigned,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ ",500,tcp,Unassigned [was tidy],,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "Unassigned [was tidy]", NULL } },
	{ ",500,tcp,(unassigned) Possibly assigned,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "(unassigned) Possibly assigned",
	    NULL } },
	{ ",500,tcp,Unassigned (FRP-Released 12/7/00),,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL,
	    "Unassigned (FRP-Released 12/7/00)", NULL } },
	{ ",500,tcp,De-registered,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "De-registered", NULL } },
	{ ",500,tcp,Removed,,,,,,,,use 501\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "Removed; use 501", NULL } },
	{ ",500,tcp,Deprecated,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "Deprecated", NULL } },
	{ ",500,tcp,\"Decomissioned Port 04/14/00, ms\",,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "Decomissioned Port 04/14/00, ms",
	    NULL } },
	{ ",500,tcp,De-Commissioned Port,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, "De-Commissioned Port", NULL } },
	{ ",500,tcp,,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,490-500,tcp,Tidy,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "tidy", "Tidy", NULL, NULL } },
	{ "tidy,500-510,,Tidy,,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "tidy", "Tidy", NULL, NULL } },
	{ "tidy,499,tcp,Tidy,,,,,,,,\r\ntidy,501-502,,Tidy,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,500,udp,Tidy,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,500,sctp,Tidy,,,,,,,,\r\ntidy,500,dccp,Tidy,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,,tcp,Tidy,,,,,,,,\r\n",
	  { REGISTRY_UNASSIGNED, NULL, NULL, NULL, NULL } },
	{ "tidy,500,tcp,\" Tidy\nservice\r\n of\t many  lines\n\",,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "tidy", "Tidy service of many lines", NULL,
	    NULL } },
	{ "tidy,500,tcp,\"the \"\"Tidy\"\" café\",,,,,,,,\r\n",
	  { REGISTRY_ASSIGNED, "tidy", "the \"Tidy\" café", NULL, NULL } },
};

Test(iana, every_spelling_of_a_row)
{
	for (size_t i = 0; i < COUNT(readings); i++) {
		struct registry *registry = table_of(readings[i].row);

		expect_entry(registry, readings[i].row, PROTOCOL_TCP, 500,
		             &readings[i].entry);
		registry_free(registry);
	}
}

/* Rows that contend for 500/tcp, the name that it gets, and its others. */
static const struct {
	const char *rows;
	enum registry_status status;
	const char *name;
	const char *also;
} contests[] = {
	{ "first,500,tcp,,,,,,,,,\nsecond,500,tcp,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "first", "second" },
	{ ",490-510,,Unassigned,,,,,,,,\ntidy,500,tcp,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", NULL },
	{ "tidy,500,tcp,,,,,,,,,\n,490-510,,Unassigned,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", NULL },
	{ ",490-510,,Unassigned,,,,,,,,\n,500,tcp,Reserved,,,,,,,,\n",
	  REGISTRY_RESERVED, NULL, NULL },
	{ ",500,tcp,any private use,,,,,,,,\ntidy,500,tcp,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", NULL },
	{ "old_tidy,500,tcp,,,,,,,,,\"This entry is an alias to \"\"tidy\"\".\n"
	  "This entry is now historic.\"\ntidy,500,tcp,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", "old_tidy" },
	{ "tidy,500,tcp,,,,,,,,,\nold_tidy,500,tcp,,,,,,,,,\"Moved.\n"
	  "This entry is an alias to \"\"tidy\"\".\"\n",
	  REGISTRY_ASSIGNED, "tidy", "old_tidy" },
	{ "old_tidy,500,tcp,,,,,,,,,This entry is an alias to a lost name\n",
	  REGISTRY_ASSIGNED, "old_tidy", NULL },
	{ "tidy,500,tcp,,,,,,,,,Defined TXT keys: cgi-alias\n"
	  "second,500,tcp,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", "second" },
	{ "old_tidy,500,tcp,,,,,,,,,This entry is an alias to tidy\n"
	  "older,500,tcp,,,,,,,,,This entry is an alias to tidy\n"
	  "tidy,500,tcp,,,,,,,,,\nsecond,500,,,,,,,,,,\n",
	  REGISTRY_ASSIGNED, "tidy", "old_tidy older second" },
};

Test(iana, of_several_rows_the_most_telling_is_heard)
{
	for (size_t i = 0; i < COUNT(contests); i++) {
		struct registry *registry = table_of(contests[i].rows);
		struct registry_entry entry =
			registry_look_up(registry, PROTOCOL_TCP, 500);

		cr_expect(eq(int, entry.status, contests[i].status), "%s",
		          contests[i].rows);
		cr_expect(eq(str, (char *)or_none(entry.name),
		             (char *)or_none(contests[i].name)),
		          "%s", contests[i].rows);
		cr_expect(eq(str, (char *)or_none(entry.also),
		             (char *)or_none(contests[i].also)),
		          "%s", contests[i].rows);
		registry_free(registry);
	}
}

Test(iana, protocols_are_told_apart)
{
	struct registry *registry =
		table_of("tcpish,500,tcp,A,,,,,,,,\nudpish,500,udp,B,,,,,,,,\n"
	                 "both,600,,C,,,,,,,,\n");
	struct registry_entry wanted[] = {
		{ REGISTRY_ASSIGNED, "tcpish", "A", NULL, NULL },
		{ REGISTRY_ASSIGNED, "udpish", "B", NULL, NULL },
		{ REGISTRY_ASSIGNED, "both", "C", NULL, NULL },
	};

	expect_entry(registry, "500/tcp", PROTOCOL_TCP, 500, &wanted[0]);
	expect_entry(registry, "500/udp", PROTOCOL_UDP, 500, &wanted[1]);
	expect_entry(registry, "600/tcp", PROTOCOL_TCP, 600, &wanted[2]);
	expect_entry(registry, "600/udp", PROTOCOL_UDP, 600, &wanted[2]);
	registry_free(registry);
}

Test(iana, dynamic_ports_are_nobodys_whatever_a_row_says)
{
	struct registry *registry =
		table_of("tidy,49000-65535,,Tidy,,,,,,,,\n");
	struct registry_entry assigned = { REGISTRY_ASSIGNED, "tidy", "Tidy",
		                           NULL, NULL };
	struct registry_entry dynamic = { .status = REGISTRY_DYNAMIC };

	expect_entry(registry, "49151", PROTOCOL_TCP, 49151, &assigned);
	expect_entry(registry, "49152", PROTOCOL_TCP, 49152, &dynamic);
	expect_entry(registry, "65535", PROTOCOL_UDP, 65535, &dynamic);
	registry_free(registry);
}

Test(iana, details_are_kept)
{
	struct registry *registry = table_of(
		"tidy,500,tcp,Tidy,[Ann_Ex],[Bo_Box],2004-11,2020-02-29,"
		"[RFC9999],7,\"used by\nsquatters\",\n");
	struct registry_details details =
		registry_details(registry, PROTOCOL_TCP, 500);

	cr_expect(eq(str, (char *)details.assignee, "[Ann_Ex]"));
	cr_expect(eq(str, (char *)details.registered, "2004-11"));
	cr_expect(eq(str, (char *)details.modified, "2020-02-29"));
	cr_expect(eq(str, (char *)details.reference, "[RFC9999]"));
	cr_expect(eq(str, (char *)details.unauthorised, "used by squatters"));
	registry_free(registry);
}

Test(iana, source_is_dated_by_the_newest_row_of_any_kind)
{
	struct registry *registry =
		table_of("a,500,tcp,,,,2019-01-31,2020-05-06,,,,\n"
	                 "b,,sctp,,,,2021-07-08,,,,,\n"
	                 "c,501,tcp,,,,2021-07,2021-07-0x,,,,\n"
	                 "d,502,tcp,,,,2001-02-03,,,,,\n");
	struct registry_source source = registry_source(registry);

	cr_expect(eq(str, (char *)source.date, "2021-07-08"));
	cr_expect(eq(str, (char *)source.origin, "a file"));
	cr_expect(eq(str, (char *)source.sha256, "a digest"));
	registry_free(registry);
}

Test(iana, columns_are_found_by_name)
{
	char file[] = "Port Number,Service Name,Assignment Notes,New Column,"
		      "Unauthorized Use Reported,Reference,Modification Date,"
		      "Registration Date,Assignee,Description,"
		      "Transport Protocol\n"
		      "500,tidy,,x,,,,,,Tidy,tcp\n"
		      "49151,,,x,,,,,,Reserved,\n";
	struct registry_entry wanted = { REGISTRY_ASSIGNED, "tidy", "Tidy",
		                         NULL, NULL };
	struct registry *registry;
	struct text csv, why;

	text_init(&csv);
	text_init(&why);
	text_append_string(&csv, file);
	registry = iana_read(&csv, "", "", &why);
	cr_assert(registry != NULL, "%s", why.data);
	expect_entry(registry, "500/tcp", PROTOCOL_TCP, 500, &wanted);
	registry_free(registry);
	text_release(&csv);
	text_release(&why);
}

#define BYTES(literal) sizeof(literal) - 1, (literal)

static const struct {
	size_t len;
	const char *file;
	const char *why;
} refused[] = {
	{ BYTES(""), "empty" },
	{ BYTES("<!doctype html>\n<title>404</title>\n"),
	  "line 1: not the header of IANA's port registry" },
	{ BYTES("\"Service Name"),
	  "line 1: not the header of IANA's port registry" },
	{ BYTES("Service Name,Port Number\nssh,22\n"),
	  "line 1: not the header of IANA's port registry" },
	{ BYTES("\x1f\x8b\x08\n"), "line 1: byte 0x1f is not text" },
	{ BYTES(HEADER "tidy,500,tcp,Ti\0dy,,,,,,,,\n" LAST_ROW),
	  "line 2: byte 0x00 is not text" },
	{ BYTES(HEADER "tidy,500,tcp,\"A\n\xff\",,,,,,,,\n" LAST_ROW),
	  "line 3: byte 0xff is not text" },
	{ BYTES(HEADER "tidy,500,tcp,\x1b[31m,,,,,,,,\n" LAST_ROW),
	  "line 2: byte 0x1b is not text" },
	{ BYTES(HEADER "tidy,500x,tcp,,,,,,,,,\n" LAST_ROW),
	  "line 2: \"500x\" is not a port number or a range" },
	{ BYTES(HEADER "tidy,65536,tcp,,,,,,,,,\n" LAST_ROW),
	  "line 2: \"65536\" is not a port number or a range" },
	{ BYTES(HEADER "tidy,510-500,tcp,,,,,,,,,\n" LAST_ROW),
	  "line 2: \"510-500\" is not a port number or a range" },
	{ BYTES(HEADER "tidy,500-,tcp,,,,,,,,,\n" LAST_ROW),
	  "line 2: \"500-\" is not a port number or a range" },
	{ BYTES(HEADER "tidy,-500,tcp,,,,,,,,,\n" LAST_ROW),
	  "line 2: \"-500\" is not a port number or a range" },
	{ BYTES(HEADER "tidy,123456789012345678901234567890,,,,,,,,,,\n"),
	  "line 2: \"12345678901234567890\" is not a port number or a range" },
	{ BYTES(HEADER LAST_ROW "tidy,500,tcp,Ti"),
	  "line 3: 4 of 12 columns: cut short or damaged" },
	{ BYTES(HEADER LAST_ROW "tidy,500,tcp,,,,,,,,,,\n"),
	  "line 3: 13 of 12 columns: cut short or damaged" },
	{ BYTES(HEADER LAST_ROW "a,,,,,,,,,,,\n\"tidy,500,tcp,Ti\n\nd"),
	  "line 4: a quoted field is never closed" },
	{ BYTES(HEADER LAST_ROW "tidy,,tcp,,,,,,,,,Defined T"),
	  "cut short: its last line has no end" },
	{ BYTES(HEADER), "cut short: nothing is said of ports above 0" },
	{ BYTES(HEADER "tidy,500-48999,tcp,,,,,,,,,\n"),
	  "cut short: nothing is said of ports above 48999" },
	{ BYTES(HEADER "tidy,49151,sctp,,,,,,,,,\n"),
	  "cut short: nothing is said of ports above 0" },
};

Test(iana, refuses_what_is_not_the_whole_registry_and_says_why)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct text csv, why;

		text_init(&csv);
		text_init(&why);
		text_append(&csv, refused[i].file, refused[i].len);
		cr_expect(iana_read(&csv, "", "", &why) == NULL, "%s",
		          refused[i].why);
		cr_expect(eq(str, why.data, (char *)refused[i].why));
		text_release(&csv);
		text_release(&why);
	}
}

/* `len` bytes that are not the registry, or as many rows of it. */
static void expect_refused(struct text *csv, const char *wanted)
{
	struct text why;

	text_init(&why);
	cr_expect(iana_read(csv, "", "", &why) == NULL, "%s", wanted);
	cr_expect(eq(str, why.data, (char *)wanted));
	text_release(&why);
	text_release(csv);
}

Test(iana, refuses_what_is_too_large)
{
	struct text csv;
	char *blank = malloc(REGISTRY_MAX_BYTES + 1);

	memset(blank, '\n', REGISTRY_MAX_BYTES + 1);
	text_init(&csv);
	text_append(&csv, blank, REGISTRY_MAX_BYTES + 1);
	free(blank);
	expect_refused(&csv, "too large to be the port registry");
}

Test(iana, refuses_more_rows_than_a_table_holds)
{
	struct text csv;

	text_init(&csv);
	text_append_string(&csv, HEADER);
	for (int i = 0; i < 60001; i++)
		text_append_string(&csv, LAST_ROW);
	expect_refused(&csv, "line 60002: too many rows");
}

Test(iana, refuses_to_lose_most_of_the_table_in_use)
{
	struct registry *full = table_of("a,500-599,,A,,,,,,,,\n");
	struct registry *half = table_of("a,500-549,,A,,,,,,,,\n");
	struct registry *less = table_of("a,500-548,,A,,,,,,,,\n"
	                                 "a,549,tcp,A,,,,,,,,\n");
	struct text why;

	text_init(&why);
	cr_expect(iana_may_replace(half, full, &why));
	cr_expect(iana_may_replace(full, half, &why));
	cr_expect(eq(str, why.data, ""));
	cr_expect(not(iana_may_replace(less, full, &why)));
	cr_expect(eq(str, why.data,
	             "damaged: 99 ports assigned, where the table in use has "
	             "200"));
	registry_free(full);
	registry_free(half);
	registry_free(less);
	text_release(&why);
}
