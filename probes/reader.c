// SPDX-License-Identifier: Apache-2.0
#include "probes/reader.h"

#include "identify/identify.h"

#include <string.h>

/* The files of a database, in the order of trust. */
enum { OWN_FILE, USERS_FILE, FILES };

/* Add what a signature knows to what is known.  A signature that was made for
 * a product knows better than structure who speaks a protocol. */
static enum reading combine(struct identity *who, enum reading known,
                            struct identity *matched, enum db_match match,
                            size_t file)
{
	bool same = strcmp(who->service.name, matched->service.name) == 0;

	if (match == DB_NO_MATCH)
		return known;
	if (known == READING_CERTAIN &&
	    (match == DB_SOFT_MATCH || (file != OWN_FILE && !same)))
		return known;
	if (known == READING_CERTAIN && file != OWN_FILE) {
		identity_fill(who, matched);
		return known;
	}
	identity_fill(matched, who);
	identity_release(who);
	*who = *matched;
	*matched = (struct identity){ 0 };
	return match == DB_MATCH ? READING_CERTAIN : READING_LIKELY;
}

enum reading reader_read(struct db_matcher *matcher,
                         const struct db_probe *probe,
                         const struct reply *reply, struct identity *who)
{
	enum reading known =
		identify_reply(reply, who) ? READING_CERTAIN : READING_NOTHING;

	for (size_t file = OWN_FILE; file < FILES; file++) {
		struct identity matched = { 0 };
		enum db_match match =
			db_match(matcher, probe, file, reply->said, &matched);

		known = combine(who, known, &matched, match, file);
		identity_release(&matched);
	}
	if (known == READING_NOTHING)
		return known;
	who->service.confidence =
		known == READING_CERTAIN ? SERVICE_CERTAIN : SERVICE_LIKELY;
	who->service.via =
		reply->asked.len > 0 ? SERVICE_VIA_PAYLOAD : SERVICE_VIA_BANNER;
	return known;
}
