// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/*
 * RFC 4511 4.5.1: what the root of the directory (RFC 4512 5.1) says of
 * itself, which is open to all; the same over UDP.
 */
const struct payload payload_ldap =
	PAYLOAD("ldap", "\x30\x56"     /* LDAPMessage */
                        "\x02\x01\x01" /* messageID */
                        "\x63\x51"     /* searchRequest */
                        "\x04\x00"     /* baseObject: the root */
                        "\x0a\x01\x00" /* scope: baseObject */
                        "\x0a\x01\x00" /* derefAliases: never */
                        "\x02\x01\x01" /* sizeLimit: 1 entry */
                        "\x02\x01\x05" /* timeLimit: 5 s */
                        "\x01\x01\x00" /* typesOnly: false */
                        "\x87\x0b"
                        "objectClass" /* filter: present */
                        "\x30\x31"    /* attributes */
                        "\x04\x14"
                        "supportedLDAPVersion"
                        "\x04\x0a"
                        "vendorName"
                        "\x04\x0d"
                        "vendorVersion");

/*
 * RFC 4120 5.4.1: a ticket for a principal of a realm that is nowhere, so
 * that the answer is a KRB-ERROR whatever the centre's own realm is.
 */
#define AS_REQ                                                                 \
	"\x6a\x7d" /* [APPLICATION 10] */                                      \
	"\x30\x7b"                                                             \
	"\xa1\x03\x02\x01\x05"                 /* pvno */                      \
	"\xa2\x03\x02\x01\x0a"                 /* msg-type: AS-REQ */          \
	"\xa4\x6f\x30\x6d"                     /* req-body */                  \
	"\xa0\x07\x03\x05\x00\x00\x00\x00\x00" /* kdc-options: none */         \
	"\xa1\x15\x30\x13"                     /* cname */                     \
	"\xa0\x03\x02\x01\x01"                 /* NT-PRINCIPAL */              \
	"\xa1\x0c\x30\x0a\x1b\x08" COOKIE_8 "\xa2\x0a\x1b\x08"                 \
	"PORTSCAN"             /* realm */                                     \
	"\xa3\x1d\x30\x1b"     /* sname */                                     \
	"\xa0\x03\x02\x01\x02" /* NT-SRV-INST */                               \
	"\xa1\x14\x30\x12\x1b\x06"                                             \
	"krbtgt"                                                               \
	"\x1b\x08"                                                             \
	"PORTSCAN"                                                             \
	"\xa5\x11\x18\x0f"                                                     \
	"19700101000000Z"              /* till: the longest allowed */         \
	"\xa7\x06\x02\x04" COOKIE_4    /* nonce */                             \
	"\xa8\x05\x30\x03\x02\x01\x12" /* etype: AES-256 */

const struct payload payload_kerberos_udp = PAYLOAD("kerberos", AS_REQ);

/* RFC 4120 7.2.2: behind its length. */
const struct payload payload_kerberos_tcp =
	PAYLOAD("kerberos", "\x00\x00\x00\x7f" AS_REQ);

/* RFC 3418 2: sysDescr.0, 1.3.6.1.2.1.1.1.0, with no value yet. */
#define SYS_DESCR                                                              \
	"\x30\x0e\x30\x0c"                                                     \
	"\x06\x08\x2b\x06\x01\x02\x01\x01\x01\x00"                             \
	"\x05\x00"

/* RFC 1157 4.1, RFC 3416 3: GetRequest, community "public". */
#define SNMP_GET(version)                                                      \
	"\x30\x29"                                                             \
	"\x02\x01" version "\x04\x06"                                          \
	"public"                                                               \
	"\xa0\x1c"                                                             \
	"\x02\x04" COOKIE_4 /* request-id */                                   \
	"\x02\x01\x00"      /* error-status */                                 \
	"\x02\x01\x00"      /* error-index */                                  \
		SYS_DESCR

const struct payload payload_snmp_v1 = PAYLOAD("snmp", SNMP_GET("\x00"));
const struct payload payload_snmp_v2c = PAYLOAD("snmp", SNMP_GET("\x01"));

/* RFC 3414 4: no engine ID, no user: the answer reports the engine's. */
const struct payload payload_snmp_v3 = PAYLOAD(
	"snmp", "\x30\x3e"
		"\x02\x01\x03"         /* version */
		"\x30\x11"             /* HeaderData, RFC 3412 6 */
		"\x02\x04" COOKIE_4    /* msgID */
		"\x02\x03\x00\xff\xe3" /* msgMaxSize: 65507 */
		"\x04\x01\x04"         /* msgFlags: reportable */
		"\x02\x01\x03"         /* msgSecurityModel: USM */
		"\x04\x10\x30\x0e"     /* UsmSecurityParameters, RFC 3414 2.4 */
		"\x04\x00"             /* engine ID */
		"\x02\x01\x00\x02\x01\x00" /* engine boots, time */
		"\x04\x00"                 /* user name */
		"\x04\x00\x04\x00"         /* authentication, privacy */
		"\x30\x14"                 /* ScopedPDU */
		"\x04\x00\x04\x00"         /* context engine ID, context name */
		"\xa0\x0e"                 /* GetRequest */
		"\x02\x04" COOKIE_4        /* request-id */
		"\x02\x01\x00\x02\x01\x00" /* error status, index */
		"\x30\x00");               /* of nothing */
