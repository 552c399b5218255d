// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_VERDICT_H
#define PORTSCAN_REGISTRY_VERDICT_H

#include "base/text.h"
#include "registry/registry.h"
#include "registry/software.h"

#include <stdbool.h>

/* What to think of an open port, from nothing to the gravest; docs/verdicts.md
 * has an example of each. */
enum verdict_label {
	VERDICT_NONE, /* the port is not open: nothing to judge */
	VERDICT_EXPECTED,
	VERDICT_UNCONFIRMED,
	VERDICT_INVESTIGATE,
};

/* Why: a set of flags, each with a machine-readable code. */
enum verdict_why {
	WHY_NUMBER_UNASSIGNED = 1 << 0, /* number-unassigned */
	WHY_NUMBER_DORMANT = 1 << 1,    /* number-dormant */
	WHY_NUMBER_RESERVED = 1 << 2,   /* number-reserved */
	WHY_NUMBER_DYNAMIC = 1 << 3,    /* number-dynamic */
	WHY_SERVICE_MATCHES = 1 << 4,   /* service-matches */
	WHY_SERVICE_DIFFERS = 1 << 5,   /* service-differs: for certain */
	/* service-likely: the name is a good guess, and contradicts nothing */
	WHY_SERVICE_LIKELY = 1 << 6,
	/* known-unofficial-use: by what answered, unregistered as it is */
	WHY_KNOWN_USE = 1 << 7,
	WHY_TLS_ONLY = 1 << 8, /* tls-only: inside the TLS is unknown */
	/* unrecognised: it spoke, we know not what */
	WHY_UNRECOGNISED = 1 << 9,
	WHY_HANGS_UP = 1 << 10,  /* hangs-up: it closes at once */
	WHY_ENDLESS = 1 << 11,   /* endless: it talks without end */
	WHY_SILENT = 1 << 12,    /* silent: it was asked and said nothing */
	WHY_NOT_ASKED = 1 << 13, /* not-asked: nobody talked to it */
	/* answers-on-every-port: its host does, so being open says nothing */
	WHY_HOST_SUSPECT = 1 << 14,
};

enum { VERDICT_WHY_COUNT = 15 };

/* What talking to the port brought. */
enum evidence {
	EVIDENCE_NOT_ASKED,
	EVIDENCE_SILENT,
	EVIDENCE_HUNG_UP,      /* it closed or reset as soon as it accepted */
	EVIDENCE_ENDLESS,      /* it talked on and on, and named no service */
	EVIDENCE_UNRECOGNISED, /* bytes came that name no service */
	EVIDENCE_SERVICE,      /* bytes came that name one */
};

/* Who answered; all but the evidence is read only with EVIDENCE_SERVICE. */
struct respondent {
	enum evidence evidence;
	bool tls;            /* inside TLS or DTLS */
	bool likely;         /* the name is a good guess */
	const char *service; /* "ssh", "tls": any name of registry/aliases.h */
};

struct verdict {
	enum verdict_label label;
	unsigned why;             /* enum verdict_why, or-ed */
	struct software software; /* with WHY_KNOWN_USE: which it is */
};

/* Judge an open port. */
struct verdict verdict_of_open(const struct registry_entry *entry,
                               const struct respondent *who);

/*
 * The same verdict where `software`, which is constant data, is what answered
 * and is known to use the number though another has it or none: the label
 * stays, for that it is known does not make it wanted.  Without a name, or
 * where all is as expected, nothing changes.
 */
struct verdict verdict_of_known_use(struct verdict verdict,
                                    struct software software);

/*
 * The same verdict on a host that answers on every port: the label stays, for
 * only what a service said ever made it `expected`, and no host shall escape
 * `investigate` by opening the other ports too.
 */
struct verdict verdict_on_suspect_host(struct verdict verdict);

/* "expected", …; "" for VERDICT_NONE. */
const char *verdict_label_name(enum verdict_label label);

/* The code of one flag, "number-dormant". */
const char *verdict_why_code(enum verdict_why why);

/*
 * Append the reasons in a few words, "dormant number (IANA: newlixconfig);
 * answers as ssh"; nothing when all is as expected.  `service` is what
 * answered, NULL or "" when unknown.
 */
void verdict_explain(const struct verdict *verdict,
                     const struct registry_entry *entry, const char *service,
                     struct text *text);

/*
 * The same as a sentence for those who will look into it: "treated as
 * unassigned: IANA's entry newlixconfig is dormant; answers as ssh".
 */
void verdict_explain_investigate(const struct verdict *verdict,
                                 const struct registry_entry *entry,
                                 const char *service, struct text *text);

#endif
