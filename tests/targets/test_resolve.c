// SPDX-License-Identifier: Apache-2.0
/* Asks a DNS server of its own on loopback; nothing leaves this machine. */
#include "targets/resolve.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* RFC 1035 4.1.1 and 3.2.2. */
enum { HEADER_LEN = 12, TYPE_A = 1, TYPE_PTR = 12, TYPE_AAAA = 28 };
enum { RCODE_OK = 0, RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3 };

/* What the server does when asked; the last row is for everything else. */
enum conduct { ANSWER, SAY_NOTHING, SEND_GARBAGE };

static const struct zone_row {
	const char *name;
	int type; /* 0 is any */
	enum conduct conduct;
	int rcode;
	int answers;
	size_t data_len;
	const char *data; /* of the first answer; its last byte counts up */
} zone[] = {
	{ "both.test", TYPE_A, ANSWER, RCODE_OK, 2, 4, "\xc0\x00\x02\x01" },
	{ "both.test", TYPE_AAAA, ANSWER, RCODE_OK, 1, 16,
	  "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01" },
	{ "v4.test", TYPE_A, ANSWER, RCODE_OK, 1, 4, "\xc0\x00\x02\x07" },
	{ "v4.test", TYPE_AAAA, ANSWER, RCODE_OK, 0, 0, "" },
	{ "half.test", TYPE_A, ANSWER, RCODE_OK, 1, 4, "\xc0\x00\x02\x08" },
	{ "half.test", TYPE_AAAA, SAY_NOTHING, 0, 0, 0, "" },
	{ "mapped.test", TYPE_AAAA, ANSWER, RCODE_OK, 1, 16,
	  "\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\x01" },
	{ "many.test", TYPE_A, ANSWER, RCODE_OK, 25, 4, "\xc0\x00\x02\x01" },
	{ "failing.test", 0, ANSWER, RCODE_SERVFAIL, 0, 0, "" },
	{ "silent.test", 0, SAY_NOTHING, 0, 0, 0, "" },
	{ "garbage.test", 0, SEND_GARBAGE, 0, 0, 0, "" },
	{ "7.2.0.192.in-addr.arpa", TYPE_PTR, ANSWER, RCODE_OK, 1, 11,
	  "\x04host\x04test\x00" },
	{ "8.2.0.192.in-addr.arpa", TYPE_PTR, ANSWER, RCODE_OK, 1, 11,
	  "\x04h\x1b[2\x04test\x00" },
	{ "9.2.0.192.in-addr.arpa", TYPE_PTR, ANSWER, RCODE_OK, 1, 8,
	  "\x02"
	  "10\x01"
	  "0\x01"
	  "1\x00" },
	{ "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
	  "8.b.d.0.1.0.0.2.ip6.arpa",
	  TYPE_PTR, ANSWER, RCODE_OK, 1, 9, "\x02v6\x04test\x00" },
	{ NULL, 0, ANSWER, RCODE_NXDOMAIN, 0, 0, "" },
};

struct world {
	uv_loop_t loop;
	uv_udp_t server;
	char server_text[32];
	uint8_t question[512];
	int questions;
	struct resolver *resolver;
};

/* What came back for one look-up. */
struct seen {
	int calls;
	enum resolve_status status;
	bool incomplete;
	size_t address_count;
	char addresses[512];
	char hostname[256];
	struct world *world;
	const char *then; /* a name to look up next */
	bool then_close;
};

static const struct zone_row *find_row(const char *name, int type)
{
	const struct zone_row *row = zone;

	while (row->name != NULL && (strcasecmp(row->name, name) != 0 ||
	                             (row->type != 0 && row->type != type)))
		row++;
	return row;
}

/* The question's name with dots; return where its type stands. */
static size_t read_name(const uint8_t *question, size_t len, char name[256])
{
	size_t at = HEADER_LEN;
	size_t name_len = 0;

	while (at < len && question[at] != 0) {
		size_t label = question[at];

		cr_assert(at + label < len && name_len + label + 1 < 256);
		memcpy(name + name_len, question + at + 1, label);
		name_len += label;
		name[name_len++] = '.';
		at += label + 1;
	}
	name[name_len > 0 ? name_len - 1 : 0] = '\0';
	return at + 1;
}

