// SPDX-License-Identifier: Apache-2.0
#include "identify/dns_software.h"

#include "base/count.h"

#include <ctype.h>
#include <string.h>

/* What a text begins with when it is the software's own. */
static const struct {
	const char *says, *product, *os;
} names[] = {
	{ "unbound", "Unbound", "" },
	{ "dnsmasq", "dnsmasq", "" },
	{ "PowerDNS Recursor", "PowerDNS Recursor", "" },
	{ "PowerDNS Authoritative Server", "PowerDNS Authoritative Server",
	  "" },
	{ "Served by PowerDNS", "PowerDNS", "" },
	{ "dnsdist", "dnsdist", "" },
	{ "Knot DNS", "Knot DNS", "" },
	{ "NSD", "NSD", "" },
	{ "CoreDNS", "CoreDNS", "" },
	{ "gdnsd", "gdnsd", "" },
	{ "YADIFA", "YADIFA", "" },
	{ "rbldnsd", "rbldnsd", "" },
	{ "Nominum Vantio", "Nominum Vantio", "" },
	{ "Nominum ANS", "Nominum ANS", "" },
	{ "Technitium DNS Server", "Technitium DNS Server", "" },
	{ "ISC BIND", "ISC BIND", "" },
	{ "BIND", "ISC BIND", "" },
	{ "Microsoft DNS", "Microsoft DNS", "Windows" },
};

static void set_named(struct bytes text, struct identity *who)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t len = strlen(names[i].says);
		struct bytes rest;

		if (!bytes_after(bytes_first(text, len), names[i].says, &rest))
			continue;
		identity_set_product(who, names[i].product);
		identity_set_os(who, names[i].os);
		identity_set_next_version(who, bytes_from(text, len));
		return;
	}
}

static size_t digits(struct bytes text, size_t at)
{
	size_t len = 0;

	while (at + len < text.len && isdigit(text.data[at + len]))
		len++;
	return len;
}

/* "9.18.33", and behind it perhaps "-P2" or "-S1"; 0 if not. */
static size_t bind_version(struct bytes text)
{
	size_t len = digits(text, 0);

	for (int part = 0; part < 2; part++) {
		size_t number = digits(text, len + 1);

		if (len == 0 || number == 0 || !bytes_have(text, len, "."))
			return 0;
		len += 1 + number;
	}
	if ((bytes_have(text, len, "-P") || bytes_have(text, len, "-S")) &&
	    digits(text, len + 2) > 0)
		len += 2 + digits(text, len + 2);
	return len;
}

/* A distribution's BIND appends which package it is, as no other server does:
 * "9.18.33-1~deb12u2-Debian", "9.16.23-RH", "9.11.4-P2-RedHat-9.11.4-26". */
static bool is_packaged(struct bytes package)
{
	static const char *const makers[] = { "-Debian", "-Ubuntu", "-RedHat",
		                              "-RH" };

	for (size_t i = 0; i < COUNT(makers); i++)
		if (bytes_contain(package, makers[i]))
			return true;
	return false;
}

/* BIND has the zone of its version itself: who passes it on has not. */
static void set_bare_version(struct bytes text, bool authoritative,
                             struct identity *who)
{
	size_t len = bind_version(text);
	struct bytes package = bytes_from(text, len);

	if (len == 0 || !is_packaged(package)) {
		if (!bytes_contain(text, " "))
			identity_set_version(who, text);
		return;
	}
	identity_set_version(who, bytes_first(text, len));
	identity_set_extra(who, bytes_from(package, 1));
	if (!authoritative)
		return;
	identity_set_product(who, "ISC BIND");
	identity_set_os(who, "Linux");
}

void dns_software(struct bytes text, bool authoritative, struct identity *who)
{
	if (text.len == 0)
		return;
	if (isdigit(text.data[0]))
		set_bare_version(text, authoritative, who);
	else
		set_named(text, who);
}
