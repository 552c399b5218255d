// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_PROBES_OUTCOME_H
#define PORTSCAN_PROBES_OUTCOME_H

#include "base/protocol.h"

#include <stdbool.h>
#include <stdint.h>

/* What a probe concluded about one port. */
enum port_state {
	PORT_OPEN,          /* something accepted or answered */
	PORT_CLOSED,        /* the host answered that nothing listens */
	PORT_FILTERED,      /* no answer, or an ICMP error */
	PORT_OPEN_FILTERED, /* UDP silence: open and filtered look alike */
	PORT_UNTESTED,      /* we failed: says nothing about the port */
};

enum { PORT_STATE_COUNT = PORT_UNTESTED + 1 };

/* The observation behind the state. */
enum port_reason {
	REASON_SYN_ACK,
	REASON_UDP_RESPONSE,
	REASON_CONN_REFUSED,     /* TCP RST */
	REASON_PORT_UNREACHABLE, /* ICMP: closed for UDP, a firewall for TCP */
	REASON_NO_RESPONSE,
	REASON_HOST_UNREACHABLE,
	REASON_NET_UNREACHABLE,
	REASON_PROTO_UNREACHABLE,
	REASON_ADMIN_PROHIBITED,
	REASON_ICMP_ERROR, /* any other ICMP error */
	/* From here on: local, so the port is untested. */
	REASON_LOCAL_EMFILE,        /* descriptors, ours or the system's */
	REASON_LOCAL_EADDRNOTAVAIL, /* ephemeral ports */
	REASON_LOCAL_ENOBUFS,       /* kernel memory */
	REASON_LOCAL_NO_ROUTE,
	REASON_LOCAL_DENIED,   /* our own firewall or policy said no */
	REASON_LOCAL_ERROR,    /* any other errno */
	REASON_CANCELLED,      /* asked, and interrupted before an answer */
	REASON_NOT_ASKED,      /* interrupted before it was asked */
	REASON_NOT_DISCOVERED, /* its address was silent to discovery */
};

enum { PORT_REASON_COUNT = REASON_NOT_DISCOVERED + 1 };

struct outcome {
	enum port_state state;
	enum port_reason reason;
};

/* An ICMP or ICMPv6 error, as the kernel's socket error queue reports it. */
struct icmp_error {
	uint8_t version; /* of IP: 4 or 6 */
	uint8_t type;
	uint8_t code;
	bool from_target; /* sent by the address that was asked */
};

/* Something at the other end accepted or answered. */
struct outcome outcome_open(enum protocol protocol);

/* Every attempt went unanswered. */
struct outcome outcome_no_response(enum protocol protocol);

/* RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1 and RFC 4443 3. */
struct outcome outcome_from_icmp(enum protocol protocol,
                                 const struct icmp_error *error);

/* The errno of a probe that was sent: something on the way answered. */
struct outcome outcome_from_network_errno(enum protocol protocol, int error);

/* The errno of a system call that kept a probe from being sent. */
struct outcome outcome_from_local_errno(int error);

/* Did the target's own TCP or UDP answer, so that the time is its RTT? */
bool outcome_is_from_target(struct outcome outcome);

/* A shortage on this machine that may pass: worth another try later. */
bool outcome_is_shortage(struct outcome outcome);

/* "open|filtered", "conn-refused": the words of every report. */
const char *port_state_name(enum port_state state);
const char *port_reason_name(enum port_reason reason);

#endif
