// SPDX-License-Identifier: Apache-2.0
#include "identify/snmp_enterprise.h"

#include "base/count.h"

/* IANA's Private Enterprise Numbers of those whose agents one meets.  `device`
 * where they make nothing else that has one. */
static const struct {
	uint32_t number;
	const char *vendor, *device;
} enterprises[] = {
	{ 2, "IBM", "" },
	{ 9, "Cisco", "" },
	{ 11, "HP", "" },
	{ 42, "Sun Microsystems", "" },
	{ 43, "3Com", "" },
	{ 63, "Apple", "" },
	{ 171, "D-Link", "" },
	{ 232, "Compaq", "" },
	{ 253, "Xerox", "printer" },
	{ 311, "Microsoft", "" },
	{ 318, "APC", "power-device" },
	{ 367, "Ricoh", "printer" },
	{ 476, "Liebert", "power-device" },
	{ 534, "Eaton", "power-device" },
	{ 641, "Lexmark", "printer" },
	{ 674, "Dell", "" },
	{ 890, "ZyXEL", "" },
	{ 1248, "Epson", "" },
	{ 1347, "Kyocera", "printer" },
	{ 1588, "Brocade", "" },
	{ 1602, "Canon", "" },
	{ 1916, "Extreme Networks", "" },
	{ 1991, "Foundry Networks", "" },
	{ 2011, "Huawei", "" },
	{ 2435, "Brother", "printer" },
	{ 2636, "Juniper Networks", "" },
	{ 3375, "F5 Networks", "" },
	{ 4526, "Netgear", "" },
	{ 6027, "Force10 Networks", "" },
	{ 6486, "Alcatel-Lucent", "" },
	{ 6527, "Nokia", "" },
	{ 6574, "Synology", "storage-misc" },
	{ 6876, "VMware", "" },
	{ 7779, "Infoblox", "" },
	{ 8741, "SonicWall", "firewall" },
	{ 10876, "Supermicro", "" },
	{ 11863, "TP-Link", "" },
	{ 12356, "Fortinet", "" },
	{ 14823, "Aruba Networks", "" },
	{ 14988, "MikroTik", "" },
	{ 18334, "Konica Minolta", "printer" },
	{ 24681, "QNAP", "storage-misc" },
	{ 25053, "Ruckus Wireless", "" },
	{ 25461, "Palo Alto Networks", "firewall" },
	{ 25506, "H3C", "" },
	{ 30065, "Arista Networks", "" },
	{ 41112, "Ubiquiti", "" },
};

void snmp_enterprise(uint32_t number, struct identity *who)
{
	facts_add_number(&who->facts, FACT_SNMP_ENTERPRISE, number);
	if (number == SNMP_NET_SNMP && who->service.product[0] == '\0')
		identity_set_product(who, "net-snmp");
	for (size_t i = 0; i < COUNT(enterprises); i++) {
		if (enterprises[i].number != number)
			continue;
		facts_add_string(&who->facts, FACT_DEVICE_VENDOR,
		                 enterprises[i].vendor);
		if (who->service.device[0] == '\0')
			identity_set_device(who, enterprises[i].device);
	}
}

const char *net_snmp_system(uint32_t number)
{
	/* NET-SNMP-TC, netSnmpAgentOIDs; those of HP-UX are three. */
	static const struct {
		uint32_t number;
		const char *os;
	} systems[] = {
		{ 1, "HP-UX" },    { 3, "Solaris" },   { 6, "HP-UX" },
		{ 7, "NetBSD" },   { 8, "FreeBSD" },   { 10, "Linux" },
		{ 12, "OpenBSD" }, { 13, "Windows" },  { 14, "HP-UX" },
		{ 15, "AIX" },     { 16, "Mac OS X" }, { 17, "DragonFly BSD" },
	};

	for (size_t i = 0; i < COUNT(systems); i++)
		if (systems[i].number == number)
			return systems[i].os;
	return "";
}
