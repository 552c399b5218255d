// SPDX-License-Identifier: Apache-2.0
#include "probes/converse.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

static const struct payload question_mark = { "test", "?", 1 };

static const struct exchange_limits quick = {
	.greeting_ms = 20, .idle_ms = 20, .total_ms = 2000, .banner_max = 64
};

struct seen {
	int calls;
	size_t len;
	bool answered_payload;
	bool heard_out;
	char banner[65];
};

static void record(void *arg, const struct converse_result *result)
{
	struct seen *seen = arg;

	seen->calls++;
	seen->len = result->banner_len;
	seen->answered_payload = result->answered_payload;
	seen->heard_out = result->heard_out;
	memcpy(seen->banner, result->banner, result->banner_len);
}

/* Two ends of one TCP connection. */
struct connection {
	int ours; /* non-blocking */
	int theirs;
};

static struct connection connection_open(void)
{
	struct connection c;
	struct sockaddr_storage to;
	socklen_t len;
	uint16_t port;
	int listener = loopback_listen(&port);
	struct question question = loopback_question(PROTOCOL_TCP, port);

	len = address_to_sockaddr(&question.address, port, &to);
	c.ours = socket(AF_INET, SOCK_STREAM, 0);
	cr_assert(connect(c.ours, (struct sockaddr *)&to, len) == 0);
	fcntl(c.ours, F_SETFL, O_NONBLOCK);
	c.theirs = accept(listener, NULL, NULL);
	close(listener);
	return c;
}

static struct seen hear(int socket, const struct exchange_limits *limits,
                        const struct payload *payload, bool cancel)
{
	struct seen seen = { 0 };
	struct converse *converse;
	uv_loop_t loop;

	uv_loop_init(&loop);
	converse =
		converse_start(&loop, socket, limits, payload, record, &seen);
	cr_assert(ne(ptr, converse, NULL));
	if (cancel) {
		converse_cancel(converse);
		converse_cancel(converse);
	}
	cr_expect(eq(int, seen.calls, 0), "done ran from inside start");
	uv_run(&loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, seen.calls, 1));
	cr_expect(eq(int, uv_loop_close(&loop), 0), "a handle leaked");
	cr_expect(eq(int, fcntl(socket, F_GETFD), -1), "the socket is open");
	return seen;
}

Test(converse, a_greeting_is_the_banner)
{
	struct connection c = connection_open();
	struct seen seen;

	dprintf(c.theirs, "220 hello\r\n");
	seen = hear(c.ours, &quick, &question_mark, false);
	cr_expect(eq(str, seen.banner, "220 hello\r\n"));
	cr_expect(not(seen.answered_payload));
	close(c.theirs);
}

Test(converse, a_greeting_that_lies_unread_when_time_is_up_is_heard)
{
	struct connection c = connection_open();
	struct exchange_limits hasty = quick;
	struct seen seen;

	hasty.greeting_ms = 0;
	dprintf(c.theirs, "220 hello\r\n");
	seen = hear(c.ours, &hasty, &question_mark, false);
	cr_expect(eq(str, seen.banner, "220 hello\r\n"));
	cr_expect(not(seen.answered_payload));
	close(c.theirs);
}

Test(converse, a_quiet_service_is_sent_the_payload_and_then_a_reset)
{
	struct connection c = connection_open();
	struct seen seen = hear(c.ours, &quick, &question_mark, false);
	char got[2] = "";

	cr_expect(eq(sz, seen.len, 0));
	cr_expect(seen.heard_out);
	/* The reset may overtake the payload, but nothing else can come. */
	if (read(c.theirs, got, 1) == 1) {
		cr_expect(eq(str, got, "?"));
		cr_expect(eq(int, (int)read(c.theirs, got, 1), -1));
	}
	cr_expect(eq(int, errno, ECONNRESET));
	close(c.theirs);
}

Test(converse, silence_means_nothing_where_we_may_not_speak)
{
	struct connection c = connection_open();
	struct exchange_limits brief = quick;
	struct seen seen;

	brief.total_ms = 30;
	seen = hear(c.ours, &brief, NULL, false);
	cr_expect(eq(sz, seen.len, 0));
	cr_expect(not(seen.heard_out));
	close(c.theirs);
}

Test(converse, a_flood_is_cut_at_the_limit)
{
	struct connection c = connection_open();
	static char flood[32768];
	struct seen seen;

	memset(flood, 'x', sizeof(flood));
	cr_assert(write(c.theirs, flood, sizeof(flood)) > 64);
	seen = hear(c.ours, &quick, &question_mark, false);
	cr_expect(eq(sz, seen.len, 64));
	close(c.theirs);
}

Test(converse, what_was_said_before_a_hang_up_is_kept)
{
	struct connection c = connection_open();
	struct seen seen;

	dprintf(c.theirs, "bye");
	close(c.theirs);
	seen = hear(c.ours, &quick, &question_mark, false);
	cr_expect(eq(str, seen.banner, "bye"));
}

Test(converse, a_cancelled_conversation_reports_once_and_claims_nothing)
{
	struct connection c = connection_open();
	struct seen seen = hear(c.ours, &quick, &question_mark, true);

	cr_expect(eq(sz, seen.len, 0));
	cr_expect(not(seen.heard_out));
	close(c.theirs);
}
