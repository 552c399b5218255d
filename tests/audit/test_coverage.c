// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static struct address at(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address), "%s", text);
	return address;
}

static const struct outcome open_tcp = { PORT_OPEN, REASON_SYN_ACK };
static const struct outcome refused = { PORT_CLOSED, REASON_CONN_REFUSED };
static const struct outcome silent = { PORT_FILTERED, REASON_NO_RESPONSE };
static const struct outcome cancelled = { PORT_UNTESTED, REASON_CANCELLED };
static const struct outcome skipped = { PORT_UNTESTED, REASON_NOT_DISCOVERED };
static const struct outcome no_host = { PORT_FILTERED,
	                                REASON_HOST_UNREACHABLE };

static void add(struct coverage *coverage, const char *address, uint16_t port,
                struct outcome outcome)
{
	struct address parsed = at(address);

	coverage_add(coverage, &parsed, PROTOCOL_TCP, port, outcome);
}

static void add_range(struct coverage *coverage, const char *first,
                      const char *last, uint16_t first_port, uint16_t last_port,
                      struct answer answer)
{
	struct address from = at(first), to = at(last);
	struct port_set ports = { 0 };

	port_set_add(&ports, first_port, last_port);
	coverage_add_range(coverage, &from, &to, PROTOCOL_TCP, &ports, answer);
}

static struct answer find(const struct coverage *coverage, const char *address,
                          uint16_t port)
{
	struct address parsed = at(address);

	return coverage_find(coverage, &parsed, PROTOCOL_TCP, port);
}

static void expect_text(struct coverage *coverage, const char *expected)
{
	struct text text;

	text_init(&text);
	coverage_format(coverage, &text);
	cr_expect(eq(str, text.data, (char *)expected));
	text_release(&text);
}

Test(coverage, empty_one_was_asked_nothing)
{
	struct coverage *coverage = coverage_create();
	struct address address = at("10.0.0.1");

	cr_expect(eq(int, find(coverage, "10.0.0.1", 22).asked, ASKED_NOT));
	cr_expect(eq(int, coverage_presence(coverage, &address),
	             PRESENCE_NOT_ASKED));
	expect_text(coverage, "");
	coverage_set_unknown(coverage);
	cr_expect(eq(int, find(coverage, "10.0.0.1", 22).asked, ASKED_UNKNOWN));
	cr_expect(eq(int, coverage_presence(coverage, &address),
	             PRESENCE_UNKNOWN));
	expect_text(coverage, "else unknown\n");
	coverage_free(coverage);
}

Test(coverage, finds_what_was_added)
{
	struct coverage *coverage = coverage_create();
	struct answer answer;

	add(coverage, "10.0.0.1", 22, open_tcp);
	add(coverage, "10.0.0.1", 23, refused);
	add(coverage, "2001:db8::1", 23, silent);
	answer = find(coverage, "10.0.0.1", 23);
	cr_expect(eq(int, answer.asked, ASKED_KNOWN));
	cr_expect(eq(int, answer.outcome.state, PORT_CLOSED));
	cr_expect(eq(int, answer.outcome.reason, REASON_CONN_REFUSED));
	answer = find(coverage, "2001:db8::1", 23);
	cr_expect(eq(int, answer.outcome.reason, REASON_NO_RESPONSE));
	cr_expect(eq(int, find(coverage, "10.0.0.1", 24).asked, ASKED_NOT));
	cr_expect(eq(int, find(coverage, "10.0.0.2", 23).asked, ASKED_NOT));
	cr_expect(eq(int, find(coverage, "2001:db8::1", 22).asked, ASKED_NOT));
	add(coverage, "10.0.0.1", 23, silent);
	answer = find(coverage, "10.0.0.1", 23);
	cr_expect(eq(int, answer.outcome.reason, REASON_NO_RESPONSE),
	          "the last one counts");
	coverage_free(coverage);
}

