// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_IDENTIFY_H
#define PORTSCAN_IDENTIFY_IDENTIFY_H

#include "identify/identity.h"
#include "identify/reply.h"

#include <stdbool.h>

/*
 * Name the service by the structure of what it said, and its product and
 * version where it says them itself.  False, and `who` empty, when the bytes
 * name nothing for certain.
 *
 * The names are IANA's where it has one for the protocol:
 *
 *   amqp asf-rmcp bacnet chargen coap domain echo epmap epmd ftp git gopher
 *   http https ident imap ipp irc isakmp kerberos l2tp ldap mdns memcache
 *   microsoft-ds mongodb mqtt ms-sql-m ms-sql-s ms-wbt-server mysql nbd
 *   netbios-ns netbios-ssn nntp ntp openvpn pop3 postgresql pptp radius redis
 *   rfb rmiregistry router rsync rtsp sieve sip smtp snmp socks ssdp ssh stun
 *   sunrpc svn telnet tftp ws-discovery x11 xdmcp xmpp-client xmpp-server
 *
 * and otherwise what its documents say: ajp13 cassandra dtls grpc gtp
 * http-proxy kafka mpd nat-pmp nats quic spamd tls zookeeper.  "tls" and "dtls"
 * have something inside that nobody asked yet; "https" is a server that told
 * our plain HTTP that it wants TLS.
 */
bool identify_reply(const struct reply *reply, struct identity *who);

#endif
