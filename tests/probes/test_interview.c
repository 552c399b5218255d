// SPDX-License-Identifier: Apache-2.0
#include "probes/interview.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char database[] =
	"Exclude T:9100\n"
	"Probe TCP NULL q||\n"
	"match ssh m|^SSH-2.0-OpenSSH_([\\w.]+)| p/OpenSSH/ v/$1/\n"
	"softmatch filer m|^FILER|\n"
	"Probe TCP HttpGet q|GET / HTTP/1.0\\r\\n\\r\\n|\n"
	"rarity 1\n"
	"ports 80\n"
	"sslports 443\n"
	"match rabbit m|^rabbit ([\\d.]+)| p/Rabbit/ v/$1/\n"
	"Probe TCP Info q|INFO\\r\\n|\n"
	"rarity 4\n"
	"ports 6379\n"
	"match store m|^version:([\\d.]+)| p/Store/ v/$1/\n"
	"match store m|^-NOAUTH|\n"
	"Probe TCP Syst q|SYST\\r\\n|\n"
	"rarity 5\n"
	"match filer m|^215 Unix (\\S+) ([\\d.]+)| p/$1/ v/$2/\n"
	"Probe TCP StoreVersion q|VERSION\\r\\n|\n"
	"rarity 8\n"
	"match store m|^store ([\\d.]+)| p/Store/ v/$1/\n"
	"Probe TCP Rare q|rare|\n"
	"rarity 9\n"
	"Probe UDP Ask q|ask|\n"
	"rarity 2\n"
	"ports 99\n"
	"match oracle m|^yes| p/Oracle/\n"
	"Probe UDP AskAgain q|again|\n"
	"rarity 3\n"
	"ports 99\n"
	"match oracle m|^indeed ([\\d.]+)| p/Oracle/ v/$1/\n"
	"Probe UDP Other q|other|\n"
	"rarity 4\n"
	"match other m|^me| p/Other/ v/1/\n";

static struct service_db *db;
static struct interview_setting setting;
static struct interview *iv;
static struct turn turn;
static uint64_t now_ms;

static void open_database(void)
{
	struct service_db_error error;

	db = service_db_create();
	cr_assert(service_db_add(db, database, strlen(database), false, &error),
	          "%zu: %s", error.line, error.why);
	cr_assert(service_db_finish(db));
	setting.db = db;
	setting.matcher = db_matcher_create(db);
}

static void close_database(void)
{
	interview_free(iv);
	db_matcher_free(setting.matcher);
	service_db_free(db);
}

TestSuite(interview, .init = open_database, .fini = close_database);

static void begin(enum interview_level level, enum protocol protocol,
                  uint16_t port)
{
	struct interview_subject subject = { .protocol = protocol,
		                             .port = port,
		                             .host = "192.0.2.7" };

	setting.level = level;
	iv = interview_create(&setting, &subject, now_ms);
	cr_assert(ne(ptr, iv, NULL));
}

static bool next(void)
{
	return interview_next(iv, now_ms, &turn);
}

/* It says this, and nothing else. */
static bool says(const char *text)
{
	return turn.send.len == strlen(text) &&
	       (turn.send.len == 0 ||
	        memcmp(turn.send.data, text, turn.send.len) == 0);
}

#define EXPECT_SAYS(text, is_anew)                                             \
	do {                                                                   \
		cr_assert(next(), "no turn: %s", text);                        \
		cr_expect(says(text), "%.*s", (int)turn.send.len,              \
		          (const char *)turn.send.data);                       \
		cr_expect(eq(int, turn.anew, is_anew), "%s", text);            \
	} while (0)

static void hear_bytes(enum turn_end end, const char *said, size_t len,
                       const struct facts *tls)
{
	struct turn_reply reply = { end, { (const uint8_t *)said, len }, tls };

	interview_hear(iv, &reply);
}

static void hear(enum turn_end end, const char *said)
{
	hear_bytes(end, said, strlen(said), NULL);
}

static void hear_tls(enum turn_end end, enum fact_key key, const char *value)
{
	struct facts facts = { 0 };
	struct turn_reply reply = { .end = end, .tls = &facts };

	facts_add_string(&facts, key, value);
	interview_hear(iv, &reply);
	facts_release(&facts);
}

static void expect_service(const char *name, const char *product,
                           const char *version)
{
	const struct service *service = &interview_result(iv).who->service;

	cr_expect(eq(str, (char *)service->name, (char *)name));
	cr_expect(eq(str, (char *)service->product, (char *)product));
	cr_expect(eq(str, (char *)service->version, (char *)version));
}