static size_t append_answers(const struct zone_row *row, int type,
                             uint8_t *answer, size_t len)
{
	for (int i = 0; i < row->answers; i++) {
		const uint8_t head[12] = {
			0xc0, HEADER_LEN, 0, (uint8_t)type,         0, 1, 0, 0,
			0,    1,          0, (uint8_t)row->data_len
		};

		memcpy(answer + len, head, sizeof(head));
		len += sizeof(head);
		memcpy(answer + len, row->data, row->data_len);
		len += row->data_len;
		answer[len - 1] = (uint8_t)(answer[len - 1] + i);
	}
	return len;
}

static void on_question(uv_udp_t *server, ssize_t nread, const uv_buf_t *buf,
                        const struct sockaddr *from, unsigned flags)
{
	struct world *world = server->data;
	const uint8_t *question = (const uint8_t *)buf->base;
	uint8_t answer[2048];
	const struct zone_row *row;
	char name[256];
	size_t len;
	int type;
	uv_buf_t out;

	(void)flags;
	if (nread <= 0 || from == NULL)
		return;
	world->questions++;
	len = read_name(question, (size_t)nread, name);
	type = question[len + 1];
	len += 4;
	row = find_row(name, type);
	if (row->conduct == SAY_NOTHING)
		return;
	memcpy(answer, question, len);
	answer[2] = 0x81; /* an answer, recursion desired */
	answer[3] = (uint8_t)(0x80 | row->rcode);
	memset(answer + 4, 0, 8);
	answer[5] = 1;
	answer[7] = (uint8_t)row->answers;
	len = append_answers(row, type, answer, len);
	if (row->conduct == SEND_GARBAGE)
		len = 7;
	out = uv_buf_init((char *)answer, (unsigned)len);
	uv_udp_try_send(server, &out, 1, from);
}

static void lend_buffer(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct world *world = handle->data;

	(void)hint;
	*buf = uv_buf_init((char *)world->question, sizeof(world->question));
}

static void set_up(struct world *world)
{
	struct sockaddr_in addr;
	int len = sizeof(addr);

	memset(world, 0, sizeof(*world));
	uv_loop_init(&world->loop);
	uv_udp_init(&world->loop, &world->server);
	world->server.data = world;
	uv_ip4_addr("127.0.0.1", 0, &addr);
	cr_assert(eq(int,
	             uv_udp_bind(&world->server, (struct sockaddr *)&addr, 0),
	             0));
	uv_udp_getsockname(&world->server, (struct sockaddr *)&addr, &len);
	uv_udp_recv_start(&world->server, lend_buffer, on_question);
	uv_unref((uv_handle_t *)&world->server);
	snprintf(world->server_text, sizeof(world->server_text), "127.0.0.1:%d",
	         ntohs(addr.sin_port));
	world->resolver = resolver_create(&world->loop, world->server_text);
	cr_assert(ne(ptr, world->resolver, NULL));
}

static void tear_down(struct world *world)
{
	if (world->resolver != NULL)
		resolver_close(world->resolver);
	if (!uv_is_closing((uv_handle_t *)&world->server))
		uv_close((uv_handle_t *)&world->server, NULL);
	uv_run(&world->loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&world->loop), 0), "a handle leaked");
}

static void record(void *arg, const struct resolve_result *result)
{
	struct seen *seen = arg;

	seen->calls++;
	seen->status = result->status;
	seen->incomplete = result->incomplete;
	seen->address_count = result->address_count;
	seen->addresses[0] = '\0';
	for (size_t i = 0; i < result->address_count; i++) {
		char text[ADDRESS_TEXT_MAX];
		size_t len = strlen(seen->addresses);

		snprintf(seen->addresses + len, sizeof(seen->addresses) - len,
		         "%s ", address_format(&result->addresses[i], text));
	}
	if (result->hostname != NULL)
		snprintf(seen->hostname, sizeof(seen->hostname), "%s",
		         result->hostname);
	if (seen->then != NULL)
		resolve_start(seen->world->resolver, seen->then, RESOLVE_IPV4,
		              record, seen);
	seen->then = NULL;
	if (seen->then_close) {
		resolver_close(seen->world->resolver);
		seen->world->resolver = NULL;
	}
}

static struct seen look_up(const char *name, unsigned versions)
{
	struct seen seen = { 0 };
	struct world world;

	set_up(&world);
	cr_assert(resolve_start(world.resolver, name, versions, record, &seen));
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 1), "%s", name);
	tear_down(&world);
	cr_expect(eq(int, seen.calls, 1), "%s", name);
	return seen;
}

static struct seen look_up_reverse(const char *text)
{
	struct seen seen = { 0 };
	struct address address;
	struct world world;

