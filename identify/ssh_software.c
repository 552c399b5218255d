// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_software.h"

#include "base/count.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Where a string has the version. */
enum version_place {
	BEHIND,    /* what the row matches: "OpenSSH_9.2p1" */
	NUMBERS,   /* the same, and letters behind it are none: "1.11.0srv" */
	UNDERLINE, /* the same, with "_" for ".": "4_2_3_856" */
	FIRST,     /* first of all: "6.4.12.353 SSH Tectia Server" */
	NOWHERE,
};

/* Software by its string: it begins with `begins`, which no letter follows, and
 * says `says`, where that is given, anywhere behind. */
struct software {
	const char *begins;
	const char *says;
	const char *product;
	enum version_place place;
	const char *cpe; /* which the version follows */
	const char *os;
	const char *os_cpe;
	const char *device;
	bool alone;           /* nothing follows `begins` */
	bool random_comments; /* another one in each connection */
};

#define WINDOWS .os = "Windows", .os_cpe = "cpe:/o:microsoft:windows"

/* The first that fits. */
static const struct software known[] = {
	{ "OpenSSH_for_Windows", .product = "OpenSSH for Windows", WINDOWS },
	{ "OpenSSH", .product = "OpenSSH", .cpe = "cpe:/a:openbsd:openssh" },
	{ "dropbear", .product = "dropbear",
	  .cpe = "cpe:/a:dropbear_ssh_project:dropbear_ssh" },
	{ "tinyssh", .product = "TinySSH", .random_comments = true },
	{ "lshd", .product = "GNU lsh" },
	{ "Sun_SSH", .product = "SunSSH", .os = "Solaris" },
	{ "mpSSH", .product = "HP Integrated Lights-Out mpSSH",
	  .device = "remote management" },

	/* libraries to make a server of */
	{ "libssh2", .product = "libssh2", .cpe = "cpe:/a:libssh2:libssh2" },
	{ "libssh", .product = "libssh", .cpe = "cpe:/a:libssh:libssh" },
	{ "paramiko", .product = "Paramiko",
	  .cpe = "cpe:/a:paramiko:paramiko" },
	{ "AsyncSSH", .product = "AsyncSSH",
	  .cpe = "cpe:/a:asyncssh_project:asyncssh" },
	{ "Twisted", .product = "Twisted Conch" },
	{ "Go", .product = "Go x/crypto/ssh", .alone = true },
	{ "APACHE-SSHD", .product = "Apache MINA SSHD",
	  .cpe = "cpe:/a:apache:sshd" },
	{ "SSHD-CORE", .product = "Apache MINA SSHD",
	  .cpe = "cpe:/a:apache:sshd" },
	{ "Erlang", .product = "Erlang/OTP SSH" },
	{ "ssh2js", .product = "ssh2 for Node.js", .place = NUMBERS },
	{ "wolfSSH", .product = "wolfSSH" },
	{ "SSHBlackbox", .product = "SecureBlackbox SSH" },
	{ "Maverick_SSHD", .product = "Maverick SSHD" },
	{ "MaverickSynergy", .product = "Maverick Synergy" },

	/* shells and file transfer */
	{ "", "(WinSSHD) ", .product = "Bitvise SSH Server (WinSSHD)",
	  WINDOWS },
	{ "", "WinSSHD ", .product = "Bitvise WinSSHD", WINDOWS },
	{ "", "SSH Tectia Server", .product = "SSH Tectia Server",
	  .place = FIRST },
	{ "", "SSH Secure Shell", .product = "SSH Secure Shell",
	  .place = FIRST },
	{ "", "F-SECURE SSH", .product = "F-Secure SSH", .place = FIRST },
	{ "", "F-SECURE_SSH", .product = "F-Secure SSH", .place = FIRST },
	{ "ReflectionForSecureIT", .product = "Reflection for Secure IT" },
	{ "VShell", .product = "VanDyke VShell", .place = UNDERLINE },
	{ "WeOnlyDo-wodFTPD", .product = "WeOnlyDo wodFTPD", WINDOWS },
	{ "WeOnlyDo", .product = "WeOnlyDo SSH", WINDOWS },
	{ "mod_sftp", .product = "ProFTPD mod_sftp" },
	{ "Serv-U", .product = "Serv-U" },
	{ "WS_FTP-SSH", .product = "WS_FTP Server", WINDOWS },
	{ "CerberusFTPServer", .product = "Cerberus FTP Server", WINDOWS },
	{ "CompleteFTP", .product = "CompleteFTP", WINDOWS },
	{ "CoreFTP", .product = "Core FTP Server", WINDOWS },
	{ "Xlightftpd_release", .product = "Xlight FTP Server", WINDOWS },
	{ "WingFTPServer", .product = "Wing FTP Server" },
	{ "CrushFTPSSHD", .product = "CrushFTP", .place = NOWHERE },
	{ "GoAnywhere", .product = "GoAnywhere MFT" },
	{ "MOVEit Transfer SFTP", .product = "MOVEit Transfer", WINDOWS },
	{ "MOVEit DMZ SFTP", .product = "MOVEit DMZ", WINDOWS },
	{ "AWS_SFTP", .product = "AWS Transfer Family" },

	/* code hosting */
	{ "GitLab-SSHD", .product = "GitLab SSHD" },
	{ "GerritCodeReview", .product = "Gerrit Code Review" },
	{ "babeld", .product = "GitHub babeld", .place = NOWHERE },

	/* networks */
	{ "CISCO_WLC", .product = "Cisco Wireless LAN Controller SSH",
	  .device = "wireless controller" },
	{ "Cisco", .product = "Cisco SSH" },
	{ "ROSSSH", .product = "MikroTik RouterOS SSH", .os = "RouterOS",
	  .os_cpe = "cpe:/o:mikrotik:routeros", .device = "router" },
	{ "NetScreen", .product = "Juniper NetScreen SSH", .os = "ScreenOS",
	  .os_cpe = "cpe:/o:juniper:screenos", .device = "firewall" },
	{ "lancom", .product = "LANCOM SSH" },
	{ "RomSShell", .product = "Allegro RomSShell" },
	{ "HUAWEI", .product = "Huawei SSH" },
	{ "VRP", .product = "Huawei VRP SSH", .os = "VRP" },
	{ "Comware", .product = "Comware SSH", .os = "Comware" },
	{ "3Com OS", .product = "3Com OS SSH", .os = "3Com OS" },
	{ "RGOS_SSH", .product = "Ruijie RGOS SSH", .os = "RGOS" },
	{ "ZTE_SSH", .product = "ZTE SSH" },
	{ "Zyxel SSH server", .product = "Zyxel SSH" },
	{ "Data ONTAP SSH", .product = "NetApp Data ONTAP SSH",
	  .os = "Data ONTAP", .device = "storage" },
};

