// SPDX-License-Identifier: Apache-2.0
#include "probes/payloads.h"

#include "base/count.h"
#include "probes/payload_bytes.h"

struct port_row {
	uint16_t first, last;
	const struct payload *payload; /* NULL: silence */
};

/* Sorted by port.  Ports that greet get the generic payload if they do not. */
static const struct port_row tcp_rows[] = {
	{ 7, 7, &payload_echo },
	{ 53, 53, &payload_domain_tcp },
	{ 70, 70, &payload_gopher },
	{ 79, 79, &payload_finger },
	{ 88, 88, &payload_kerberos_tcp },
	{ 102, 102, NULL }, /* industrial: ISO-TSAP */
	{ 111, 111, &payload_sunrpc_tcp },
	{ 113, 113, &payload_ident },
	{ 135, 135, &payload_epmap },
	{ 139, 139, &payload_netbios_ssn },
	{ 389, 389, &payload_ldap },
	{ 443, 443, &payload_tls },
	{ 445, 445, &payload_microsoft_ds },
	{ 465, 465, &payload_tls },
	{ 502, 502, NULL }, /* industrial: Modbus */
	{ 514, 515, NULL }, /* logs, or a remote shell; line printer */
	{ 554, 554, &payload_rtsp },
	{ 563, 563, &payload_tls },
	{ 601, 601, NULL }, /* logs */
	{ 631, 631, &payload_ipp },
	{ 636, 636, &payload_tls },
	{ 783, 783, &payload_spamd },
	{ 853, 853, &payload_tls },
	{ 989, 990, &payload_tls },
	{ 992, 995, &payload_tls },
	{ 1099, 1099, &payload_rmiregistry },
	{ 1194, 1194, &payload_openvpn_tcp },
	{ 1433, 1433, &payload_ms_sql_s },
	{ 1723, 1723, &payload_pptp },
	{ 1883, 1883, &payload_mqtt },
	{ 2049, 2049, &payload_nfs_tcp },
	{ 2181, 2181, &payload_zookeeper },
	{ 2375, 2375, &payload_http_version },
	{ 2376, 2376, &payload_tls },
	{ 2379, 2380, &payload_http_version },
	{ 2404, 2404, NULL }, /* industrial: IEC 60870-5-104 */
	{ 3268, 3268, &payload_ldap },
	{ 3269, 3269, &payload_tls },
	{ 3389, 3389, &payload_ms_wbt_server },
	{ 3478, 3478, &payload_stun },
	{ 4369, 4369, &payload_epmd },
	{ 4433, 4433, &payload_tls },
	{ 5060, 5060, &payload_sip_tcp },
	{ 5061, 5061, &payload_tls },
	{ 5222, 5222, &payload_xmpp_client },
	{ 5223, 5223, &payload_tls },
	{ 5269, 5269, &payload_xmpp_server },
	{ 5349, 5349, &payload_tls },
	{ 5432, 5432, &payload_postgresql },
	{ 5671, 5671, &payload_tls },
	{ 5672, 5672, &payload_amqp },
	{ 5986, 5986, &payload_tls },
	{ 6000, 6063, &payload_x11 },
	{ 6379, 6379, &payload_redis },
	{ 6443, 6443, &payload_tls },
	{ 6514, 6514, &payload_tls },
	{ 6665, 6669, &payload_irc },
	{ 6697, 6697, &payload_tls },
	{ 8001, 8001, &payload_http_version },
	{ 8009, 8009, &payload_ajp },
	{ 8443, 8443, &payload_tls },
	{ 8554, 8554, &payload_rtsp },
	{ 8883, 8883, &payload_tls },
	{ 9042, 9042, &payload_cassandra },
	{ 9092, 9092, &payload_kafka },
	{ 9100, 9107, NULL }, /* raw print */
	{ 9418, 9418, &payload_git },
	{ 9443, 9443, &payload_tls },
	{ 10250, 10250, &payload_tls },
	{ 11211, 11211, &payload_memcache_tcp },
	{ 20000, 20000, NULL }, /* industrial: DNP3 */
	{ 27017, 27019, &payload_mongodb },
	{ 44818, 44818, NULL }, /* industrial: EtherNet/IP */
};

