// SPDX-License-Identifier: Apache-2.0
#include "probes/payloads.h"

#include "base/count.h"
#include "probes/payload_bytes.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(payloads, ports_of_a_protocol_share_its_payload)
{
	cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_TCP, 443),
	             (void *)&payload_tls));
	cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_TCP, 993),
	             (void *)&payload_tls));
	cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_TCP, 6005),
	             (void *)&payload_x11));
	cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_UDP, 443),
	             (void *)&payload_quic));
}

Test(payloads, tcp_port_of_its_own_kind_is_asked_for_http)
{
	static const uint16_t ports[] = { 0, 22, 80, 2076, 8080, 65535 };

	for (size_t i = 0; i < COUNT(ports); i++)
		cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_TCP, ports[i]),
		             (void *)&payload_http),
		          "%u", ports[i]);
}

Test(payloads, udp_port_nobody_knows_gets_nothing)
{
	static const uint16_t ports[] = { 0, 9, 514, 2076, 51820, 65535 };

	for (size_t i = 0; i < COUNT(ports); i++)
		cr_expect(eq(ptr, (void *)payload_find(PROTOCOL_UDP, ports[i]),
		             NULL),
		          "%u", ports[i]);
}

Test(payloads, printers_loggers_and_controllers_are_sent_nothing)
{
	static const uint16_t ports[] = {
		102,  502,  514,  515,  601,  2404, 9100,  9101,
		9102, 9103, 9104, 9105, 9106, 9107, 20000, 44818,
	};

	for (size_t i = 0; i < COUNT(ports); i++)
		for (uint32_t attempt = 0; attempt < 3; attempt++)
			cr_expect(eq(ptr,
			             (void *)payload_for_attempt(
					     PROTOCOL_TCP, ports[i], attempt),
			             NULL),
			          "%u", ports[i]);
}

Test(payloads, attempts_go_round_the_dialects)
{
	static const struct payload *const turns[] = {
		&payload_snmp_v3, &payload_snmp_v1, &payload_snmp_v2c,
		&payload_snmp_v3, &payload_snmp_v1,
	};

	for (uint32_t i = 0; i < COUNT(turns); i++)
		cr_expect(eq(ptr,
		             (void *)payload_for_attempt(PROTOCOL_UDP, 161, i),
		             (void *)turns[i]),
		          "attempt %u", i);
	cr_expect(eq(ptr, (void *)payload_for_attempt(PROTOCOL_UDP, 123, 7),
	             (void *)&payload_ntp));
}

static bool is_reached(enum protocol protocol, const struct payload *payload)
{
	enum { DIALECTS_MAX = 3 };

	for (unsigned port = 0; port <= 65535; port++)
		for (uint32_t attempt = 0; attempt < DIALECTS_MAX; attempt++)
			if (payload_for_attempt(protocol, (uint16_t)port,
			                        attempt) == payload)
				return true;
	return false;
}

static const struct payload *const over_tcp[] = {
	&payload_http,         &payload_http_version, &payload_ipp,
	&payload_rtsp,         &payload_sip_tcp,      &payload_xmpp_client,
	&payload_xmpp_server,  &payload_echo,         &payload_finger,
	&payload_gopher,       &payload_ident,        &payload_irc,
	&payload_git,          &payload_redis,        &payload_memcache_tcp,
	&payload_zookeeper,    &payload_spamd,        &payload_tls,
	&payload_ldap,         &payload_kerberos_tcp, &payload_ms_wbt_server,
	&payload_microsoft_ds, &payload_netbios_ssn,  &payload_epmap,
	&payload_ms_sql_s,     &payload_postgresql,   &payload_mongodb,
	&payload_cassandra,    &payload_kafka,        &payload_amqp,
	&payload_mqtt,         &payload_domain_tcp,   &payload_sunrpc_tcp,
	&payload_nfs_tcp,      &payload_pptp,         &payload_openvpn_tcp,
	&payload_stun,         &payload_x11,          &payload_ajp,
	&payload_epmd,         &payload_rmiregistry
};

