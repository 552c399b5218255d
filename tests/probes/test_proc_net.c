// SPDX-License-Identifier: Apache-2.0
#include "probes/proc_net.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* The kernel prints addresses in the byte order of the machine; the lines
 * below come from little-endian ones. */
TestSuite(proc_net, .disabled = __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__);

#define REST " 00000000:00000000 00:00000000 00000000 "

static const struct {
	const char *line;
	struct proc_net_socket socket;
} sockets[] = {
	{ "   0: 0100007F:1F90 00000000:0000 0A" REST
	  " 1000        0 12345 1 00000000c5d86f1d 100 0 0 10 0",
	  { { 0, 0x7f000001, 4 }, 8080, 0x0a, 1000, 12345 } },
	{ "  17: 00000000:0016 00000000:0000 0A" REST "    0        0 1059 1 0",
	  { { 0, 0, 4 }, 22, 0x0a, 0, 1059 } },
	{ "   3: 0302000A:D431 0100000A:01BB 01" REST "  33        0 77 1 0",
	  { { 0, 0x0a000203, 4 }, 54321, 0x01, 33, 77 } },
	{ " 4711: 00000000:0035 00000000:0000 07" REST
	  "  102        0 18 2 0 0",
	  { { 0, 0, 4 }, 53, 0x07, 102, 18 } },
	{ "   1: 00000000000000000000000000000000:0016 "
	  "00000000000000000000000000000000:0000 0A" REST "0 0 8 1",
	  { { 0, 0, 6 }, 22, 0x0a, 0, 8 } },
	{ "   1: 00000000000000000000000001000000:0277 "
	  "00000000000000000000000000000000:0000 0A" REST "0 0 8 1",
	  { { 0, 1, 6 }, 631, 0x0a, 0, 8 } },
	{ "   1: B80D0120785634120000000001000000:FFFF "
	  "00000000000000000000000000000000:0000 07" REST "0 0 8 1",
	  { { 0x20010db812345678, 1, 6 }, 65535, 0x07, 0, 8 } },
	/* ::ffff:192.0.2.7, an IPv6 socket that only IPv4 can reach */
	{ "   1: 0000000000000000FFFF0000070200C0:0050 "
	  "00000000000000000000000000000000:0000 0A" REST "0 0 8 1",
	  { { 0, 0xc0000207, 4 }, 80, 0x0a, 0, 8 } },
	{ "0: 00000000:0001 00000000:0000 0A" REST
	  "4294967295 0 18446744073709551615 1",
	  { { 0, 0, 4 }, 1, 0x0a, UINT32_MAX, UINT64_MAX } },
};

Test(proc_net, reads_the_lines_of_every_table)
{
	for (size_t i = 0; i < COUNT(sockets); i++) {
		const char *line = sockets[i].line;
		const struct proc_net_socket *want = &sockets[i].socket;
		struct proc_net_socket got;

		cr_assert(proc_net_parse(line, strlen(line), &got), "%s", line);
		cr_expect(eq(u8, got.local.version, want->local.version), "%s",
		          line);
		cr_expect(eq(u64, got.local.hi, want->local.hi), "%s", line);
		cr_expect(eq(u64, got.local.lo, want->local.lo), "%s", line);
		cr_expect(eq(u16, got.port, want->port), "%s", line);
		cr_expect(eq(u8, got.state, want->state), "%s", line);
		cr_expect(eq(u32, got.uid, want->uid), "%s", line);
		cr_expect(eq(u64, got.inode, want->inode), "%s", line);
	}
}

static const char *const refused[] = {
	"",
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "
	"retrnsmt   uid  timeout inode",
	"   0 0100007F:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   x: 0100007F:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F0:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F0100007F:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F0100007F0100007F0100007F0100007F:1F90 0:0 0A" REST
	"0 0 1 1",
	"   0: :1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007G:1F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F:1F9 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F:11F90 00000000:0000 0A" REST "0 0 1 1",
	"   0: 0100007F:1F90 00000000:0000 0" REST "0 0 1 1",
	"   0: 0100007F:1F90 00000000:0000 0AA" REST "0 0 1 1",
	"   0: 0100007F:1F90 00000000:0000 0A" REST "4294967296 0 1 1",
	"   0: 0100007F:1F90 00000000:0000 0A" REST "-1 0 1 1",
	"   0: 0100007F:1F90 00000000:0000 0A" REST
	"0 0 18446744073709551616 1",
};

Test(proc_net, refuses_what_is_no_socket)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct proc_net_socket socket = { .port = 1 };

		cr_expect(not(proc_net_parse(refused[i], strlen(refused[i]),
		                             &socket)),
		          "%s", refused[i]);
		cr_expect(eq(u16, socket.port, 1), "%s", refused[i]);
	}
}

Test(proc_net, a_line_cut_short_anywhere_is_refused)
{
	static const char line[] =
		"   0: 0100007F:1F90 00000000:0000 0A" REST "1000 0 12345 ";
	struct proc_net_socket socket;

	cr_assert(proc_net_parse(line, strlen(line), &socket));
	for (size_t len = 0; len < strlen(line); len++)
		cr_expect(not(proc_net_parse(line, len, &socket)), "%.*s",
		          (int)len, line);
}

Test(proc_net, only_listen_takes_strangers_over_tcp_and_unconnected_over_udp)
{
	for (int state = 0; state <= UINT8_MAX; state++) {
		struct proc_net_socket socket = { .state = (uint8_t)state };

		cr_expect(eq(int, proc_net_listens(&socket, PROTOCOL_TCP),
		             state == 0x0a),
		          "tcp %d", state);
		cr_expect(eq(int, proc_net_listens(&socket, PROTOCOL_UDP),
		             state == 0x07),
		          "udp %d", state);
	}
}

static const struct {
	const char *link;
	bool is_socket;
	uint64_t inode;
} links[] = {
	{ "socket:[1]", true, 1 },
	{ "socket:[18446744073709551615]", true, UINT64_MAX },
	{ "socket:[18446744073709551616]", false, 0 },
	{ "socket:[]", false, 0 },
	{ "socket:[12", false, 0 },
	{ "socket:[12]x", false, 0 },
	{ "socket:[-1]", false, 0 },
	{ "socket:", false, 0 },
	{ "pipe:[12]", false, 0 },
	{ "/tmp/socket:[12]", false, 0 },
	{ "", false, 0 },
};

Test(proc_net, reads_the_links_of_sockets_and_no_others)
{
	for (size_t i = 0; i < COUNT(links); i++) {
		uint64_t inode = 0;

		cr_expect(eq(int,
		             proc_net_parse_link(links[i].link,
		                                 strlen(links[i].link), &inode),
		             links[i].is_socket),
		          "%s", links[i].link);
		cr_expect(eq(u64, inode, links[i].inode), "%s", links[i].link);
	}
}
