// SPDX-License-Identifier: Apache-2.0
#include "identify/http_tell.h"

#include "base/count.h"
#include "identify/http_marks.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Systems, by what servers and packages call them. */
static const struct {
	const char *called;
	const char *os;
	const char *cpe;
} systems[] = {
	{ "Debian", "Debian", "o:debian:debian_linux" },
	{ "Raspbian", "Raspbian", "o:raspbian:raspbian" },
	{ "Ubuntu", "Ubuntu", "o:canonical:ubuntu_linux" },
	{ "CentOS", "CentOS", "o:centos:centos" },
	{ "Red Hat", "Red Hat", "o:redhat:enterprise_linux" },
	{ "Rocky Linux", "Rocky Linux", "o:rocky:linux" },
	{ "AlmaLinux", "AlmaLinux", "o:almalinux:almalinux" },
	{ "Oracle Linux", "Oracle Linux", "o:oracle:linux" },
	{ "Amazon", "Amazon Linux", "o:amazon:linux" },
	{ "Fedora", "Fedora", "o:fedoraproject:fedora" },
	{ "Linux/SUSE", "SUSE", "o:suse:linux" },
	{ "FreeBSD", "FreeBSD", "o:freebsd:freebsd" },
	{ "NetBSD", "NetBSD", "o:netbsd:netbsd" },
	{ "OpenBSD", "OpenBSD", "o:openbsd:openbsd" },
	{ "Darwin", "macOS", "o:apple:macos" },
	{ "darwin", "macOS", "o:apple:macos" },
	{ "Win32", "Windows", "o:microsoft:windows" },
	{ "Win64", "Windows", "o:microsoft:windows" },
	{ "Windows", "Windows", "o:microsoft:windows" },
	{ "windows", "Windows", "o:microsoft:windows" },
	{ "GNU/Linux", "Linux", "o:linux:linux_kernel" },
	{ "Linux", "Linux", "o:linux:linux_kernel" },
	{ "linux", "Linux", "o:linux:linux_kernel" },
	{ "Unix", "Unix", NULL },
};

/* What a server says, or else its package does. */
static const char *system_called(const struct http_identity *http)
{
	if (http->on[0] != '\0')
		return http->on;
	for (size_t i = 0; i < HTTP_LAYERS; i++) {
		const char *package = http->layers[i].package;

		if (strstr(package, "+deb") != NULL ||
		    strstr(package, "~deb") != NULL)
			return "Debian";
		if (strstr(package, "ubuntu") != NULL)
			return "Ubuntu";
	}
	return "";
}

static void tell_os(const struct http_identity *http, struct service *service,
                    const char **cpe)
{
	const char *called = system_called(http);

	for (size_t i = 0; i < COUNT(systems); i++)
		if (strncmp(called, systems[i].called,
		            strlen(systems[i].called)) == 0) {
			snprintf(service->os, sizeof(service->os), "%s",
			         systems[i].os);
			*cpe = systems[i].cpe;
			return;
		}
}

/* "cpe:/a:f5:nginx:1.22.1".  CPE 2.2, 6.1: what is no letter, digit, ".", "-"
 * or "_" is written in hexadecimal. */
static void format_cpe(char *out, size_t size, const char *cpe,
                       const char *version)
{
	size_t len = (size_t)snprintf(out, size, "cpe:/%s%s", cpe,
	                              version[0] != '\0' ? ":" : "");

	for (; *version != '\0' && len + 4 <= size; version++) {
		unsigned char c = (unsigned char)*version;
		const char *format = isalnum(c) || strchr("._-", c) != NULL
		                             ? "%c"
		                             : "%%%02x";

		len += (size_t)snprintf(out + len, size - len, format, c);
	}
}

static void tell_cpe(struct service *service, const char *cpe,
                     const char *version)
{
	size_t i = 0;

	while (i < SERVICE_CPES_MAX && service->cpe[i][0] != '\0')
		i++;
	if (i < SERVICE_CPES_MAX && cpe != NULL)
		format_cpe(service->cpe[i], sizeof(service->cpe[i]), cpe,
		           version);
}

