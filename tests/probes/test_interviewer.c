// SPDX-License-Identifier: Apache-2.0
#include "probes/interviewer.h"

#include "tests/probes/loopback.h"

#include <criterion/new/assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

static const char database[] = "Exclude T:9100\n"
			       "Probe TCP NULL q||\n"
			       "match greeter m|^hello ([\\d.]+)| v/$1/\n"
			       "Probe TCP Ask q|ask|\n"
			       "rarity 1\n"
			       "match answerer m|^answer ([\\d.]+)| v/$1/\n"
			       "Probe TCP Beg q|beg|\n"
			       "rarity 2\n"
			       "match giver m|^take ([\\d.]+)| v/$1/\n"
			       "Probe UDP AskUdp q|ask|\n"
			       "rarity 1\n"
			       "match answerer m|^answer ([\\d.]+)| v/$1/\n";

enum { CONNECTIONS_MAX = 8 };

/* What the service does on each connection. */
struct script {
	const char *greets, *answers; /* NULL: is silent */
	bool hangs_up;                /* after that */
};

static const struct script nothing;

/* A service on the loop of the test: the scripts, in turn. */
struct service_rig {
	uv_loop_t loop;
	uv_tcp_t listener;
	bool listens;
	uv_udp_t datagrams;
	uv_tcp_t connections[CONNECTIONS_MAX];
	size_t connection_count;
	const struct script *scripts;
	uint16_t port;
	char received[256];

	struct service_db *db;
	struct interview_setting setting;
	struct tls_client *tls;

	int calls; /* of done */
	struct service who;
	enum conduct conduct;
	bool heard_out, refused;
	char banner[64];
};

static struct service_rig rig;

