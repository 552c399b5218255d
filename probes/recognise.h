// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_RECOGNISE_H
#define PORTSCAN_PROBES_RECOGNISE_H

#include "probes/bytes.h"
#include "probes/service.h"

#include <stdbool.h>

/*
 * The recognisers behind service_identify(), a file for each family.  Each
 * looks at what a service said, and either fills `service`, which it is given
 * empty, and returns true, or returns false and leaves it for the next.
 */
typedef bool recogniser(struct bytes said, struct service *service);

recogniser recognise_headers;  /* HTTP and what looks like it */
recogniser recognise_text;     /* lines of words, over TCP */
recogniser recognise_stream;   /* binary, over TCP */
recogniser recognise_datagram; /* binary, over UDP */
recogniser recognise_ber;      /* ASN.1, over either */
recogniser recognise_legacy;   /* echo and chargen, over either */
recogniser recognise_domain;   /* a DNS message by itself */

void service_set_name(struct service *service, const char *name);
void service_set_product(struct service *service, const char *product);

/* The printable ASCII that `text` begins with, as far as it fits. */
void service_set_version(struct service *service, struct bytes text);

/* The version that `rest` begins with, as in " 4.96 ready"; false if not. */
bool service_set_next_version(struct service *service, struct bytes rest);

/*
 * Take "OpenSSH_9.2p1 Debian", "nginx/1.22.1" or "unbound 1.17.1" apart at the
 * mark before the first number; without one, all of it is the product.  What
 * stands in brackets is neither.
 */
void service_set_product_and_version(struct service *service,
                                     struct bytes text);

#endif
