// SPDX-License-Identifier: Apache-2.0
#include "registry/compatible.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>

#define TCP PROTOCOL_TCP
#define UDP PROTOCOL_UDP
enum { PLAIN = false, IN_TLS = true };

static const struct {
	uint16_t port;
	enum protocol protocol;
	const char *answered;
	bool tls;
	bool fits;
} rows[] = {
	/* The same name, or another of the same protocol. */
	{ 22, TCP, "ssh", PLAIN, true },
	{ 22, TCP, "SSH", PLAIN, true },
	{ 11211, TCP, "memcached", PLAIN, true },
	{ 88, UDP, "kerberos-sec", PLAIN, true },
	{ 111, UDP, "rpcbind", PLAIN, true },
	{ 3389, TCP, "ms-wbt-server", PLAIN, true },
	{ 3389, TCP, "rdp", IN_TLS, true },
	{ 502, TCP, "modbus", PLAIN, true },
	{ 1080, TCP, "socks5", PLAIN, true },
	{ 5900, TCP, "vnc", PLAIN, true },
	{ 6003, TCP, "X11", PLAIN, true },
	{ 6667, TCP, "irc", PLAIN, true },
	{ 2401, TCP, "cvs", PLAIN, true },
	{ 520, UDP, "rip", PLAIN, true },
	{ 44818, TCP, "enip", PLAIN, true },
	{ 113, TCP, "auth", PLAIN, true },

	/* Every name of a number counts. */
	{ 465, TCP, "smtp", IN_TLS, true },
	{ 2049, TCP, "nfs", PLAIN, true },
	{ 2049, UDP, "sunrpc", PLAIN, true },
	{ 1701, UDP, "l2tp", PLAIN, true },
	{ 3478, UDP, "stun", PLAIN, true },
	{ 3478, UDP, "turn", PLAIN, true },
	{ 9100, TCP, "jetdirect", PLAIN, true },
	{ 5060, UDP, "sip", PLAIN, true },

	/* TLS where the number calls for it, and as one likes elsewhere. */
	{ 443, TCP, "http", IN_TLS, true },
	{ 443, TCP, "https", PLAIN, true },
	{ 443, TCP, "http", PLAIN, false },
	{ 80, TCP, "http", PLAIN, true },
	{ 80, TCP, "https", PLAIN, true },
	{ 8080, TCP, "http", PLAIN, true },
	{ 8008, TCP, "http", IN_TLS, true },
	{ 8443, TCP, "http", IN_TLS, true },
	{ 8443, TCP, "http", PLAIN, false },
	{ 993, TCP, "imap", IN_TLS, true },
	{ 993, TCP, "imaps", PLAIN, true },
	{ 993, TCP, "imap", PLAIN, false },
	{ 143, TCP, "imap", IN_TLS, true },
	{ 995, TCP, "pop3", IN_TLS, true },
	{ 995, TCP, "imap", IN_TLS, false },
	{ 465, TCP, "smtp", PLAIN, false },
	{ 587, TCP, "smtp", PLAIN, true },
	{ 587, TCP, "smtp", IN_TLS, true },
	{ 636, TCP, "ldap", IN_TLS, true },
	{ 3269, TCP, "ldap", IN_TLS, true },
	{ 3268, TCP, "ldap", PLAIN, true },
	{ 990, TCP, "ftp", IN_TLS, true },
	{ 992, TCP, "telnet", IN_TLS, true },
	{ 563, TCP, "nntp", IN_TLS, true },
	{ 853, TCP, "domain", IN_TLS, true },
	{ 853, TCP, "domain", PLAIN, false },
	{ 5061, TCP, "sip", IN_TLS, true },
	{ 5061, TCP, "sip", PLAIN, false },
	{ 5671, TCP, "amqp", IN_TLS, true },
	{ 8883, TCP, "mqtt", IN_TLS, true },
	{ 8883, TCP, "mqtt", PLAIN, false },
	{ 2376, TCP, "http", IN_TLS, true },
	{ 2376, TCP, "http", PLAIN, false },
	{ 2375, TCP, "http", PLAIN, true },
	{ 5986, TCP, "http", IN_TLS, true },
	{ 6697, TCP, "irc", IN_TLS, true },
	{ 6514, TCP, "syslog", IN_TLS, true },
	{ 5349, TCP, "stun", IN_TLS, true },
	{ 5684, UDP, "coap", IN_TLS, true },
	{ 631, TCP, "ipp", PLAIN, true },
	{ 631, TCP, "http", IN_TLS, true },

	/* TLS, and nobody knows what inside. */
	{ 443, TCP, "tls", IN_TLS, true },
	{ 443, TCP, "ssl", PLAIN, true },
	{ 993, TCP, "tls", PLAIN, true },
	{ 465, TCP, "tls", PLAIN, true },
	{ 631, TCP, "tls", PLAIN, true },
	{ 853, UDP, "dtls", PLAIN, true },
	{ 5684, UDP, "dtls", PLAIN, true },
	{ 80, TCP, "tls", IN_TLS, false },
	{ 143, TCP, "tls", PLAIN, false },
	{ 443, UDP, "dtls", PLAIN, false }, /* a tunnel, not the web */
	{ 443, UDP, "quic", PLAIN, true },
	{ 853, UDP, "quic", PLAIN, true },

	/* Served by means of another. */
	{ 631, TCP, "http", PLAIN, true },
	{ 5984, TCP, "http", PLAIN, true },
	{ 2379, TCP, "http", PLAIN, true },
	{ 5985, TCP, "http", PLAIN, true },
	{ 139, TCP, "microsoft-ds", PLAIN, true },
	{ 445, TCP, "netbios-ssn", PLAIN, true },
	{ 464, UDP, "kerberos", PLAIN, true },
	{ 749, TCP, "sunrpc", PLAIN, true },
	{ 1813, UDP, "radius", PLAIN, true },
	{ 2083, TCP, "radius", IN_TLS, true },
	{ 4500, UDP, "isakmp", PLAIN, true },
	{ 162, UDP, "snmp", PLAIN, true },
	{ 5353, UDP, "domain", PLAIN, true },
	{ 5351, UDP, "nat-pmp", PLAIN, true },
	{ 8554, TCP, "rtsp", PLAIN, true },
	{ 2123, UDP, "gtp", PLAIN, true },
	{ 830, TCP, "ssh", PLAIN, true },
	{ 8080, TCP, "http-proxy", PLAIN, true },
	{ 8118, TCP, "http-proxy", PLAIN, true },

	/* Contradictions, common as some are. */
	{ 80, TCP, "ssh", PLAIN, false },
	{ 443, TCP, "ssh", PLAIN, false },
	{ 2222, TCP, "ssh", PLAIN, false },
	{ 22, TCP, "http", PLAIN, false },
	{ 3306, TCP, "http-proxy", PLAIN, false },
	{ 3306, TCP, "postgresql", PLAIN, false },
	{ 3128, TCP, "http-proxy", PLAIN, false },
	{ 9100, TCP, "http", PLAIN, false },
	{ 9090, TCP, "http", PLAIN, false },
	{ 5000, TCP, "http", PLAIN, false },
	{ 53, UDP, "mdns", PLAIN, true },
	{ 53, UDP, "ntp", PLAIN, false },
	{ 389, TCP, "kerberos", PLAIN, false },

	/* No name, nothing to be. */
	{ 24, TCP, "smtp", PLAIN, false },
	{ 8123, TCP, "http", PLAIN, false },
};

Test(compatible, service_fits_by_name_by_tls_and_by_what_it_is_served_with)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct registry_entry entry = registry_look_up(
			registry_shipped(), rows[i].protocol, rows[i].port);

		cr_expect(
			eq(int,
		           service_fits(&entry, rows[i].answered, rows[i].tls),
		           rows[i].fits),
			"%u/%s answered by %s%s", rows[i].port,
			protocol_name(rows[i].protocol), rows[i].answered,
			rows[i].tls ? " inside TLS" : "");
	}
}

Test(compatible, tls_is_told_by_any_name)
{
	cr_expect(service_is_tls("tls"));
	cr_expect(service_is_tls("ssl"));
	cr_expect(service_is_tls("dtls"));
	cr_expect(not(service_is_tls("https")));
	cr_expect(not(service_is_tls("quic")));
	cr_expect(not(service_is_tls("ssh")));
}
