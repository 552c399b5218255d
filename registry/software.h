// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REGISTRY_SOFTWARE_H
#define PORTSCAN_REGISTRY_SOFTWARE_H

#include <stddef.h>

/* A piece of a text, without a NUL; `len` 0: none. */
struct software {
	const char *name;
	size_t len;
};

/*
 * What of `list` has answered, by the words that it shares with the answer.
 * The list is one of registry/unofficial.txt: "Home Assistant; ClickHouse
 * (over HTTP)", of which ";" and "," make items, and brackets are no part.  An
 * item is what answered when
 *
 *  - its words stand in `product` or `service`, as "Squid" does in "Squid http
 *    proxy" and "Tor" in tor-control,
 *  - it begins with theirs, or has several of them elsewhere, as "Prometheus
 *    node_exporter" has "node exporter",
 *  - or it is another name of the protocol of `service`, as "VNC" of rfb.
 *
 * A word is letters and digits, in upper or lower case.  `product` may be "".
 * The result is those words, in the list; of several items, of the first.
 */
struct software software_find(const char *list, const char *service,
                              const char *product);

#endif
