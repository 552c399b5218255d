// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.h"

#include "identify/recognise.h"

#include <stddef.h>

/* In the order they are asked, ended by NULL. */
static recogniser *const over_tcp[] = {
	recognise_echo,        recognise_headers,
	recognise_http,        recognise_ssh,
	recognise_text,        recognise_smb,
	recognise_rdp,         recognise_msrpc,
	recognise_sql_server,  recognise_rfb,
	recognise_nats,        recognise_stream,
	recognise_mysql,       recognise_postgresql,
	recognise_oracle,      recognise_mongodb,
	recognise_cassandra,   recognise_kafka,
	recognise_amqp,        recognise_mqtt,
	recognise_rpc,         recognise_stun,
	recognise_vpn,         recognise_x11,
	recognise_nbd,         recognise_modbus,
	recognise_industrial,  recognise_erlang,
	recognise_application, recognise_media,
	recognise_cluster,     recognise_domain,
	recognise_ldap,        recognise_kerberos,
	recognise_minecraft,   recognise_legacy,
	recognise_tarpit,      NULL,
};

static recogniser *const over_udp[] = {
	recognise_echo,
	recognise_headers,
	recognise_netbios,
	recognise_sql_server,
	recognise_datagram,
	recognise_ntp,
	recognise_quic,
	recognise_ike,
	recognise_stun,
	recognise_rpc,
	recognise_vpn,
	recognise_radius,
	recognise_coap,
	recognise_bacnet,
	recognise_industrial,
	recognise_ipmi,
	recognise_x11,
	recognise_games,
	recognise_bittorrent,
	recognise_domain,
	recognise_ldap,
	recognise_kerberos,
	recognise_snmp,
	recognise_legacy,
	NULL,
};

static recogniser *const *const recognisers[PROTOCOL_COUNT] = {
	[PROTOCOL_TCP] = over_tcp,
	[PROTOCOL_UDP] = over_udp,
};

bool identify_reply(const struct reply *reply, struct identity *who)
{
	*who = (struct identity){ 0 };
	if (reply->said.len == 0)
		return false;
	who->service.confidence = SERVICE_CERTAIN;
	for (size_t i = 0; recognisers[reply->protocol][i] != NULL; i++) {
		if (!recognisers[reply->protocol][i](reply, who))
			continue;
		who->service.via = reply->asked.len > 0 ? SERVICE_VIA_PAYLOAD
		                                        : SERVICE_VIA_BANNER;
		return true;
	}
	*who = (struct identity){ 0 };
	return false;
}