Test(coverage, text_is_ranges_whatever_the_order)
{
	static const char expected[] =
		"10.0.0.1-10.0.0.9,10.0.0.12 tcp closed conn-refused "
		"1-21,23-30\n"
		"10.0.0.3 tcp open syn-ack 22\n"
		"10.0.0.255-10.0.1.2 tcp filtered no-response 1-30\n";

	for (int turn = 0; turn < 2; turn++) {
		struct coverage *coverage = coverage_create();

		for (int i = 1; i <= 30; i++) {
			uint16_t port = (uint16_t)(turn ? 31 - i : i);
			char address[32];

			for (int j = 1; j <= 12; j++) {
				int host = turn ? 13 - j : j;

				if (host == 10 || host == 11)
					continue;
				sprintf(address, "10.0.0.%d", host);
				if (port != 22)
					add(coverage, address, port, refused);
				else if (host == 3)
					add(coverage, address, port, open_tcp);
			}
			add(coverage, "10.0.0.255", port, silent);
			add(coverage, "10.0.1.0", port, silent);
			add(coverage, "10.0.1.2", port, silent);
			add(coverage, "10.0.1.1", port, silent);
		}
		expect_text(coverage, expected);
		cr_expect(eq(int, find(coverage, "10.0.1.1", 22).asked,
		             ASKED_KNOWN),
		          "still there once it is written");
		add(coverage, "10.0.0.3", 22, refused);
		cr_expect(eq(int, find(coverage, "10.0.0.3", 22).outcome.state,
		             PORT_CLOSED));
		cr_expect(eq(int, find(coverage, "10.0.0.2", 22).asked,
		             ASKED_NOT));
		coverage_free(coverage);
	}
}

Test(coverage, large_blocks_are_cut_where_they_have_to_be)
{
	const struct answer shut = { .asked = ASKED_SHUT };
	const struct answer doubtful = { .asked = ASKED_DOUBTFUL };
	struct coverage *coverage = coverage_create();

	add_range(coverage, "10.0.0.0", "10.255.255.255", 1, 100, shut);
	add(coverage, "10.1.0.1", 22, open_tcp);
	add_range(coverage, "10.2.0.0", "11.0.255.255", 50, 60, doubtful);
	add_range(coverage, "10.1.0.0", "10.1.0.255", 80, 80, doubtful);
	cr_expect(eq(int, find(coverage, "10.0.0.0", 100).asked, ASKED_SHUT));
	cr_expect(eq(int, find(coverage, "10.1.0.1", 21).asked, ASKED_SHUT));
	cr_expect(eq(int, find(coverage, "10.1.0.1", 22).asked, ASKED_KNOWN));
	cr_expect(
		eq(int, find(coverage, "10.1.0.1", 80).asked, ASKED_DOUBTFUL));
	cr_expect(eq(int, find(coverage, "10.1.1.0", 80).asked, ASKED_SHUT));
	cr_expect(
		eq(int, find(coverage, "10.2.0.0", 50).asked, ASKED_DOUBTFUL));
	cr_expect(eq(int, find(coverage, "10.2.0.0", 49).asked, ASKED_SHUT));
	cr_expect(eq(int, find(coverage, "11.0.255.255", 60).asked,
	             ASKED_DOUBTFUL));
	cr_expect(eq(int, find(coverage, "11.0.255.255", 61).asked, ASKED_NOT));
	cr_expect(eq(int, find(coverage, "11.1.0.0", 60).asked, ASKED_NOT));
	expect_text(coverage,
	            "10.0.0.0-10.0.255.255,10.1.1.0-10.1.255.255 tcp shut "
	            "1-100\n"
	            "10.1.0.0,10.1.0.2-10.1.0.255 tcp shut 1-79,81-100\n"
	            "10.1.0.0-10.1.0.255 tcp doubtful 80\n"
	            "10.1.0.1 tcp shut 1-21,23-79,81-100\n"
	            "10.1.0.1 tcp open syn-ack 22\n"
	            "10.2.0.0-10.255.255.255 tcp shut 1-49,61-100\n"
	            "10.2.0.0-11.0.255.255 tcp doubtful 50-60\n");
	add_range(coverage, "0.0.0.0", "255.255.255.255", 22, 22, shut);
	cr_expect(eq(int, find(coverage, "10.1.0.1", 22).asked, ASKED_SHUT),
	          "a later block counts for single addresses too");
	cr_expect(eq(int, find(coverage, "255.255.255.255", 22).asked,
	             ASKED_SHUT));
	coverage_free(coverage);
}

static const struct {
	struct outcome outcomes[4];
	size_t count;
	enum presence presence;
} presences[] = {
	{ { open_tcp }, 1, PRESENCE_ANSWERS },
	{ { silent, refused }, 2, PRESENCE_ANSWERS },
	{ { silent, cancelled, refused }, 3, PRESENCE_ANSWERS },
	{ { silent, silent }, 2, PRESENCE_SILENT },
	{ { skipped, skipped }, 2, PRESENCE_SILENT },
	{ { silent, cancelled }, 2, PRESENCE_UNKNOWN },
	{ { cancelled }, 1, PRESENCE_UNKNOWN },
	{ { silent, no_host }, 2, PRESENCE_UNKNOWN },
	{ { { PORT_OPEN_FILTERED, REASON_NO_RESPONSE } }, 1, PRESENCE_SILENT },
	{ { { PORT_FILTERED, REASON_ADMIN_PROHIBITED } }, 1, PRESENCE_UNKNOWN },
};

