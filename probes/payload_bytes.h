// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_PAYLOAD_BYTES_H
#define PORTSCAN_PROBES_PAYLOAD_BYTES_H

#include "identify/cookie.h"
#include "probes/payloads.h"

/*
 * Every payload there is, by family; payloads.c says which port gets which.
 * Only for probes/ and its tests.
 */

/* A payload whose length the compiler counts, without the literal's NUL. */
#define PAYLOAD(service, literal)                                              \
	{                                                                      \
		(service), (literal), sizeof(literal) - 1                      \
	}

/* payloads_text.c: lines and headers */
extern const struct payload payload_http;
extern const struct payload payload_http_version;
extern const struct payload payload_ipp;
extern const struct payload payload_rtsp;
extern const struct payload payload_sip_tcp;
extern const struct payload payload_sip_udp;
extern const struct payload payload_ssdp;
extern const struct payload payload_ws_discovery;
extern const struct payload payload_xmpp_client;
extern const struct payload payload_xmpp_server;
extern const struct payload payload_echo;
extern const struct payload payload_finger;
extern const struct payload payload_gopher;
extern const struct payload payload_daytime;
extern const struct payload payload_qotd;
extern const struct payload payload_chargen;
extern const struct payload payload_time;
extern const struct payload payload_ident;
extern const struct payload payload_irc;
extern const struct payload payload_git;
extern const struct payload payload_redis;
extern const struct payload payload_memcache_tcp;
extern const struct payload payload_memcache_udp;
extern const struct payload payload_zookeeper;
extern const struct payload payload_spamd;

/* payloads_tls.c: what begins with an encrypted transport's hello */
extern const struct payload payload_tls;
extern const struct payload payload_dtls;
extern const struct payload payload_quic;

/* payloads_ber.c: ASN.1, so length in length */
extern const struct payload payload_ldap;
extern const struct payload payload_kerberos_tcp;
extern const struct payload payload_kerberos_udp;
extern const struct payload payload_snmp_v1;
extern const struct payload payload_snmp_v2c;
extern const struct payload payload_snmp_v3;

/* payloads_windows.c: protocols of Microsoft's */
extern const struct payload payload_ms_wbt_server;
extern const struct payload payload_microsoft_ds;
extern const struct payload payload_netbios_ssn;
extern const struct payload payload_netbios_ns;
extern const struct payload payload_epmap;
extern const struct payload payload_ms_sql_s;
extern const struct payload payload_ms_sql_m;

/* payloads_data.c: databases and queues */
extern const struct payload payload_postgresql;
extern const struct payload payload_mongodb;
extern const struct payload payload_cassandra;
extern const struct payload payload_kafka;
extern const struct payload payload_amqp;
extern const struct payload payload_mqtt;

/* payloads_network.c: names, time, tunnels and remote calls */
extern const struct payload payload_domain_tcp;
extern const struct payload payload_domain_udp;
extern const struct payload payload_domain_root;
extern const struct payload payload_mdns;
extern const struct payload payload_ntp;
extern const struct payload payload_tftp;
extern const struct payload payload_sunrpc_tcp;
extern const struct payload payload_sunrpc_udp;
extern const struct payload payload_nfs_tcp;
extern const struct payload payload_nfs_udp;
extern const struct payload payload_radius;
extern const struct payload payload_ikev2;
extern const struct payload payload_ikev1;
extern const struct payload payload_ikev2_natt;
extern const struct payload payload_l2tp;
extern const struct payload payload_pptp;
extern const struct payload payload_openvpn_tcp;
extern const struct payload payload_openvpn_udp;
extern const struct payload payload_stun;
extern const struct payload payload_nat_pmp;
extern const struct payload payload_router;
extern const struct payload payload_gtp_user;
extern const struct payload payload_gtp_control;

/* payloads_device.c: displays, management processors, things, Java */
extern const struct payload payload_x11;
extern const struct payload payload_xdmcp;
extern const struct payload payload_asf;
extern const struct payload payload_ipmi;
extern const struct payload payload_bacnet;
extern const struct payload payload_coap;
extern const struct payload payload_ajp;
extern const struct payload payload_epmd;
extern const struct payload payload_rmiregistry;

#endif
