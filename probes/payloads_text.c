// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/* RFC 1945 5.1: a version without Host, which we could not fill truly. */
#define HTTP_GET(path)                                                         \
	"GET " path " HTTP/1.0\r\n"                                            \
	"User-Agent: portscan\r\n"                                             \
	"Accept: */*\r\n\r\n"

const struct payload payload_http = PAYLOAD("http", HTTP_GET("/"));

/* Docker, etcd and Kubernetes all tell their version to anyone here. */
const struct payload payload_http_version =
	PAYLOAD("http", HTTP_GET("/version"));

/* RFC 8011 4.2.5: Get-Printer-Attributes of the default printer. */
#define IPP_BODY                                                               \
	"\x01\x01"         /* version 1.1 */                                   \
	"\x00\x0b"         /* operation: Get-Printer-Attributes */             \
	"\x00\x00\x00\x01" /* request-id, not 0 */                             \
	"\x01"             /* operation attributes */                          \
	"\x47\x00\x12"                                                         \
	"attributes-charset"                                                   \
	"\x00\x05"                                                             \
	"utf-8"                                                                \
	"\x48\x00\x1b"                                                         \
	"attributes-natural-language"                                          \
	"\x00\x02"                                                             \
	"en"                                                                   \
	"\x45\x00\x0b"                                                         \
	"printer-uri"                                                          \
	"\x00\x14"                                                             \
	"ipp://localhost/ipp/"                                                 \
	"\x03" /* end of attributes */

const struct payload payload_ipp =
	PAYLOAD("ipp", "POST /ipp/print HTTP/1.0\r\n"
                       "Host: localhost\r\n"
                       "User-Agent: portscan\r\n"
                       "Content-Type: application/ipp\r\n"
                       "Content-Length: 108\r\n\r\n" IPP_BODY);

/* RFC 2326 10.1 */
const struct payload payload_rtsp =
	PAYLOAD("rtsp", "OPTIONS * RTSP/1.0\r\n"
                        "CSeq: 1\r\n"
                        "User-Agent: portscan\r\n\r\n");

/*
 * RFC 3261 11: OPTIONS asks for capabilities and rings nowhere; RFC 3581:
 * rport sends the answer to where the request came from.
 */
#define SIP_OPTIONS(transport)                                                 \
	"OPTIONS sip:portscan@portscan.invalid SIP/2.0\r\n"                    \
	"Via: SIP/2.0/" transport                                              \
	" portscan.invalid;branch=z9hG4bKportscan;rport\r\n"                   \
	"Max-Forwards: 0\r\n"                                                  \
	"From: <sip:portscan@portscan.invalid>;tag=portscan\r\n"               \
	"To: <sip:portscan@portscan.invalid>\r\n"                              \
	"Call-ID: portscan\r\n"                                                \
	"CSeq: 1 OPTIONS\r\n"                                                  \
	"Contact: <sip:portscan@portscan.invalid>\r\n"                         \
	"Accept: application/sdp\r\n"                                          \
	"Content-Length: 0\r\n\r\n"

const struct payload payload_sip_tcp = PAYLOAD("sip", SIP_OPTIONS("TCP"));
const struct payload payload_sip_udp = PAYLOAD("sip", SIP_OPTIONS("UDP"));

/* UPnP Device Architecture 2.0, 1.3.2: a search sent to one device. */
const struct payload payload_ssdp =
	PAYLOAD("ssdp", "M-SEARCH * HTTP/1.1\r\n"
                        "HOST: 239.255.255.250:1900\r\n"
                        "MAN: \"ssdp:discover\"\r\n"
                        "MX: 1\r\n"
                        "ST: upnp:rootdevice\r\n"
                        "USER-AGENT: portscan\r\n\r\n");

/* WS-Discovery 2005/04, 5.2: a Probe that every target service matches. */
const struct payload payload_ws_discovery = PAYLOAD(
	"ws-discovery",
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	"<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
	" xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
	" xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\">"
	"<s:Header>"
	"<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"
	"</a:Action>"
	"<a:MessageID>urn:uuid:706f7274-7363-416e-8000-000000000001"
	"</a:MessageID>"
	"<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
	"</s:Header>"
	"<s:Body><d:Probe/></s:Body>"
	"</s:Envelope>");

/* RFC 6120 4.2: opening a stream needs no identity. */
#define XMPP_OPEN(side)                                                        \
	"<?xml version='1.0'?>"                                                \
	"<stream:stream to='portscan.invalid' version='1.0' "                  \
	"xmlns='jabber:" side                                                  \
	"' xmlns:stream='http://etherx.jabber.org/streams'>"

const struct payload payload_xmpp_client =
	PAYLOAD("xmpp-client", XMPP_OPEN("client"));
const struct payload payload_xmpp_server =
	PAYLOAD("xmpp-server", XMPP_OPEN("server"));

/* RFC 862 */
const struct payload payload_echo = PAYLOAD("echo", "portscan echo\r\n");

/* RFC 1288 2.5 and RFC 1436 2: an empty line is the whole query. */
const struct payload payload_finger = PAYLOAD("finger", "\r\n");
const struct payload payload_gopher = PAYLOAD("gopher", "\r\n");

/* RFC 867, 865, 864 and 868: any datagram will do. */
const struct payload payload_daytime = PAYLOAD("daytime", "\r\n");
const struct payload payload_qotd = PAYLOAD("qotd", "\r\n");
const struct payload payload_chargen = PAYLOAD("chargen", "\r\n");
const struct payload payload_time = PAYLOAD("time", "\r\n");

/* RFC 1413 3: who owns the connection between these two ports; nobody. */
const struct payload payload_ident = PAYLOAD("ident", "1 , 1\r\n");

/* RFC 2812 3.7.2: refused before registration, which is an answer too. */
const struct payload payload_irc = PAYLOAD("irc", "PING portscan\r\n");

/* git's protocol-common: a pkt-line that asks for a repository not there. */
const struct payload payload_git =
	PAYLOAD("git", "0034"
                       "git-upload-pack /portscan\0host=portscan.invalid\0");

/* Redis protocol, "Inline commands" */
const struct payload payload_redis = PAYLOAD("redis", "PING\r\n");

/* memcached's protocol.txt; over UDP behind a frame header. */
const struct payload payload_memcache_tcp = PAYLOAD("memcache", "version\r\n");
const struct payload payload_memcache_udp =
	PAYLOAD("memcache", COOKIE_2 /* request id */
                "\x00\x00"           /* sequence number */
                "\x00\x01"           /* datagrams in this message */
                "\x00\x00"           /* reserved */
                "version\r\n");

/* ZooKeeper Administrator's Guide, "The Four Letter Words" */
const struct payload payload_zookeeper = PAYLOAD("zookeeper", "srvr");

/* SpamAssassin's spamd/PROTOCOL */
const struct payload payload_spamd = PAYLOAD("spamd", "PING SPAMC/1.5\r\n\r\n");