static const struct payload *const over_udp[] = {
	&payload_sip_udp,      &payload_ssdp,        &payload_ws_discovery,
	&payload_echo,         &payload_daytime,     &payload_qotd,
	&payload_chargen,      &payload_time,        &payload_memcache_udp,
	&payload_dtls,         &payload_quic,        &payload_ldap,
	&payload_kerberos_udp, &payload_snmp_v1,     &payload_snmp_v2c,
	&payload_snmp_v3,      &payload_netbios_ns,  &payload_ms_sql_m,
	&payload_domain_udp,   &payload_domain_root, &payload_mdns,
	&payload_ntp,          &payload_tftp,        &payload_sunrpc_udp,
	&payload_nfs_udp,      &payload_radius,      &payload_ikev2,
	&payload_ikev1,        &payload_ikev2_natt,  &payload_l2tp,
	&payload_openvpn_udp,  &payload_stun,        &payload_nat_pmp,
	&payload_router,       &payload_gtp_user,    &payload_gtp_control,
	&payload_xdmcp,        &payload_asf,         &payload_ipmi,
	&payload_bacnet,       &payload_coap
};

/* A row out of order would hide from the binary search. */
Test(payloads, every_payload_is_reached_by_a_port)
{
	for (size_t i = 0; i < COUNT(over_tcp); i++)
		cr_expect(is_reached(PROTOCOL_TCP, over_tcp[i]), "%zu: %s", i,
		          over_tcp[i]->service);
	for (size_t i = 0; i < COUNT(over_udp); i++)
		cr_expect(is_reached(PROTOCOL_UDP, over_udp[i]), "%zu: %s", i,
		          over_udp[i]->service);
}

enum order { BIG, LITTLE };

/*
 * A length on the wire: `width` bytes at `offset`, which say how many bytes
 * there are but for `outside`.
 */
struct length_field {
	const char *name;
	const struct payload *payload;
	size_t offset, width;
	enum order order;
	size_t outside;
};