Test(interview, a_greeting_that_tells_all_is_all)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 22);
	EXPECT_SAYS("", false);
	cr_expect(turn.is_whole != NULL);
	hear(TURN_WHOLE, "SSH-2.0-OpenSSH_9.2p1\r\n");
	expect_service("ssh", "OpenSSH", "9.2p1");
	cr_expect(eq(int, interview_result(iv).who->service.via,
	             SERVICE_VIA_BANNER));
	cr_expect(eq(int, interview_result(iv).conduct, CONDUCT_SPOKE));
	cr_expect(eq(sz, interview_result(iv).banner.len, 23));
}

Test(interview, the_probe_that_a_port_is_known_for_comes_first)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 6379);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("INFO\r\n", false);
	hear(TURN_QUIET, "version:7.0.15\r\n");
	cr_expect(not(next()));
	expect_service("store", "Store", "7.0.15");
	cr_expect(interview_result(iv).heard_out);
	cr_expect(eq(int, interview_result(iv).who->service.via,
	             SERVICE_VIA_PAYLOAD));
}

Test(interview, a_light_one_makes_two_connections_at_most)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("", true);
	cr_expect(turn.start_tls && turn.wait_ms == 0);
	hear(TURN_NO_TLS, "");
	cr_expect(not(next()));
	expect_service("", "", "");
	cr_expect(eq(int, interview_result(iv).conduct, CONDUCT_SILENT));
	cr_expect(interview_result(iv).heard_out);
}

Test(interview, a_full_one_goes_on_with_the_common_probes)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_CLOSED, "");
	EXPECT_SAYS("", true);
	hear(TURN_NO_TLS, "");
	EXPECT_SAYS("INFO\r\n", true);
	hear(TURN_QUIET, "?");
	EXPECT_SAYS("SYST\r\n", true);
	hear(TURN_CLOSED, "");
	cr_expect(not(next()), "a probe that is too rare");
	cr_expect(eq(int, interview_result(iv).conduct, CONDUCT_SPOKE));
	cr_expect(eq(sz, interview_result(iv).banner.len, 1));
}

Test(interview, a_question_on_a_used_connection_is_repeated_on_its_own)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 6379);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("INFO\r\n", false);
	hear(TURN_WHOLE, "-NOAUTH\r\n");
	expect_service("store", "", "");
	EXPECT_SAYS("VERSION\r\n", false);
	hear(TURN_CLOSED, "");
	EXPECT_SAYS("VERSION\r\n", true);
	hear(TURN_CLOSED, "store 3.1\r\n");
	expect_service("store", "Store", "3.1");
}

/* As one does that hears no hello: RFC 8446 6.2, protocol_version. */
Test(interview, inside_tls_the_search_begins_again)
{
	struct bytes alpn;

	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear_bytes(TURN_WHOLE, "\x15\x03\x01\0\x02\x02\x46", 7, NULL);
	EXPECT_SAYS("", true);
	cr_expect(turn.start_tls);
	hear_tls(TURN_WHOLE, FACT_TLS_ALPN, "x");
	EXPECT_SAYS("", false);
	cr_expect(gt(u32, turn.wait_ms, 0));
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_CLOSED, "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n");
	expect_service("https", "nginx", "1.22.1");
	cr_expect(interview_result(iv).who->service.tls);
	cr_expect(facts_get(&interview_result(iv).who->facts, FACT_TLS_ALPN,
	                    &alpn));
}

/* nginx's words for it. */
Test(interview, one_that_asks_for_tls_gets_it)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_CLOSED,
	     "HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\n"
	     "Content-Type: text/html\r\n\r\n<html><head><title>400 "
	     "The plain HTTP request was sent to HTTPS port</title>");
	EXPECT_SAYS("", true);
	cr_expect(turn.start_tls);
	hear_tls(TURN_WHOLE, FACT_TLS_ALPN, "http/1.1");
	expect_service("https", "nginx", "1.22.1");
}

Test(interview, a_port_known_for_tls_begins_with_it)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 443);
	EXPECT_SAYS("", false);
	cr_expect(turn.start_tls && turn.wait_ms == 0);
	hear_tls(TURN_WHOLE, FACT_TLS_ALPN, "http/1.1");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_QUIET, "");
	while (next())
		hear(TURN_QUIET, "");
	expect_service("tls", "", "");
	cr_expect(eq(int, interview_result(iv).who->service.via,
	             SERVICE_VIA_TLS));
}

Test(interview, tls_that_refuses_us_is_tls)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 443);
	EXPECT_SAYS("", false);
	hear_tls(TURN_NO_TLS, FACT_TLS_ALERT, "handshake failure");
	cr_expect(not(next()));
	expect_service("tls", "", "");
}

Test(interview, what_is_no_tls_is_asked_in_plain)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 443);
	EXPECT_SAYS("", false);
	hear(TURN_NO_TLS, "");
	EXPECT_SAYS("", true);
	hear(TURN_WHOLE, "SSH-2.0-OpenSSH_9.2p1\r\n");
	expect_service("ssh", "OpenSSH", "9.2p1");
}

