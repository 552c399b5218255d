// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_answer.h"

#include "base/count.h"
#include "identify/tls_alert.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#define SAID(literal) (literal), sizeof(literal) - 1

#define RANDOM "01234567890123456789012345678901"

/* A ServerHello without session: 38 bytes, then extensions. */
#define HELLO(version) version RANDOM "\x00\x00\x2f\x00"
#define HELLO_1_2 "\x16\x03\x03\x00\x2a\x02\x00\x00\x26" HELLO("\x03\x03")
#define HELLO_1_3                                                              \
	"\x16\x03\x03\x00\x37\x02\x00\x00\x33" HELLO(                          \
		"\x03\x03") "\x00\x0b\x00\x33\x00\x01x\x00\x2b\x00\x02\x03"    \
			    "\x04"
#define SSL2_HELLO                                                             \
	"\x80\x20\x04\x00\x01\x00\x02\x00\x05\x00\x06\x00\x0a"                 \
	"cert.\x07\x00\xc0\x01\x00\x80"                                        \
	"0123456789"

struct row {
	const char *said;
	size_t len;
	enum tls_answer_kind kind;
	enum tls_version version;
	uint8_t alert;
};

static void expect(struct tls_answer answer, const struct row *row, size_t i)
{
	cr_expect(eq(int, answer.kind, row->kind), "row %zu", i);
	cr_expect(eq(int, answer.version, row->version), "row %zu", i);
	cr_expect(eq(int, answer.alert, row->alert), "row %zu", i);
}

static const struct row accepted[] = {
	{ SAID(HELLO_1_2), TLS_ANSWER_ACCEPTED, TLS_VERSION_1_2, 0 },
	{ SAID(HELLO_1_3), TLS_ANSWER_ACCEPTED, TLS_VERSION_1_3, 0 },
	{ SAID("\x16\x03\x00\x00\x2a\x02\x00\x00\x26" HELLO("\x03\x00")),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_SSL3, 0 },
	/* extensions without one that tells a version */
	{ SAID("\x16\x03\x01\x00\x31\x02\x00\x00\x2d" HELLO(
		  "\x03\x01") "\x00\x05\xff\x01\x00\x01\x00"),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_1_0, 0 },
	/* a record for each half of the message */
	{ SAID("\x16\x03\x02\x00\x01\x02\x16\x03\x02\x00\x29\x00\x00\x26" HELLO(
		  "\x03\x02")),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_1_1, 0 },
	/* a name that it does not know, and it goes on */
	{ SAID("\x15\x03\x01\x00\x02\x01\x70" HELLO_1_2), TLS_ANSWER_ACCEPTED,
	  TLS_VERSION_1_2, 0 },
	{ SAID(SSL2_HELLO), TLS_ANSWER_ACCEPTED, TLS_VERSION_SSL2, 0 },
};

/* SSL 2.0's tells it before its end, where certificate and ciphers are. */
static size_t least(const struct row *row)
{
	return row->version == TLS_VERSION_SSL2 ? 13 : row->len;
}

Test(tls_answer, is_accepted_when_all_of_it_is_there_and_not_before)
{
	static const struct row nothing = { .kind = TLS_ANSWER_NOT_YET };

	for (size_t i = 0; i < COUNT(accepted); i++) {
		struct bytes said = { (const uint8_t *)accepted[i].said,
			              accepted[i].len };

		expect(tls_answer_read(said), &accepted[i], i);
		for (size_t len = 0; len < least(&accepted[i]); len++)
			expect(tls_answer_read(bytes_first(said, len)),
			       &nothing, i * 1000 + len);
	}
}

/* A Certificate follows in the same record, of which little is there yet. */
Test(tls_answer, is_accepted_before_its_record_ends)
{
	static const char said[] =
		"\x16\x03\x03\x08\x00\x02\x00\x00\x26" HELLO("\x03\x03") "\x0b";
	struct bytes bytes = { (const uint8_t *)said, sizeof(said) - 1 };
	struct tls_answer answer = tls_answer_read(bytes);

	cr_expect(eq(int, answer.kind, TLS_ANSWER_ACCEPTED));
	cr_expect(eq(int, answer.version, TLS_VERSION_1_2));
}

