// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_COVERAGE_H
#define PORTSCAN_AUDIT_COVERAGE_H

#include "base/protocol.h"
#include "base/text.h"
#include "probes/outcome.h"
#include "targets/address.h"
#include "targets/port_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What was really asked, and what came of it where it was not an open port:
 * compact, as ranges of addresses with equal sets of ports.
 */
struct coverage;

/* What is known of one question. */
enum asked {
	ASKED_NOT,     /* it was not part of the scan */
	ASKED_UNKNOWN, /* the file does not say what was asked */
	/* It was asked, and not open: which other state is not recorded, and
	 * perhaps it is that we failed, which is `doubtful`. */
	ASKED_SHUT,
	ASKED_DOUBTFUL,
	ASKED_KNOWN, /* asked, with this outcome */
};

struct answer {
	enum asked asked;
	struct outcome outcome; /* with ASKED_KNOWN */
};

/* What is known of one address as a whole. */
enum presence {
	PRESENCE_NOT_ASKED,
	PRESENCE_UNKNOWN, /* cannot be told: untested, or not recorded */
	PRESENCE_SILENT,  /* asked, or looked for, and nothing came back */
	PRESENCE_ANSWERS, /* at least one of its ports is open or closed */
};

/* NULL when out of memory. */
struct coverage *coverage_create(void);
void coverage_free(struct coverage *coverage);

/* One question was settled; in any order, each at most once.  Once out of
 * memory, nothing more is added and coverage_failed() says so. */
void coverage_add(struct coverage *coverage, const struct address *address,
                  enum protocol protocol, uint16_t port,
                  struct outcome outcome);

/* The same for all of first..last × `ports`. */
void coverage_add_range(struct coverage *coverage, const struct address *first,
                        const struct address *last, enum protocol protocol,
                        const struct port_set *ports, struct answer answer);

/* For files that do not say what was asked: everything is ASKED_UNKNOWN that
 * was not added. */
void coverage_set_unknown(struct coverage *coverage);

bool coverage_failed(const struct coverage *coverage);

/* Of several answers to one question the last that was added counts. */
struct answer coverage_find(const struct coverage *coverage,
                            const struct address *address,
                            enum protocol protocol, uint16_t port);

enum presence coverage_presence(const struct coverage *coverage,
                                const struct address *address);

/*
 * Append it as lines of text, the same for the same contents whatever the order
 * they came in, and read such text back.  Reading is strict: false with one
 * line in `error`, and NULL.
 */
void coverage_format(struct coverage *coverage, struct text *text);
struct coverage *coverage_parse(const char *text, size_t len,
                                struct text *error);

#endif