static void open_rig(void)
{
	struct service_db_error error;

	uv_loop_init(&rig.loop);
	rig.scripts = &nothing;
	rig.db = service_db_create();
	cr_assert(service_db_add(rig.db, database, strlen(database), false,
	                         &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(rig.db));
	rig.setting.db = rig.db;
	rig.setting.matcher = db_matcher_create(rig.db);
	rig.setting.level = INTERVIEW_FULL;
	rig.tls = tls_client_create();
}

static void close_rig(void)
{
	tls_client_free(rig.tls);
	db_matcher_free(rig.setting.matcher);
	service_db_free(rig.db);
}

TestSuite(interviewer, .init = open_rig, .fini = close_rig);

static void say(uv_tcp_t *connection, const char *text)
{
	uv_buf_t buf = uv_buf_init((char *)text, (unsigned)strlen(text));

	cr_assert(eq(int, uv_try_write((uv_stream_t *)connection, &buf, 1),
	             (int)strlen(text)));
}

static void lend(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[256];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_asked(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
	const struct script *script = stream->data;

	if (nread <= 0) {
		if (nread < 0 && !uv_is_closing((uv_handle_t *)stream))
			uv_close((uv_handle_t *)stream, NULL);
		return;
	}
	strncat(rig.received, buf->base, (size_t)nread);
	if (script->answers != NULL)
		say((uv_tcp_t *)stream, script->answers);
	if (script->hangs_up)
		uv_close((uv_handle_t *)stream, NULL);
}

static void on_connection(uv_stream_t *listener, int status)
{
	size_t number = rig.connection_count++;
	uv_tcp_t *connection = &rig.connections[number];
	const struct script *script = &rig.scripts[number];

	(void)status;
	cr_assert(lt(sz, number, CONNECTIONS_MAX));
	uv_tcp_init(&rig.loop, connection);
	connection->data = (void *)script;
	cr_assert(eq(int, uv_accept(listener, (uv_stream_t *)connection), 0));
	if (script->greets != NULL)
		say(connection, script->greets);
	if (script->hangs_up && script->answers == NULL)
		uv_close((uv_handle_t *)connection, NULL);
	else
		uv_read_start((uv_stream_t *)connection, lend, on_asked);
}

static void serve(const struct script *scripts)
{
	struct sockaddr_in any;
	int len = sizeof(any);

	rig.scripts = scripts;
	rig.listens = true;
	uv_ip4_addr("127.0.0.1", 0, &any);
	uv_tcp_init(&rig.loop, &rig.listener);
	uv_tcp_bind(&rig.listener, (struct sockaddr *)&any, 0);
	cr_assert(eq(int,
	             uv_listen((uv_stream_t *)&rig.listener, 8, on_connection),
	             0));
	uv_tcp_getsockname(&rig.listener, (struct sockaddr *)&any, &len);
	rig.port = ntohs(any.sin_port);
}

static void on_done(void *arg, const struct interview_result *result)
{
	size_t len = result->banner.len < sizeof(rig.banner) - 1
	                     ? result->banner.len
	                     : sizeof(rig.banner) - 1;

	(void)arg;
	rig.calls++;
	rig.who = result->who->service;
	rig.conduct = result->conduct;
	rig.heard_out = result->heard_out;
	rig.refused = result->refused;
	memcpy(rig.banner, result->banner.data, len);
	if (rig.listens && !uv_is_closing((uv_handle_t *)&rig.listener))
		uv_close((uv_handle_t *)&rig.listener, NULL);
}

static struct interviewer *start(enum protocol protocol, int socket)
{
	struct question question = loopback_question(protocol, rig.port);
	struct interview_subject subject = { .protocol = protocol,
		                             .port = rig.port,
		                             .host = "127.0.0.1" };
	struct interviewer_plan plan = {
		.loop = &rig.loop,
		.tls = rig.tls,
		.address = &question.address,
		.port = rig.port,
		.done = on_done,
	};
	struct interview *interview =
		interview_create(&rig.setting, &subject, uv_now(&rig.loop));
	struct interviewer *interviewer =
		protocol == PROTOCOL_TCP
			? interviewer_start_tcp(&plan, interview, socket)
			: interviewer_start_udp(&plan, interview);

	cr_assert(ne(ptr, interviewer, NULL));
	cr_expect(eq(int, rig.calls, 0), "done ran from inside start");
	return interviewer;
}

static int connected(void)
{
	struct question question = loopback_question(PROTOCOL_TCP, rig.port);
	struct sockaddr_storage to;
	socklen_t len = address_to_sockaddr(&question.address, rig.port, &to);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert(connect(fd, (struct sockaddr *)&to, len) == 0);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* Until all is over; and nothing is left then. */
static void run(void)
{
	uv_run(&rig.loop, UV_RUN_DEFAULT);
	cr_expect(eq(int, rig.calls, 1));
	cr_expect(eq(int, uv_loop_close(&rig.loop), 0), "a handle leaked");
}

Test(interviewer, goes_on_with_the_connection_that_is_there)
{
	static const struct script scripts[] = {
		{ "hello 1.0\n", NULL, false },
	};
	int socket;

	serve(scripts);
	socket = connected();
	start(PROTOCOL_TCP, socket);
	run();
	cr_expect(eq(str, rig.who.name, "greeter"));
	cr_expect(eq(str, rig.who.version, "1.0"));
	cr_expect(eq(str, rig.banner, "hello 1.0\n"));
	cr_expect(eq(sz, rig.connection_count, 1));
	cr_expect(eq(int, fcntl(socket, F_GETFD), -1), "the socket is open");
}

Test(interviewer, connects_by_itself_where_there_is_none)
{
	static const struct script scripts[] = {
		{ "hello 1.0\n", NULL, false },
	};

	serve(scripts);
	start(PROTOCOL_TCP, -1);
	run();
	cr_expect(eq(str, rig.who.name, "greeter"));
	cr_expect(eq(sz, rig.connection_count, 1));
}

Test(interviewer, asks_again_on_a_connection_of_its_own)
{
	/* It hangs up on what it does not know, and on TLS. */
	static const struct script scripts[] = {
		{ NULL, "?", true },
		{ NULL, "?", true },
		{ NULL, "take 2.0\n", true },
	};

	serve(scripts);
	start(PROTOCOL_TCP, connected());
	run();
	cr_expect(eq(str, rig.who.name, "giver"));
	cr_expect(eq(str, rig.who.version, "2.0"));
	cr_expect(eq(str, rig.banner, "take 2.0\n"));
	cr_expect(eq(sz, rig.connection_count, 3));
	cr_expect(eq(int, strncmp(rig.received, "ask", 3), 0));
}

Test(interviewer, one_that_hangs_up_is_not_asked_for_ever)
{
	static const struct script scripts[CONNECTIONS_MAX] = {
		{ NULL, NULL, true },
		{ NULL, NULL, true },
		{ NULL, NULL, true },
		{ NULL, NULL, true },
	};

	serve(scripts);
	start(PROTOCOL_TCP, -1);
	run();
	cr_expect(eq(int, rig.conduct, CONDUCT_HUNG_UP));
	cr_expect(eq(str, rig.who.name, ""));
}

Test(interviewer, ends_when_connections_are_refused)
{
	static const struct script scripts[] = { { NULL, "?", true } };
	int socket;

	serve(scripts);
	socket = connected();
	uv_close((uv_handle_t *)&rig.listener, NULL);
	start(PROTOCOL_TCP, socket);
	run();
	cr_expect(eq(str, rig.who.name, ""));
}

Test(interviewer, that_is_stopped_tells_what_it_heard)
{
	struct interviewer *interviewer;

	serve(&nothing);
	interviewer = start(PROTOCOL_TCP, connected());
	interviewer_cancel(interviewer);
	interviewer_cancel(interviewer);
	cr_expect(eq(int, rig.calls, 0), "done ran from inside cancel");
	run();
	cr_expect(not(rig.heard_out));
}

static void on_datagram(uv_udp_t *socket, ssize_t nread, const uv_buf_t *buf,
                        const struct sockaddr *from, unsigned flags)
{
	uv_buf_t answer = uv_buf_init("answer 3.0", 10);

	(void)flags;
	(void)buf;
	if (nread <= 0 || from == NULL)
		return;
	uv_udp_try_send(socket, &answer, 1, from);
	uv_close((uv_handle_t *)socket, NULL);
}

Test(interviewer, over_udp_asks_until_something_answers)
{
	struct sockaddr_in any;
	int len = sizeof(any);

	uv_ip4_addr("127.0.0.1", 0, &any);
	uv_udp_init(&rig.loop, &rig.datagrams);
	uv_udp_bind(&rig.datagrams, (struct sockaddr *)&any, 0);
	uv_udp_recv_start(&rig.datagrams, lend, on_datagram);
	uv_udp_getsockname(&rig.datagrams, (struct sockaddr *)&any, &len);
	rig.port = ntohs(any.sin_port);
	start(PROTOCOL_UDP, -1);
	run();
	cr_expect(eq(str, rig.who.name, "answerer"));
	cr_expect(eq(str, rig.who.version, "3.0"));
}

Test(interviewer, over_udp_learns_that_a_port_is_closed)
{
	close(loopback_bind(SOCK_DGRAM, &rig.port));
	start(PROTOCOL_UDP, -1);
	run();
	cr_expect(rig.refused);
}