static const struct length_field length_fields[] = {
	{ "TLS record", &payload_tls, 3, 2, BIG, 5 },
	{ "TLS handshake", &payload_tls, 6, 3, BIG, 9 },
	{ "TLS extensions", &payload_tls, 122, 2, BIG, 124 },
	{ "TLS key share", &payload_tls, 189, 2, BIG, 191 },
	{ "DTLS record", &payload_dtls, 11, 2, BIG, 13 },
	{ "DTLS handshake", &payload_dtls, 14, 3, BIG, 25 },
	{ "DTLS fragment", &payload_dtls, 22, 3, BIG, 25 },
	{ "DTLS extensions", &payload_dtls, 101, 2, BIG, 103 },
	{ "Kerberos over TCP", &payload_kerberos_tcp, 0, 4, BIG, 4 },
	{ "TPKT", &payload_ms_wbt_server, 2, 2, BIG, 0 },
	{ "X.224", &payload_ms_wbt_server, 4, 1, BIG, 5 },
	{ "RDP negotiation", &payload_ms_wbt_server, 13, 2, LITTLE, 11 },
	{ "NetBIOS message", &payload_microsoft_ds, 1, 3, BIG, 4 },
	{ "SMB dialects", &payload_microsoft_ds, 37, 2, LITTLE, 39 },
	{ "NetBIOS session", &payload_netbios_ssn, 2, 2, BIG, 4 },
	{ "DCE RPC fragment", &payload_epmap, 8, 2, LITTLE, 0 },
	{ "TDS packet", &payload_ms_sql_s, 2, 2, BIG, 0 },
	{ "TDS encryption", &payload_ms_sql_s, 14, 2, BIG, 9 },
	{ "PostgreSQL", &payload_postgresql, 0, 4, BIG, 0 },
	{ "MongoDB message", &payload_mongodb, 0, 4, LITTLE, 0 },
	{ "MongoDB document", &payload_mongodb, 39, 4, LITTLE, 39 },
	{ "Cassandra body", &payload_cassandra, 5, 4, BIG, 9 },
	{ "Kafka request", &payload_kafka, 0, 4, BIG, 4 },
	{ "Kafka client", &payload_kafka, 12, 2, BIG, 14 },
	{ "MQTT remaining", &payload_mqtt, 1, 1, BIG, 2 },
	{ "MQTT client", &payload_mqtt, 12, 2, BIG, 14 },
	{ "DNS over TCP", &payload_domain_tcp, 0, 2, BIG, 2 },
	{ "RADIUS", &payload_radius, 2, 2, BIG, 0 },
	{ "RADIUS attribute", &payload_radius, 21, 1, BIG, 20 },
	{ "IKEv2", &payload_ikev2, 24, 4, BIG, 0 },
	{ "IKEv2 behind the marker", &payload_ikev2_natt, 28, 4, BIG, 4 },
	{ "IKEv1", &payload_ikev1, 24, 4, BIG, 0 },
	{ "IKEv1 SA", &payload_ikev1, 30, 2, BIG, 28 },
	{ "IKEv1 proposal", &payload_ikev1, 42, 2, BIG, 40 },
	{ "IKEv1 transform", &payload_ikev1, 50, 2, BIG, 48 },
	{ "L2TP", &payload_l2tp, 2, 2, BIG, 0 },
	{ "PPTP", &payload_pptp, 0, 2, BIG, 0 },
	{ "OpenVPN over TCP", &payload_openvpn_tcp, 0, 2, BIG, 2 },
	{ "STUN", &payload_stun, 2, 2, BIG, 20 },
	{ "GTP-U", &payload_gtp_user, 2, 2, BIG, 8 },
	{ "GTP-C", &payload_gtp_control, 2, 2, BIG, 8 },
	{ "XDMCP", &payload_xdmcp, 4, 2, BIG, 6 },
	{ "ASF", &payload_asf, 11, 1, BIG, 12 },
	{ "IPMI", &payload_ipmi, 13, 1, BIG, 14 },
	{ "BACnet/IP", &payload_bacnet, 2, 2, BIG, 0 },
	{ "AJP", &payload_ajp, 2, 2, BIG, 4 },
	{ "epmd", &payload_epmd, 0, 2, BIG, 2 },
};

static size_t number_at(const struct payload *payload, size_t offset,
                        size_t width, enum order order)
{
	const uint8_t *bytes = payload->bytes;
	size_t value = 0;

	for (size_t i = 0; i < width; i++)
		value = value << 8 |
		        bytes[order == BIG ? offset + i
		                           : offset + width - 1 - i];
	return value;
}

Test(payloads, lengths_on_the_wire_are_the_real_ones)
{
	for (size_t i = 0; i < COUNT(length_fields); i++) {
		const struct length_field *f = &length_fields[i];

		cr_assert(le(sz, f->offset + f->width, f->payload->len));
		cr_expect(
			eq(sz,
		           number_at(f->payload, f->offset, f->width, f->order),
		           f->payload->len - f->outside),
			"%s", f->name);
	}
}

/* Elements that fill `len` bytes exactly, down to the last constructed one. */
static bool is_ber(const uint8_t *bytes, size_t len)
{
	enum { CONSTRUCTED = 0x20, LONG_FORM = 0x80 };

	while (len > 0) {
		if (len < 2 || bytes[1] >= LONG_FORM || bytes[1] > len - 2)
			return false;
		if ((bytes[0] & CONSTRUCTED) != 0 &&
		    !is_ber(bytes + 2, bytes[1]))
			return false;
		len -= 2u + bytes[1];
		bytes += 2 + bytes[1];
	}
	return true;
}

Test(payloads, asn1_lengths_nest_exactly)
{
	static const struct payload *const all[] = {
		&payload_ldap,     &payload_kerberos_udp, &payload_snmp_v1,
		&payload_snmp_v2c, &payload_snmp_v3,
	};
	/* An OCTET STRING that holds BER of its own. */
	const uint8_t *usm = (const uint8_t *)payload_snmp_v3.bytes + 26;

	for (size_t i = 0; i < COUNT(all); i++)
		cr_expect(is_ber(all[i]->bytes, all[i]->len), "%s, %zu",
		          all[i]->service, i);
	cr_expect(eq(u8, usm[-2], 0x04));
	cr_expect(is_ber(usm, usm[-1]));
}