/* Distributions that sign what they build: how the comments begin. */
static const struct {
	const char *begins;
	const char *os, *os_cpe;
} distributions[] = {
	{ "Debian-", "Linux", "cpe:/o:debian:debian_linux" },
	{ "Ubuntu-", "Linux", "cpe:/o:canonical:ubuntu_linux" },
	{ "Raspbian-", "Linux", "cpe:/o:linux:linux_kernel" },
	{ "FreeBSD-", "FreeBSD", "cpe:/o:freebsd:freebsd" },
	{ "NetBSD_Secure_Shell-", "NetBSD", "cpe:/o:netbsd:netbsd" },
};

static bool begins_with(struct bytes text, const char *begin)
{
	size_t len = strlen(begin);

	return text.len >= len &&
	       strncasecmp((const char *)text.data, begin, len) == 0;
}

/* Skip "_", "-", "/", "." or " ", and the "v" of a version. */
static struct bytes without_mark(struct bytes text)
{
	if (text.len > 0 && memchr("_-/. ", text.data[0], 5) != NULL)
		text = bytes_from(text, 1);
	if (text.len > 1 && text.data[0] == 'v' && isdigit(text.data[1]))
		text = bytes_from(text, 1);
	return text;
}

/* What may follow the name of a program: no more letters of a longer name. */
static bool ends_name(struct bytes rest)
{
	return rest.len == 0 || !isalpha(rest.data[0]) ||
	       without_mark(rest).len < rest.len;
}