Test(interview, printers_are_only_listened_to)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 9100);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	cr_expect(not(next()));
	cr_expect(not(interview_result(iv).heard_out));
	interview_free(iv);

	setting.all_ports_talk = true;
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 9100);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	cr_expect(next());
}

Test(interview, one_that_hangs_up_is_asked_three_times)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_RESET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", true);
	hear(TURN_RESET, "");
	cr_expect(next());
	hear(TURN_NO_TLS, "");
	cr_expect(not(next()));
	cr_expect(eq(int, interview_result(iv).conduct, CONDUCT_HUNG_UP));
}

Test(interview, one_that_talks_without_end_is_left)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_FULL, "xxxxxxxx");
	cr_expect(not(next()));
	cr_expect(eq(int, interview_result(iv).conduct, CONDUCT_ENDLESS));
}

Test(interview, a_protocol_is_asked_what_tells_its_product)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 21);
	EXPECT_SAYS("", false);
	hear(TURN_WHOLE, "FILER ready\r\n");
	EXPECT_SAYS("SYST\r\n", false);
	hear(TURN_WHOLE, "215 Unix Filer 1.2\r\n");
	expect_service("filer", "Filer", "1.2");
	cr_expect(eq(int, interview_result(iv).who->service.confidence,
	             SERVICE_CERTAIN));
}

Test(interview, a_likely_name_stays_when_nothing_tells_more)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 21);
	EXPECT_SAYS("", false);
	hear(TURN_WHOLE, "FILER ready\r\n");
	EXPECT_SAYS("SYST\r\n", false);
	hear(TURN_WHOLE, "530 no\r\n");
	cr_expect(not(next()));
	expect_service("filer", "", "");
	cr_expect(eq(int, interview_result(iv).who->service.confidence,
	             SERVICE_LIKELY));
}

Test(interview, ends_when_nobody_takes_a_connection_any_more)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_CLOSED, "??");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", true);
	hear(TURN_LOCAL, "");
	cr_expect(not(next()));
	cr_expect(not(interview_result(iv).heard_out));
}

Test(interview, ends_when_its_time_is_up)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	now_ms += 14999;
	cr_expect(next());
	now_ms++;
	cr_expect(not(next()));
}

/* [MS-RDPBCGR] 2.2.1.2: CredSSP; [MS-CSSP] 2.2.1: a challenge. */
Test(interview, the_challenge_within_rdp_tells_its_host)
{
	static const char confirm[] = "\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0"
				      "\x02\x1f\x08\0\x02\0\0\0";
	static const char challenge[] =
		"\x30\x81\x9f\xa0\x03\x02\x01\x06\xa1\x74\x30\x72\x30\x70"
		"\xa0\x6e\x04\x6c"
		"NTLMSSP\0\x02\0\0\0\x04\0\x04\0\x38\0\0\0\x07\x82\x88\xa2"
		"R\xd5qNftuv\0\0\0\0\0\0\0\0\x30\0\x30\0\x3c\0\0\0"
		"\x0a\0\x63\x45\0\0\0\x0fV\0M\0\x02\0\x04\0V\0M\0\x01\0\x04\0V"
		"\0M\0"
		"\x04\0\x04\0v\0m\0\x03\0\x04\0v\0m\0\x07\0\x08\0"
		"\0\xf3u\x08\x92|\xdd\x01\0\0\0\0";
	struct facts tls = { 0 };

	begin(INTERVIEW_FULL, PROTOCOL_TCP, 3389);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear_bytes(TURN_QUIET, confirm, sizeof(confirm) - 1, NULL);
	expect_service("ms-wbt-server", "", "");
	cr_assert(next() && turn.anew && turn.send.data[0] == 3);
	hear_bytes(TURN_QUIET, confirm, sizeof(confirm) - 1, NULL);
	cr_assert(next() && turn.start_tls && turn.send.data[0] == 0x30);
	cr_expect(gt(u32, turn.wait_ms, 0));
	hear_bytes(TURN_CLOSED, challenge, sizeof(challenge) - 1, &tls);
	cr_expect(not(next()));
	expect_service("ms-wbt-server", "Microsoft Windows Remote Desktop", "");
	cr_expect(eq(str, interview_result(iv).who->service.hostname, "vm"));
}

/* Random lines, by and by. */
Test(interview, one_that_mutters_is_listened_to)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_QUIET, "e]Q#G!*GxbWO<t\r\n");
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "k9;Zt{4w^Jb%~Lr1 P\r\n");
	expect_service("ssh", "endlessh", "");
}

Test(interview, muttering_has_an_end)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 5000);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "?\r\n");
	for (int i = 0; i < 3; i++) {
		EXPECT_SAYS("", false);
		hear(TURN_QUIET, "?\r\n");
	}
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
}

