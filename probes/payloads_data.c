// SPDX-License-Identifier: Apache-2.0
#include "probes/payload_bytes.h"

/*
 * PostgreSQL, "Message Formats": a StartupMessage of a version that will
 * never be, so that the server says which it speaks and starts nothing.
 */
const struct payload payload_postgresql =
	PAYLOAD("postgresql", "\x00\x00\x00\x08"   /* length */
                              "\x00\xff\x00\x00"); /* version 255.0 */

/*
 * MongoDB Wire Protocol, OP_QUERY: isMaster, the one command that servers of
 * every age answer in this form.
 */
const struct payload payload_mongodb = PAYLOAD(
	"mongodb", "\x3a\x00\x00\x00" /* messageLength */
	COOKIE_4                      /* requestID */
		   "\x00\x00\x00\x00" /* responseTo */
		   "\xd4\x07\x00\x00" /* opCode 2004: OP_QUERY */
		   "\x00\x00\x00\x00" /* flags */
		   "admin.$cmd\0"
		   "\x00\x00\x00\x00\xff\xff\xff\xff" /* skip 0, return 1 */
		   "\x13\x00\x00\x00"                 /* BSON: */
		   "\x10"
		   "isMaster\0"
		   "\x01\x00\x00\x00"
		   "\x00");

/* CQL binary protocol v4, 4.1.3: OPTIONS comes before STARTUP. */
const struct payload payload_cassandra =
	PAYLOAD("cassandra", "\x04\x00"           /* request v4, no flags */
                COOKIE_2                          /* stream */
                             "\x05"               /* OPTIONS */
                             "\x00\x00\x00\x00"); /* no body */

/* Kafka protocol guide: ApiVersions version 0, which is for everyone. */
const struct payload payload_kafka =
	PAYLOAD("kafka", "\x00\x00\x00\x12"    /* size */
                         "\x00\x12\x00\x00"    /* ApiVersions, version 0 */
                COOKIE_4                       /* correlation_id */
                         "\x00\x08" COOKIE_8); /* client_id */

/* AMQP 0-9-1, 4.2.2; a server of another version answers with its own. */
const struct payload payload_amqp = PAYLOAD("amqp", "AMQP\x00\x00\x09\x01");

/*
 * MQTT 3.1.1, 3.1: CONNECT at protocol level 127, which the server must refuse
 * by a CONNACK (3.1.2.2) before it opens a session.
 */
const struct payload payload_mqtt =
	PAYLOAD("mqtt", "\x10\x14" /* CONNECT, remaining length */
                        "\x00\x04"
                        "MQTT"
                        "\x7f"                /* protocol name, level */
                        "\x02\x00\x00"        /* clean session; keep alive */
                        "\x00\x08" COOKIE_8); /* client identifier */
