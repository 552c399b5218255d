// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_IN_TLS_H
#define PORTSCAN_IDENTIFY_IN_TLS_H

/* What a service is called inside TLS: "https" for "http".  `name` itself
 * where there is no other name for it. */
const char *name_in_tls(const char *name);

/* The way back: "http" for "https".  NULL where `name` says nothing of TLS. */
const char *name_outside_tls(const char *name);

#endif
