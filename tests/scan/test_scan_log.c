// SPDX-License-Identifier: Apache-2.0
#include "scan/scan_log.h"

#include "base/count.h"
#include "targets/target_set.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static struct target_set targets;

/* 10.0.0.0/28, ports 1 to 100. */
static struct probe_space *make_space(void)
{
	struct address first = { .lo = 0x0a000000, .version = 4 };
	struct address last = { .lo = 0x0a00000f, .version = 4 };
	struct port_plan ports = { 0 };

	target_set_init(&targets);
	cr_assert(eq(int, target_set_add(&targets, &first, &last), 0));
	cr_assert(eq(int, target_set_seal(&targets, NULL), 0));
	port_set_add(&ports.of[PROTOCOL_TCP], 1, 100);
	return probe_space_create(&targets, &ports, 1);
}

Test(scan_log, a_finding_comes_back_as_the_probe_it_was)
{
	struct probe_space *space = make_space();
	uint8_t who[] = { FACT_SERVICE_NAME, 3, 0, 's', 's', 'h',
		          FACT_TLS_ALPN,     2, 0, 'h', '2' };
	struct checkpoint_finding finding = {
		.question = 3 * 100 + 21, /* 10.0.0.3, port 22 */
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.attempts = 2,
		.has_rtt = true,
		.rtt_us = 310,
		.settled_us = 1795449907250000,
		.suspect = true,
		.heard = true,
		.banner = (const uint8_t *)"SSH-2.0-OpenSSH_9.2p1\r\n",
		.banner_len = 23,
		.who = { who, sizeof(who) },
	};
	struct probe probe = scan_log_read_probe(space, &finding);

	cr_expect(eq(u64, probe.question.address.lo, 0x0a000003));
	cr_expect(eq(u16, probe.question.port, 22));
	cr_expect(eq(int, probe.outcome.state, PORT_OPEN));
	cr_expect(eq(u32, probe.attempts, 2));
	cr_expect(eq(u64, probe.rtt_us, 310));
	cr_expect(eq(i64, probe.settled_us, 1795449907250000));
	cr_expect(probe.suspect);
	cr_assert(ne(ptr, probe.answer, NULL));
	cr_expect(eq(sz, probe.answer->banner_len, 23));
	cr_expect(eq(str, (char *)probe.answer->who.service.name, "ssh"));
	cr_expect(eq(sz, probe.answer->who.facts.len, 5));
	probe_drop_answer(&probe);
	probe_space_free(space);
	target_set_release(&targets);
}

static const struct {
	enum conduct conduct;
	const char *said;
	const char *line;
} conducts[] = {
	{ CONDUCT_SPOKE, "x", "heard 78 -" },
	{ CONDUCT_SILENT, "", "heard - -" },
	{ CONDUCT_HUNG_UP, "", "heard,hung-up - -" },
	{ CONDUCT_ENDLESS, "x", "heard,endless 78 -" },
};

Test(scan_log, keeps_how_a_port_behaved)
{
	struct probe_space *space = make_space();
	struct text log;

	text_init(&log);
	for (size_t i = 0; i < COUNT(conducts); i++) {
		struct checkpoint_finding finding = {
			.heard = true,
			.hung_up = conducts[i].conduct == CONDUCT_HUNG_UP,
			.endless = conducts[i].conduct == CONDUCT_ENDLESS,
			.banner = (const uint8_t *)conducts[i].said,
			.banner_len = strlen(conducts[i].said),
		};
		struct probe probe = scan_log_read_probe(space, &finding);

		cr_assert(ne(ptr, probe.answer, NULL));
		cr_expect(eq(int, probe.answer->conduct, conducts[i].conduct),
		          "row %zu", i);
		text_clear(&log);
		scan_log_probe(&log, space, &probe);
		cr_expect(ne(ptr, strstr(log.data, conducts[i].line), NULL),
		          "row %zu: %s", i, log.data);
		probe_drop_answer(&probe);
	}
	text_release(&log);
	probe_space_free(space);
	target_set_release(&targets);
}

Test(scan_log, a_port_that_nobody_listened_to_has_no_answer)
{
	struct probe_space *space = make_space();
	struct checkpoint_finding finding = {
		.outcome = { PORT_CLOSED, REASON_CONN_REFUSED }, .attempts = 1
	};
	struct probe probe = scan_log_read_probe(space, &finding);
	struct text log;

	cr_expect(eq(ptr, probe.answer, NULL));
	cr_expect(eq(u64, probe.rtt_us, 0));
	text_init(&log);
	scan_log_probe(&log, space, &probe);
	cr_expect(
		eq(str, log.data, "port 0 closed conn-refused 1 - 0 - - -\n"));
	text_release(&log);
	probe_space_free(space);
	target_set_release(&targets);
}
