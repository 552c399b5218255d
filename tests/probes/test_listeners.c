// SPDX-License-Identifier: Apache-2.0
#include "probes/listeners.h"

#include "base/count.h"
#include "tests/probes/fake_proc.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>
#include <unistd.h>

TestSuite(listeners, .disabled = __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);

static const struct port_plan *every_port(void)
{
	static struct port_plan plan;

	port_set_add(&plan.of[PROTOCOL_TCP], 0, 65535);
	port_set_add(&plan.of[PROTOCOL_UDP], 0, 65535);
	return &plan;
}

static void expect_place(const struct listener *listener,
                         enum protocol protocol, const char *address,
                         uint16_t port)
{
	char text[ADDRESS_TEXT_MAX];

	cr_expect(eq(int, listener->protocol, protocol));
	cr_expect(eq(str, (char *)address_format(&listener->address, text),
	             (char *)address));
	cr_expect(eq(u16, listener->port, port));
}

Test(listeners, of_every_table_stand_in_order_with_their_processes)
{
	struct fake_proc fake;
	struct listeners listeners;

	fake_init(&fake);
	fake_directory(&fake, "net");
	fake_file(&fake, "net/tcp",
	          HEADER LOCAL_4("00000000:1F90") OWNED("0A", "0", "12")
	                  LOCAL_4("0100007F:0016") OWNED("0A", "0", "11")
	                          LOCAL_4("0100007F:0016")
	                                  OWNED("01", "0", "99"));
	fake_file(&fake, "net/tcp6",
	          HEADER LOCAL_6("00000000000000000000000000000000:0016")
	                  OWNED("0A", "0", "13"));
	fake_file(&fake, "net/udp",
	          HEADER LOCAL_4("00000000:0035") OWNED("07", "0", "14"));
	fake_file(&fake, "net/udp6", HEADER);
	fake_process(&fake, 812, "sshd\n", "/usr/sbin/sshd", "11");
	fake_link(&fake, "812/fd/4", "socket:[13]");
	fake_process(&fake, 900, "web\n", "/srv/web (deleted)", "12");

	cr_assert(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_OK));
	cr_assert(eq(sz, listeners.count, 4));
	cr_expect(eq(int, listeners.processes_hidden, geteuid() != 0));
	expect_place(&listeners.items[0], PROTOCOL_TCP, "127.0.0.1", 22);
	cr_expect(eq(int, listeners.items[0].pid, 812));
	cr_expect(eq(str, listeners.items[0].process, "sshd"));
	cr_expect(eq(str, listeners.items[0].executable, "/usr/sbin/sshd"));
	cr_expect(eq(str, listeners.items[0].user, "root"));
	expect_place(&listeners.items[1], PROTOCOL_TCP, "::", 22);
	cr_expect(eq(int, listeners.items[1].pid, 812));
	expect_place(&listeners.items[2], PROTOCOL_UDP, "0.0.0.0", 53);
	cr_expect(eq(int, listeners.items[2].pid, 0));
	cr_expect(eq(str, listeners.items[2].process, ""));
	cr_expect(eq(str, listeners.items[2].executable, ""));
	expect_place(&listeners.items[3], PROTOCOL_TCP, "0.0.0.0", 8080);
	cr_expect(eq(str, listeners.items[3].executable, "/srv/web (deleted)"));
	listeners_release(&listeners);
	fake_remove(&fake);
}

Test(listeners, of_other_ports_are_left_out)
{
	struct fake_proc fake;
	struct listeners listeners;
	struct port_plan plan = { 0 };

	port_set_add(&plan.of[PROTOCOL_TCP], 80, 80);
	port_set_add(&plan.of[PROTOCOL_UDP], 22, 22);
	fake_init(&fake);
	fake_directory(&fake, "net");
	fake_file(&fake, "net/tcp",
	          LOCAL_4("00000000:0016") OWNED("0A", "0", "1")
	                  LOCAL_4("00000000:0050") OWNED("0A", "0", "2"));
	fake_file(&fake, "net/udp",
	          LOCAL_4("00000000:0050") OWNED("07", "0", "3"));
	cr_assert(eq(int, listeners_read(fake.root, &plan, &listeners),
	             LISTENERS_OK));
	cr_assert(eq(sz, listeners.count, 1));
	expect_place(&listeners.items[0], PROTOCOL_TCP, "0.0.0.0", 80);
	listeners_release(&listeners);
	fake_remove(&fake);
}

