// SPDX-License-Identifier: Apache-2.0
#include "probes/outcome.h"

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <stddef.h>

struct outcome outcome_open(enum protocol protocol)
{
	return (struct outcome){ PORT_OPEN, protocol == PROTOCOL_TCP
		                                    ? REASON_SYN_ACK
		                                    : REASON_UDP_RESPONSE };
}

struct outcome outcome_no_response(enum protocol protocol)
{
	return (struct outcome){ protocol == PROTOCOL_TCP ? PORT_FILTERED
		                                          : PORT_OPEN_FILTERED,
		                 REASON_NO_RESPONSE };
}

static enum port_reason unreachable_v4(uint8_t code)
{
	switch (code) {
	case ICMP_NET_UNREACH:
	case ICMP_NET_UNKNOWN:
	case ICMP_NET_UNR_TOS: return REASON_NET_UNREACHABLE;
	case ICMP_HOST_UNREACH:
	case ICMP_HOST_UNKNOWN:
	case ICMP_HOST_ISOLATED:
	case ICMP_HOST_UNR_TOS: return REASON_HOST_UNREACHABLE;
	case ICMP_PROT_UNREACH: return REASON_PROTO_UNREACHABLE;
	case ICMP_PORT_UNREACH: return REASON_PORT_UNREACHABLE;
	case ICMP_NET_ANO:
	case ICMP_HOST_ANO:
	case ICMP_PKT_FILTERED:
	case ICMP_PREC_VIOLATION:
	case ICMP_PREC_CUTOFF: return REASON_ADMIN_PROHIBITED;
	default: return REASON_ICMP_ERROR;
	}
}

static enum port_reason unreachable_v6(uint8_t code)
{
	switch (code) {
	case ICMP6_DST_UNREACH_NOROUTE: return REASON_NET_UNREACHABLE;
	case ICMP6_DST_UNREACH_BEYONDSCOPE:
	case ICMP6_DST_UNREACH_ADDR: return REASON_HOST_UNREACHABLE;
	case ICMP6_DST_UNREACH_NOPORT: return REASON_PORT_UNREACHABLE;
	case ICMP6_DST_UNREACH_ADMIN:
	case 5: /* source address failed ingress or egress policy */
	case 6: /* reject route to destination */
		return REASON_ADMIN_PROHIBITED;
	default: return REASON_ICMP_ERROR;
	}
}

static enum port_reason reason_from_icmp(const struct icmp_error *error)
{
	if (error->version == 4 && error->type == ICMP_DEST_UNREACH)
		return unreachable_v4(error->code);
	if (error->version == 6 && error->type == ICMP6_DST_UNREACH)
		return unreachable_v6(error->code);
	if (error->version == 6 && error->type == ICMP6_PARAM_PROB &&
	    error->code == ICMP6_PARAMPROB_NEXTHEADER)
		return REASON_PROTO_UNREACHABLE;
	return REASON_ICMP_ERROR;
}

struct outcome outcome_from_icmp(enum protocol protocol,
                                 const struct icmp_error *error)
{
	enum port_reason reason = reason_from_icmp(error);

	/* TCP refuses with a RST; port unreachable is a firewall's answer, and
	 * so it is for UDP when somebody else than the target sends it. */
	if (protocol == PROTOCOL_UDP && reason == REASON_PORT_UNREACHABLE &&
	    error->from_target)
		return (struct outcome){ PORT_CLOSED, reason };
	return (struct outcome){ PORT_FILTERED, reason };
}

struct outcome outcome_from_network_errno(enum protocol protocol, int error)
{
	switch (error) {
	case ECONNREFUSED:
		return (struct outcome){ PORT_CLOSED,
			                 protocol == PROTOCOL_TCP
			                         ? REASON_CONN_REFUSED
			                         : REASON_PORT_UNREACHABLE };
	/* A RST that ends no handshake, but a connection: one that was open
	 * both ways, or that the other end had closed already. */
	case ECONNRESET:
	case EPIPE: return outcome_open(protocol);
	case ETIMEDOUT: return outcome_no_response(protocol);
	case EHOSTUNREACH:
	case EHOSTDOWN:
	case ENONET:
		return (struct outcome){ PORT_FILTERED,
			                 REASON_HOST_UNREACHABLE };
	case ENETUNREACH:
		return (struct outcome){ PORT_FILTERED,
			                 REASON_NET_UNREACHABLE };
	case ENOPROTOOPT: /* how Linux spells protocol unreachable */
		return (struct outcome){ PORT_FILTERED,
			                 REASON_PROTO_UNREACHABLE };
	default: return outcome_from_local_errno(error);
	}
}

struct outcome outcome_from_local_errno(int error)
{
	enum port_reason reason;

	switch (error) {
	case EMFILE:
	case ENFILE: reason = REASON_LOCAL_EMFILE; break;
	case EADDRNOTAVAIL:
	case EADDRINUSE:
	case EAGAIN: /* no ephemeral port, on some kernels */
		reason = REASON_LOCAL_EADDRNOTAVAIL;
		break;
	case ENOBUFS:
	case ENOMEM: reason = REASON_LOCAL_ENOBUFS; break;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EAFNOSUPPORT: reason = REASON_LOCAL_NO_ROUTE; break;
	case EACCES:
	case EPERM: reason = REASON_LOCAL_DENIED; break;
	default: reason = REASON_LOCAL_ERROR; break;
	}
	return (struct outcome){ PORT_UNTESTED, reason };
}

bool outcome_is_from_target(struct outcome outcome)
{
	return outcome.state == PORT_OPEN || outcome.state == PORT_CLOSED;
}

bool outcome_is_shortage(struct outcome outcome)
{
	return outcome.reason == REASON_LOCAL_EMFILE ||
	       outcome.reason == REASON_LOCAL_EADDRNOTAVAIL ||
	       outcome.reason == REASON_LOCAL_ENOBUFS;
}

const char *port_state_name(enum port_state state)
{
	switch (state) {
	case PORT_OPEN: return "open";
	case PORT_CLOSED: return "closed";
	case PORT_FILTERED: return "filtered";
	case PORT_OPEN_FILTERED: return "open|filtered";
	case PORT_UNTESTED: return "untested";
	}
	return NULL;
}

const char *port_reason_name(enum port_reason reason)
{
	switch (reason) {
	case REASON_SYN_ACK: return "syn-ack";
	case REASON_UDP_RESPONSE: return "udp-response";
	case REASON_CONN_REFUSED: return "conn-refused";
	case REASON_PORT_UNREACHABLE: return "port-unreachable";
	case REASON_NO_RESPONSE: return "no-response";
	case REASON_HOST_UNREACHABLE: return "host-unreachable";
	case REASON_NET_UNREACHABLE: return "net-unreachable";
	case REASON_PROTO_UNREACHABLE: return "proto-unreachable";
	case REASON_ADMIN_PROHIBITED: return "admin-prohibited";
	case REASON_ICMP_ERROR: return "icmp-error";
	case REASON_LOCAL_EMFILE: return "local-emfile";
	case REASON_LOCAL_EADDRNOTAVAIL: return "local-eaddrnotavail";
	case REASON_LOCAL_ENOBUFS: return "local-enobufs";
	case REASON_LOCAL_NO_ROUTE: return "local-no-route";
	case REASON_LOCAL_DENIED: return "local-denied";
	case REASON_LOCAL_ERROR: return "local-error";
	case REASON_CANCELLED: return "cancelled";
	case REASON_NOT_ASKED: return "not-asked";
	case REASON_NOT_DISCOVERED: return "not-discovered";
	}
	return NULL;
}