	set_up(&world);
	cr_assert(address_parse(text, &address));
	cr_assert(
		resolve_reverse_start(world.resolver, &address, record, &seen));
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	uv_run(&world.loop, UV_RUN_DEFAULT);
	tear_down(&world);
	cr_expect(eq(int, seen.calls, 1), "%s", text);
	return seen;
}

enum { BOTH = RESOLVE_IPV4 | RESOLVE_IPV6 };

Test(resolve, each_name_gets_its_addresses_or_the_reason_why_not)
{
	static const struct {
		const char *name;
		unsigned versions;
		enum resolve_status status;
		size_t address_count;
	} rows[] = {
		{ "both.test", BOTH, RESOLVE_OK, 3 },
		{ "both.test", RESOLVE_IPV4, RESOLVE_OK, 2 },
		{ "both.test", RESOLVE_IPV6, RESOLVE_OK, 1 },
		{ "both.test.", BOTH, RESOLVE_OK, 3 },
		{ "v4.test", BOTH, RESOLVE_OK, 1 },
		{ "v4.test", RESOLVE_IPV6, RESOLVE_NO_ADDRESS, 0 },
		{ "many.test", RESOLVE_IPV4, RESOLVE_OK, 25 },
		{ "nowhere.test", BOTH, RESOLVE_NO_SUCH_NAME, 0 },
		{ "failing.test", BOTH, RESOLVE_NO_SERVER, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen = look_up(rows[i].name, rows[i].versions);

		cr_expect(eq(int, seen.status, rows[i].status), "%s row %zu",
		          rows[i].name, i);
		cr_expect(eq(sz, seen.address_count, rows[i].address_count),
		          "%s row %zu", rows[i].name, i);
		cr_expect(not(seen.incomplete), "%s row %zu", rows[i].name, i);
	}
}

Test(resolve, addresses_are_those_the_server_gave)
{
	struct seen v4 = look_up("both.test", RESOLVE_IPV4);
	struct seen v6 = look_up("both.test", RESOLVE_IPV6);

	cr_expect(eq(str, v4.addresses, "192.0.2.1 192.0.2.2 "));
	cr_expect(eq(str, v6.addresses, "2001:db8::1 "));
}

/* An AAAA record must not bring an IPv4 address into a scan of IPv6. */
Test(resolve, ipv4_in_disguise_is_not_taken_for_ipv6)
{
	struct seen seen = look_up("mapped.test", RESOLVE_IPV6);

	cr_expect(eq(int, seen.status, RESOLVE_NO_ADDRESS));
	cr_expect(eq(sz, seen.address_count, 0));
}

Test(resolve, silence_ends_at_the_deadline_and_costs_nobody_else)
{
	struct seen silent = { 0 }, garbage = { 0 }, half = { 0 }, both = { 0 };
	struct world world;

	set_up(&world);
	resolve_start(world.resolver, "silent.test", BOTH, record, &silent);
	resolve_start(world.resolver, "garbage.test", BOTH, record, &garbage);
	resolve_start(world.resolver, "half.test", BOTH, record, &half);
	resolve_start(world.resolver, "both.test", BOTH, record, &both);
	while (both.calls == 0)
		uv_run(&world.loop, UV_RUN_ONCE);
	cr_expect(eq(int, silent.calls + half.calls, 0));
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, silent.status, RESOLVE_TIMED_OUT));
	/* c-ares 1.18 waits for something better, 1.34 does not. */
	cr_expect(garbage.status == RESOLVE_TIMED_OUT ||
	          garbage.status == RESOLVE_BAD_ANSWER);
	cr_expect(eq(int, half.status, RESOLVE_OK));
	cr_expect(half.incomplete);
	cr_expect(eq(str, half.addresses, "192.0.2.8 "));
	tear_down(&world);
	cr_expect(eq(int, silent.calls, 1));
	cr_expect(eq(int, garbage.calls, 1));
	cr_expect(eq(int, half.calls, 1));
}

Test(resolve, server_that_is_not_there_is_said_to_be_unreachable)
{
	struct seen seen = { 0 };
	struct world world;

	set_up(&world);
	uv_close((uv_handle_t *)&world.server, NULL);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	resolve_start(world.resolver, "both.test", BOTH, record, &seen);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.status, RESOLVE_NO_SERVER));
	tear_down(&world);
}

