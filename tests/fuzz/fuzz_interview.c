// SPDX-License-Identifier: Apache-2.0
/*
 * A service that says anything, turn by turn, to an interview with the built-in
 * database.  The first byte picks level, protocol and whether TLS is to be had,
 * two more the port; then each reply is a byte for how the turn ends, one for
 * its length, and as many bytes.  When they run out it is silent.
 */
#include "probes/interview.h"

#include "probes/known_services.h"
#include "tests/fuzz/check_service.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Neither what it says nor its silence may draw turns without end. */
enum { TURNS_MAX = 200 };

enum { FULL = 1, UDP = 2, HAS_TLS = 4 };

static const struct service_db *services(void)
{
	static struct service_db *db;
	struct text why;

	if (db == NULL) {
		text_init(&why);
		db = known_services_create(NULL, &why);
		if (db == NULL)
			abort();
	}
	return db;
}

static struct bytes take(struct bytes *rest, size_t len)
{
	struct bytes taken = bytes_first(*rest, len);

	*rest = bytes_from(*rest, taken.len);
	return taken;
}

static void answer(struct interview *interview, const struct turn *turn,
                   bool has_tls, struct bytes *rest)
{
	struct bytes head = take(rest, 2);
	struct facts none = { 0 };
	struct turn_reply reply = { .end = TURN_QUIET };

	if (head.len == 2) {
		reply.end =
			(enum turn_end)(head.data[0] % (TURN_CANCELLED + 1));
		reply.said = take(rest, head.data[1]);
	}
	if (turn->start_tls && has_tls)
		reply.tls = &none;
	if (turn->send.len > 0 && turn->send.data == NULL)
		abort();
	interview_hear(interview, &reply);
}

static void hold(struct interview *interview, bool has_tls, struct bytes rest)
{
	struct interview_result result;
	struct turn turn;
	uint64_t now_ms = 0;
	int turns = 0;

	while (interview_next(interview, now_ms, &turn)) {
		if (++turns > TURNS_MAX)
			abort();
		now_ms += 10;
		answer(interview, &turn, has_tls, &rest);
	}
	result = interview_result(interview);
	check_service(&result.who->service);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct interview_setting setting = { .db = services() };
	struct interview_subject subject = { .host = "192.0.2.1" };
	struct interview *interview;

	if (size < 3)
		return 0;
	setting.matcher = db_matcher_create(setting.db);
	setting.level = data[0] & FULL ? INTERVIEW_FULL : INTERVIEW_LIGHT;
	subject.protocol = data[0] & UDP ? PROTOCOL_UDP : PROTOCOL_TCP;
	subject.port = (uint16_t)(data[1] << 8 | data[2]);
	interview = interview_create(&setting, &subject, 0);
	if (setting.matcher == NULL || interview == NULL)
		abort();
	hold(interview, data[0] & HAS_TLS,
	     (struct bytes){ data + 3, size - 3 });
	interview_free(interview);
	db_matcher_free(setting.matcher);
	return 0;
}
