// SPDX-License-Identifier: Apache-2.0
#include "identify/ber.h"
#include "identify/detail.h"
#include "identify/recognise.h"

#include "base/count.h"

#include <stdio.h>
#include <string.h>

enum { ENTRY = 0x64, DONE = 0x65, EXTENDED = 0x78 };

/* What the root of the directory (RFC 4512 5.1) says of itself, as far as a
 * product is told by it. */
struct root {
	struct bytes vendor, version, level;
	bool is_openldap, is_active_directory, is_lightweight;
};

static bool is(struct bytes value, const char *text)
{
	return value.len == strlen(text) &&
	       bytes_equal_at(value, 0, text, value.len);
}

static void read_value(struct bytes attribute, struct bytes value,
                       struct root *root, struct identity *who)
{
	if (is(attribute, "objectClass"))
		root->is_openldap |= is(value, "OpenLDAProotDSE");
	else if (is(attribute, "namingContexts"))
		add_known_fact(who, FACT_LDAP_CONTEXTS, value);
	else if (is(attribute, "supportedLDAPVersion"))
		add_known_fact(who, FACT_LDAP_VERSIONS, value);
	else if (is(attribute, "vendorName"))
		root->vendor = value;
	else if (is(attribute, "vendorVersion"))
		root->version = value;
	else if (is(attribute, "dnsHostName"))
		identity_set_hostname(who, value);
	else if (is(attribute, "domainControllerFunctionality"))
		root->level = value;
	else if (is(attribute, "defaultNamingContext"))
		add_detail(who, "default naming context", value);
	else if (is(attribute, "forestFunctionality"))
		add_detail(who, "forest functionality", value);
	else if (is(attribute, "supportedSASLMechanisms"))
		add_detail(who, "SASL mechanism", value);
	else if (is(attribute, "supportedCapabilities")) {
		/* [MS-ADTS] 3.1.1.3.4.3 */
		root->is_active_directory |=
			is(value, "1.2.840.113556.1.4.800");
		root->is_lightweight |= is(value, "1.2.840.113556.1.4.1851");
	}
}

/* RFC 4511 4.5.2: a type and a set of values, each. */
static void read_attributes(struct bytes attributes, struct root *root,
                            struct identity *who)
{
	struct bytes attribute, type, values, value;

	while (ber_take(&attributes, BER_SEQUENCE, &attribute)) {
		if (!ber_take(&attribute, BER_OCTET_STRING, &type) ||
		    !ber_take(&attribute, BER_SET, &values))
			continue;
		while (ber_take(&values, BER_OCTET_STRING, &value))
			read_value(type, value, root, who);
	}
}

/* How vendors name themselves, their product, and what stands before the
 * version in vendorVersion. */
static const struct {
	const char *vendor, *product, *before;
} vendors[] = {
	{ "Samba Team", "Samba", "" },
	{ "389 Project", "389 Directory Server", "389-Directory/" },
	{ "Apache Software Foundation", "ApacheDS", "" },
	{ "Novell, Inc.", "Novell eDirectory",
	  "LDAP Agent for Novell eDirectory " },
	{ "NetIQ Corporation", "NetIQ eDirectory",
	  "LDAP Agent for NetIQ eDirectory " },
	{ "International Business Machines", "IBM Directory Server", "" },
};

/* The word that a version is, as it begins with a digit. */
static void set_version(struct bytes text, struct identity *who)
{
	size_t len = 0;

	if (text.len == 0 || text.data[0] < '0' || text.data[0] > '9')
		return;
	while (len < text.len && text.data[len] > ' ')
		len++;
	identity_set_version(who, bytes_first(text, len));
}

static void set_vendor(const struct root *root, struct identity *who)
{
	add_known_fact(who, FACT_LDAP_VENDOR, root->vendor);
	add_detail(who, "vendor version", root->version);
	for (size_t i = 0; i < COUNT(vendors); i++) {
		size_t before = strlen(vendors[i].before);

		if (!bytes_equal_at(root->vendor, 0, vendors[i].vendor,
		                    strlen(vendors[i].vendor)))
			continue;
		identity_set_product(who, vendors[i].product);
		if (bytes_equal_at(root->version, 0, vendors[i].before, before))
			set_version(bytes_from(root->version, before), who);
	}
}

/* [MS-ADTS] 6.1.4.2: the newest Windows that a domain controller can stand in
 * for is its own, but for the two that share a level. */
static const char *windows_of_level(struct bytes level)
{
	static const struct {
		const char *level, *os;
	} levels[] = {
		{ "0", "Windows 2000 Server" },
		{ "2", "Windows Server 2003" },
		{ "3", "Windows Server 2008" },
		{ "4", "Windows Server 2008 R2" },
		{ "5", "Windows Server 2012" },
		{ "6", "Windows Server 2012 R2" },
		{ "7", "Windows Server 2016 or later" },
		{ "10", "Windows Server 2025" },
	};

	for (size_t i = 0; i < COUNT(levels); i++)
		if (is(level, levels[i].level))
			return levels[i].os;
	return "Windows";
}

static void set_product(const struct root *root, struct identity *who)
{
	if (root->vendor.len > 0) {
		set_vendor(root, who);
	} else if (root->is_openldap) {
		identity_set_product(who, "OpenLDAP");
	} else if (root->is_active_directory) {
		identity_set_product(who, "Microsoft Active Directory");
		identity_set_os(who, windows_of_level(root->level));
	} else if (root->is_lightweight) {
		identity_set_product(
			who, "Microsoft Active Directory Lightweight Directory "
			     "Services");
		identity_set_os(who, "Windows");
	}
}

/* RFC 4511 4.1.1: our messageID, with an entry or the end of the search; or
 * (4.4.1) a notice of disconnection, whose messageID is 0.  An entry may be
 * longer than what is kept of it. */
static bool read_message(struct bytes said, struct bytes *entry)
{
	struct bytes message, id;

	*entry = (struct bytes){ NULL, 0 };
	if (!ber_open(&said, BER_SEQUENCE, &message) ||
	    !ber_take(&message, BER_INTEGER, &id) || id.len != 1)
		return false;
	if (id.data[0] == 0)
		return ber_begins(message, EXTENDED);
	return id.data[0] == 1 &&
	       (ber_open(&message, ENTRY, entry) || ber_begins(message, DONE));
}

bool recognise_ldap(const struct reply *reply, struct identity *who)
{
	struct bytes entry, name, attributes;
	struct root root = { 0 };

	if (!read_message(reply->said, &entry))
		return false;
	identity_set_name(who, "ldap");
	if (ber_take(&entry, BER_OCTET_STRING, &name) && name.len == 0 &&
	    ber_open(&entry, BER_SEQUENCE, &attributes)) {
		read_attributes(attributes, &root, who);
		set_product(&root, who);
	}
	return true;
}
