// SPDX-License-Identifier: Apache-2.0
#include "identify/rdp_messages.h"
#include "identify/rpc_messages.h"
#include "identify/smb_messages.h"
#include "probes/payload_bytes.h"

const struct payload payload_ms_wbt_server =
	PAYLOAD("ms-wbt-server", RDP_CONNECT);

const struct payload payload_microsoft_ds =
	PAYLOAD("microsoft-ds", SMB_NEGOTIATE);

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

const struct payload payload_epmap = PAYLOAD("epmap", RPC_BIND_EPMAP);

/* [MS-TDS] 2.2.6.5: PRELOGIN, which asks for the version before any login. */
const struct payload payload_ms_sql_s = PAYLOAD(
	"ms-sql-s", "\x12\x01\x00\x1a"     /* PRELOGIN, last packet, length */
		    "\x00\x00\x01\x00"     /* SPID, packet, window */
		    "\x00\x00\x0b\x00\x06" /* VERSION at 11, 6 bytes */
		    "\x01\x00\x11\x00\x01" /* ENCRYPTION at 17, 1 byte */
		    "\xff"                 /* TERMINATOR */
		    "\x00\x00\x00\x00\x00\x00" /* our version: none */
		    "\x00"); /* encryption: of the login, if it can */

/* [MC-SQLR] 2.2.2: CLNT_UCAST_EX, all instances of this host. */
const struct payload payload_ms_sql_m = PAYLOAD("ms-sql-m", "\x03");
