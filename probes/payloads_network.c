// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

#define DNS_HEADER                                                             \
	COOKIE_2                                   /* ID, RFC 1035 4.1.1 */    \
		"\x00\x00"                         /* a query, no recursion */ \
		"\x00\x01\x00\x00\x00\x00\x00\x00" /* QDCOUNT 1, the rest 0 */

/* RFC 4892 2: version.bind, TXT, CHAOS; a refusal is an answer too. */
#define VERSION_BIND                                                           \
	DNS_HEADER                                                             \
	"\x07"                                                                 \
	"version"                                                              \
	"\x04"                                                                 \
	"bind"                                                                 \
	"\x00\x00\x10\x00\x03"

const struct payload payload_domain_udp = PAYLOAD("domain", VERSION_BIND);

/* RFC 1035 4.2.2: behind its length. */
const struct payload payload_domain_tcp =
	PAYLOAD("domain", "\x00\x1e" VERSION_BIND);

/* ".", NS, IN: for servers that drop what is not of the Internet class. */
const struct payload payload_domain_root =
	PAYLOAD("domain", DNS_HEADER "\x00\x00\x02\x00\x01");

/* RFC 6763 9: all service types; RFC 6762 6.7: answered to our own port. */
const struct payload payload_mdns =
	PAYLOAD("mdns", DNS_HEADER "\x09"
                                   "_services"
                                   "\x07"
                                   "_dns-sd"
                                   "\x04"
                                   "_udp"
                                   "\x05"
                                   "local"
                                   "\x00\x00\x0c\x00\x01"); /* PTR, IN */

/* RFC 5905 7.3: the answer repeats the transmit time as its origin. */
const struct payload payload_ntp = PAYLOAD(
	"ntp", "\x23\x00\x00\x00"                 /* LI 0, version 4, client */
	       "\x00\x00\x00\x00\x00\x00\x00\x00" /* root delay, dispersion */
	       "\x00\x00\x00\x00"                 /* reference id */
	       "\x00\x00\x00\x00\x00\x00\x00\x00" /* reference */
	       "\x00\x00\x00\x00\x00\x00\x00\x00" /* origin */
	       "\x00\x00\x00\x00\x00\x00\x00\x00" /* receive */
	COOKIE_8);                                /* transmit */

/* RFC 1350 5: read a file that is not there. */
const struct payload payload_tftp = PAYLOAD("tftp", "\x00\x01"
                                                    "portscan-asks-nothing\0"
                                                    "octet\0");

/* RFC 5531 9: the NULL procedure, which every program has. */
#define RPC_NULL_CALL(program, version)                                        \
	COOKIE_4                                   /* xid */                   \
		"\x00\x00\x00\x00\x00\x00\x00\x02" /* call, RPC version 2 */   \
		program version "\x00\x00\x00\x00" /* procedure 0 */           \
		"\x00\x00\x00\x00\x00\x00\x00\x00" /* credentials: none */     \
		"\x00\x00\x00\x00\x00\x00\x00\x00" /* verifier: none */
#define PORTMAPPER RPC_NULL_CALL("\x00\x01\x86\xa0", "\x00\x00\x00\x02")
#define NFS RPC_NULL_CALL("\x00\x01\x86\xa3", "\x00\x00\x00\x03")
#define RPC_RECORD "\x80\x00\x00\x28" /* RFC 5531 11: last fragment */

const struct payload payload_sunrpc_tcp =
	PAYLOAD("sunrpc", RPC_RECORD PORTMAPPER);
const struct payload payload_sunrpc_udp = PAYLOAD("sunrpc", PORTMAPPER);
const struct payload payload_nfs_tcp = PAYLOAD("sunrpc", RPC_RECORD NFS);
const struct payload payload_nfs_udp = PAYLOAD("sunrpc", NFS);

/*
 * RFC 2865 4.1: an Access-Request that names no user and shows no password,
 * so it can only be rejected.  Servers answer the clients they know.
 */
const struct payload payload_radius =
	PAYLOAD("radius", "\x01"
                          "p"
                          "\x00\x1e"            /* code, identifier, length */
                COOKIE_8 COOKIE_8               /* authenticator */
                          "\x20\x0a" COOKIE_8); /* NAS-Identifier */

/*
 * RFC 7296 1.2: IKE_SA_INIT with one common proposal.  The key is the base
 * point of RFC 7748 4.1 and no exchange follows.
 */
#define IKE_SA_INIT                                                               \
	COOKIE_8                                   /* initiator SPI */            \
		"\x00\x00\x00\x00\x00\x00\x00\x00" /* responder SPI */            \
		"\x21\x20\x22\x08" /* first SA; 2.0, SA_INIT, initiator */        \
		"\x00\x00\x00\x00" /* message id */                               \
		"\x00\x00\x00\x88" /* length */                                   \
		"\x22\x00\x00\x30" /* SA; next KE */                              \
		"\x00\x00\x00\x2c\x01\x01\x00\x04" /* proposal 1: IKE, 4 parts    \
	                                            */                            \
		"\x03\x00\x00\x0c\x01\x00\x00\x0c\x80\x0e\x01\x00" /* AES-CBC-256 \
	                                                            */            \
		"\x03\x00\x00\x08\x02\x00\x00\x05" /* PRF_HMAC_SHA2_256 */        \
		"\x03\x00\x00\x08\x03\x00\x00\x0c" /* AUTH_HMAC_SHA2_256_128      \
	                                            */                            \
		"\x00\x00\x00\x08\x04\x00\x00\x1f" /* Curve25519 */               \
		"\x28\x00\x00\x28\x00\x1f\x00\x00" /* KE; next Nonce */           \
		"\x09\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"    \
		"\x00"                                                            \
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"    \
		"\x00"                                                            \
		"\x00\x00\x00\x14" COOKIE_8 COOKIE_8 /* Nonce */

