// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_IDENTITY_H
#define PORTSCAN_IDENTIFY_IDENTITY_H

#include "identify/bytes.h"
#include "identify/facts.h"
#include "identify/service.h"

/* Who answers, as far as it is known: zero-initialised, nothing is.  Owns its
 * facts. */
struct identity {
	struct service service;
	struct facts facts;
};

void identity_release(struct identity *who);

/*
 * Learn from `more` what `who` does not know.  A version is that of a product,
 * so it is learned only with the product that it is of.
 */
void identity_fill(struct identity *who, const struct identity *more);

/* An identity as facts alone, to be kept in a file; and back.  What is no text
 * of ours there becomes unknown. */
void identity_encode(const struct identity *who, struct facts *facts);
void identity_decode(const struct facts *facts, struct identity *who);

/* Each keeps the printable ASCII that `text` begins with, as far as it fits. */
void identity_set_name(struct identity *who, const char *name);
void identity_set_product(struct identity *who, const char *product);
void identity_set_version(struct identity *who, struct bytes text);
void identity_set_extra(struct identity *who, struct bytes text);
void identity_set_hostname(struct identity *who, struct bytes text);
void identity_set_os(struct identity *who, const char *os);
void identity_set_device(struct identity *who, const char *device);

/* The version that `rest` begins with, as in " 4.96 ready"; false if not. */
bool identity_set_next_version(struct identity *who, struct bytes rest);

/*
 * Take "OpenSSH_9.2p1 Debian", "nginx/1.22.1" or "unbound 1.17.1" apart at the
 * mark before the first number; without one, all of it is the product.  What
 * stands in brackets is neither.
 */
void identity_set_product_and_version(struct identity *who, struct bytes text);

/* The printable ASCII that `text` begins with, without blanks at the end, in
 * `size` bytes with a NUL. */
void copy_printable(char *out, size_t size, struct bytes text);

#endif