/* Sorted by port; several rows of a port are its dialects, in their turn. */
static const struct port_row udp_rows[] = {
	{ 7, 7, &payload_echo },
	{ 13, 13, &payload_daytime },
	{ 17, 17, &payload_qotd },
	{ 19, 19, &payload_chargen },
	{ 37, 37, &payload_time },
	{ 53, 53, &payload_domain_udp },
	{ 53, 53, &payload_domain_root },
	{ 69, 69, &payload_tftp },
	{ 88, 88, &payload_kerberos_udp },
	{ 111, 111, &payload_sunrpc_udp },
	{ 123, 123, &payload_ntp },
	{ 137, 137, &payload_netbios_ns },
	{ 161, 161, &payload_snmp_v3 },
	{ 161, 161, &payload_snmp_v1 },
	{ 161, 161, &payload_snmp_v2c },
	{ 177, 177, &payload_xdmcp },
	{ 389, 389, &payload_ldap },
	{ 443, 443, &payload_quic },
	{ 500, 500, &payload_ikev2 },
	{ 500, 500, &payload_ikev1 },
	{ 520, 520, &payload_router },
	{ 623, 623, &payload_asf },
	{ 623, 623, &payload_ipmi },
	{ 853, 853, &payload_quic },
	{ 1194, 1194, &payload_openvpn_udp },
	{ 1434, 1434, &payload_ms_sql_m },
	{ 1645, 1645, &payload_radius },
	{ 1701, 1701, &payload_l2tp },
	{ 1812, 1812, &payload_radius },
	{ 1900, 1900, &payload_ssdp },
	{ 2049, 2049, &payload_nfs_udp },
	{ 2123, 2123, &payload_gtp_control },
	{ 2152, 2152, &payload_gtp_user },
	{ 3391, 3391, &payload_dtls },
	{ 3478, 3478, &payload_stun },
	{ 3702, 3702, &payload_ws_discovery },
	{ 4433, 4433, &payload_dtls },
	{ 4500, 4500, &payload_ikev2_natt },
	{ 5060, 5060, &payload_sip_udp },
	{ 5349, 5349, &payload_dtls },
	{ 5351, 5351, &payload_nat_pmp },
	{ 5353, 5353, &payload_mdns },
	{ 5683, 5683, &payload_coap },
	{ 5684, 5684, &payload_dtls },
	{ 11211, 11211, &payload_memcache_udp },
	{ 47808, 47808, &payload_bacnet },
};

static const struct {
	const struct port_row *rows;
	size_t count;
	const struct payload *generic;
} tables[PROTOCOL_COUNT] = {
	[PROTOCOL_TCP] = { tcp_rows, COUNT(tcp_rows), &payload_http },
	[PROTOCOL_UDP] = { udp_rows, COUNT(udp_rows), NULL },
};

/* The number of rows that are wholly below `port`: where its own begin. */
static size_t rows_below(const struct port_row *rows, size_t count,
                         uint16_t port)
{
	size_t low = 0;

	while (count > 0) {
		size_t half = count / 2;

		if (rows[low + half].last < port) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

const struct payload *payload_for_attempt(enum protocol protocol, uint16_t port,
                                          uint32_t attempt)
{
	const struct port_row *rows = tables[protocol].rows;
	size_t count = tables[protocol].count;
	size_t begin = rows_below(rows, count, port);
	size_t end = begin;

	while (end < count && rows[end].first <= port)
		end++;
	if (begin == end)
		return tables[protocol].generic;
	return rows[begin + attempt % (end - begin)].payload;
}

const struct payload *payload_find(enum protocol protocol, uint16_t port)
{
	return payload_for_attempt(protocol, port, 0);
}