/* Whether `text` is what `row` tells; `rest` is what follows it. */
static bool fits(const struct software *row, struct bytes text,
                 struct bytes *rest)
{
	if (!begins_with(text, row->begins))
		return false;
	*rest = bytes_from(text, strlen(row->begins));
	if (row->says != NULL)
		return bytes_after(*rest, row->says, rest);
	return row->alone ? rest->len == 0 : ends_name(*rest);
}

static bool belongs_to_version(uint8_t c, enum version_place place)
{
	switch (place) {
	case BEHIND:
	case FIRST: return isalnum(c) || c == '.' || c == '+' || c == '~';
	case NUMBERS: return isdigit(c) || c == '.';
	case UNDERLINE: return isdigit(c) || c == '_';
	case NOWHERE: break;
	}
	return false;
}

/* Take the version that `rest` begins with, if one does. */
static void take_version(struct bytes *rest, enum version_place place,
                         struct identity *who)
{
	char *version = who->service.version;
	struct bytes text = without_mark(*rest);
	size_t len = 0;

	if (text.len == 0 || !isdigit(text.data[0]))
		return;
	while (len < text.len && belongs_to_version(text.data[len], place))
		len++;
	identity_set_version(who, bytes_first(text, len));
	for (size_t i = 0; version[i] != '\0'; i++)
		if (version[i] == '_')
			version[i] = '.';
	*rest = bytes_from(text, len);
}

/* What is left to be said, without the marks before it. */
static void set_extra(struct identity *who, struct bytes rest)
{
	while (rest.len > 0 && !isalnum(rest.data[0]) && rest.data[0] != '(')
		rest = bytes_from(rest, 1);
	identity_set_extra(who, rest);
}

static void set_text(char *out, size_t size, const char *text)
{
	if (text != NULL)
		snprintf(out, size, "%s", text);
}

static void add_cpe(struct service *service, const char *cpe,
                    const char *version)
{
	size_t i = 0;

	while (i < SERVICE_CPES_MAX && service->cpe[i][0] != '\0')
		i++;
	if (cpe != NULL && i < SERVICE_CPES_MAX)
		snprintf(service->cpe[i], sizeof(service->cpe[i]), "%s%s%s",
		         cpe, version[0] == '\0' ? "" : ":", version);
}

static void set_system(struct service *service, const char *os, const char *cpe)
{
	set_text(service->os, sizeof(service->os), os);
	add_cpe(service, cpe, "");
}

static void set_known(const struct software *row, struct bytes text,
                      struct bytes rest, struct identity *who)
{
	struct service *service = &who->service;

	identity_set_product(who, row->product);
	take_version(row->place == FIRST ? &text : &rest, row->place, who);
	if (!row->random_comments)
		set_extra(who, rest);
	add_cpe(service, row->cpe, service->version);
	set_system(service, row->os, row->os_cpe);
	set_text(service->device, sizeof(service->device), row->device);
}

static void set_software(struct bytes text, struct identity *who)
{
	struct bytes rest;

	for (size_t i = 0; i < COUNT(known); i++)
		if (fits(&known[i], text, &rest)) {
			set_known(&known[i], text, rest, who);
			return;
		}
	if (text.len > 0 && isalpha(text.data[0]))
		identity_set_product_and_version(who, text);
}

static void set_distribution(struct bytes comments, struct service *service)
{
	for (size_t i = 0; i < COUNT(distributions); i++)
		if (begins_with(comments, distributions[i].begins)) {
			set_system(service, distributions[i].os,
			           distributions[i].os_cpe);
			return;
		}
}

void ssh_software_describe(const struct ssh_reply *reply, struct identity *who)
{
	/* Names of programs may have a blank in them. */
	struct bytes text = reply->software;

	if (reply->comments.len > 0)
		text.len += 1 + reply->comments.len;
	set_software(text, who);
	set_distribution(reply->comments, &who->service);
}