static const struct {
	const char *what;
	int holders[3];
	int named;
} shared[] = {
	{ "a master and its workers", { 700, 701, 650 }, 650 },
	{ "init and the service that it started", { 1, 901, 902 }, 901 },
	{ "init alone", { 1, 0, 0 }, 1 },
};

Test(listeners, shared_by_processes_are_named_for_the_lowest_but_init)
{
	for (size_t i = 0; i < COUNT(shared); i++) {
		struct fake_proc fake;
		struct listeners listeners;

		fake_init(&fake);
		fake_directory(&fake, "net");
		fake_file(&fake, "net/tcp",
		          LOCAL_4("00000000:0016") OWNED("0A", "0", "42"));
		for (size_t h = 0; h < 3 && shared[i].holders[h] != 0; h++)
			fake_process(&fake, shared[i].holders[h], "x\n", "/x",
			             "42");
		cr_assert(
			eq(int,
		           listeners_read(fake.root, every_port(), &listeners),
		           LISTENERS_OK));
		cr_assert(eq(sz, listeners.count, 1), "%s", shared[i].what);
		cr_expect(eq(int, listeners.items[0].pid, shared[i].named),
		          "%s", shared[i].what);
		listeners_release(&listeners);
		fake_remove(&fake);
	}
}

Test(listeners, that_a_table_repeats_count_once)
{
	struct fake_proc fake;
	struct listeners listeners;

	fake_init(&fake);
	fake_directory(&fake, "net");
	fake_file(&fake, "net/udp",
	          LOCAL_4("00000000:0016") OWNED("07", "0", "42") LOCAL_4(
			  "00000000:0035") OWNED("07", "0", "0")
	                  LOCAL_4("00000000:0016") OWNED("07", "0", "42")
	                          LOCAL_4("00000000:0035")
	                                  OWNED("07", "0", "0"));
	cr_assert(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_OK));
	cr_expect(eq(sz, listeners.count, 3), "inode 0 is no identity");
	listeners_release(&listeners);
	fake_remove(&fake);
}

Test(listeners, with_hostile_or_endless_names_stay_bounded)
{
	struct fake_proc fake;
	struct listeners listeners;
	char name[512], executable[512];

	memset(name, '\x1b', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	memset(executable, 'e', sizeof(executable) - 1);
	executable[sizeof(executable) - 1] = '\0';
	fake_init(&fake);
	fake_directory(&fake, "net");
	fake_file(&fake, "net/tcp",
	          LOCAL_4("00000000:0016") OWNED("0A", "4123456789", "42"));
	fake_process(&fake, 5, name, executable, "42");
	fake_directory(&fake, "99999999999999999999");
	fake_directory(&fake, "12x");
	cr_assert(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_OK));
	cr_assert(eq(sz, listeners.count, 1));
	cr_expect(eq(sz, strlen(listeners.items[0].process),
	             sizeof(listeners.items[0].process) - 1));
	cr_expect(eq(sz, strlen(listeners.items[0].executable),
	             sizeof(listeners.items[0].executable) - 1));
	cr_expect(eq(u32, listeners.items[0].uid, 4123456789));
	cr_expect(eq(str, listeners.items[0].user, ""));
	listeners_release(&listeners);
	fake_remove(&fake);
}