/* Add a part to what else is known, if all of it fits. */
static void add_extra(struct service *service, const char *product,
                      const char *version)
{
	size_t len = strlen(service->extra);
	size_t size = sizeof(service->extra) - len;
	int wanted;

	if (product[0] == '\0')
		return;
	wanted = snprintf(service->extra + len, size, "%s%s%s%s",
	                  len > 0 ? ", " : "", product,
	                  version[0] != '\0' ? " " : "", version);
	if ((size_t)wanted >= size)
		service->extra[len] = '\0';
}

/* The service that the uppermost software is, unless it was said to be another
 * one. */
static const char *service_name(const struct http_identity *http,
                                const struct http_product *product)
{
	if (http->service != NULL)
		return http->service;
	if (product != NULL && product->service != NULL)
		return product->service;
	return "http";
}

static void tell_software(const struct http_software *software, bool is_top,
                          struct service *service)
{
	const struct http_product *product;

	if (software->product[0] == '\0')
		return;
	product = http_product_find(software->product);
	if (is_top) {
		snprintf(service->product, sizeof(service->product), "%s",
		         software->product);
		snprintf(service->version, sizeof(service->version), "%s",
		         software->version);
	} else {
		add_extra(service, software->product, software->version);
	}
	if (software->package[0] != '\0')
		add_extra(service, "package", software->package);
	if (product == NULL)
		return;
	tell_cpe(service, product->cpe, software->version);
	if (product->device != NULL && service->device[0] == '\0')
		snprintf(service->device, sizeof(service->device), "%s",
		         product->device);
	if (product->os != NULL && service->os[0] == '\0')
		snprintf(service->os, sizeof(service->os), "%s", product->os);
}

/* What an earlier response let tell is told anew. */
static void forget_software(struct service *service)
{
	service->product[0] = '\0';
	service->version[0] = '\0';
	service->extra[0] = '\0';
	service->os[0] = '\0';
	service->device[0] = '\0';
	memset(service->cpe, 0, sizeof(service->cpe));
}

/* Whether somebody else, a signature perhaps, found what this does not say. */
static bool knows_more(const struct service *other, const struct service *told)
{
	if (told->product[0] == '\0')
		return other->product[0] != '\0';
	return strcmp(told->product, other->product) == 0 &&
	       told->version[0] == '\0' && other->version[0] != '\0';
}

#define COPY(to, from, member)                                                 \
	memcpy((to)->member, (from)->member, sizeof((to)->member))

static void fill(struct service *told, const struct service *other)
{
	if (knows_more(other, told)) {
		COPY(told, other, product);
		COPY(told, other, version);
		if (other->cpe[0][0] != '\0')
			COPY(told, other, cpe);
	}
	if (told->extra[0] == '\0')
		COPY(told, other, extra);
	if (told->os[0] == '\0')
		COPY(told, other, os);
	if (told->device[0] == '\0')
		COPY(told, other, device);
}

/* That it is plain HTTP is no news where it has a better name. */
static void tell_name(struct identity *who, const char *name)
{
	if (who->service.name[0] == '\0' || strcmp(name, "http") != 0)
		identity_set_name(who, name);
}

static void tell_extra(const struct http_identity *http, struct identity *who)
{
	struct service *service = &who->service;

	add_extra(service, http->on, "");
	if (http->model[0] != '\0') {
		add_extra(service, http->model, "");
		facts_add_string(&who->facts, FACT_DEVICE_MODEL, http->model);
	}
	add_extra(service, http->modules, "");
	add_extra(service, http->platform, "");
	if (http->is_websocket) {
		add_extra(service, "WebSocket", "");
		facts_add_string(&who->facts, FACT_APP_PROTOCOL, "websocket");
	}
}

void http_tell(const struct http_identity *http, struct identity *who)
{
	const struct http_software *top = http_identity_top(http);
	const struct http_product *product =
		top == NULL ? NULL : http_product_find(top->product);
	struct service *service = &who->service;
	const struct service before = *service;
	const char *os_cpe = NULL;

	forget_software(service);
	service->tls |= http->is_tls;
	tell_name(who, service_name(http, product));
	tell_os(http, service, &os_cpe);
	for (size_t i = 0; i < HTTP_LAYERS; i++)
		tell_software(&http->layers[i], &http->layers[i] == top,
		              service);
	tell_cpe(service, os_cpe, "");
	tell_extra(http, who);
	fill(service, &before);
}
