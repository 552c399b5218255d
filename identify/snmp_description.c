// SPDX-License-Identifier: Apache-2.0
#include "identify/snmp_description.h"

#include "base/count.h"
#include "identify/detail.h"
#include "identify/take.h"

#include <string.h>

/* A form of sysDescr: how it begins, what stands before the version, or before
 * the model, of which a sign at least ends each. */
struct form {
	const char *begins, *before_version;
	const char *product, *os, *device, *vendor;
	const char *before_model, *model_ends;
};

static const struct form forms[] = {
	{ "Cisco IOS Software [", ", Version ", "Cisco IOS XE", "IOS XE", "",
	  "Cisco", NULL, NULL },
	{ "Cisco IOS Software, IOS-XE Software", ", Version ", "Cisco IOS XE",
	  "IOS XE", "", "Cisco", NULL, NULL },
	{ "Cisco IOS Software", ", Version ", "Cisco IOS", "IOS", "", "Cisco",
	  NULL, NULL },
	{ "Cisco Internetwork Operating System Software", ", Version ",
	  "Cisco IOS", "IOS", "", "Cisco", NULL, NULL },
	{ "Cisco IOS XR Software", ", Version ", "Cisco IOS XR", "IOS XR", "",
	  "Cisco", NULL, NULL },
	{ "Cisco NX-OS(tm)", ", Version ", "Cisco NX-OS", "NX-OS", "switch",
	  "Cisco", NULL, NULL },
	{ "Cisco Adaptive Security Appliance Version ",
	  "Cisco Adaptive Security Appliance Version ",
	  "Cisco Adaptive Security Appliance", "", "firewall", "Cisco", NULL,
	  NULL },
	{ "RouterOS ", NULL, "MikroTik RouterOS", "RouterOS", "router",
	  "MikroTik", "RouterOS ", "" },
	{ "Juniper Networks, Inc. ", "kernel JUNOS ", "Juniper Junos", "Junos",
	  "", "Juniper Networks", "Juniper Networks, Inc. ", " " },
	{ "HP ETHERNET MULTI-ENVIRONMENT", NULL, "", "", "printer", "HP",
	  "PID:", "," },
	{ "APC Web/SNMP Management Card", " PF:v",
	  "APC Network Management Card", "", "power-device", "APC",
	  " MN:", " " },
	{ "Brother NC-", "Firmware Ver.", "", "", "printer", "Brother",
	  "Brother ", "," },
	{ "Lexmark ", NULL, "", "", "printer", "Lexmark", "Lexmark ", " " },
	{ "KYOCERA ", NULL, "", "", "printer", "Kyocera", NULL, NULL },
	{ "Xerox ", "System Software ", "", "", "printer", "Xerox", "Xerox ",
	  ";" },
	{ "VMware ESXi ", "VMware ESXi ", "VMware ESXi", "ESXi", "", "VMware",
	  NULL, NULL },
	{ "Arista Networks EOS version ", "Arista Networks EOS version ",
	  "Arista EOS", "EOS", "switch", "Arista Networks",
	  "running on an Arista Networks ", " " },
	{ "ArubaOS (MODEL: ", ", Version ", "ArubaOS", "ArubaOS", "",
	  "Aruba Networks", "MODEL: ", ")" },
	{ "ProCurve ", "revision ", "", "", "switch", "HP", "ProCurve ", "," },
	{ "NetApp Release ", "NetApp Release ", "NetApp Data ONTAP",
	  "Data ONTAP", "storage-misc", "NetApp", NULL, NULL },
	{ "Huawei Versatile Routing Platform", "Version ", "Huawei VRP", "VRP",
	  "", "Huawei", NULL, NULL },
	{ "Palo Alto Networks PA-", NULL, "", "PAN-OS", "firewall",
	  "Palo Alto Networks", "Palo Alto Networks ", " " },
};

static size_t word_length(struct bytes text, const char *ends)
{
	size_t len = 0;

	while (len < text.len && text.data[len] >= ' ' &&
	       strchr(ends, text.data[len]) == NULL)
		len++;
	return len;
}

static void set_version(const struct form *form, struct bytes text,
                        struct identity *who)
{
	struct bytes version;

	if (form->before_version == NULL ||
	    !bytes_after(text, form->before_version, &version))
		return;
	version = bytes_first(version, word_length(version, " ,;"));
	add_known_fact(who, FACT_DEVICE_FIRMWARE, version);
	if (form->product[0] != '\0')
		identity_set_version(who, version);
}

static void set_model(const struct form *form, struct bytes text,
                      struct identity *who)
{
	struct bytes model;

	if (form->model_ends == NULL ||
	    !bytes_after(text, form->before_model, &model))
		return;
	add_known_fact(
		who, FACT_DEVICE_MODEL,
		bytes_first(model, word_length(model, form->model_ends)));
}

static bool read_form(struct bytes text, struct identity *who)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		const struct form *form = &forms[i];

		if (!bytes_equal_at(text, 0, form->begins,
		                    strlen(form->begins)))
			continue;
		identity_set_product(who, form->product);
		identity_set_os(who, form->os);
		identity_set_device(who, form->device);
		facts_add_string(&who->facts, FACT_DEVICE_VENDOR, form->vendor);
		set_version(form, text, who);
		set_model(form, text, who);
		return true;
	}
	return false;
}

/* "Hardware: … - Software: Windows Version 6.3 (Build 17763 …)" */
static bool read_windows(struct bytes text, struct identity *who)
{
	struct bytes build;

	if (!bytes_have(text, 0, "Hardware: ") ||
	    !bytes_after(text, " - Software: Windows ", &build))
		return false;
	identity_set_product(who, "Microsoft Windows SNMP service");
	identity_set_os(who, "Windows");
	if (bytes_after(build, "(Build ", &build))
		add_detail(who, "build",
		           bytes_first(build, word_length(build, " )")));
	return true;
}

/* "Linux host 6.1.0-18-amd64 #1 …": what uname -a prints. */
static void read_uname(struct bytes text, struct identity *who)
{
	static const char *const systems[] = { "Linux",    "FreeBSD", "OpenBSD",
		                               "NetBSD",   "SunOS",   "Darwin",
		                               "DragonFly" };
	struct bytes system, host, release;

	if (!take_until(&text, ' ', &system) ||
	    !take_until(&text, ' ', &host) || host.len == 0 ||
	    !take_until(&text, ' ', &release) || release.len == 0 ||
	    release.data[0] < '0' || release.data[0] > '9')
		return;
	for (size_t i = 0; i < COUNT(systems); i++) {
		if (system.len != strlen(systems[i]) ||
		    !bytes_equal_at(system, 0, systems[i], system.len))
			continue;
		identity_set_os(who, systems[i]);
		identity_set_hostname(who, host);
		add_detail(who, "kernel", release);
	}
}

void snmp_description(struct bytes text, struct identity *who)
{
	if (!read_form(text, who) && !read_windows(text, who))
		read_uname(text, who);
}