Test(coverage, presence_of_a_host_comes_from_all_its_answers)
{
	struct address address = at("10.0.0.1");

	for (size_t i = 0; i < COUNT(presences); i++) {
		struct coverage *coverage = coverage_create();

		for (size_t j = 0; j < presences[i].count; j++)
			add(coverage, "10.0.0.1", (uint16_t)(80 + j),
			    presences[i].outcomes[j]);
		cr_expect(eq(int, coverage_presence(coverage, &address),
		             presences[i].presence),
		          "row %zu", i);
		coverage_free(coverage);
	}
}

static struct coverage *parse(const char *text, struct text *error)
{
	return coverage_parse(text, strlen(text), error);
}

Test(coverage, reads_back_what_it_wrote)
{
	static const char *const texts[] = {
		"",
		"else unknown\n",
		"else unknown\n10.0.0.1 tcp open syn-ack 22\n",
		"10.0.0.1-10.0.0.9,10.0.0.12 tcp closed conn-refused "
		"1-21,23-1023\n10.0.0.1 udp open|filtered no-response 53\n",
		"0.0.0.0-255.255.255.255 tcp shut 0-65535\n"
		"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff udp doubtful 0\n",
		"10.0.0.0 tcp unknown 65535\n",
	};
	struct text error;

	text_init(&error);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct coverage *coverage = parse(texts[i], &error);

		cr_assert(coverage != NULL, "%zu: %s", i, error.data);
		expect_text(coverage, texts[i]);
		coverage_free(coverage);
	}
	text_release(&error);
}

static const struct {
	const char *text;
	const char *error;
} rejected[] = {
	{ "10.0.0.1 tcp shut 1", "coverage, line 1: is cut short" },
	{ "\n", "coverage, line 1: no such protocol" },
	{ "10.0.0.1 tcp shut 1\n\n", "coverage, line 2: no such protocol" },
	{ "10.0.0.1 sctp shut 1\n", "coverage, line 1: no such protocol" },
	{ "10.0.0.1 tcp ajar 1\n", "coverage, line 1: no such answer" },
	{ "10.0.0.1 tcp open knock 1\n", "coverage, line 1: no such answer" },
	{ "10.0.0.1 tcp not 1\n", "coverage, line 1: no such answer" },
	{ "10.0.0.1 tcp shut\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut \n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 1 \n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 1,\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 01\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 2-1\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 1-\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 5,4\n", "coverage, line 1: not a list of ports" },
	{ "10.0.0.1 tcp shut 65536\n",
	  "coverage, line 1: not a list of ports" },
	{ " tcp shut 1\n", "coverage, line 1: not a list of addresses" },
	{ "10.0.0 tcp shut 1\n", "coverage, line 1: not a list of addresses" },
	{ "10.0.0.1, tcp shut 1\n",
	  "coverage, line 1: not a list of addresses" },
	{ "10.0.0.1- tcp shut 1\n",
	  "coverage, line 1: not a list of addresses" },
	{ "10.0.0.2-10.0.0.1 tcp shut 1\n",
	  "coverage, line 1: not a list of addresses" },
	{ "10.0.0.2-::1 tcp shut 1\n",
	  "coverage, line 1: not a list of addresses" },
	{ "::ffff:10.0.0.1 tcp shut 1\n",
	  "coverage, line 1: not a list of addresses" },
	{ "10.0.0.2,10.0.0.1 tcp shut 1\n",
	  "coverage, line 1: the addresses are not in order" },
	{ "10.0.0.1 tcp shut 1\nelse unknown\n",
	  "coverage, line 2: no such protocol" },
};

Test(coverage, rejects_what_it_would_not_write)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct text error;

		text_init(&error);
		cr_expect(parse(rejected[i].text, &error) == NULL, "row %zu",
		          i);
		cr_expect(eq(str, error.data, (char *)rejected[i].error),
		          "row %zu", i);
		text_release(&error);
	}
}

/* A model of it that is only simple: an answer for each of few questions. */
enum { HOSTS = 300, PORTS = 70, TURNS = 4000 };