Test(resolve, hosts_file_answers_without_any_server)
{
	char path[] = "/tmp/portscan-hosts-XXXXXX";
	static const char hosts[] = "192.0.2.99 pinned.test other.test\n";
	int fd = mkstemp(path);
	struct seen seen = { 0 };
	struct world world;

	cr_assert(write(fd, hosts, sizeof(hosts) - 1) > 0);
	close(fd);
	setenv("CARES_HOSTS", path, 1);
	set_up(&world);
	resolve_start(world.resolver, "pinned.test", BOTH, record, &seen);
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(str, seen.addresses, "192.0.2.99 "));
	cr_expect(eq(int, world.questions, 0));
	tear_down(&world);
	unlink(path);
}

Test(resolve, many_names_go_through_the_window)
{
	enum { NAMES = 5 * RESOLVE_IN_FLIGHT_MAX };
	static struct seen seen[NAMES];
	struct world world;

	set_up(&world);
	for (int i = 0; i < NAMES; i++)
		resolve_start(world.resolver,
		              i % 2 ? "both.test" : "nowhere.test", BOTH,
		              record, &seen[i]);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	for (int i = 0; i < NAMES; i++) {
		cr_expect(eq(int, seen[i].calls, 1), "name %d", i);
		cr_expect(eq(sz, seen[i].address_count, i % 2 ? 3 : 0),
		          "name %d", i);
	}
	tear_down(&world);
}

Test(resolve, done_may_start_the_next_look_up)
{
	struct world world;
	struct seen seen = { .world = &world, .then = "v4.test" };

	set_up(&world);
	resolve_start(world.resolver, "both.test", BOTH, record, &seen);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 2));
	cr_expect(eq(str, seen.addresses, "192.0.2.7 "));
	tear_down(&world);
}

Test(resolve, done_may_close_the_resolver)
{
	struct world world;
	struct seen seen = { .world = &world, .then_close = true };
	struct seen other = { 0 };

	set_up(&world);
	resolve_start(world.resolver, "both.test", BOTH, record, &seen);
	resolve_start(world.resolver, "silent.test", BOTH, record, &other);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 1));
	cr_expect(eq(int, other.calls, 1));
	cr_expect(eq(int, other.status, RESOLVE_CANCELLED));
	tear_down(&world);
}

Test(resolve, closing_cancels_what_waits_and_what_is_under_way)
{
	enum { NAMES = 2 * RESOLVE_IN_FLIGHT_MAX };
	static struct seen seen[NAMES];
	struct world world;

	set_up(&world);
	for (int i = 0; i < NAMES; i++)
		resolve_start(world.resolver, "silent.test", BOTH, record,
		              &seen[i]);
	while (world.questions == 0)
		uv_run(&world.loop, UV_RUN_ONCE);
	tear_down(&world);
	for (int i = 0; i < NAMES; i++) {
		cr_expect(eq(int, seen[i].calls, 1), "name %d", i);
		cr_expect(eq(int, seen[i].status, RESOLVE_CANCELLED), "name %d",
		          i);
	}
}

Test(resolve, unused_resolver_closes_and_does_not_hold_the_loop)
{
	struct world world;

	set_up(&world);
	cr_expect(eq(int, uv_run(&world.loop, UV_RUN_DEFAULT), 0));
	tear_down(&world);
}

Test(resolve, servers_that_are_no_addresses_are_refused)
{
	uv_loop_t loop;

	uv_loop_init(&loop);
	cr_expect(eq(ptr, resolver_create(&loop, "dns.example:53"), NULL));
	cr_expect(eq(int, uv_loop_close(&loop), 0));
}

Test(resolve, reverse_look_ups_bring_valid_names_only)
{
	static const struct {
		const char *address;
		enum resolve_status status;
		const char *hostname;
	} rows[] = {
		{ "192.0.2.7", RESOLVE_OK, "host.test" },
		{ "2001:db8::1", RESOLVE_OK, "v6.test" },
		{ "192.0.2.200", RESOLVE_NO_SUCH_NAME, "" },
		/* A name in the shape of an address, to mislead a reader. */
		{ "192.0.2.9", RESOLVE_BAD_ANSWER, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct seen seen = look_up_reverse(rows[i].address);

		cr_expect(eq(int, seen.status, rows[i].status), "%s",
		          rows[i].address);
		cr_expect(eq(str, seen.hostname, (char *)rows[i].hostname),
		          "%s", rows[i].address);
	}
}

/* c-ares refuses it as a bad answer, or we do as a bad name. */
Test(resolve, escape_sequence_never_gets_through_as_a_name)
{
	struct seen seen = look_up_reverse("192.0.2.8");

	cr_expect(ne(int, seen.status, RESOLVE_OK));
	cr_expect(eq(str, seen.hostname, ""));
}
