// SPDX-License-Identifier: Apache-2.0
#include "probes/ping.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COOKIE "sixteen letters."

static const struct {
	const char *what;
	uint8_t version;
	const char *message;
	size_t len;
	bool reply;
} messages[] = {
	{ "a reply", 4, "\0\0ccIIss" COOKIE, 24, true },
	{ "a reply of IPv6", 6, "\x81\0ccIIss" COOKIE, 24, true },
	{ "IPv4's number in IPv6", 6, "\0\0ccIIss" COOKIE, 24, false },
	{ "our own request", 4, "\x08\0ccIIss" COOKIE, 24, false },
	{ "our own request of IPv6", 6, "\x80\0ccIIss" COOKIE, 24, false },
	{ "a timestamp reply", 4, "\x0e\0ccIIss" COOKIE, 24, false },
	{ "another cookie", 4, "\0\0ccIIssSixteen letters.", 24, false },
	{ "a cookie cut short", 4, "\0\0ccIIss" COOKIE, 23, false },
	{ "more than was sent", 4, "\0\0ccIIss" COOKIE "x", 25, false },
	{ "a header only", 4, "\0\0ccIIss", 8, false },
	{ "nothing", 4, "", 0, false },
};

Test(ping, knows_replies_to_its_own_requests)
{
	for (size_t i = 0; i < COUNT(messages); i++)
		cr_expect(eq(int,
		             ping_is_reply(messages[i].version,
		                           (const uint8_t *)messages[i].message,
		                           messages[i].len,
		                           (const uint8_t *)COOKIE),
		             messages[i].reply),
		          "%s", messages[i].what);
}

/* A network of our own, where loopback is up and nobody may ping yet. */
static void enter_own_network(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	if (unshare(CLONE_NEWNET) != 0)
		cr_skip_test("needs a network namespace: root");
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	cr_assert(eq(int, ioctl(fd, SIOCSIFFLAGS, &request), 0));
	close(fd);
}

static void allow_ping(void)
{
	int fd = open("/proc/sys/net/ipv4/ping_group_range",
	              O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "0 0", 3) != 3)
		cr_skip_test("may not write net.ipv4.ping_group_range");
	close(fd);
}

struct heard {
	int replies;
	struct address from;
};

static void on_reply(void *arg, const struct address *from)
{
	struct heard *heard = arg;

	heard->replies++;
	heard->from = *from;
}

Test(ping, says_when_the_kernel_does_not_let_us)
{
	uv_loop_t loop;

	enter_own_network();
	uv_loop_init(&loop);
	cr_expect(eq(ptr, ping_create(&loop, on_reply, NULL), NULL));
	cr_expect(eq(int, errno, EACCES));
	cr_expect(eq(int, uv_loop_close(&loop), 0));
}

static void ping_and_hear(const char *text)
{
	struct heard heard = { 0 };
	struct address address;
	struct ping *ping;
	uv_loop_t loop;

	cr_assert(address_parse(text, &address));
	uv_loop_init(&loop);
	ping = ping_create(&loop, on_reply, &heard);
	cr_assert(ne(ptr, ping, NULL), "%s", strerror(errno));
	for (uint16_t sequence = 0; sequence < 3; sequence++)
		cr_assert(eq(int, ping_send(ping, &address, sequence), 0));
	cr_expect(eq(int, heard.replies, 0), "reply ran from inside send");
	while (heard.replies < 3)
		uv_run(&loop, UV_RUN_ONCE);
	cr_expect(address_equal(&heard.from, &address), "%s", text);
	ping_close(ping);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&loop), 0), "a handle leaked");
}

Test(ping, hears_each_reply_of_either_version, .timeout = 30)
{
	enter_own_network();
	allow_ping();
	ping_and_hear("127.0.0.77");
	ping_and_hear("::1");
}

Test(ping, says_what_kept_an_echo_from_leaving)
{
	struct address address;
	struct ping *ping;
	uv_loop_t loop;

	enter_own_network();
	allow_ping();
	uv_loop_init(&loop);
	ping = ping_create(&loop, on_reply, NULL);
	cr_assert(ne(ptr, ping, NULL));
	cr_assert(address_parse("192.0.2.1", &address));
	cr_expect(eq(int, ping_send(ping, &address, 0), ENETUNREACH));
	ping_close(ping);
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, uv_loop_close(&loop), 0));
}
