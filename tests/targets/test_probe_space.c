// SPDX-License-Identifier: Apache-2.0
#include "targets/probe_space.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
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

/* Sizes that divide nothing, that fill groups exactly, and the extremes. */
static const struct size {
	uint64_t addresses;
	uint32_t tcp_ports, udp_ports;
	uint64_t groups;
} sizes[] = {
	{ 1, 1, 0, 1 },         { 1, 0, 1, 1 },         { 2, 1, 0, 1 },
	{ 251, 13, 4, 1 },      { 16384, 1, 0, 1 },     { 16385, 1, 0, 2 },
	{ 32768, 2, 1, 2 },     { 40009, 1, 0, 3 },     { 20011, 5, 2, 2 },
	{ 1, 65536, 65536, 1 }, { 3, 65536, 65536, 1 }, { 7, 65536, 0, 1 },
	{ 16411, 31, 0, 2 },
};

/* A space over `size`; its targets go to `targets`. */
static struct probe_space *space_of(const struct size *size,
                                    struct target_set *targets)
{
	struct address first, last;
	struct port_plan ports = { 0 };
	struct probe_space *space;

	target_set_init(targets);
	cr_assert(address_parse("10.0.0.0", &first));
	last = address_add(&first, size->addresses - 1);
	cr_assert(eq(int, target_set_add(targets, &first, &last), 0));
	cr_assert(eq(int, target_set_seal(targets, NULL), 0));
	if (size->tcp_ports > 0)
		port_set_add(&ports.of[PROTOCOL_TCP], 0,
		             (uint16_t)(size->tcp_ports - 1));
	if (size->udp_ports > 0)
		port_set_add(&ports.of[PROTOCOL_UDP], 0,
		             (uint16_t)(size->udp_ports - 1));
	space = probe_space_create(targets, &ports, 2076);
	cr_assert(ne(ptr, space, NULL));
	return space;
}

Test(probe_space, order_is_a_bijection_and_groups_do_not_share_hosts)
{
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct target_set targets;
		struct probe_space *space = space_of(&sizes[i], &targets);
		uint64_t count = probe_space_count(space);
		uint32_t ports = probe_space_ports(space);
		bool *seen = calloc(count, sizeof(*seen));
		uint64_t *group_of =
			calloc(sizes[i].addresses, sizeof(*group_of));

		cr_assert(eq(u32, ports,
		             sizes[i].tcp_ports + sizes[i].udp_ports));
		cr_assert(eq(u64, count, sizes[i].addresses * ports));
		cr_assert(eq(u64, probe_space_address_count(space),
		             sizes[i].addresses));
		for (uint64_t index = 0; index < count; index++) {
			struct question question = probe_space_at(space, index);
			uint64_t id = question_id(&question, ports);
			uint64_t group = probe_space_group(space, index);

			cr_assert(lt(u64, id, count));
			cr_assert(not(seen[id]), "row %zu twice: %lu", i, id);
			seen[id] = true;
			if (group_of[question.host] == 0)
				group_of[question.host] = group + 1;
			cr_assert(group_of[question.host] == group + 1,
			          "row %zu: host %lu in two groups", i,
			          question.host);
		}
		for (uint64_t host = 0; host < sizes[i].addresses; host++)
			cr_assert(eq(u64, probe_space_group_of(space, host) + 1,
			             group_of[host]));
		cr_expect(eq(u64, probe_space_group(space, count - 1) + 1,
		             sizes[i].groups),
		          "row %zu", i);
		free(group_of);
		free(seen);
		probe_space_free(space);
		target_set_release(&targets);
	}
}

/* 512 addresses with every port fill a group: too many to go through. */
Test(probe_space, group_holds_no_more_questions_than_it_may)
{
	static const struct size size = { 1025, 65536, 65536, 3 };
	static const uint64_t group = UINT64_C(512) * 131072;
	struct target_set targets;
	struct probe_space *space = space_of(&size, &targets);
	bool first_group[1025] = { false };

	cr_expect(eq(u64, group, PROBE_SPACE_GROUP_QUESTIONS_MAX));
	cr_expect(eq(u64, probe_space_group(space, group - 1), 0));
	cr_expect(eq(u64, probe_space_group(space, group), 1));
	cr_expect(eq(u64, probe_space_group(space, 2 * group), 2));
	for (uint64_t i = 0; i < 20000; i++)
		first_group[probe_space_at(space, i).host] = true;
	for (uint64_t i = 0; i < 20000; i++)
		cr_assert(not(
			first_group[probe_space_at(space, group + i).host]));
	probe_space_free(space);
	target_set_release(&targets);
}

/* Of the first group's hosts, an order that is none would take the first. */
Test(probe_space, group_is_picked_from_all_the_targets)
{
	static const struct size size = { 163840, 1, 0, 10 };
	struct target_set targets;
	struct probe_space *space = space_of(&size, &targets);
	uint64_t low = 0;

	for (uint64_t i = 0; i < PROBE_SPACE_GROUP_ADDRESSES_MAX; i++)
		low += probe_space_at(space, i).host < size.addresses / 2;
	cr_expect(gt(u64, low, PROBE_SPACE_GROUP_ADDRESSES_MAX / 2 - 1000));
	cr_expect(lt(u64, low, PROBE_SPACE_GROUP_ADDRESSES_MAX / 2 + 1000));
	probe_space_free(space);
	target_set_release(&targets);
}

Test(probe_space, question_is_found_by_host_and_place)
{
	static const struct size size = { 300, 3, 2, 1 };
	struct target_set targets;
	struct probe_space *space = space_of(&size, &targets);

	for (uint64_t i = 0; i < probe_space_count(space); i++) {
		struct question at = probe_space_at(space, i);
		struct question found =
			probe_space_question(space, at.host, at.place);
		struct address address = target_set_at(&targets, at.host);

		cr_assert(address_equal(&at.address, &address));
		cr_assert(address_equal(&found.address, &address));
		cr_assert(eq(u16, found.port, at.port));
		cr_assert(eq(int, (int)found.protocol, (int)at.protocol));
		cr_assert(eq(u32, at.place,
		             at.protocol == PROTOCOL_UDP ? 3 + at.port
		                                         : at.port));
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
