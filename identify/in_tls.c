// SPDX-License-Identifier: Apache-2.0
#include "identify/in_tls.h"

#include "base/count.h"

#include <stddef.h>
#include <string.h>

/* IANA's, but for smtps, which it lists as urd and submissions. */
static const struct {
	const char *plain, *in_tls;
} names[] = {
	{ "amqp", "amqps" },        { "domain", "domain-s" },
	{ "ftp", "ftps" },          { "http", "https" },
	{ "imap", "imaps" },        { "ipp", "ipps" },
	{ "irc", "ircs-u" },        { "ldap", "ldaps" },
	{ "mqtt", "secure-mqtt" },  { "nntp", "nntps" },
	{ "pop3", "pop3s" },        { "sip", "sips" },
	{ "smtp", "smtps" },        { "stun", "stuns" },
	{ "syslog", "syslog-tls" }, { "telnet", "telnets" },
};

const char *name_in_tls(const char *name)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i].plain, name) == 0)
			return names[i].in_tls;
	return name;
}

const char *name_outside_tls(const char *name)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i].in_tls, name) == 0)
			return names[i].plain;
	return NULL;
}
