// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_CHANGE_H
#define PORTSCAN_AUDIT_CHANGE_H

#include "audit/snapshot.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What became different between two snapshots. */
enum change_kind {
	CHANGE_OPENED,   /* open now; asked then, and not open */
	CHANGE_CLOSED,   /* open then; asked now, and not open */
	CHANGE_CHANGED,  /* open in both, and another answers */
	CHANGE_APPEARED, /* a host: silent then, has open ports now */
	CHANGE_VANISHED, /* a host: silent now, had open ports then */
	CHANGE_NOT_COMPARABLE,
};

enum { CHANGE_KIND_COUNT = CHANGE_NOT_COMPARABLE + 1 };

/* Of CHANGE_CHANGED: flags. */
enum change_aspect {
	ASPECT_SERVICE = 1 << 0,
	ASPECT_PRODUCT = 1 << 1,
	ASPECT_VERSION = 1 << 2,
	ASPECT_CERTIFICATE = 1 << 3,
	ASPECT_HOST_KEY = 1 << 4,
};

enum { CHANGE_ASPECT_COUNT = 5 };

/* Of CHANGE_NOT_COMPARABLE: why nothing can be said. */
enum incomparable {
	INCOMPARABLE_NOT_ASKED_BEFORE, /* open now; the older run did not ask */
	INCOMPARABLE_NOT_ASKED_NOW, /* open then; the newer run did not ask */
	INCOMPARABLE_NOT_RECORDED,  /* a file does not say what was asked */
	INCOMPARABLE_UNTESTED,      /* we failed to ask, in one of them */
	INCOMPARABLE_UNREACHABLE, /* an ICMP error from the way, in one of them
	                           */
	/* One of them looked less closely, was made by another program, or
	 * did not recognise it for certain: who answers may be the same. */
	INCOMPARABLE_LESS_KNOWN,
	INCOMPARABLE_NOT_CONFIRMED, /* a second look saw it otherwise */
};

enum { INCOMPARABLE_COUNT = INCOMPARABLE_NOT_CONFIRMED + 1 };

struct change {
	enum change_kind kind;
	enum incomparable why; /* with CHANGE_NOT_COMPARABLE */
	unsigned aspects;      /* with CHANGE_CHANGED: enum change_aspect */
	struct address address;
	enum protocol protocol; /* of a port */
	uint16_t port;
	bool whole_host; /* appeared, vanished: no port */
	/* Borrowed from the snapshots; NULL where it was not open, and then
	 * what was known instead. */
	const struct sighting *before, *after;
	struct answer answer_before, answer_after;
	/* What was said of it in an earlier run (borrowed), for a change that
	 * is read back without its sightings; else NULL. */
	const char *told;
};

/* By kind, then address, protocol and port. */
struct change_list {
	struct change *items;
	size_t count;
};

/*
 * Hold `after` against `before`, both sorted; `changes` borrows from both.
 * What a vanished or appeared host has open is said once, by its host.  False
 * when out of memory, and then the list is empty.
 */
bool change_list_make(struct change_list *changes,
                      const struct snapshot *before,
                      const struct snapshot *after);
void change_list_release(struct change_list *changes);

size_t change_list_count(const struct change_list *changes,
                         enum change_kind kind);

const char *change_kind_name(enum change_kind kind);       /* "opened" */
const char *change_aspect_name(enum change_aspect aspect); /* "host key" */
const char *incomparable_name(enum incomparable why); /* "not-asked-before" */

/*
 * Append what happened in words, without the address: "now open: ssh OpenSSH
 * 9.2p1", "was ssh OpenSSH 9.2p1, now closed (conn-refused)", "version 9.2p1 ->
 * 9.3p1".  Holds what remote hosts sent; the caller escapes.
 */
void change_explain(const struct change *change, struct text *text);

#endif
