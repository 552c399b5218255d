// SPDX-License-Identifier: Apache-2.0
#include "cli/port_card.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct registry_entry newlix = { REGISTRY_DORMANT, "newlixconfig",
	                                      "Newlix JSPConfig",
	                                      "no software is known to use it",
	                                      NULL };
static const struct registry_entry ssh = { REGISTRY_ASSIGNED, "ssh",
	                                   "The Secure Shell (SSH) Protocol",
	                                   NULL, NULL };
static const struct registry_entry unassigned = { .status =
	                                                  REGISTRY_UNASSIGNED };
static const struct registry_entry reserved = { .status = REGISTRY_RESERVED };
static const struct registry_entry dynamic = { .status = REGISTRY_DYNAMIC };
static const struct listeners nobody;

/* A card that asks for both protocols and has an entry for each. */
static struct port_card card_of(uint16_t port, const struct registry_entry *tcp,
                                const struct registry_entry *udp)
{
	return (struct port_card){ .port = port,
		                   .asked = { true, true },
		                   .entry = { *tcp, *udp } };
}

static void expect_card(const struct port_card *card,
                        const struct listeners *listeners, const char *expected)
{
	struct text text;

	text_init(&text);
	port_card_format(card, listeners, &text);
	cr_expect(not(text.failed));
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

Test(port_card,
     of_a_dormant_number_says_both_what_iana_lists_and_that_it_is_not)
{
	struct port_card card = card_of(2076, &newlix, &newlix);

	expect_card(
		&card, &nobody,
		"2076  user port (1024-49151): registered with IANA on "
		"request; anyone can use it\n"
		"  tcp, udp   dormant: IANA lists newlixconfig, \"Newlix "
		"JSPConfig\"; no software is known to use it\n"
		"  unofficial none documented\n"
		"  here       nothing listens on it\n"
		"  meaning    something on it is intentional and documented, "
		"or worth investigating\n"
		"  to check   Linux    ss -tulpn 'sport = :2076'\n"
		"             macOS    lsof -nP -i :2076\n"
		"             Windows  Get-NetTCPConnection -LocalPort 2076 | "
		"Select OwningProcess\n"
		"                      Get-NetUDPEndpoint -LocalPort 2076 | "
		"Select OwningProcess\n");
}

Test(port_card, of_one_protocol_names_it_once_and_asks_for_it_alone)
{
	struct port_card card = card_of(22, &ssh, &ssh);

	card.asked[PROTOCOL_UDP] = false;
	expect_card(
		&card, &nobody,
		"22/tcp  system port (0-1023): registered by the IETF's "
		"decision; to listen on one usually takes root\n"
		"  tcp        assigned: ssh, \"The Secure Shell (SSH) "
		"Protocol\"\n"
		"  unofficial none documented\n"
		"  here       nothing listens on it\n"
		"  meaning    ssh belongs on it: check that this is what "
		"answers, and is wanted\n"
		"  to check   Linux    ss -tlpn 'sport = :22'\n"
		"             macOS    lsof -nP -i TCP:22\n"
		"             Windows  Get-NetTCPConnection -LocalPort 22 | "
		"Select OwningProcess\n");
}

/* Does the card hold this, whole lines or not? */
static void expect_part(const struct port_card *card,
                        const struct listeners *listeners, const char *part)
{
	struct text text;

	text_init(&text);
	port_card_format(card, listeners, &text);
	cr_expect(ne(ptr, strstr(text.data, part), NULL), "\n%s\nin\n%s", part,
	          text.data);
	text_release(&text);
}

Test(port_card, tells_protocols_apart_where_they_differ)
{
	static const struct registry_entry iadt = {
		REGISTRY_ASSIGNED, "iadt",
		"Automation Drive Interface Transport", NULL, NULL
	};
	static const struct registry_entry iadt_disc = {
		REGISTRY_ASSIGNED, "iadt-disc",
		"Internet ADT Discovery Protocol", NULL, NULL
	};
	struct port_card card = card_of(4169, &iadt, &iadt_disc);

	expect_part(&card, &nobody,
	            "\n  tcp        assigned: iadt, \"Automation Drive "
	            "Interface Transport\"\n"
	            "  udp        assigned: iadt-disc, \"Internet ADT "
	            "Discovery Protocol\"\n"
	            "  unofficial none documented\n");
	expect_part(&card, &nobody,
	            "\n  meaning    tcp: iadt belongs on it: check that this "
	            "is what answers, and is wanted\n"
	            "             udp: iadt-disc belongs on it: check that "
	            "this is what answers, and is wanted\n");
}

Test(port_card, tells_every_name_of_a_number)
{
	static const struct registry_entry shilp = {
		.status = REGISTRY_ASSIGNED,
		.name = "shilp",
		.note = "nfs is the Network File System",
		.also = "nfs",
	};
	struct port_card card = card_of(2049, &shilp, &shilp);

	expect_part(&card, &nobody,
	            "\n  tcp, udp   assigned: shilp; also nfs; nfs is "
	            "the Network File System\n");
}

Test(port_card, of_a_number_reserved_for_one_protocol_says_what_that_means)
{
	static const struct registry_entry mongodb = { REGISTRY_ASSIGNED,
		                                       "mongodb",
		                                       "Mongo database system",
		                                       NULL, NULL };
	struct port_card card = card_of(27017, &mongodb, &reserved);

	expect_part(&card, &nobody,
	            "\n  tcp        assigned: mongodb, \"Mongo database "
	            "system\"\n"
	            "  udp        reserved: IANA gives it to no service\n");
	expect_part(&card, &nobody,
	            "\n             udp: nothing belongs on it: something on "
	            "it is worth investigating\n");
}

Test(port_card, names_the_unofficial_use_and_its_protocol)
{
	struct port_card card = card_of(4318, &unassigned, &unassigned);

	card.unofficial[PROTOCOL_TCP] = "OpenTelemetry OTLP over HTTP";
	expect_part(&card, &nobody,
	            "\n  tcp, udp   unassigned: no service has registered it\n"
	            "  unofficial tcp: OpenTelemetry OTLP over HTTP\n");
	expect_part(&card, &nobody,
	            "\n  meaning    something on it is intentional and "
	            "documented, or worth investigating\n");
	card.remark[PROTOCOL_TCP] = "widely used";
	card.asked[PROTOCOL_UDP] = false;
	expect_part(&card, &nobody,
	            "\n  unofficial OpenTelemetry OTLP over HTTP: widely "
	            "used\n");
	card.asked[PROTOCOL_UDP] = true;
	card.unofficial[PROTOCOL_UDP] = card.unofficial[PROTOCOL_TCP];
	card.remark[PROTOCOL_UDP] = card.remark[PROTOCOL_TCP];
	expect_part(&card, &nobody,
	            "\n  unofficial OpenTelemetry OTLP over HTTP: widely "
	            "used\n");
}

Test(port_card, of_a_dynamic_number_does_not_judge_the_number)
{
	struct port_card card = card_of(49152, &dynamic, &dynamic);

	expect_part(&card, &nobody,
	            "49152  dynamic port (49152-65535): never registered; for "
	            "private and short-lived use\n"
	            "  tcp, udp   dynamic: cannot be registered\n");
	expect_part(&card, &nobody,
	            "\n  meaning    what is on it may be short-lived and move: "
	            "judge the "
	            "process, not the number\n");
}

Test(port_card, of_a_nameless_or_removed_number_says_what_is_known)
{
	static const struct registry_entry mail = {
		.status = REGISTRY_ASSIGNED,
		.description = "any private mail system",
	};
	static const struct registry_entry removed = {
		.status = REGISTRY_UNASSIGNED, .note = "was netstat"
	};
	struct port_card card = card_of(24, &mail, &removed);

	expect_part(&card, &nobody,
	            "\n  tcp        assigned: \"any private mail system\"\n"
	            "  udp        unassigned: no service has registered it; "
	            "was netstat\n");
	expect_part(&card, &nobody, "tcp: the registered use belongs on it: ");
}

static const struct {
	uint16_t port;
	const char *range;
} edges[] = { { 0, "system" },   { 1023, "system" },   { 1024, "user" },
	      { 49151, "user" }, { 49152, "dynamic" }, { 65535, "dynamic" } };

Test(port_card, knows_the_ranges_to_their_edges)
{
	for (size_t i = 0; i < COUNT(edges); i++) {
		struct port_card card =
			card_of(edges[i].port, &dynamic, &dynamic);

		cr_expect(eq(str, (char *)port_card_range(&card),
		             (char *)edges[i].range),
		          "%u", edges[i].port);
	}
}

Test(port_card, shows_what_only_an_imported_table_knows)
{
	struct port_card card = card_of(1521, &ssh, &ssh);

	card.details[PROTOCOL_TCP] = (struct registry_details){
		.assignee = "[Somebody]",
		.modified = "2012-08-03",
		.reference = "[RFC4251]",
		.unauthorised = "Known on port 1521",
	};
	card.details[PROTOCOL_UDP] = card.details[PROTOCOL_TCP];
	expect_part(&card, &nobody,
	            "\n  tcp, udp   assigned: ssh, \"The Secure Shell (SSH) "
	            "Protocol\"\n"
	            "             assignee [Somebody]; modified 2012-08-03; "
	            "reference [RFC4251]\n"
	            "             unauthorised use reported: Known on port "
	            "1521\n"
	            "  unofficial");
	card.details[PROTOCOL_UDP].reference = NULL;
	expect_part(&card, &nobody,
	            "\n  udp        assigned: ssh, \"The Secure Shell (SSH) "
	            "Protocol\"\n"
	            "             assignee [Somebody]; modified 2012-08-03\n");
}

static struct listener listener_on(const char *address, uint16_t port,
                                   enum protocol protocol)
{
	struct listener listener = { .port = port,
		                     .protocol = protocol,
		                     .uid = 1234 };

	cr_assert(address_parse(address, &listener.address));
	return listener;
}

Test(port_card, names_who_listens_here_and_nobody_else)
{
	struct port_card card = card_of(2076, &newlix, &newlix);
	struct listener items[] = {
		listener_on("0.0.0.0", 22, PROTOCOL_TCP),
		listener_on("127.0.0.1", 2076, PROTOCOL_TCP),
		listener_on("::", 2076, PROTOCOL_UDP),
	};
	struct listeners listeners = { items, 3, true };

	items[1].pid = 812;
	strcpy(items[1].process, "sshd");
	strcpy(items[1].executable, "/usr/sbin/sshd");
	strcpy(items[1].user, "root");
	expect_part(&card, &listeners,
	            "\n  here       tcp 127.0.0.1:2076 by sshd (pid 812, user "
	            "root, /usr/sbin/sshd)\n"
	            "             udp [::]:2076 by uid 1234; process not "
	            "visible (run as root to see it)\n"
	            "  meaning");
	listeners.processes_hidden = false;
	expect_part(&card, &listeners,
	            "\n             udp [::]:2076 by uid 1234; no process here "
	            "holds it (the kernel, or a container)\n");
	card.asked[PROTOCOL_TCP] = false;
	expect_part(&card, &listeners, "\n  here       udp [::]:2076 by ");
	expect_part(&card, NULL,
	            "\n  here       cannot tell: this system does not show its "
	            "socket tables in /proc\n");
}

Test(port_card, stays_short_when_many_share_the_number)
{
	struct port_card card = card_of(2076, &newlix, &newlix);
	struct listener items[20];
	struct listeners listeners = { items, 20, false };

	for (size_t i = 0; i < 20; i++)
		items[i] = listener_on("127.0.0.1", 2076, PROTOCOL_TCP);
	expect_part(&card, &listeners, "\n             and 12 more\n");
	listeners.count = 8;
	expect_part(&card, &listeners, "a container)\n  meaning");
}

/* Every line at most 100 columns, and printable ASCII only. */
static void expect_tame(const struct port_card *card,
                        const struct listeners *listeners)
{
	struct text text;
	size_t column = 0;

	text_init(&text);
	port_card_format(card, listeners, &text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		column = c == '\n' ? 0 : column + 1;
		cr_expect(column <= 100, "%s", text.data);
		cr_expect(c == '\n' || (c >= ' ' && c <= '~'), "byte %d",
		          (unsigned char)c);
	}
	text_release(&text);
}

Test(port_card, cannot_be_bent_by_hostile_names)
{
	struct port_card card = card_of(65535, &newlix, &dynamic);
	struct listener item = listener_on("::", 65535, PROTOCOL_TCP);
	struct listeners listeners = { &item, 1, false };

	item.pid = 7;
	memset(item.process, '\x1b', sizeof(item.process) - 1);
	memset(item.executable, '\n', sizeof(item.executable) - 1);
	strcpy(item.user, "\r\x9b"
	                  "31m");
	card.entry[PROTOCOL_TCP].description = "a\nb\x1b[2J\xff";
	card.entry[PROTOCOL_TCP].note =
		"a very long note that goes on and on, on and on, on and on, "
		"on and on, on and on, on and on, on and on, on and on";
	expect_tame(&card, &listeners);
	expect_part(&card, &listeners, "\"a\\nb\\x1b[2J\\xff\"");
	expect_part(&card, &listeners, "user \\r\\x9b31m,");
}