static void find_http(void)
{
	begin(INTERVIEW_FULL, PROTOCOL_TCP, 80);
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("GET / HTTP/1.0\r\n\r\n", false);
	hear(TURN_CLOSED, "HTTP/1.0 200 OK\r\nServer: nginx/1.22.1\r\n\r\n");
	expect_service("http", "nginx", "1.22.1");
	/* Its pages, until it is asked for SSH. */
	while (next() && memcmp(turn.send.data, "GET ", 4) == 0)
		hear(TURN_CLOSED, "HTTP/1.0 404 Not Found\r\n\r\n");
	cr_assert(eq(int, memcmp(turn.send.data, "SSH-2.0-", 8), 0));
	cr_expect(turn.anew);
}

Test(interview, ssh_behind_a_web_server_makes_a_multiplexer)
{
	find_http();
	hear(TURN_QUIET, "SSH-2.0-OpenSSH_9.2p1\r\n");
	cr_expect(not(next()));
	expect_service("sslh", "", "");
	cr_expect(eq(str, interview_result(iv).who->service.extra,
	             "multiplexer of ssh and http"));
	cr_expect(eq(int, interview_result(iv).who->service.confidence,
	             SERVICE_CERTAIN));
}

Test(interview, a_web_server_that_knows_no_ssh_is_one)
{
	find_http();
	hear(TURN_CLOSED, "HTTP/1.1 400 Bad Request\r\n\r\n");
	cr_expect(not(next()));
	expect_service("http", "nginx", "1.22.1");
}

Test(interview, a_name_inside_tls_stays_where_it_has_no_other)
{
	begin(INTERVIEW_LIGHT, PROTOCOL_TCP, 443);
	EXPECT_SAYS("", false);
	cr_expect(turn.start_tls);
	hear_tls(TURN_WHOLE, FACT_TLS_ALPN, "x");
	EXPECT_SAYS("", false);
	hear(TURN_QUIET, "SSH-2.0-OpenSSH_9.2p1\r\n");
	expect_service("ssh", "OpenSSH", "9.2p1");
	cr_expect(interview_result(iv).who->service.tls);
}

Test(interview, full_ones_look_at_the_tls_within_a_protocol)
{
	struct bytes value;

	begin(INTERVIEW_FULL, PROTOCOL_TCP, 21);
	EXPECT_SAYS("", false);
	hear(TURN_WHOLE, "220 (vsFTPd 3.0.3)\r\n");
	EXPECT_SAYS("", true);
	hear(TURN_WHOLE, "220 (vsFTPd 3.0.3)\r\n");
	EXPECT_SAYS("AUTH TLS\r\n", false);
	hear(TURN_WHOLE, "234 go\r\n");
	EXPECT_SAYS("", false);
	cr_expect(turn.start_tls && turn.wait_ms == 0);
	hear_tls(TURN_WHOLE, FACT_TLS_VERSION, "TLSv1.3");
	cr_expect(not(next()));
	expect_service("ftp", "vsFTPd", "3.0.3");
	cr_expect(not(interview_result(iv).who->service.tls));
	cr_expect(facts_get(&interview_result(iv).who->facts, FACT_TLS_STARTTLS,
	                    &value));
}

Test(interview, over_udp_what_was_sent_before_counts)
{
	const struct db_probe *ask = service_db_find(db, PROTOCOL_UDP, "Ask");
	static const struct bytes yes = { (const uint8_t *)"yes", 3 };

	begin(INTERVIEW_LIGHT, PROTOCOL_UDP, 99);
	interview_recall(iv, ask, yes);
	cr_expect(not(next()));
	expect_service("oracle", "Oracle", "");
	interview_free(iv);

	begin(INTERVIEW_FULL, PROTOCOL_UDP, 99);
	interview_recall(iv, ask, yes);
	EXPECT_SAYS("again", false);
	hear(TURN_WHOLE, "indeed 2.0");
	cr_expect(not(next()));
	expect_service("oracle", "Oracle", "2.0");
	cr_expect(eq(u32, interview_result(iv).asked, 1));
}

Test(interview, silence_over_udp_is_asked_everything_common)
{
	const struct db_probe *ask = service_db_find(db, PROTOCOL_UDP, "Ask");
	static const struct bytes nothing = { NULL, 0 };

	begin(INTERVIEW_FULL, PROTOCOL_UDP, 99);
	interview_recall(iv, ask, nothing);
	EXPECT_SAYS("again", false);
	hear(TURN_QUIET, "");
	EXPECT_SAYS("other", false);
	/* An answer may be late: it is to any that was sent. */
	hear(TURN_WHOLE, "yes");
	expect_service("oracle", "Oracle", "");
}