Test(listeners, cannot_be_told_without_any_table)
{
	struct fake_proc fake;
	struct listeners listeners;

	fake_init(&fake);
	cr_expect(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_UNREADABLE));
	cr_expect(eq(sz, listeners.count, 0));
	fake_directory(&fake, "net");
	fake_directory(&fake, "net/tcp");
	fake_file(&fake, "net/udp",
	          LOCAL_4("00000000:0016") OWNED("07", "0", "42"));
	cr_expect(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_UNREADABLE),
	          "one table that cannot be read makes the rest a half truth");
	cr_expect(eq(sz, listeners.count, 0));
	fake_link(&fake, "net/udp6", "udp6"); /* ELOOP when opened */
	fake_remove_file(&fake, "net/tcp");
	cr_expect(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_UNREADABLE));
	cr_expect(eq(sz, listeners.count, 0));
	cr_expect(eq(int,
	             listeners_read("/nonexistent", every_port(), &listeners),
	             LISTENERS_UNREADABLE));
	fake_remove(&fake);
}

/* A socket of this process on loopback; the port goes to `*port`. */
static int bind_loopback(int type, uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, type, 0);

	cr_assert(eq(int, bind(fd, (struct sockaddr *)&at, len), 0));
	cr_assert(eq(int, getsockname(fd, (struct sockaddr *)&at, &len), 0));
	*port = ntohs(at.sin_port);
	return fd;
}

Test(listeners, of_this_very_process_are_found)
{
	struct port_plan plan = { 0 };
	struct listeners listeners;
	uint16_t tcp_port, udp_port;
	int tcp = bind_loopback(SOCK_STREAM, &tcp_port);
	int udp = bind_loopback(SOCK_DGRAM, &udp_port);

	port_set_add(&plan.of[PROTOCOL_TCP], tcp_port, tcp_port);
	cr_assert(eq(int, listeners_read("/proc", &plan, &listeners),
	             LISTENERS_OK));
	cr_expect(eq(sz, listeners.count, 0), "bound, but not listening yet");
	listeners_release(&listeners);

	cr_assert(eq(int, listen(tcp, 1), 0));
	port_set_add(&plan.of[PROTOCOL_UDP], udp_port, udp_port);
	cr_assert(eq(int, listeners_read("/proc", &plan, &listeners),
	             LISTENERS_OK));
	cr_assert(eq(sz, listeners.count, 2));
	for (size_t i = 0; i < 2; i++) {
		const struct listener *listener = &listeners.items[i];
		bool is_tcp = listener->protocol == PROTOCOL_TCP;

		expect_place(listener, listener->protocol, "127.0.0.1",
		             is_tcp ? tcp_port : udp_port);
		cr_expect(eq(int, listener->pid, getpid()));
		cr_expect(eq(u32, listener->uid, geteuid()));
		cr_expect(ne(ptr, strstr(listener->executable, "listeners"),
		             NULL));
	}
	listeners_release(&listeners);
	close(tcp);
	close(udp);
}

static struct address parsed(const char *text)
{
	struct address address = { 0 };

	cr_assert(address_parse(text, &address), "%s", text);
	return address;
}

