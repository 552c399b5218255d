// SPDX-License-Identifier: Apache-2.0
#include "registry/compatible.h"

#include "base/count.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/*
 * Protocols by whose means many services are served.  The assigned names are
 * IANA's; where a number has several, a table may go by any.  NULL ends them.
 */
static const struct {
	const char *answered;
	const char *assigned[64];
} compatible[] = {
	{ "http",
	  { "amt-soap-http",  "appserv-http", "compaq-https",  "couchdb",
	    "cpq-wbem",       "daap",         "docker",        "etcd-client",
	    "etcd-server",    "gss-http",     "http-alt",      "http-mgmt",
	    "http-rpc-epmap", "https",        "ipp",           "multiling-http",
	    "oob-ws-http",    "ollama",       "radan-http",    "saphostctrl",
	    "soap-http",      "ssdp",         "sunproxyadmin", "webpush",
	    "websm",          "wsdapi",       "wsman",         "www",
	    "www-http",       "xmpp-bosh" } },
	/* It said so in plain HTTP, so it is at home on either's numbers. */
	{ "https",
	  { "amt-soap-https", "appserv-https", "compaq-https", "docker",
	    "docker-s", "etcd-client", "etcd-server", "http", "http-alt", "ipp",
	    "oob-ws-https", "pcsync-https", "saphostctrls", "sun-sr-https",
	    "tungsten-https", "wsdapi-s", "wsmans", "www", "www-http" } },
	{ "ipp", { "http", "http-alt", "ipps" } },
	/* What is inside is asked later; that it is inside TLS fits. */
	{ "tls",
	  { "amqps", "amt-soap-https", "appserv-https", "compaq-https",
	    "docker-s", "domain-s", "ftps", "ftps-data", "https", "imaps",
	    "ipfixs", "ipp", "ipps", "ircs-u", "ldaps", "msft-gc-ssl",
	    "netconf-tls", "nntps", "oob-ws-https", "opcua-tls", "pcsync-https",
	    "pop3s", "pt-tls", "radsec", "rpki-rtr-tls", "saphostctrls",
	    "secure-mqtt", "sips", "stuns", "submissions", "sun-sr-https",
	    "syslog-tls", "telnets", "tungsten-https", "turns", "wsdapi-s",
	    "wsmans", "dicom-tls", "tftps",
	    /* 465/tcp, which submissions shares with it */
	    "urd" } },
	{ "dtls",
	  { "coaps", "domain-s", "ipfixs", "radsec", "sips", "stuns",
	    "syslog-tls", "turns" } },
	{ "quic", { "domain-s", "http", "https" } },
	{ "smtp", { "submission" } },
	{ "ssh",
	  { "netconf-ch-ssh", "netconf-ssh", "snmpssh", "snmpssh-trap" } },
	{ "ident", { "auth" } },
	{ "irc", { "ircu" } },
	{ "isakmp", { "ipsec-nat-t" } },
	{ "kerberos", { "kpasswd" } },
	{ "l2tp", { "l2f" } },
	{ "ldap", { "msft-gc" } },
	{ "microsoft-ds", { "netbios-ssn" } },
	{ "nat-pmp", { "pcp" } },
	{ "gtp", { "gtp-control", "gtp-user" } },
	{ "nntp", { "nnsp" } },
	{ "rtsp", { "rtsp-alt" } },
	{ "stun", { "stun-behavior", "turn" } },
	/* 2049, whose first entry is not the one in use */
	{ "sunrpc", { "nfs", "shilp" } },
};

bool service_compatible(const char *assigned, const char *answered)
{
	if (strcasecmp(assigned, answered) == 0)
		return true;
	for (size_t i = 0; i < COUNT(compatible); i++) {
		if (strcmp(compatible[i].answered, answered) != 0)
			continue;
		for (size_t j = 0; compatible[i].assigned[j] != NULL; j++)
			if (strcmp(compatible[i].assigned[j], assigned) == 0)
				return true;
	}
	return false;
}
