// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_RECOGNISE_H
#define PORTSCAN_IDENTIFY_RECOGNISE_H

#include "identify/identity.h"
#include "identify/reply.h"

#include <stdbool.h>

/*
 * The recognisers behind identify_reply(), a file for each family: protocols
 * that are told by their structure.  Each looks at what a service said, and
 * either fills `who`, which it is given empty, and returns true, or returns
 * false and leaves it for the next.  The service is certain unless they say
 * otherwise.
 */
typedef bool recogniser(const struct reply *reply, struct identity *who);

recogniser recognise_headers;  /* what looks like HTTP, over either */
recogniser recognise_http;     /* HTTP itself, over TCP */
recogniser recognise_ssh;      /* its first line, and all in clear behind it */
recogniser recognise_text;     /* lines of words, over TCP */
recogniser recognise_stream;   /* binary, over TCP */
recogniser recognise_datagram; /* binary, over UDP */
recogniser recognise_echo;     /* of all that was said, over either */
recogniser recognise_legacy;   /* echo and chargen, over either */
recogniser recognise_domain;   /* a DNS message by itself */
recogniser recognise_tarpit;   /* random lines */

/* Of Windows, and of what speaks as it does. */
recogniser recognise_smb;        /* and the NetBIOS sessions below it */
recogniser recognise_netbios;    /* names of a node, over UDP */
recogniser recognise_rdp;        /* and the CredSSP inside its TLS */
recogniser recognise_msrpc;      /* DCE RPC */
recogniser recognise_sql_server; /* and its browser, over UDP */

/* Directories, procedures and what keeps a network going, over either. */
recogniser recognise_ldap;
recogniser recognise_kerberos; /* and kpasswd */
recogniser recognise_snmp;
recogniser recognise_ntp;
recogniser recognise_radius;
recogniser recognise_rpc; /* ONC: portmapper, NFS, kadmin, GlusterFS */
recogniser recognise_stun;

/* Databases and queues, over TCP. */
recogniser recognise_mysql; /* and its X protocol */
recogniser recognise_postgresql;
recogniser recognise_oracle;
recogniser recognise_mongodb;
recogniser recognise_cassandra;
recogniser recognise_kafka;
recogniser recognise_amqp;
recogniser recognise_mqtt;
recogniser recognise_nats;

recogniser recognise_ike;
recogniser recognise_vpn; /* L2TP, PPTP, OpenVPN, tinc, fastd */
recogniser recognise_quic;
recogniser recognise_ipmi;

/* Machines and buildings. */
recogniser recognise_bacnet;
recogniser recognise_modbus;
recogniser recognise_industrial; /* EtherNet/IP, OPC UA, KNX, Fox, … */
recogniser recognise_coap;

recogniser recognise_rfb;
recogniser recognise_x11;       /* and XDMCP */
recogniser recognise_media;     /* RTMP, PulseAudio */
recogniser recognise_games;     /* over UDP: queries of servers, and voice */
recogniser recognise_minecraft; /* Java's edition, over TCP */
recogniser recognise_bittorrent;
recogniser recognise_application; /* JDWP, RMI, AJP, FastCGI */
recogniser recognise_erlang;      /* epmd, and a node by itself */
recogniser recognise_nbd;
recogniser recognise_cluster; /* Ceph */

#endif
