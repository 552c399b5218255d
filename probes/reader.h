// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_READER_H
#define PORTSCAN_PROBES_READER_H

#include "identify/identity.h"
#include "identify/reply.h"
#include "identify/service_db.h"

/* How much a reply told. */
enum reading {
	READING_NOTHING, /* who answered is unknown */
	READING_LIKELY,  /* the words fit a protocol */
	READING_CERTAIN,
};

/*
 * Who said that, by all that can tell: structure first, then the signatures of
 * the database, then those of a file that the user brought, each for what the
 * one before left unknown.  `probe` brought the reply.  `who` is overwritten.
 */
enum reading reader_read(struct db_matcher *matcher,
                         const struct db_probe *probe,
                         const struct reply *reply, struct identity *who);

#endif
