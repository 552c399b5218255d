// SPDX-License-Identifier: Apache-2.0
/* The first byte is how many bytes come at a time; the rest is all that the
 * server says. */
#include "identify/tls_facts.h"
#include "identify/tls_session.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_all(struct tls_session *session)
{
	uint8_t bytes[512];
	size_t len, total = 0;

	while ((len = tls_session_take(session, bytes, sizeof(bytes))) > 0)
		total += len;
	if (total > 65536)
		abort();
}

static void hear(struct tls_session *session, struct bytes said, size_t step)
{
	uint8_t plain[512];

	while (said.len > 0) {
		size_t taken =
			tls_session_receive(session, bytes_first(said, step));

		if (taken == 0)
			abort(); /* all there was to read is read */
		said = bytes_from(said, taken);
		take_all(session);
		while (tls_session_read(session, plain, sizeof(plain)) > 0)
			;
	}
	tls_session_end(session);
	take_all(session);
}

static void check(const struct tls_session *session)
{
	bool failed = tls_session_state(session) == TLS_FAILED;
	struct facts facts = { 0 }, again;
	struct bytes alert;

	if (tls_session_state(session) == TLS_HANDSHAKING ||
	    failed != (tls_session_failure(session)[0] != '\0'))
		abort();
	tls_facts_of_session(&facts, session, 1906502400);
	if (facts_get(&facts, FACT_TLS_ALERT, &alert) != failed ||
	    !facts_decode(&again, facts.bytes, facts.len))
		abort();
	facts_release(&again);
	facts_release(&facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tls_client *client;
	const struct tls_options options = { .server_name = "zoo.test",
		                             .alpn = "h2,http/1.1" };
	struct tls_session *session;

	if (size == 0)
		return 0;
	if (client == NULL)
		client = tls_client_create();
	session = tls_session_create(client, &options);
	if (session == NULL)
		abort();
	hear(session, bytes_from((struct bytes){ data, size }, 1),
	     1U + data[0]);
	check(session);
	tls_session_free(session);
	return 0;
}
