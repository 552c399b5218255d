// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/*
 * X11 protocol 8: a setup of protocol version 0.0, which fails, and so opens
 * nothing even on a display that is open to all.
 */
const struct payload payload_x11 =
	PAYLOAD("x11", "l\x00"            /* little-endian */
                       "\x00\x00\x00\x00" /* version */
                       "\x00\x00\x00\x00" /* no authorization */
                       "\x00\x00");

/* XDMCP 1.1, 5: Query, with no authentication names. */
const struct payload payload_xdmcp =
	PAYLOAD("xdmcp", "\x00\x01\x00\x02" /* version 1, Query */
                         "\x00\x01\x00");   /* length, names */

/* ASF 2.0, 3.2.4.3: Presence Ping in RMCP (3.2.2). */
const struct payload payload_asf =
	PAYLOAD("asf-rmcp", "\x06\x00\xff\x06" /* version, no ack wanted, ASF */
                            "\x00\x00\x11\xbe" /* IANA's enterprise of ASF */
                            "\x80p\x00\x00");  /* ping, tag, no data */

/* IPMI 2.0, 13.1.3 and 22.13: Get Channel Authentication Capabilities. */
const struct payload payload_ipmi = PAYLOAD(
	"asf-rmcp", "\x06\x00\xff\x07"                     /* RMCP, IPMI */
		    "\x00\x00\x00\x00\x00\x00\x00\x00\x00" /* no session */
		    "\x09"                                 /* length */
		    "\x20\x18\xc8" /* controller, application, checksum */
		    "\x81\x00\x38" /* from us; the command */
		    "\x0e\x04"     /* this channel; administrator */
		    "\x35");       /* checksum */

/*
 * ASHRAE 135, annex J and 15.5: ReadProperty of the wildcard device's
 * object-name, which every device answers for itself.
 */
const struct payload payload_bacnet =
	PAYLOAD("bacnet", "\x81\x0a\x00\x11" /* BACnet/IP, unicast, length */
                          "\x01\x04" /* NPDU: version 1, wants an answer */
                          "\x00\x05"
                          "p"
                          "\x0c" /* confirmed request: ReadProperty */
                          "\x0c\x02\x3f\xff\xff" /* device 4194303 */
                          "\x19\x4d");           /* property 77: object-name */

/* RFC 7252 3, RFC 6690 4: GET /.well-known/core, confirmable. */
const struct payload payload_coap =
	PAYLOAD("coap", "\x44\x01" COOKIE_2 /* version 1, token of 4; GET */
                                COOKIE_4    /* token */
                        "\xbb"
                        ".well-known"
                        "\x04"
                        "core");

/* AJPv13 extensions proposal: CPing; forwards no request. */
const struct payload payload_ajp = PAYLOAD("ajp13", "\x12\x34\x00\x01\x0a");

/* Erlang distribution protocol: NAMES_REQ. */
const struct payload payload_epmd = PAYLOAD("epmd", "\x00\x01"
                                                    "n");

/* Java RMI specification 10.2: the header of the stream protocol. */
const struct payload payload_rmiregistry =
	PAYLOAD("rmiregistry", "JRMI\x00\x02K");