#define REFUSED(alert) TLS_ANSWER_REFUSED, TLS_VERSION_UNKNOWN, (alert)
#define FOREIGN TLS_ANSWER_FOREIGN, TLS_VERSION_UNKNOWN, 0
#define NOT_YET TLS_ANSWER_NOT_YET, TLS_VERSION_UNKNOWN, 0

static const struct row others[] = {
	{ SAID("\x15\x03\x01\x00\x02\x02\x28"),
	  REFUSED(TLS_ALERT_HANDSHAKE_FAILURE) },
	{ SAID("\x15\x03\x03\x00\x02\x02\x46"),
	  REFUSED(TLS_ALERT_PROTOCOL_VERSION) },
	{ SAID("\x15\x03\x03\x00\x02\x02\x70"),
	  REFUSED(TLS_ALERT_UNRECOGNIZED_NAME) },
	{ SAID("\x15\x03\x03\x00\x02\x01\x00"),
	  REFUSED(TLS_ALERT_CLOSE_NOTIFY) },
	{ SAID("\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x02\x28"),
	  REFUSED(TLS_ALERT_HANDSHAKE_FAILURE) },
	{ SAID("\x80\x03\x00\x00\x01"), REFUSED(TLS_ALERT_HANDSHAKE_FAILURE) },
	/* SSL 2.0 without a cipher */
	{ SAID("\x80\x1a\x04\x00\x01\x00\x02\x00\x05\x00\x00\x00\x0a"),
	  REFUSED(TLS_ALERT_HANDSHAKE_FAILURE) },
	{ SAID("\x15\x03\x03\x00\x02\x01\x70"), NOT_YET },
	{ SAID("HTTP/1.1 400 Bad Request\r\n\r\n"), FOREIGN },
	{ SAID("SSH-2.0-OpenSSH_9.2p1\r\n"), FOREIGN },
	{ SAID("\x00"), FOREIGN },
	{ SAID("\x16\x04"), FOREIGN },
	{ SAID("\x17\x03\x03\x00\x05hello"), FOREIGN },
	{ SAID("\x15\x03\x03\x00\x03\x02\x28x"), FOREIGN },
	{ SAID("\x15\x03\x03\x00\x02\x03\x28"), FOREIGN },
	{ SAID("\x16\x03\x03\x00\x00"), FOREIGN },
	{ SAID("\x16\x03\x03\x40\x01\x02"), FOREIGN },
	/* another message than ServerHello; one that is too short, or long */
	{ SAID("\x16\x03\x03\x00\x2a\x01\x00\x00\x26" HELLO("\x03\x03")),
	  FOREIGN },
	{ SAID("\x16\x03\x03\x00\x2a\x02\x00\x00\x25" HELLO("\x03\x03")),
	  FOREIGN },
	{ SAID("\x16\x03\x03\x00\x2a\x02\x00\x40\x26" HELLO("\x03\x03")),
	  FOREIGN },
	/* a session id of 33 bytes */
	{ SAID("\x16\x03\x03\x00\x4b\x02\x00\x00\x47\x03\x03" RANDOM
	       "\x21" RANDOM "x\x00\x2f\x00"),
	  FOREIGN },
	/* versions that nobody knows, of DTLS, and of SSL 2.0 */
	{ SAID("\x16\x03\x03\x00\x31\x02\x00\x00\x2d" HELLO(
		  "\x03\x03") "\x00\x05\x00\x2b\x00\x01\x03"),
	  FOREIGN },
	{ SAID("\x16\x03\x05\x00\x2a\x02\x00\x00\x26" HELLO("\x03\x05")),
	  FOREIGN },
	{ SAID("\x16\x03\x03\x00\x2a\x02\x00\x00\x26" HELLO("\xfe\xfd")),
	  FOREIGN },
	{ SAID("\x16\x03\x03\x00\x2a\x02\x00\x00\x26" HELLO("\x00\x02")),
	  FOREIGN },
	{ SAID("\x80\x20\x04\x00\x01\x00\x03\x00\x05\x00\x06\x00\x0a"),
	  FOREIGN },
	{ SAID("\x80\x21\x04\x00\x01\x00\x02\x00\x05\x00\x06\x00\x0a"),
	  FOREIGN },
	{ SAID("\x80\x03\x01\x00\x01"), FOREIGN },
	{ SAID("\xff\xff\xff\xff"), FOREIGN },
};

