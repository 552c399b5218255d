// SPDX-License-Identifier: Apache-2.0
#include "probes/outcome.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>

static void expect(struct outcome got, enum port_state state,
                   enum port_reason reason, const char *what, size_t row)
{
	cr_expect(eq(int, got.state, state), "%s, row %zu", what, row);
	cr_expect(eq(int, got.reason, reason), "%s, row %zu", what, row);
}

Test(outcome, icmp_errors_keep_their_meaning_per_protocol)
{
	static const struct {
		enum protocol protocol;
		struct icmp_error error;
		enum port_state state;
		enum port_reason reason;
	} rows[] = {
		{ PROTOCOL_UDP,
		  { 4, 3, 3, true },
		  PORT_CLOSED,
		  REASON_PORT_UNREACHABLE },
		{ PROTOCOL_UDP,
		  { 4, 3, 3, false },
		  PORT_FILTERED,
		  REASON_PORT_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 4, 3, 3, true },
		  PORT_FILTERED,
		  REASON_PORT_UNREACHABLE },
		{ PROTOCOL_UDP,
		  { 6, 1, 4, true },
		  PORT_CLOSED,
		  REASON_PORT_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 4, 3, 0, false },
		  PORT_FILTERED,
		  REASON_NET_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 4, 3, 1, false },
		  PORT_FILTERED,
		  REASON_HOST_UNREACHABLE },
		{ PROTOCOL_UDP,
		  { 4, 3, 2, false },
		  PORT_FILTERED,
		  REASON_PROTO_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 4, 3, 9, false },
		  PORT_FILTERED,
		  REASON_ADMIN_PROHIBITED },
		{ PROTOCOL_TCP,
		  { 4, 3, 10, false },
		  PORT_FILTERED,
		  REASON_ADMIN_PROHIBITED },
		{ PROTOCOL_UDP,
		  { 4, 3, 13, false },
		  PORT_FILTERED,
		  REASON_ADMIN_PROHIBITED },
		{ PROTOCOL_TCP,
		  { 4, 11, 0, false },
		  PORT_FILTERED,
		  REASON_ICMP_ERROR },
		{ PROTOCOL_TCP,
		  { 6, 1, 0, false },
		  PORT_FILTERED,
		  REASON_NET_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 6, 1, 1, false },
		  PORT_FILTERED,
		  REASON_ADMIN_PROHIBITED },
		{ PROTOCOL_TCP,
		  { 6, 1, 3, false },
		  PORT_FILTERED,
		  REASON_HOST_UNREACHABLE },
		{ PROTOCOL_TCP,
		  { 6, 1, 6, false },
		  PORT_FILTERED,
		  REASON_ADMIN_PROHIBITED },
		{ PROTOCOL_UDP,
		  { 6, 4, 1, false },
		  PORT_FILTERED,
		  REASON_PROTO_UNREACHABLE },
		/* The same numbers mean something else in the other IP. */
		{ PROTOCOL_UDP,
		  { 6, 3, 3, false },
		  PORT_FILTERED,
		  REASON_ICMP_ERROR },
		{ PROTOCOL_UDP,
		  { 4, 1, 4, false },
		  PORT_FILTERED,
		  REASON_ICMP_ERROR },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		expect(outcome_from_icmp(rows[i].protocol, &rows[i].error),
		       rows[i].state, rows[i].reason, "icmp", i);
}

Test(outcome, a_local_failure_is_never_a_statement_about_the_port)
{
	static const struct {
		int error;
		enum port_reason reason;
		bool shortage;
	} rows[] = {
		{ EMFILE, REASON_LOCAL_EMFILE, true },
		{ ENFILE, REASON_LOCAL_EMFILE, true },
		{ EADDRNOTAVAIL, REASON_LOCAL_EADDRNOTAVAIL, true },
		{ EADDRINUSE, REASON_LOCAL_EADDRNOTAVAIL, true },
		{ ENOBUFS, REASON_LOCAL_ENOBUFS, true },
		{ ENETUNREACH, REASON_LOCAL_NO_ROUTE, false },
		{ EHOSTUNREACH, REASON_LOCAL_NO_ROUTE, false },
		{ EPERM, REASON_LOCAL_DENIED, false },
		{ EACCES, REASON_LOCAL_DENIED, false },
		{ EINVAL, REASON_LOCAL_ERROR, false },
		{ ECONNREFUSED, REASON_LOCAL_ERROR, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct outcome got = outcome_from_local_errno(rows[i].error);

		expect(got, PORT_UNTESTED, rows[i].reason, "local", i);
		cr_expect(eq(int, outcome_is_shortage(got), rows[i].shortage));
	}
}

Test(outcome, network_errors_speak_of_the_port_or_the_way_to_it)
{
	static const struct {
		enum protocol protocol;
		int error;
		enum port_state state;
		enum port_reason reason;
	} rows[] = {
		{ PROTOCOL_TCP, ECONNREFUSED, PORT_CLOSED,
		  REASON_CONN_REFUSED },
		{ PROTOCOL_UDP, ECONNREFUSED, PORT_CLOSED,
		  REASON_PORT_UNREACHABLE },
		{ PROTOCOL_TCP, ECONNRESET, PORT_OPEN, REASON_SYN_ACK },
		{ PROTOCOL_TCP, EPIPE, PORT_OPEN, REASON_SYN_ACK },
		{ PROTOCOL_TCP, ETIMEDOUT, PORT_FILTERED, REASON_NO_RESPONSE },
		{ PROTOCOL_TCP, EHOSTUNREACH, PORT_FILTERED,
		  REASON_HOST_UNREACHABLE },
		{ PROTOCOL_TCP, ENETUNREACH, PORT_FILTERED,
		  REASON_NET_UNREACHABLE },
		{ PROTOCOL_TCP, ENOBUFS, PORT_UNTESTED, REASON_LOCAL_ENOBUFS },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		expect(outcome_from_network_errno(rows[i].protocol,
		                                  rows[i].error),
		       rows[i].state, rows[i].reason, "network", i);
}

Test(outcome, silence_is_filtered_in_tcp_and_undecided_in_udp)
{
	expect(outcome_no_response(PROTOCOL_TCP), PORT_FILTERED,
	       REASON_NO_RESPONSE, "tcp", 0);
	expect(outcome_no_response(PROTOCOL_UDP), PORT_OPEN_FILTERED,
	       REASON_NO_RESPONSE, "udp", 0);
}

Test(outcome, every_state_and_reason_has_a_word_of_its_own)
{
	for (int i = 0; i < PORT_REASON_COUNT; i++) {
		cr_assert(ne(ptr, (void *)port_reason_name(i), NULL));
		for (int j = 0; j < i; j++)
			cr_expect(ne(str, (char *)port_reason_name(i),
			             (char *)port_reason_name(j)));
	}
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		cr_assert(ne(ptr, (void *)port_state_name(i), NULL));
}