/* The question section ends where the message ends. */
static bool is_one_question(const uint8_t *message, size_t len)
{
	size_t at = 12;

	if (len < at || memcmp(message + 4, "\0\1\0\0\0\0\0\0", 8) != 0)
		return false;
	while (at < len && message[at] != 0)
		at += 1u + message[at];
	return at + 5 == len;
}

Test(payloads, dns_messages_hold_one_question_and_no_more)
{
	static const struct payload *const all[] = {
		&payload_domain_udp,
		&payload_domain_root,
		&payload_mdns,
		&payload_netbios_ns,
	};

	for (size_t i = 0; i < COUNT(all); i++)
		cr_expect(is_one_question(all[i]->bytes, all[i]->len),
		          "%s, %zu", all[i]->service, i);
}

/* RFC 7296 3.2: each payload says what the next is and where. */
Test(payloads, ikev2_payloads_fill_the_message)
{
	enum { HEADER = 28, NEXT = 16, LAST = 40 };
	size_t at = HEADER;
	size_t next = number_at(&payload_ikev2, NEXT, 1, BIG);
	size_t last = next;

	while (next != 0) {
		cr_assert(le(sz, at + 4, payload_ikev2.len));
		last = next;
		next = number_at(&payload_ikev2, at, 1, BIG);
		at += number_at(&payload_ikev2, at + 2, 2, BIG);
	}
	cr_expect(eq(sz, at, payload_ikev2.len));
	cr_expect(eq(sz, last, LAST));
}

/* RFC 2661 4.1: the low ten bits of an AVP's first word are its length. */
Test(payloads, l2tp_avps_fill_the_message)
{
	size_t at = 12;

	while (at < payload_l2tp.len) {
		size_t len = number_at(&payload_l2tp, at, 2, BIG) & 0x3ff;

		cr_assert(gt(sz, len, 6));
		at += len;
	}
	cr_expect(eq(sz, at, payload_l2tp.len));
}

Test(payloads, rpc_record_mark_counts_the_call)
{
	cr_expect(eq(sz, number_at(&payload_sunrpc_tcp, 0, 4, BIG),
	             0x80000000 | payload_sunrpc_udp.len));
	cr_expect(eq(sz, number_at(&payload_nfs_tcp, 0, 4, BIG),
	             0x80000000 | payload_nfs_udp.len));
}

Test(payloads, ipmi_checksums_bring_each_part_to_zero)
{
	const uint8_t *message = (const uint8_t *)payload_ipmi.bytes + 14;
	unsigned head = 0, body = 0;

	for (size_t i = 0; i < 3; i++)
		head += message[i];
	for (size_t i = 3; i < 9; i++)
		body += message[i];
	cr_expect(eq(uint, head & 0xff, 0));
	cr_expect(eq(uint, body & 0xff, 0));
}

Test(payloads, text_lengths_are_the_real_ones)
{
	const char *ipp = payload_ipp.bytes;
	const char *body = strstr(ipp, "\r\n\r\n") + 4;
	unsigned long git_length;
	char hex[5] = "";

	cr_expect(eq(sz,
	             strtoul(strstr(ipp, "Content-Length: ") + 16, NULL, 10),
	             payload_ipp.len - (size_t)(body - ipp)));
	memcpy(hex, payload_git.bytes, 4);
	git_length = strtoul(hex, NULL, 16);
	cr_expect(eq(sz, git_length, payload_git.len));
}

Test(payloads, quic_initial_has_the_least_length_that_is_answered)
{
	cr_expect(eq(sz, payload_quic.len, 1200));
}

Test(payloads, ntp_client_packet_is_48_bytes)
{
	cr_expect(eq(sz, payload_ntp.len, 48));
}