struct model {
	struct answer answers[HOSTS][PORTS];
};

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static struct answer random_answer(uint32_t *state)
{
	static const struct answer answers[] = {
		{ ASKED_KNOWN, { PORT_OPEN, REASON_SYN_ACK } },
		{ ASKED_KNOWN, { PORT_CLOSED, REASON_CONN_REFUSED } },
		{ ASKED_KNOWN, { PORT_FILTERED, REASON_NO_RESPONSE } },
		{ ASKED_KNOWN, { PORT_UNTESTED, REASON_CANCELLED } },
		{ .asked = ASKED_SHUT },
		{ .asked = ASKED_DOUBTFUL },
		{ .asked = ASKED_NOT },
	};

	return answers[next_random(state) % COUNT(answers)];
}

static struct address host_at(uint32_t index)
{
	struct address first = at("10.0.255.100");

	return address_add(&first, (uint64_t)index * 31);
}

/* A few hosts among many addresses, so that blocks are small and large. */
static void do_one(struct coverage *coverage, struct model *model,
                   uint32_t *state)
{
	uint32_t host = next_random(state) % HOSTS;
	uint32_t port = next_random(state) % PORTS;
	uint32_t hosts = 1, ports = 1;
	struct answer answer = random_answer(state);
	struct address first = host_at(host), last;

	if (answer.asked == ASKED_KNOWN && next_random(state) % 4 > 0) {
		coverage_add(coverage, &first, PROTOCOL_UDP, (uint16_t)port,
		             answer.outcome);
	} else {
		struct port_set set = { 0 };

		hosts += next_random(state) % (HOSTS - host);
		ports += next_random(state) % (PORTS - port);
		last = host_at(host + hosts - 1);
		port_set_add(&set, (uint16_t)port,
		             (uint16_t)(port + ports - 1));
		coverage_add_range(coverage, &first, &last, PROTOCOL_UDP, &set,
		                   answer);
	}
	for (uint32_t i = host; i < host + hosts; i++)
		for (uint32_t j = port; j < port + ports; j++)
			model->answers[i][j] = answer;
}

static bool agrees(const struct coverage *coverage, const struct model *model)
{
	for (uint32_t i = 0; i < HOSTS; i++)
		for (uint32_t j = 0; j < PORTS; j++) {
			struct address address = host_at(i);
			const struct answer *answer = &model->answers[i][j];
			struct answer found = coverage_find(
				coverage, &address, PROTOCOL_UDP, (uint16_t)j);

			if (found.asked != answer->asked ||
			    (found.asked == ASKED_KNOWN &&
			     (found.outcome.state != answer->outcome.state ||
			      found.outcome.reason != answer->outcome.reason)))
				return false;
		}
	return true;
}

Test(coverage, agrees_with_a_table_of_everything)
{
	static struct model model;
	uint32_t state = 2076;
	struct coverage *coverage = coverage_create(), *again;
	struct text text, second;

	text_init(&text);
	text_init(&second);
	for (int i = 0; i < TURNS; i++) {
		do_one(coverage, &model, &state);
		if (i % 500 != 0)
			continue;
		cr_assert(agrees(coverage, &model), "turn %d", i);
		text_clear(&text);
		coverage_format(coverage, &text);
		again = coverage_parse(text.data, text.len, &second);
		cr_assert(again != NULL, "%s", second.data);
		cr_assert(agrees(again, &model), "turn %d, read back", i);
		text_clear(&second);
		coverage_format(again, &second);
		cr_assert(eq(str, second.data, text.data));
		coverage_free(again);
		text_clear(&second);
	}
	cr_expect(not(coverage_failed(coverage)));
	coverage_free(coverage);
	text_release(&text);
	text_release(&second);
}

/* More than fits before maps are shared, in random order. */
Test(coverage, shares_maps_in_between)
{
	struct coverage *coverage = coverage_create();
	struct address first = at("10.0.0.0");
	uint64_t wrong = 0;

	for (uint32_t i = 0; i < 1u << 20; i++) {
		uint32_t mixed = i * 2654435761u & 0xfffff;
		struct address address = address_add(&first, mixed & 0x1ffff);

		coverage_add(coverage, &address, PROTOCOL_TCP,
		             (uint16_t)(mixed >> 17 << 8),
		             mixed % 1000 == 0 ? open_tcp : silent);
	}
	for (uint32_t i = 0; i < 1u << 20; i++) {
		struct address address = address_add(&first, i & 0x1ffff);
		struct answer answer =
			coverage_find(coverage, &address, PROTOCOL_TCP,
		                      (uint16_t)(i >> 17 << 8));

		wrong += answer.asked != ASKED_KNOWN ||
		         (answer.outcome.state == PORT_OPEN) != (i % 1000 == 0);
	}
	cr_expect(eq(u64, wrong, 0));
	coverage_free(coverage);
}
