// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "base/count.h"
#include "identify/cookie.h"
#include "probes/known_services.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#define SAID(literal) (literal), sizeof(literal) - 1

/* RFC 6347 4.2.2, RFC 5246 7.4.1.3: of DTLS 1.2, without extensions. */
#define DTLS_SERVER_HELLO                                                      \
	"\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\x32"                                   \
	"\x02\0\0\x26\0\0\0\0\0\0\0\x26"                                       \
	"\xfe\xfd"                                                             \
	"01234567890123456789012345678901"                                     \
	"\0\0\x2f\0"

#define TCP PROTOCOL_TCP
#define UDP PROTOCOL_UDP

struct row {
	enum protocol protocol;
	const char *said;
	size_t len;
	const char *name, *product, *version;
};

/* What real servers of Debian 12 said, to nothing or to our probes. */
static const struct row captured[] = {
	/* OpenSSH */
	{ TCP, SAID("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n"), "ssh",
	  "OpenSSH", "9.2p1" },
	/* Dropbear */
	{ TCP, SAID("SSH-2.0-dropbear_2022.83\r\n"), "ssh", "dropbear",
	  "2022.83" },
	/* Exim */
	{ TCP,
	  SAID("220 zoo.test ESMTP Exim 4.96 Mon, 23 Nov 2026 16:35:12 +0000"
	       "\r\n"),
	  "smtp", "Exim", "4.96" },
	/* vsftpd */
	{ TCP, SAID("220 (vsFTPd 3.0.3)\r\n"), "ftp", "vsFTPd", "3.0.3" },
	/* Dovecot */
	{ TCP, SAID("+OK Dovecot (Debian) ready.\r\n"), "pop3", "Dovecot", "" },
	/* Dovecot */
	{ TCP,
	  SAID("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE"
	       " IDLE LITERAL+ STARTTLS AUTH=PLAIN] Dovecot (Debian) ready."
	       "\r\n"),
	  "imap", "Dovecot", "" },
	/* nginx */
	{ TCP,
	  SAID("HTTP/1.1 200 OK\r\n"
	       "Server: nginx/1.22.1\r\n"
	       "Date: Mon, 23 Nov 2026 16:35:31 GMT\r\n"
	       "Content-Type: text/html\r\n"
	       "Content-Length: 30\r\n"
	       "Last-Modified: Mon, 23 Nov 2026 16:33:55 GMT\r\n"
	       "Connection: close\r\n"
	       "ETag: \"6b046af3-1e\"\r\n"
	       "Accept-Ranges: bytes\r\n"
	       "\r\n"
	       "<title>Zoo nginx</title>hello\n"),
	  "http", "nginx", "1.22.1" },
	/* nginx, asked over plain HTTP for its TLS port */
	{ TCP,
	  SAID("HTTP/1.1 400 Bad Request\r\n"
	       "Server: nginx/1.22.1\r\n"
	       "Date: Mon, 23 Nov 2026 16:35:33 GMT\r\n"
	       "Content-Type: text/html\r\n"
	       "Content-Length: 255\r\n"
	       "Connection: close\r\n"
	       "\r\n"
	       "<html>\r\n"
	       "<head><title>400 The plain HTTP request was sent to HTTPS po"
	       "rt</title></head>\r\n"
	       "<body>\r\n"
	       "<center><h1>400 Bad Request</h1></center>\r\n"
	       "<center>The plain HTTP request was sent to HTTPS port</cente"
	       "r>\r\n"
	       "<hr><center>nginx/1.22.1</center>\r\n"
	       "</body>\r\n"
	       "</html>\r\n"),
	  "https", "nginx", "1.22.1" },
	/* etcd */
	{ TCP,
	  SAID("HTTP/1.0 200 OK\r\n"
	       "Access-Control-Allow-Headers: accept, content-type, authoriz"
	       "ation\r\n"
	       "Access-Control-Allow-Methods: POST, GET, OPTIONS, PUT, DELET"
	       "E\r\n"
	       "Access-Control-Allow-Origin: *\r\n"
	       "Content-Type: application/json\r\n"
	       "Date: Mon, 23 Nov 2026 16:36:44 GMT\r\n"
	       "Content-Length: 45\r\n"
	       "\r\n"
	       "{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}"),
	  "http", "etcd", "3.4.23" },
	/* CUPS */
	{ TCP,
	  SAID("HTTP/1.0 200 OK\r\n"
	       "Content-Language: en\r\n"
	       "Content-Length: 127\r\n"
	       "Content-Type: application/ipp\r\n"
	       "Date: Mon, 23 Nov 2026 16:37:59 GMT\r\n"
	       "Accept-Encoding: gzip, deflate, identity\r\n"
	       "Server: CUPS/2.4 IPP/2.1\r\n"
	       "X-Frame-Options: DENY\r\n"
	       "Content-Security-Policy: frame-ancestors 'none'\r\n"
	       "\r\n"
	       "\x01\x01\x04\x06\x00\x00\x00\x01\x01G\x00\x12\x61ttributes-c"
	       "harset\x00\x05utf-8H\x00\x1b\x61ttributes-natural-language"
	       "\x00\x02\x65nA\x00\x0estatus-message\x00$The printer or clas"
	       "s does not exist.\x03"),
	  "ipp", "CUPS", "2.4" },
	/* Redis */
	{ TCP, SAID("+PONG\r\n"), "redis", "", "" },
	/* Redis that wants a password */
	{ TCP, SAID("-NOAUTH Authentication required.\r\n"), "redis", "", "" },
	/* Redis, asked for HTTP */
	{ TCP,
	  SAID("-ERR wrong number of arguments for 'get' command\r\n"
	       "-ER"),
	  "redis", "", "" },
	/* memcached */
	{ TCP, SAID("VERSION 1.6.18\r\n"), "memcache", "memcached", "1.6.18" },
	/* nats-server */
	{ TCP,
	  SAID("INFO {\"server_id\":\"NA256ZYBK4T3BNEGDMW7XQXL6LDQIBGECF3AJM"
	       "LPQ4JHKNEUP5X2IR6E\",\"server_name\":\"NA256ZYBK4T3BNEGDMW7X"
	       "QXL6LDQIBGECF3AJMLPQ4JHKNEUP5X2IR6E\",\"version\":\"2.9.10\""
	       ",\"proto\":1,\"go\":\"go1.19.8\",\"host\":\"127.0.0.1\",\"po"
	       "rt\":4222,\"headers\":true,\"max_payload\":1048576,\"client_"
	       "id\":4,\"client_ip\":\"127.0.0.1\"} \r\n"),
	  "nats", "nats-server", "2.9.10" },
	/* rsync */
	{ TCP, SAID("@RSYNCD: 32.0 sha512 sha256 sha1 md5 md4\n"), "rsync", "",
	  "" },
	/* git daemon */
	{ TCP,
	  SAID("003bERR access denied or repository not exported: /portscan"),
	  "git", "", "" },
	/* TigerVNC */
	{ TCP, SAID("RFB 003.008\n"), "rfb", "", "" },
	/* Music Player Daemon */
	{ TCP, SAID("OK MPD 0.23.5\n"), "mpd", "", "" },
	/* nbd-server */
	{ TCP, SAID("NBDMAGICIHAVEOPT\x00\x03"), "nbd", "", "" },
	/* spamd */
	{ TCP, SAID("SPAMD/1.5 0 PONG\r\n"), "spamd", "", "" },
	/* oidentd */
	{ TCP, SAID("1,1:ERROR:NO-USER\r\n"), "ident", "", "" },
	/* ngIRCd */
	{ TCP, SAID(":irc.example.net 451 * :Connection not registered\r\n"),
	  "irc", "", "" },
	/* ngIRCd, asked for HTTP */
	{ TCP, SAID("ERROR :\"Oops, HTTP request received? This is IRC!\"\r\n"),
	  "irc", "", "" },
	/* Prosody */
	{ TCP,
	  SAID("<?xml version='1.0'?><stream:stream xml:lang='en' xmlns='jab"
	       "ber:client' xmlns:stream='http://etherx.jabber.org/streams' "
	       "id='6d8555ab-d909-47c9-a856-8ce1ebb0747f' version='1.0' from"
	       "='portscan.invalid'><s"),
	  "xmpp-client", "", "" },
	/* Prosody */
	{ TCP,
	  SAID("<?xml version='1.0'?><stream:stream xml:lang='en' xmlns='jab"
	       "ber:server' to='' xmlns:stream='http://etherx.jabber.org/str"
	       "eams' id='35cc1807-4955-4b50-93ef-5dd3c4228f69' version='1.0"
	       "' from='portscan.inval"),
	  "xmpp-server", "", "" },
	/* inetd */
	{ TCP, SAID("portscan echo\r\n"), "echo", "", "" },
	/* inetd */
	{ TCP,
	  SAID(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	       "[\\]^_`abcdefg\r\n"),
	  "chargen", "", "" },
	/* OpenSSL 3.0, TLS 1.3: the ServerHello */
	{ TCP,
	  SAID("\x16\x03\x03\x00z\x02\x00\x00v\x03\x03\xc5\xcf\x7f/t\x96$"
	       "\xbb/w\xf5m\\g\xdb\xb7\x84\x9a\xb0\x02\xbf=U\xbf\x37\x04\""
	       "\x89r\xf3w\xc2 portscanportscanportscanportscan\x13\x01\x00"
	       "\x00.\x00+\x00\x02\x03\x04\x00\x33\x00$\x00\x1d\x00 \xd9\x8e"
	       ":\"d\x13nX\xac\x36\xf5S\xea\xcf*\xfb\x9d\x8c[}\xe2\xc2\xdc"
	       "\xaf\x19\xb6\x9e\x1f\x13\x85\xfb\x46"),
	  "tls", "", "" },
	/* MariaDB */
	{ TCP,
	  SAID("d\x00\x00\x00\n"
	       "5.5.5-10.11.19-MariaDB-0+deb12u1\x00\x03\x00\x00\x00uU+s$T]V"
	       "\x00\xfe\xf7\x08\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00"
	       "\x1d\x00\x00\x00uj5h,?:F/WLS\x00mysql_native_password\x00"),
	  "mysql", "MariaDB", "10.11.19" },
	/* PostgreSQL */
	{ TCP,
	  SAID("E\x00\x00\x00\x85SFATAL\x00VFATAL\x00\x43\x30\x41\x30\x30"
	       "\x30\x00Munsupported frontend protocol 255.0: server support"
	       "s 3.0 to 3.0\x00\x46postmaster.c\x00L2220\x00RProcessStartup"
	       "Packet\x00\x00"),
	  "postgresql", "PostgreSQL", "" },
	/* OpenLDAP */
	{ TCP,
	  SAID("0&\x02\x01\x01\x64!\x04\x00\x30\x1d\x30\x1b\x04\x14supported"
	       "LDAPVersion1\x03\x04\x01\x33\x30\x0c\x02\x01\x01\x65\x07\n"
	       "\x01\x00\x04\x00\x04\x00"),
	  "ldap", "", "" },
	/* Mosquitto */
	{ TCP, SAID(" \x02\x00\x01"), "mqtt", "", "" },
	/* xrdp */
	{ TCP,
	  SAID("\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x01\x08\x00"
	       "\x01\x00\x00\x00"),
	  "ms-wbt-server", "", "" },
	/* Samba */
	{ TCP,
	  SAID("\x00\x00\x00\xca\xfeSMB@\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x41\x00\x01\x00\xff\x02\x00\x00zoo\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00"
	       "\x00\x00\x00\x80\x00\x00\x00\x80\x00\x00\x00\x80\x00`\n"
	       "\x8b\x00i{\xdd\x01\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00J"
	       "\x00\x00\x00\x00\x00`H\x06\x06+\x06\x01\x05\x05\x02\xa0>0<"
	       "\xa0\x0e\x30\x0c\x06\n"
	       "+\x06\x01\x04\x01\x82\x37\x02\x02\n"
	       "\xa3*0(\xa0&\x1b$not_defined_in_RFC4178@please_ignore"),
	  "microsoft-ds", "Samba smbd", "" },
	/* Samba */
	{ TCP, SAID("\x82\x00\x00\x00"), "netbios-ssn", "", "" },
	/* epmd */
	{ TCP, SAID("\x00\x00\x11\x11name probe at port 36697\n"), "epmd", "",
	  "" },
	/* pptpd */
	{ TCP,
	  SAID("\x00\x9c\x00\x01\x1a+<M\x00\x02\x00\x00\x01\x00\x01\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01local\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00linux\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "pptp", "PoPToP", "" },
	/* Xvfb */
	{ TCP,
	  SAID("\x00\x19\x0b\x00\x00\x00\x07\x00Protocol version mismatch"
	       "\x00\x00\x00"),
	  "x11", "", "" },
	/* rpcbind */
	{ TCP,
	  SAID("\x80\x00\x00\x18port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "sunrpc", "", "" },
	/* MIT Kerberos */
	{ TCP,
	  SAID("\x00\x00\x00\x91~\x81\x8e\x30\x81\x8b\xa0\x03\x02\x01\x05"
	       "\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f\x32\x30\x32\x36\x31\x31"
	       "\x32\x33\x31\x36\x33\x36\x34\x38Z\xa5\x05\x02\x03\x07\x85"
	       "\xf5\xa6\x03\x02\x01\x06\xa7\n"
	       "\x1b\x08PORTSCAN\xa8\x15\x30\x13\xa0\x03\x02\x01\x01\xa1\x0c"
	       "\x30\n"
	       "\x1b\x08portscan\xa9\n"
	       "\x1b\x08PORTSCAN\xaa\x1d\x30\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	       "\x30\x12\x1b\x06krbtgt\x1b\x08PORTSCAN\xab\x12\x1b\x10\x43LI"
	       "ENT_NOT_FOUND"),
	  "kerberos", "MIT Kerberos", "" },
	/* Unbound */
	{ TCP,
	  SAID("\x00\x39ps\x80\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07versio"
	       "n\x04\x62ind\x00\x00\x10\x00\x03\xc0\x0c\x00\x10\x00\x03\x00"
	       "\x00\x00\x00\x00\x0f\x0eunbound 1.17.1"),
	  "domain", "Unbound", "1.17.1" },
	/* coturn */
	{ TCP,
	  SAID("\x01\x01\x00<!\x12\xa4\x42portscanport\x00 \x00\x08\x00\x01"
	       "\xe1\x12^\x12\xa4\x43\x00\x01\x00\x08\x00\x01\xc0\x00\x7f"
	       "\x00\x00\x01\x80+\x00\x08\x00\x01\r\x96\x7f\x00\x00\x01\x80"
	       "\"\x00\x14\x43oturn-4.6.1 'Gorst'"),
	  "stun", "Coturn", "4.6.1" },
	/* OpenVPN */
	{ TCP,
	  SAID("\x00\x1a@\x9bz\x82>u{\xf0\x66\x01\x00\x00\x00\x00portscan"
	       "\x00\x00\x00\x00"),
	  "openvpn", "", "" },
	/* inetd */
	{ UDP, SAID("portscan echo\r\n"), "echo", "", "" },
	/* inetd */
	{ UDP,
	  SAID(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	       "[\\]^_`abcdefg\r\n"),
	  "chargen", "", "" },
	/* dnsmasq */
	{ UDP,
	  SAID("ps\x84\x80\x00\x01\x00\x01\x00\x00\x00\x00\x07version\x04"
	       "\x62ind\x00\x00\x10\x00\x03\xc0\x0c\x00\x10\x00\x03\x00\x00"
	       "\x00\x00\x00\r\x0c\x64nsmasq-2.90"),
	  "domain", "dnsmasq", "2.90" },
	/* Unbound, refusing */
	{ UDP,
	  SAID("ps\x84\x83\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00"
	       "\x01"),
	  "domain", "", "" },
	/* net-snmp, version 3 */
	{ UDP,
	  SAID("0q\x02\x01\x03\x30\x11\x02\x04port\x02\x03\x00\xff\xe3\x04"
	       "\x01\x00\x02\x01\x03\x04!0\x1f\x04\x11\x80\x00\x1f\x88\x80t"
	       "\xb2\xfau\xf9j\x04k\x00\x00\x00\x00\x02\x01\x01\x02\x01`\x04"
	       "\x00\x04\x00\x04\x00\x30\x36\x04\x11\x80\x00\x1f\x88\x80t"
	       "\xb2\xfau\xf9j\x04k\x00\x00\x00\x00\x04\x00\xa8\x1f\x02\x04p"
	       "ort\x02\x01\x00\x02\x01\x00\x30\x11\x30\x0f\x06\n"
	       "+\x06\x01\x06\x03\x0f\x01\x01\x04\x00\x41\x01\x01"),
	  "snmp", "net-snmp", "" },
	/* net-snmp, version 1 */
	{ UDP,
	  SAID("07\x02\x01\x00\x04\x06public\xa2*\x02\x04port\x02\x01\x00"
	       "\x02\x01\x00\x30\x1c\x30\x1a\x06\x08+\x06\x01\x02\x01\x01"
	       "\x01\x00\x04\x0eZoo snmp agent"),
	  "snmp", "", "" },
	/* net-snmp, version 2c */
	{ UDP,
	  SAID("07\x02\x01\x01\x04\x06public\xa2*\x02\x04port\x02\x01\x00"
	       "\x02\x01\x00\x30\x1c\x30\x1a\x06\x08+\x06\x01\x02\x01\x01"
	       "\x01\x00\x04\x0eZoo snmp agent"),
	  "snmp", "", "" },
	/* strongSwan, IKEv2 */
	{ UDP,
	  SAID("portscan1\xd7\xb5\x08k\xa7|~) \" \x00\x00\x00\x00\x00\x00"
	       "\x00$\x00\x00\x00\x08\x00\x00\x00\x0e"),
	  "isakmp", "", "" },
	/* strongSwan, IKEv1 */
	{ UDP,
	  SAID("portscan{\x1e\xd9.4\xb4\xad\x8c\x0b\x10\x05\x00\x8d~\xed\xb8"
	       "\x00\x00\x00(\x00\x00\x00\x0c\x00\x00\x00\x01\x01\x00\x00"
	       "\x0e"),
	  "isakmp", "", "" },
	/* strongSwan, NAT-T */
	{ UDP,
	  SAID("\x00\x00\x00\x00portscan\x82[\xe1\x85+c.\x89) \" \x00\x00"
	       "\x00\x00\x00\x00\x00$\x00\x00\x00\x08\x00\x00\x00\x0e"),
	  "isakmp", "", "" },
	/* OpenVPN */
	{ UDP,
	  SAID("@\xe5\x30\xe2\x65\xee\xe4\x82\xc4\x01\x00\x00\x00\x00portsca"
	       "n\x00\x00\x00\x00"),
	  "openvpn", "", "" },
	/* FreeRADIUS */
	{ UDP,
	  SAID("\x03p\x00\x14*\xeds\x02\xdfQ(\x90\x80\xd4\xb4\xe2\x17S*\xed"),
	  "radius", "", "" },
	/* coturn */
	{ UDP,
	  SAID("\x01\x01\x00<!\x12\xa4\x42portscanport\x00 \x00\x08\x00\x01"
	       "\xf3\xe1^\x12\xa4\x43\x00\x01\x00\x08\x00\x01\xd2\xf3\x7f"
	       "\x00\x00\x01\x80+\x00\x08\x00\x01\r\x96\x7f\x00\x00\x01\x80"
	       "\"\x00\x14\x43oturn-4.6.1 'Gorst'"),
	  "stun", "Coturn", "4.6.1" },
	/* OpenSSL, HelloVerifyRequest */
	{ UDP,
	  SAID("\x16\xfe\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00#\x03\x00"
	       "\x00\x17\x00\x00\x00\x00\x00\x00\x00\x17\xfe\xff\x14\x19h"
	       "\xccS\xc0l\x83\x15?i\xecL=\xd4\xf4\x94y1VF"),
	  "dtls", "", "" },
	/* libcoap */
	{ UDP,
	  SAID("dEpsport\xc1(\xff</>;title=\"General Info\";ct=0,</time>;if="
	       "\"clock\";rt=\"ticks\";title=\"Internal Clock\";ct=0;obs,</a"
	       "sync>;ct=0,</example_data>;title=\"Example Data\";ct=0;obs"),
	  "coap", "", "" },
	/* memcached */
	{ UDP, SAID("ps\x00\x00\x00\x01\x00\x00VERSION 1.6.18\r\n"), "memcache",
	  "memcached", "1.6.18" },
	/* rpcbind */
	{ UDP,
	  SAID("port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00"),
	  "sunrpc", "", "" },
	/* MIT Kerberos */
	{ UDP,
	  SAID("~\x81\x8e\x30\x81\x8b\xa0\x03\x02\x01\x05\xa1\x03\x02\x01"
	       "\x1e\xa4\x11\x18\x0f\x32\x30\x32\x36\x31\x31\x32\x33\x31\x36"
	       "\x33\x36\x34\x38Z\xa5\x05\x02\x03\x07\x85\xf5\xa6\x03\x02"
	       "\x01\x06\xa7\n"
	       "\x1b\x08PORTSCAN\xa8\x15\x30\x13\xa0\x03\x02\x01\x01\xa1\x0c"
	       "\x30\n"
	       "\x1b\x08portscan\xa9\n"
	       "\x1b\x08PORTSCAN\xaa\x1d\x30\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	       "\x30\x12\x1b\x06krbtgt\x1b\x08PORTSCAN\xab\x12\x1b\x10\x43LI"
	       "ENT_NOT_FOUND"),
	  "kerberos", "MIT Kerberos", "" },
	/* xl2tpd */
	{ UDP,
	  SAID("\xc8\x02\x00\x63ps\x00\x00\x00\x00\x00\x01\x80\x08\x00\x00"
	       "\x00\x00\x00\x02\x80\x08\x00\x00\x00\x02\x01\x00\x80\n"
	       "\x00\x00\x00\x03\x00\x00\x00\x03\x80\n"
	       "\x00\x00\x00\x04\x00\x00\x00\x00\x00\x08\x00\x00\x00\x06\x06"
	       "\x90\x80\x08\x00\x00\x00\x07ho\x00\x13\x00\x00\x00\x08xelera"
	       "nce.com\x80\x08\x00\x00\x00\x09>\xd9\x80\x08\x00\x00\x00\n"
	       "\x00\x04"),
	  "l2tp", "xl2tpd", "" },
	/* ntpsec, not yet synchronised */
	{ UDP,
	  SAID("\xe4\x00\x00\xe8\x00\x00\x00\x00\x00\x00\x00\x04INIT\x00\x00"
	       "\x00\x00\x00\x00\x00\x00portscan\xee\xae\xefy\xed\x99\x39"
	       "\x31\xee\xae\xefy\xf2|F\xf2"),
	  "ntp", "", "" },
	/* Avahi */
	{ UDP,
	  SAID("ps\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00\x09_services\x07_"
	       "dns-sd\x04_udp\x05local\x00\x00\x0c\x00\x01\xc0\x0c\x00\x0c"
	       "\x00\x01\x00\x00\x00\n"
	       "\x00\x14\x0c_workstation\x04_tcp\xc0#"),
	  "mdns", "", "" },
	/* Samba */
	{ UDP,
	  SAID("ps\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00 CKAAAAAAAAAAAAAAA"
	       "AAAAAAAAAAAAAAA\x00\x00!\x00\x01\x00\x00\x00\x00\x00\x89\x05"
	       "HOST           \x00\x04\x00HOST           \x03\x04\x00HOST  "
	       "          \x04\x00W              \x00\x84\x00W              "
	       "\x1e\x84\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	       "\x00\x00\x00\x00"),
	  "netbios-ns", "Samba nmbd", "" },
	/* Caddy, Version Negotiation */
	{ UDP,
	  SAID("\xde\x00\x00\x00\x00\x08portscan\x08portscan\x00\x00\x00\x01"
	       "p\x9aP\xc4\xba\xea\xfaj\xff\x00\x00\x1d"),
	  "quic", "", "" },
	/* xdm, willing */
	{ UDP,
	  SAID("\x00\x01\x00\x05\x00'\x00\x00\x00\x02ho\x00\x1f\x30 users, l"
	       "oad: 7.41, 8.16, 7.38"),
	  "xdmcp", "", "" },
	/* ipmi_sim, Presence Pong */
	{ UDP,
	  SAID("\x06\x00\xff\x06\x00\x00\x11\xbe@p\x00\x10\x00\x00\x11\xbe"
	       "\x00\x00\x00\x00\x81\x00\x00\x00\x00\x00\x00\x00"),
	  "asf-rmcp", "", "" },
	/* ipmi_sim, IPMI */
	{ UDP,
	  SAID("\x06\x00\xff\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x81"
	       "\x1c\x63 \x00\x38\x00\x01\x17\x06\x00\x00\x00\x00\x00\x8a"),
	  "asf-rmcp", "", "" },
	/* Kamailio */
	{ UDP,
	  SAID("SIP/2.0 200 OK\r\n"
	       "Via: SIP/2.0/UDP portscan.invalid;branch=z9hG4bKportscan;rpo"
	       "rt=41631;received=127.0.0.1\r\n"
	       "From: <sip:portscan@portscan.invalid>;tag=portscan\r\n"
	       "To: <sip:portscan@portscan.invalid>;tag=9dd61ff61e802d8e2bef"
	       "5f14621ef3c2.1e690000\r\n"
	       "Call-ID: portscan\r\n"
	       "CSeq: 1 OPTIONS\r\n"
	       "Server: kamailio (5.6.3 (x86_64/linux))\r\n"
	       "Content-Length: 0\r\n"
	       "\r\n"),
	  "sip", "kamailio", "" },
};

/* From the documents, of services that were not at hand. */
static const struct row documented[] = {
	{ TCP, SAID("SSH-2.0-OpenSSH_for_Windows_8.1\r\n"), "ssh",
	  "OpenSSH for Windows", "8.1" },
	{ TCP, SAID("SSH-2.0-Cisco-1.25\n"), "ssh", "Cisco SSH", "1.25" },
	{ TCP, SAID("SSH-1.99-libssh_0.10.4\r\n"), "ssh", "libssh", "0.10.4" },
	{ TCP, SAID("SSH-2.0-OpenSSH_9."), "ssh", "", "" },
	{ TCP, SAID("SSH-2.0-Go\r\n"), "ssh", "Go x/crypto/ssh", "" },
	{ TCP, SAID("220 mail.example.org ESMTP Postfix (Debian 12)\r\n"),
	  "smtp", "Postfix", "" },
	{ TCP,
	  SAID("220 ftp.example.org ESMTP Sendmail 8.17.1/8.17.1; Mon\r\n"),
	  "smtp", "Sendmail", "8.17.1" },
	{ TCP, SAID("220 smtp.example.org FTP server ready.\r\n"), "ftp", "",
	  "" },
	{ TCP, SAID("220-Welcome\r\n220 ProFTPD 1.3.8 Server (x) ready.\r\n"),
	  "ftp", "ProFTPD", "1.3.8" },
	{ TCP, SAID("+OK <1896.697170952@dbc.example.org>\r\n"), "pop3", "",
	  "" },
	{ TCP,
	  SAID("200 news.example.org InterNetNews NNRP server INN 2.7.0 "
	       "ready (posting ok)\r\n"),
	  "nntp", "INN", "2.7.0" },
	{ TCP, SAID("\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n"), "sieve",
	  "Dovecot Pigeonhole", "" },
	{ TCP, SAID(":irc.example.org NOTICE * :*** Looking up your host\r\n"),
	  "irc", "", "" },
	{ TCP, SAID("Zookeeper version: 3.8.0-5a02a05, built on 2022\n"),
	  "zookeeper", "ZooKeeper", "3.8.0" },
	{ TCP, SAID("\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23"), "telnet", "", "" },
	{ TCP,
	  SAID("HTTP/1.1 200 OK\r\nserver: Apache/2.4.57 (Debian)\r\n\r\n"),
	  "http", "Apache httpd", "2.4.57" },
	{ TCP, SAID("HTTP/1.0 200 OK\r\n\r\nServer: a/1\r\n"), "http", "", "" },
	{ TCP,
	  SAID("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP "
	       "request to an HTTPS server.\n"),
	  "https", "", "" },
	{ TCP,
	  SAID("HTTP/1.0 200 OK\r\nContent-Length: 85\r\n\r\nIt looks like "
	       "you are trying to access MongoDB over HTTP on the native "
	       "driver port.\r\n"),
	  "mongodb", "", "" },
	{ TCP, SAID("RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Cam/1.2\r\n\r\n"),
	  "rtsp", "Cam", "1.2" },
	{ UDP,
	  SAID("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1\r\n"
	       "SERVER: Linux/5.10 UPnP/1.1 MiniUPnPd/2.3.1\r\n\r\n"),
	  "ssdp", "MiniUPnPd", "2.3.1" },
	{ TCP, SAID("\x15\x03\x01\x00\x02\x02\x46"), "tls", "", "" },
	{ TCP,
	  SAID("\x33\x00\x00\x00\x0a"
	       "8.0.36\0"
	       "\x01\x00\x00\x00"
	       "12345678\0"
	       "\xff\xff\xff\x02\x00\xff\xdf\x15\0\0\0\0\0\0"
	       "\0\0\0\0"
	       "123456789012"),
	  "mysql", "MySQL", "8.0.36" },
	{ TCP,
	  SAID("\x2d\x00\x00\x00\xff\x6a\x04Host 'x' is not allowed: "
	       "this MySQL server"),
	  "mysql", "MySQL", "" },
	{ TCP,
	  SAID("\x24\0\0\0"
	       "\x01\0\0\0" COOKIE_4 "\x01\0\0\0"
	       "\0\0\0\0"
	       "\0\0\0\0\0\0\0\0"
	       "\0\0\0\0"
	       "\x01\0\0\0"),
	  "mongodb", "", "" },
	{ TCP,
	  SAID("\x01\0\0\0\0\0\x2f"
	       "\0\x0a\0\x0a\0\x09"
	       "\0\0\0\x27"
	       "\x07productS\0\0\0\x08RabbitMQ"
	       "\x07versionS\0\0\0\x05"
	       "3.10."
	       "\xce"),
	  "amqp", "RabbitMQ", "3.10." },
	{ TCP, SAID("AMQP\0\x01\0\0"), "amqp", "", "" },
	{ TCP,
	  SAID("\x04\x01\0\x1a\0\0\x01\0"
	       "\0\0\x0b\0\x06"
	       "\x01\0\x11\0\x01"
	       "\xff"
	       "\x0f\0\x07\xd0\0\0"
	       "\0"),
	  "ms-sql-s", "Microsoft SQL Server 2019", "15.0.2000" },
	{ TCP,
	  SAID("\x84\0" COOKIE_2 "\x06"
	       "\0\0\0\x02"
	       "\0\0"),
	  "cassandra", "", "" },
	{ TCP,
	  SAID("\0\0\0\x0a" COOKIE_4 "\0\0"
	       "\0\0\0\0"),
	  "kafka", "", "" },
	{ TCP, SAID("AB\0\x01\x09"), "ajp13", "", "" },
	{ TCP,
	  SAID("N\0\x09"
	       "127.0.0.1"
	       "\0\0\xd4\x31"),
	  "rmiregistry", "", "" },
	{ TCP,
	  SAID("\x05\0\x0c\x03\x10\0\0\0\x18\0\0\0" COOKIE_4
	       "\xd0\x16\xd0\x16\0\0\0\0"),
	  "msrpc", "", "" },
	{ UDP,
	  SAID(COOKIE_2 "\x80\x01"
	                "\0\0\0\0\0\0\0\0"),
	  "domain", "", "" },
	{ UDP,
	  SAID(COOKIE_2 "\x84\0\0\x01\0\x01\0\0\0\0"
	                "\7version\4bind\0\0\x10\0\x03"
	                "\xc0\x0c\0\x10\0\x03"
	                "\0\0\0\0"
	                "\0\x14\x13"
	                "9.18.33-1~deb12u2-D"),
	  "domain", "", "9.18.33-1~deb12u2-D" },
	{ UDP,
	  SAID(COOKIE_2 "\x84\0\0\x01\0\x01\0\0\0\0"
	                "\7version\4bind\0\0\x10\0\x03"
	                "\xc0\x0c\0\x10\0\x03"
	                "\0\0\0\0"
	                "\0\x0d\x0c"
	                "not told you"),
	  "domain", "", "" },
	{ UDP,
	  SAID("\0\x05\0\x01"
	       "File not found\0"),
	  "tftp", "", "" },
	{ UDP,
	  SAID("\x05\x3f\0"
	       "ServerName;H;InstanceName;I;IsClustered;No;"
	       "Version;15.0.2000.5;"),
	  "ms-sql-m", "Microsoft SQL Server 2019", "15.0.2000.5" },
	{ UDP,
	  SAID("\0\x80\0\0"
	       "\0\0\0\x2a"
	       "\xc0\0\x02\x07"),
	  "nat-pmp", "", "" },
	{ UDP,
	  SAID("\x32\x02\0\x06\0\0\0\0" COOKIE_2 "\0\0"
	       "\x0e\x01"),
	  "gtp", "", "" },
	{ UDP,
	  SAID("\x02\x02\0\0"
	       "\0\x02\0\0"
	       "\x0a\0\0\0"
	       "\xff\0\0\0"
	       "\0\0\0\0"
	       "\0\0\0\x01"),
	  "router", "", "" },
	{ UDP,
	  SAID("\x81\x0a\0\x17\x01\0\x30p\x0c"
	       "\x0c\x02\0\0\x01"
	       "\x19\x4d"
	       "\x3e\x73\x02\0"
	       "ab"
	       "\x3f"),
	  "bacnet", "", "" },
	{ UDP,
	  SAID("<?xml version=\"1.0\"?><e xmlns:d=\"http://schemas.xmlsoap."
	       "org/ws/2005/04/discovery\"><d:ProbeMatches/></e>"),
	  "ws-discovery", "", "" },
	{ TCP, SAID("\x15\x03\x03\0\x02\x01\x00"), "tls", "", "" },
	{ TCP, SAID("\x20\x03\0\x84\0"), "mqtt", "", "" },
	{ TCP, SAID("\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x03\0\x08\0\x05\0\0\0"),
	  "ms-wbt-server", "", "" },
	{ TCP,
	  SAID("\0\0\0\x23\xff"
	       "SMB\x72\0\0\0\0\x98\x53\xc8\0\0\0\0\0\0\0\0"
	       "\0\0\0\0\xff\xff\xff\xfe\0\0\0\0\x01\xff\xff"),
	  "microsoft-ds", "", "" },
	{ TCP, SAID("\x83\0\0\x01\x82"), "netbios-ssn", "", "" },
	{ TCP,
	  SAID("\x83\0" COOKIE_2 "\0"
	       "\0\0\0\x06"
	       "\0\0\0\x0a"
	       "\0\0"),
	  "cassandra", "", "" },
	{ TCP, SAID("\x01\x11\0\x04\x21\x12\xa4\x42" COOKIE_8 COOKIE_4 "abcd"),
	  "stun", "", "" },
	{ UDP, SAID("\x01\x11\0\x04\x21\x12\xa4\x42" COOKIE_8 COOKIE_4 "abcd"),
	  "stun", "", "" },
	{ UDP,
	  SAID("\xc8\x02\0\x1e" COOKIE_2 "\0\0\0\0\0\x01"
	       "\x80\x08\0\0\0\0\0\x04"
	       "\x80\x0a\0\0\0\x01\0\x05\0\0"),
	  "l2tp", "", "" },
	{ UDP,
	  SAID("\x02p\0\x14"
	       "0123456789abcdef"),
	  "radius", "", "" },
	{ UDP,
	  SAID("\x0bp\0\x14"
	       "0123456789abcdef"),
	  "radius", "", "" },
	{ UDP, SAID("\x60\0" COOKIE_2), "coap", "", "" },
	{ UDP, SAID("\x70\0" COOKIE_2), "coap", "", "" },
	{ UDP, SAID(DTLS_SERVER_HELLO), "dtls", "", "" },
	{ UDP, SAID("\x15\xfe\xff\0\0\0\0\0\0\0\0\0\x02\x02\x28"), "dtls", "",
	  "" },
	{ UDP, SAID("\x81\x0a\0\x0d\x01\0\x50p\x0c\x91\x02\x91\x20"), "bacnet",
	  "", "" },
	{ UDP, SAID("\x81\x0a\0\x09\x01\0\x60p\x09"), "bacnet", "", "" },
	{ UDP,
	  SAID("\0\x01\0\x06\0\x08"
	       "\0\x02hi"
	       "\0\x02no"),
	  "xdmcp", "", "" },
	{ UDP,
	  SAID("\x02\x01\0\0"
	       "\0\x02\0\0"
	       "\x0a\0\0\0"
	       "\0\0\0\0"
	       "\0\0\0\0"
	       "\0\0\0\x10"),
	  "router", "", "" },
	{ TCP, SAID("* PREAUTH IMAP4rev1 Courier-IMAP ready\r\n"), "imap",
	  "Courier-IMAP", "" },
	{ TCP, SAID("* BYE Cyrus IMAP 3.6.1 closing\r\n"), "imap", "Cyrus IMAP",
	  "3.6.1" },
	{ TCP, SAID("+OK POP3 ready\r\n"), "pop3", "", "" },
	{ TCP, SAID("200 example.org NNTP ready\r\n"), "nntp", "", "" },
	{ TCP, SAID("201 example.org NNTP ready\r\n"), "nntp", "", "" },
	{ TCP, SAID("201 example.org InterNetNews server INN 2.7.0 ready\r\n"),
	  "nntp", "INN", "2.7.0" },
	{ TCP, SAID("( success ( 2 2 ( ) ( edit-pipeline ) ) ) "), "svn", "",
	  "" },
	{ TCP, SAID("-DENIED Redis is running in protected mode because\r\n"),
	  "redis", "", "" },
	{ TCP, SAID("This ZooKeeper instance is not currently serving\n"),
	  "zookeeper", "", "" },
	{ TCP, SAID("srvr is not executed because it is not in the whitelist."),
	  "zookeeper", "", "" },
	{ TCP, SAID("NOTICE AUTH :*** Looking up your hostname\r\n"), "irc", "",
	  "" },
	{ TCP, SAID("<stream:stream xmlns='jabber:client' id='1'>"),
	  "xmpp-client", "", "" },
	{ TCP, SAID("<stream:stream xmlns='jabber:server' id='1'>"),
	  "xmpp-server", "", "" },
	{ TCP, SAID("220 mail.example.org ESMTP OpenSMTPD\r\n"), "smtp",
	  "OpenSMTPD", "" },
	{ TCP, SAID("220---------- Welcome to Pure-FTPd [TLS] ----------\r\n"),
	  "ftp", "Pure-FTPd", "" },
	{ TCP, SAID("220-FileZilla Server 1.6.7\r\n"), "ftp",
	  "FileZilla Server", "1.6.7" },
	{ TCP, SAID("220 Microsoft FTP Service\r\n"), "ftp",
	  "Microsoft FTP Service", "" },
};

/* Near misses: nothing is certain of these. */
static const struct row nameless[] = {
	{ TCP, SAID(""), "", "", "" },
	{ TCP, SAID("SSH"), "", "", "" },
	{ TCP, SAID("SSH-2.0-portscan\r\n"), "", "", "" },
	{ TCP, SAID("220 ready\r\n"), "", "", "" },
	{ TCP, SAID("220 smtp.example.org ready\r\n"), "", "", "" },
	{ TCP, SAID("220 ftp-1.example.org ready\r\n"), "", "", "" },
	{ TCP, SAID("220 SMTP and FTP\r\n"), "", "", "" },
	{ TCP, SAID("220 VMware Authentication Daemon Version 1.10\r\n"), "",
	  "", "" },
	{ TCP, SAID("+OK\r\n"), "", "", "" },
	{ TCP, SAID("+OK hello\r\n"), "", "", "" },
	{ TCP, SAID("+OK a <b> c\r\n"), "", "", "" },
	{ TCP, SAID("200 hello\r\n"), "", "", "" },
	{ TCP, SAID("HTTP/1.1 2x0 OK\r\n"), "", "", "" },
	{ TCP, SAID("HTTP/1.1"), "", "", "" },
	{ TCP, SAID("ERROR\r\n"), "", "", "" },
	{ TCP, SAID("Mon Nov 23 16:35:11 2026\r\n"), "", "", "" },
	{ TCP, SAID("\xff\xfd"), "", "", "" },
	{ TCP, SAID("\x16\x03\x03\0\x20\x01\0\0\x1c\x03\x03"), "", "", "" },
	{ TCP, SAID("\x16\x03\x03\0\x20\x02\0\0\x1c\x03\x03"), "", "", "" },
	{ TCP, SAID("\x15\x03\x01\0\x02\x03\x46"), "", "", "" },
	{ TCP,
	  SAID("\x06\0\0\0\x0a"
	       "abc\0"
	       "x"),
	  "", "", "" },
	{ TCP, SAID("\x20\x02\0\x01\0"), "", "", "" },
	{ TCP,
	  SAID("E\0\0\0\x0d"
	       "SFATAL\0\0\0"),
	  "", "", "" },
	{ TCP, SAID("\x30\x05\x02\x01\x02\x65\0"), "", "", "" },
	{ TCP, SAID("\x30\x84\xff\xff\xff\xff\x02\x01\x01\x65\0"), "", "", "" },
	{ TCP, SAID("N"), "", "", "" },
	{ TCP, SAID("S"), "", "", "" },
	{ UDP,
	  SAID("\x24\x02\x06\xe9"
	       "\0\0\0\0\0\0\0\0\0\0\0\0"
	       "12345678"
	       "12345678"
	       "12345678"
	       "12345678"),
	  "", "", "" },
	{ UDP,
	  SAID("xx\x80\x01"
	       "\0\0\0\0\0\0\0\0"),
	  "", "", "" },
	{ UDP,
	  SAID(COOKIE_2 "\0\x01"
	                "\0\0\0\0\0\0\0\0"),
	  "", "", "" },
	{ UDP,
	  SAID("\0\x05\0\x01"
	       "no end"),
	  "", "", "" },
	{ UDP, SAID("SSH-2.0-OpenSSH_9.2p1\r\n"), "", "", "" },
	{ UDP, SAID("\xee\xae\xe9\xd7\0\0\0\0"), "", "", "" },
};

static struct service_db *db;

static void load(void)
{
	struct text why;

	text_init(&why);
	db = known_services_create(NULL, &why);
	cr_assert(ne(ptr, db, NULL), "%s", why.data);
}

static void unload(void)
{
	service_db_free(db);
}

TestSuite(identify, .init = load, .fini = unload);

/* Whatever of ours it answered, of what it may have repeated. */
static bool identify_any(struct reply *reply, struct identity *who)
{
	static const struct {
		enum protocol protocol;
		const char *name;
	} asked[] = {
		{ TCP, "NULL" },         { UDP, "DnsVersionUdp" },
		{ TCP, "DnsVersion" },   { UDP, "DnsRoot" },
		{ UDP, "MdnsServices" }, { UDP, "NetbiosNames" },
		{ TCP, "Echo" },         { TCP, "HttpGet" },
	};

	for (size_t i = 0; i < COUNT(asked); i++) {
		const struct db_probe *probe =
			service_db_find(db, asked[i].protocol, asked[i].name);

		cr_assert(ne(ptr, (void *)probe, NULL), "%s", asked[i].name);
		reply->asked = probe->payload;
		if (identify_reply(reply, who))
			return true;
	}
	return false;
}

/* In a block of exactly its size, so that reading past it is seen. */
static bool identify(const struct row *row, size_t len, struct service *service)
{
	uint8_t *said = malloc(len + (len == 0));
	struct reply reply = { .protocol = row->protocol,
		               .said = { said, len } };
	struct identity who;
	bool known;

	cr_assert(ne(ptr, said, NULL));
	memcpy(said, row->said, len);
	known = identify_any(&reply, &who);
	*service = who.service;
	identity_release(&who);
	free(said);
	return known;
}

static void expect_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		struct service service;
		bool known = identify(row, row->len, &service);

		cr_expect(eq(int, known, row->name[0] != '\0'), "row %zu, %s",
		          i, row->name);
		cr_expect(eq(str, service.name, (char *)row->name), "row %zu",
		          i);
		cr_expect(eq(str, service.product, (char *)row->product),
		          "row %zu, %s", i, row->name);
		cr_expect(eq(str, service.version, (char *)row->version),
		          "row %zu, %s", i, row->name);
	}
}

Test(identify, real_servers_are_named)
{
	expect_rows(captured, COUNT(captured));
}

Test(identify, documented_answers_are_named)
{
	expect_rows(documented, COUNT(documented));
}

Test(identify, near_misses_are_not)
{
	expect_rows(nameless, COUNT(nameless));
}

/* Wherever the answer is cut, it may lose its name, but not read past it. */
Test(identify, answers_cut_anywhere_are_read_in_bounds)
{
	for (size_t i = 0; i < COUNT(captured); i++)
		for (size_t len = 0; len < captured[i].len; len++) {
			struct service service;

			identify(&captured[i], len, &service);
		}
	for (size_t i = 0; i < COUNT(documented); i++)
		for (size_t len = 0; len < documented[i].len; len++) {
			struct service service;

			identify(&documented[i], len, &service);
		}
}

Test(identify, tls_is_flagged)
{
	static const struct row alert = { TCP,
		                          SAID("\x15\x03\x03\0\x02\x02\x28"),
		                          "tls", "", "" };
	static const struct row plain = { TCP, SAID("SSH-2.0-x\r\n"), "ssh", "",
		                          "" };
	struct service service;

	identify(&alert, alert.len, &service);
	cr_expect(service.tls);
	identify(&plain, plain.len, &service);
	cr_expect(not(service.tls));
}

Test(identify, dtls_tells_its_version)
{
	static const uint8_t said[] = DTLS_SERVER_HELLO;
	struct reply reply = { .protocol = PROTOCOL_UDP,
		               .said = { said, sizeof(said) - 1 } };
	struct identity who;
	struct bytes version;

	cr_assert(identify_reply(&reply, &who));
	cr_assert(facts_get(&who.facts, FACT_TLS_VERSION, &version));
	cr_expect(eq(sz, version.len, strlen("DTLSv1.2")));
	cr_expect(bytes_have(version, 0, "DTLSv1.2"));
	identity_release(&who);
}

Test(identify, hostile_product_is_printable_and_fits)
{
	static const struct row control = { TCP,
		                            SAID("SSH-2.0-Op\x1b[2Jen\r\n"),
		                            "ssh", "Op", "" };
	char endless[600] = "SSH-2.0-";
	struct row row = { TCP, endless, sizeof(endless), "", "", "" };
	struct service service;

	expect_rows(&control, 1);
	memset(endless + 8, 'a', sizeof(endless) - 8);
	endless[sizeof(endless) - 1] = '\n';
	cr_assert(identify(&row, row.len, &service));
	cr_expect(eq(sz, strlen(service.product), sizeof(service.product) - 1));
	memcpy(endless + 20, "_9", 2);
	memset(endless + 22, '9', sizeof(endless) - 23);
	cr_assert(identify(&row, row.len, &service));
	cr_expect(eq(str, service.product, "aaaaaaaaaaaa"));
	cr_expect(eq(sz, strlen(service.version), sizeof(service.version) - 1));
}
