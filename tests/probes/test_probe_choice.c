// SPDX-License-Identifier: Apache-2.0
#include "probes/probe_choice.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char database[] =
	"Probe TCP NULL q||\n"
	"match greeter m|^hello|\n"
	"Probe TCP Rare q|rare|\nrarity 8\nports 70-72\n"
	"match gopher m|^i| p/Rare/\n"
	"Probe TCP Web q|GET|\nrarity 1\nports 80\nsslports 443\n"
	"match http m|^HTTP|\n"
	"Probe TCP Store q|INFO|\nrarity 4\nports 70\n"
	"match store m|^v(.)| p/Store/ v/$1/\n"
	"Probe UDP Ask q|ask|\nrarity 3\nports 99\n"
	"match oracle m|^yes|\n"
	"Probe UDP Again q|again|\nrarity 2\nports 99\n"
	"match oracle m|^no|\n";

static struct service_db *db;

static void open_database(void)
{
	struct service_db_error error;

	db = service_db_create();
	cr_assert(service_db_add(db, database, strlen(database), false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
}

static void close_database(void)
{
	service_db_free(db);
}

TestSuite(probe_choice, .init = open_database, .fini = close_database);

static void expect(const struct db_probe *probe, const char *name)
{
	cr_assert(ne(ptr, (void *)probe, NULL), "nothing, not %s", name);
	cr_expect(eq(str, (char *)probe->name, (char *)name));
}

static struct probe_choice choose(enum protocol protocol, uint16_t port,
                                  bool in_tls)
{
	struct probe_choice choice;

	cr_assert(probe_choice_init(&choice, db, protocol, port, in_tls));
	return choice;
}

Test(probe_choice, a_ports_own_come_the_least_rare_first)
{
	struct probe_choice choice = choose(PROTOCOL_TCP, 70, false);

	expect(probe_choice_own(&choice), "Store");
	expect(probe_choice_own(&choice), "Rare");
	cr_expect(eq(ptr, (void *)probe_choice_own(&choice), NULL));
	probe_choice_release(&choice);
}

Test(probe_choice, inside_tls_the_ports_of_tls_count)
{
	struct probe_choice plain = choose(PROTOCOL_TCP, 443, false);
	struct probe_choice in_tls = choose(PROTOCOL_TCP, 443, true);

	cr_expect(eq(ptr, (void *)probe_choice_own(&plain), NULL));
	expect(probe_choice_own(&in_tls), "Web");
	probe_choice_release(&plain);
	probe_choice_release(&in_tls);
}

Test(probe_choice, common_ones_end_at_a_rarity_and_come_once)
{
	struct probe_choice choice = choose(PROTOCOL_TCP, 70, false);

	expect(probe_choice_own(&choice), "Store");
	expect(probe_choice_common(&choice, 4), "Web");
	cr_expect(eq(ptr, (void *)probe_choice_common(&choice, 4), NULL));
	expect(probe_choice_common(&choice, 9), "Rare");
	cr_expect(eq(ptr, (void *)probe_choice_common(&choice, 9), NULL));
	probe_choice_release(&choice);
}

Test(probe_choice, what_only_listens_and_what_was_struck_are_not_chosen)
{
	struct probe_choice choice = choose(PROTOCOL_TCP, 1, false);

	probe_choice_strike(&choice, service_db_find(db, PROTOCOL_TCP, "Web"));
	cr_expect(eq(ptr, (void *)probe_choice_common(&choice, 1), NULL));
	cr_expect(eq(ptr, (void *)probe_choice_telling(&choice, "greeter"),
	             NULL));
	probe_choice_release(&choice);
}

Test(probe_choice, of_a_known_service_what_tells_it)
{
	struct probe_choice choice = choose(PROTOCOL_TCP, 1, false);

	expect(probe_choice_telling(&choice, "store"), "Store");
	cr_expect(
		eq(ptr, (void *)probe_choice_telling(&choice, "store"), NULL));
	cr_expect(
		eq(ptr, (void *)probe_choice_telling(&choice, "oracle"), NULL),
		"a datagram is nothing to say over TCP");
	probe_choice_release(&choice);
}

Test(probe_choice, attempts_over_udp_take_turns)
{
	cr_expect(eq(u32, probe_choice_dialects(db, 99), 2));
	expect(probe_choice_dialect(db, 99, 0), "Ask");
	expect(probe_choice_dialect(db, 99, 1), "Again");
	expect(probe_choice_dialect(db, 99, 2), "Ask");
	cr_expect(eq(u32, probe_choice_dialects(db, 98), 0));
	cr_expect(eq(ptr, (void *)probe_choice_dialect(db, 98, 5), NULL));
}