Test(tls_answer, is_nothing_else_than_it_is)
{
	for (size_t i = 0; i < COUNT(others); i++)
		expect(tls_answer_read(
			       (struct bytes){ (const uint8_t *)others[i].said,
		                               others[i].len }),
		       &others[i], i);
}

/* Header of a DTLS record of epoch 0, and of a fragment in it. */
#define RECORD(type, len) type "\xfe\xff\x00\x00\x00\x00\x00\x00\x00\x00" len
#define MESSAGE(type, len, at, part) type len "\x00\x00" at part

static const struct row datagrams[] = {
	{ SAID(RECORD("\x16", "\x00\x17")
	               MESSAGE("\x03", "\x00\x00\x0b", "\x00\x00\x00",
	                       "\x00\x00\x0b") "\xfe\xff\x08portscan"),
	  TLS_ANSWER_VERIFY, TLS_VERSION_UNKNOWN, 0 },
	{ SAID(RECORD("\x16", "\x00\x32")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x26") HELLO("\xfe\xfd")),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_DTLS_1_2, 0 },
	{ SAID(RECORD("\x16", "\x00\x32")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x26") HELLO("\xfe\xff")),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_DTLS_1_0, 0 },
	{ SAID(RECORD("\x16", "\x00\x3a") MESSAGE(
		  "\x02", "\x00\x00\x2e", "\x00\x00\x00", "\x00\x00\x2e")
	               HELLO("\xfe\xfd") "\x00\x06\x00\x2b\x00\x02\xfe\xfc"),
	  TLS_ANSWER_ACCEPTED, TLS_VERSION_DTLS_1_3, 0 },
	{ SAID(RECORD("\x15", "\x00\x02") "\x02\x28"),
	  REFUSED(TLS_ALERT_HANDSHAKE_FAILURE) },
	/* fragments: the first 16 bytes, and others */
	{ SAID(RECORD("\x16", "\x00\x1c")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x10") "\xfe\xfd"
	                                       "01234567890123"),
	  NOT_YET },
	{ SAID(RECORD("\x16", "\x00\x1c")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x10",
	                       "\x00\x00\x10") "0123456789012345"),
	  NOT_YET },
	/* another message: a Certificate */
	{ SAID(RECORD("\x16", "\x00\x1c")
	               MESSAGE("\x0b", "\x00\x00\x26", "\x00\x00\x10",
	                       "\x00\x00\x10") "0123456789012345"),
	  FOREIGN },
	/* fragment longer than its record, record than its datagram */
	{ SAID(RECORD("\x16", "\x00\x1c")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x11") "\xfe\xfd"
	                                       "01234567890123"),
	  FOREIGN },
	{ SAID(RECORD("\x16", "\x00\x33")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x26") HELLO("\xfe\xfd")),
	  FOREIGN },
	/* a HelloVerifyRequest that is not whole */
	{ SAID(RECORD("\x16", "\x00\x0f")
	               MESSAGE("\x03", "\x00\x00\x0b", "\x00\x00\x00",
	                       "\x00\x00\x03") "\xfe\xff\x08"),
	  FOREIGN },
	/* a cookie that is shorter than it says */
	{ SAID(RECORD("\x16", "\x00\x17")
	               MESSAGE("\x03", "\x00\x00\x0b", "\x00\x00\x00",
	                       "\x00\x00\x0b") "\xfe\xff\x09portscan"),
	  FOREIGN },
	{ SAID(RECORD("\x16", "\x00\x32")
	               MESSAGE("\x02", "\x00\x00\x26", "\x00\x00\x00",
	                       "\x00\x00\x26") HELLO("\x03\x03")),
	  FOREIGN },
	{ SAID(RECORD("\x16", "\x00\x00")), FOREIGN },
	{ SAID(RECORD("\x17", "\x00\x02") "\x02\x28"), FOREIGN },
	{ SAID("\x15\x03\x01\x00\x02\x02\x28"), FOREIGN },
	{ SAID(""), FOREIGN },
};

Test(tls_answer, comes_in_datagrams_of_dtls)
{
	for (size_t i = 0; i < COUNT(datagrams); i++)
		expect(tls_answer_read_datagram((struct bytes){
			       (const uint8_t *)datagrams[i].said,
			       datagrams[i].len }),
		       &datagrams[i], i);
}