/* Who is asked about on port 80, and among whom: (protocol, address, pid). */
static const struct {
	const char *address;
	struct {
		enum protocol protocol;
		const char *address;
		int pid;
	} listening[4];
	int pid; /* of the one found; -1: none is */
} finds[] = {
	{ "127.0.0.1", { { PROTOCOL_TCP, "127.0.0.1", 1 } }, 1 },
	{ "127.0.0.1", { { PROTOCOL_TCP, "0.0.0.0", 1 } }, 1 },
	{ "127.0.0.1", { { PROTOCOL_TCP, "::", 1 } }, 1 },
	{ "::1", { { PROTOCOL_TCP, "::1", 1 } }, 1 },
	{ "::1", { { PROTOCOL_TCP, "::", 1 } }, 1 },
	{ "127.0.0.1", { { PROTOCOL_TCP, "127.0.0.1", 0 } }, 0 },

	{ "127.0.0.1", { { PROTOCOL_TCP, "127.0.0.2", 1 } }, -1 },
	{ "127.0.0.1", { { PROTOCOL_UDP, "127.0.0.1", 1 } }, -1 },
	{ "::1", { { PROTOCOL_TCP, "0.0.0.0", 1 } }, -1 },
	{ "::1", { { PROTOCOL_TCP, "2001:db8::1", 1 } }, -1 },
	{ "127.0.0.1", { { 0 } }, -1 },

	/* The closest has it. */
	{ "127.0.0.1",
	  { { PROTOCOL_TCP, "0.0.0.0", 1 },
	    { PROTOCOL_TCP, "127.0.0.1", 2 },
	    { PROTOCOL_TCP, "::", 3 } },
	  2 },
	{ "127.0.0.1",
	  { { PROTOCOL_TCP, "0.0.0.0", 1 }, { PROTOCOL_TCP, "::", 3 } },
	  1 },
	{ "::1",
	  { { PROTOCOL_TCP, "0.0.0.0", 1 },
	    { PROTOCOL_TCP, "::", 2 },
	    { PROTOCOL_TCP, "::1", 3 } },
	  3 },
	/* Of those that share a place, one that is seen. */
	{ "127.0.0.1",
	  { { PROTOCOL_TCP, "127.0.0.1", 0 },
	    { PROTOCOL_TCP, "127.0.0.1", 7 },
	    { PROTOCOL_TCP, "127.0.0.1", 8 } },
	  7 },
	{ "127.0.0.1",
	  { { PROTOCOL_TCP, "0.0.0.0", 7 }, { PROTOCOL_TCP, "127.0.0.1", 0 } },
	  0 },
};

Test(listeners, are_found_by_the_closest_bind)
{
	for (size_t i = 0; i < COUNT(finds); i++) {
		struct address asked = parsed(finds[i].address);
		/* Between two neighbours that are never meant. */
		struct listener items[6] = { { .address = asked,
			                       .port = 79,
			                       .protocol = PROTOCOL_UDP,
			                       .pid = 99 } };
		struct listeners listeners = { .items = items, .count = 1 };
		const struct listener *found;

		for (size_t j = 0; finds[i].listening[j].address != NULL; j++)
			items[listeners.count++] = (struct listener){
				.address =
					parsed(finds[i].listening[j].address),
				.port = 80,
				.protocol = finds[i].listening[j].protocol,
				.pid = finds[i].listening[j].pid,
			};
		items[listeners.count++] = (struct listener){ .address = asked,
			                                      .port = 81,
			                                      .pid = 98 };
		found = listeners_find(&listeners, PROTOCOL_TCP, &asked, 80);
		cr_expect(
			eq(int, found != NULL ? found->pid : -1, finds[i].pid),
			"row %zu", i);
	}
}

Test(listeners, of_one_user_all_have_the_name)
{
	struct fake_proc fake;
	struct listeners listeners;

	fake_init(&fake);
	fake_directory(&fake, "net");
	fake_file(&fake, "net/tcp",
	          LOCAL_4("00000000:0016") OWNED("0A", "0",
	                                         "1") LOCAL_4("00000000:0017")
	                  OWNED("0A", "0", "2") LOCAL_4("00000000:0018")
	                          OWNED("0A", "4123456789", "3")
	                                  LOCAL_4("00000000:0019")
	                                          OWNED("0A", "0", "4"));
	cr_assert(eq(int, listeners_read(fake.root, every_port(), &listeners),
	             LISTENERS_OK));
	cr_assert(eq(sz, listeners.count, 4));
	cr_expect(eq(str, listeners.items[0].user, "root"));
	cr_expect(eq(str, listeners.items[1].user, "root"));
	cr_expect(eq(str, listeners.items[2].user, ""));
	cr_expect(eq(str, listeners.items[3].user, "root"));
	listeners_release(&listeners);
	fake_remove(&fake);
}
