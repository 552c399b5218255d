// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_SERVICE_H
#define PORTSCAN_IDENTIFY_SERVICE_H

#include <stdbool.h>

/* What made it say so. */
enum service_via {
	SERVICE_VIA_BANNER,  /* it greeted, unasked */
	SERVICE_VIA_PAYLOAD, /* it answered what we sent */
	SERVICE_VIA_TLS, /* the handshake: nothing inside it was recognised */
};

/* How firmly the name stands. */
enum service_confidence {
	/* The words fit, and other services may use them as well. */
	SERVICE_LIKELY,
	/* What its protocol never varies, or a signature made for it. */
	SERVICE_CERTAIN,
};

enum { SERVICE_CPES_MAX = 3 };

/*
 * What answered, as it names itself.  Every string is bounded and holds
 * printable ASCII only; unknown is "".  Plain value.
 */
struct service {
	char name[32];    /* "ssh", "http", "tls": protocol names, lower case */
	char product[80]; /* "OpenSSH" */
	char version[48]; /* "9.2p1" */
	char extra[128];  /* what else it says: "protocol 2.0", "Debian-2" */
	char hostname[96];              /* what it calls its host */
	char os[48];                    /* "Linux" */
	char device[48];                /* "printer", "router" */
	char cpe[SERVICE_CPES_MAX][96]; /* "cpe:/a:openbsd:openssh:9.2p1" */
	bool tls;                       /* it spoke TLS */
	enum service_via via;
	enum service_confidence confidence;
};

/* "banner", …; "likely", …: what reports say. */
const char *service_via_name(enum service_via via);
const char *service_confidence_name(enum service_confidence confidence);

#endif
