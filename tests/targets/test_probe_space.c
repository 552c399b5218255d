// SPDX-License-Identifier: Apache-2.0
#include "targets/probe_space.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static void seal_targets(struct target_set *set, const char *first,
                         const char *last)
{
	struct address from, to;

	target_set_init(set);
	cr_assert(address_parse(first, &from) && address_parse(last, &to));
	cr_assert(eq(int, target_set_add(set, &from, &to), TARGET_SET_OK));
	cr_assert(eq(int, target_set_seal(set, NULL), TARGET_SET_OK));
}

Test(probe_space, asks_every_question_once)
{
	struct target_set targets;
	struct port_plan ports = { 0 };
	bool seen[10][5] = { 0 };
	struct probe_space *space;

	seal_targets(&targets, "10.0.0.0", "10.0.0.9");
	port_set_add(&ports.of[PROTOCOL_TCP], 0, 0);
	port_set_add(&ports.of[PROTOCOL_TCP], 65534, 65535);
	port_set_add(&ports.of[PROTOCOL_UDP], 53, 53);
	port_set_add(&ports.of[PROTOCOL_UDP], 65535, 65535);
	space = probe_space_create(&targets, &ports, 1);
	cr_assert(ne(ptr, space, NULL));
	cr_assert(eq(u64, probe_space_count(space), 50));
	for (uint64_t i = 0; i < 50; i++) {
		static const struct {
			enum protocol protocol;
			uint16_t port;
		} columns[5] = { { PROTOCOL_TCP, 0 },
			         { PROTOCOL_TCP, 65534 },
			         { PROTOCOL_TCP, 65535 },
			         { PROTOCOL_UDP, 53 },
			         { PROTOCOL_UDP, 65535 } };
		struct question question = probe_space_at(space, i);
		size_t column = 0;

		while (column < 5 &&
		       (columns[column].port != question.port ||
		        columns[column].protocol != question.protocol))
			column++;
		cr_assert(lt(sz, column, 5));
		cr_assert(target_set_has(&targets, &question.address));
		cr_assert(not(seen[question.address.lo & 0xff][column]));
		seen[question.address.lo & 0xff][column] = true;
	}
	probe_space_free(space);
	target_set_release(&targets);
}

Test(probe_space, nothing_to_ask_counts_zero)
{
	struct target_set targets, nobody;
	struct port_plan ports = { 0 }, none = { 0 };
	struct probe_space *space;

	seal_targets(&targets, "10.0.0.0", "10.0.0.9");
	target_set_init(&nobody);
	cr_assert(eq(int, target_set_seal(&nobody, NULL), TARGET_SET_OK));
	port_set_add(&ports.of[PROTOCOL_TCP], 22, 22);
	space = probe_space_create(&targets, &none, 1);
	cr_expect(eq(u64, probe_space_count(space), 0));
	probe_space_free(space);
	space = probe_space_create(&nobody, &ports, 1);
	cr_expect(eq(u64, probe_space_count(space), 0));
	probe_space_free(space);
	target_set_release(&targets);
	target_set_release(&nobody);
}

static bool same_question(struct question a, struct question b)
{
	return address_equal(&a.address, &b.address) && a.port == b.port &&
	       a.protocol == b.protocol;
}

Test(probe_space, seed_decides_the_order)
{
	struct target_set targets;
	struct port_plan ports = { 0 };
	struct probe_space *first, *again, *other;
	int repeated = 0, shared = 0;

	seal_targets(&targets, "10.0.0.0", "10.0.3.255");
	port_set_add(&ports.of[PROTOCOL_TCP], 1, 1000);
	first = probe_space_create(&targets, &ports, 7);
	again = probe_space_create(&targets, &ports, 7);
	other = probe_space_create(&targets, &ports, 8);
	for (uint64_t i = 0; i < 1000; i++) {
		struct question question = probe_space_at(first, i);

		repeated += same_question(question, probe_space_at(again, i));
		shared += same_question(question, probe_space_at(other, i));
	}
	cr_expect(eq(int, repeated, 1000));
	cr_expect(lt(int, shared, 5));
	probe_space_free(first);
	probe_space_free(again);
	probe_space_free(other);
	target_set_release(&targets);
}

Test(probe_space, largest_space_is_still_in_reach)
{
	struct target_set targets;
	struct port_plan ports = { 0 };
	struct probe_space *space;
	uint64_t count = (UINT64_C(1) << 40) * 131072;

	seal_targets(&targets, "2001:db8::", "2001:db8::ff:ffff:ffff");
	port_set_add(&ports.of[PROTOCOL_TCP], 0, 65535);
	port_set_add(&ports.of[PROTOCOL_UDP], 0, 65535);
	space = probe_space_create(&targets, &ports, 1);
	cr_assert(eq(u64, probe_space_count(space), count));
	for (uint64_t i = 0; i < 100; i++) {
		struct question question = probe_space_at(space, count - 1 - i);

		cr_expect(target_set_has(&targets, &question.address));
	}
	probe_space_free(space);
	target_set_release(&targets);
}