const struct payload payload_ikev2 = PAYLOAD("isakmp", IKE_SA_INIT);

/* RFC 3948 2.2: port 4500 wants to be told that this is not ESP. */
const struct payload payload_ikev2_natt =
	PAYLOAD("isakmp", "\x00\x00\x00\x00" IKE_SA_INIT);

/* RFC 2409 5: main mode with one proposal, for those who know nothing newer. */
const struct payload payload_ikev1 = PAYLOAD(
	"isakmp", COOKIE_8                 /* initiator cookie */
	"\x00\x00\x00\x00\x00\x00\x00\x00" /* responder cookie */
	"\x01\x10\x02\x00"                 /* first SA; 1.0, identity, flags */
	"\x00\x00\x00\x00"                 /* message id */
	"\x00\x00\x00\x50"                 /* length */
	"\x00\x00\x00\x34"                 /* SA */
	"\x00\x00\x00\x01\x00\x00\x00\x01" /* IPsec, identity only */
	"\x00\x00\x00\x28\x01\x01\x00\x01" /* proposal 1: ISAKMP, 1 transform */
	"\x00\x00\x00\x20\x01\x01\x00\x00" /* transform 1: IKE */
	"\x80\x01\x00\x05"                 /* 3DES-CBC */
	"\x80\x02\x00\x02"                 /* SHA-1 */
	"\x80\x03\x00\x01"                 /* pre-shared key */
	"\x80\x04\x00\x02"                 /* group 2 */
	"\x80\x0b\x00\x01"                 /* life type: seconds */
	"\x80\x0c\x70\x80");               /* life: 28800 */

/*
 * RFC 2661 6.1: a Start-Control-Connection-Request of protocol version 0.0,
 * which nobody can go on with.
 */
const struct payload payload_l2tp = PAYLOAD(
	"l2tp", "\xc8\x02"         /* control, length, sequence; v2 */
		"\x00\x3c"         /* length */
		"\x00\x00\x00\x00" /* tunnel, session */
		"\x00\x00\x00\x00" /* Ns, Nr */
		"\x80\x08\x00\x00\x00\x00\x00\x01"  /* message type: SCCRQ */
		"\x80\x08\x00\x00\x00\x02\x00\x00"  /* protocol version */
		"\x80\x0e\x00\x00\x00\x07" COOKIE_8 /* host name */
		"\x80\x0a\x00\x00\x00\x03\x00\x00\x00\x03" /* framing */
		"\x80\x08\x00\x00\x00\x09" COOKIE_2);      /* assigned tunnel */

/* RFC 2637 2.1: Start-Control-Connection-Request; host and vendor are blank. */
static const char pptp_request[156] =
	"\x00\x9c\x00\x01"                 /* length, control message */
	"\x1a\x2b\x3c\x4d"                 /* magic cookie */
	"\x00\x01\x00\x00"                 /* SCCRQ */
	"\x01\x00\x00\x00"                 /* version 1.0 */
	"\x00\x00\x00\x03\x00\x00\x00\x03" /* framing, bearer: any */
	"\x00\x00\x00\x00";                /* channels, firmware */

const struct payload payload_pptp = { "pptp", pptp_request,
	                              sizeof(pptp_request) };

/* OpenVPN network protocol: P_CONTROL_HARD_RESET_CLIENT_V2, packet 0. */
#define OPENVPN_RESET                                                          \
	"\x38" COOKIE_8    /* opcode 7, key 0; session id */                   \
	"\x00"             /* acknowledges nothing */                          \
	"\x00\x00\x00\x00" /* message packet id */

const struct payload payload_openvpn_udp = PAYLOAD("openvpn", OPENVPN_RESET);
const struct payload payload_openvpn_tcp =
	PAYLOAD("openvpn", "\x00\x0e" OPENVPN_RESET);

/* RFC 8489 5: Binding request, no attributes; the same over TCP. */
const struct payload payload_stun =
	PAYLOAD("stun", "\x00\x01\x00\x00" /* request, length */
                        "\x21\x12\xa4\x42" /* magic cookie */
                COOKIE_8 COOKIE_4);        /* transaction id */

/* RFC 6886 3.2: which external address; RFC 6887 9: PCP servers answer it. */
const struct payload payload_nat_pmp = PAYLOAD("nat-pmp", "\x00\x00");

/* RFC 2453 3.9.1: one entry of family 0 and metric 16 asks for all routes. */
const struct payload payload_router = PAYLOAD(
	"router", "\x01\x02\x00\x00"                 /* request, version 2 */
		  "\x00\x00\x00\x00\x00\x00\x00\x00" /* family, address */
		  "\x00\x00\x00\x00\x00\x00\x00\x00" /* mask, next hop */
		  "\x00\x00\x00\x10");               /* metric */

/* 3GPP TS 29.060 7.2.1, TS 29.281 7.2.1: Echo Request, version 1. */
#define GTP_ECHO                                                               \
	"\x32\x01\x00\x04"          /* with sequence number; type, length */   \
	"\x00\x00\x00\x00"          /* tunnel */                               \
		COOKIE_2 "\x00\x00" /* sequence number; no more headers */

const struct payload payload_gtp_user = PAYLOAD("gtp-user", GTP_ECHO);
const struct payload payload_gtp_control = PAYLOAD("gtp-control", GTP_ECHO);
