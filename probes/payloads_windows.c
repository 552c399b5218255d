// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/* [MS-RDPBCGR] 2.2.1.1 in TPKT (RFC 1006 6) and X.224 13.3. */
const struct payload payload_ms_wbt_server = PAYLOAD(
	"ms-wbt-server", "\x03\x00\x00\x13"     /* TPKT: version 3, length */
			 "\x0e\xe0"             /* length, connection request */
			 "\x00\x00\x00\x00\x00" /* references, class 0 */
			 "\x01\x00\x08\x00"     /* RDP_NEG_REQ: flags, length */
			 "\x03\x00\x00\x00");   /* TLS or CredSSP */

/*
 * [MS-SMB2] 3.2.4.2.2.1: the SMB1 negotiation that offers SMB2 dialects,
 * which servers of either kind answer.
 */
const struct payload payload_microsoft_ds =
	PAYLOAD("microsoft-ds",
                "\x00\x00\x00\x45" /* RFC 1002 4.3.1: length */
                "\xff"
                "SMB"
                "\x72"             /* [MS-CIFS] 2.2.3.1: NEGOTIATE */
                "\x00\x00\x00\x00" /* status */
                "\x18\x53\xc8"     /* flags: Unicode, long names */
                "\x00\x00"         /* PID high */
                "\x00\x00\x00\x00\x00\x00\x00\x00" /* signature */
                "\x00\x00"                         /* reserved */
                "\xff\xff\xff\xfe\x00\x00\x00\x00" /* TID, PID, UID, MID */
                "\x00"                             /* no parameters */
                "\x22\x00"                         /* dialects: */
                "\x02"
                "NT LM 0.12"
                "\x00"
                "\x02"
                "SMB 2.002"
                "\x00"
                "\x02"
                "SMB 2.???"
                "\x00");

/* RFC 1001 14.1: 16 bytes of name, a letter from A for each half byte. */
#define NAME_SMBSERVER                                                         \
	"\x20"                                                                 \
	"CKFDENECFDEFFCFGEFFCCACACACACACA"                                     \
	"\x00" /* *SMBSERVER<20> */
#define NAME_PORTSCAN                                                          \
	"\x20"                                                                 \
	"FAEPFCFEFDEDEBEOCACACACACACACAAA"                                     \
	"\x00" /* PORTSCAN<00> */

/* RFC 1002 4.3.2: by the called name that every server has. */
const struct payload payload_netbios_ssn =
	PAYLOAD("netbios-ssn", "\x81\x00\x00\x44" NAME_SMBSERVER NAME_PORTSCAN);

/* RFC 1002 4.2.17: the node's names, asked of "*". */
const struct payload payload_netbios_ns =
	PAYLOAD("netbios-ns", COOKIE_2             /* NAME_TRN_ID */
                "\x00\x00"                         /* query, no recursion */
                "\x00\x01\x00\x00\x00\x00\x00\x00" /* QDCOUNT 1, the rest 0 */
                "\x20"
                "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                "\x00"
                "\x00\x21\x00\x01"); /* NBSTAT, IN */

/* DCE 1.1 RPC (C706) 12.6.4.3: bind to the end point mapper. */
const struct payload payload_epmap = PAYLOAD(
	"epmap",
	"\x05\x00"                         /* version 5.0 */
	"\x0b\x03"                         /* bind; first and last fragment */
	"\x10\x00\x00\x00"                 /* little-endian, ASCII, IEEE */
	"\x48\x00\x00\x00"                 /* length; no authentication */
	COOKIE_4                           /* call id */
	"\xd0\x16\xd0\x16\x00\x00\x00\x00" /* fragments of 5840; new group */
	"\x01\x00\x00\x00"                 /* one context: */
	"\x00\x00\x01\x00"                 /* id 0, one transfer syntax */
	"\x08\x83\xaf\xe1\x1f\x5d\xc9\x11" /* e1af8308-5d1f-11c9- */
	"\x91\xa4\x08\x00\x2b\x14\xa0\xfa" /* 91a4-08002b14a0fa */
	"\x03\x00\x00\x00"                 /* version 3.0 */
	"\x04\x5d\x88\x8a\xeb\x1c\xc9\x11" /* NDR: 8a885d04-1ceb-11c9- */
	"\x9f\xe8\x08\x00\x2b\x10\x48\x60" /* 9fe8-08002b104860 */
	"\x02\x00\x00\x00");               /* version 2.0 */

/* [MS-TDS] 2.2.6.5: PRELOGIN, which asks for the version before any login. */
const struct payload payload_ms_sql_s = PAYLOAD(
	"ms-sql-s", "\x12\x01\x00\x1a"     /* PRELOGIN, last packet, length */
		    "\x00\x00\x01\x00"     /* SPID, packet, window */
		    "\x00\x00\x0b\x00\x06" /* VERSION at 11, 6 bytes */
		    "\x01\x00\x11\x00\x01" /* ENCRYPTION at 17, 1 byte */
		    "\xff"                 /* TERMINATOR */
		    "\x00\x00\x00\x00\x00\x00" /* our version: none */
		    "\x02");                   /* encryption: not supported */

/* [MC-SQLR] 2.2.2: CLNT_UCAST_EX, all instances of this host. */
const struct payload payload_ms_sql_m = PAYLOAD("ms-sql-m", "\x03");
