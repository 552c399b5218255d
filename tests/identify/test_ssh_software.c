// SPDX-License-Identifier: Apache-2.0
#include "identify/ssh_software.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* Lines as these servers send them. */
static const struct {
	const char *line;
	const char *product, *version, *extra, *os, *device, *cpe;
} lines[] = {
	{ "2.0-OpenSSH_9.2p1 Debian-2+deb12u10", "OpenSSH", "9.2p1",
	  "Debian-2+deb12u10", "Linux", "", "cpe:/a:openbsd:openssh:9.2p1" },
	{ "2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.10", "OpenSSH", "8.9p1",
	  "Ubuntu-3ubuntu0.10", "Linux", "", "cpe:/a:openbsd:openssh:8.9p1" },
	{ "2.0-OpenSSH_9.2p1 Raspbian-2+deb12u3", "OpenSSH", "9.2p1",
	  "Raspbian-2+deb12u3", "Linux", "", "cpe:/a:openbsd:openssh:9.2p1" },
	{ "2.0-OpenSSH_9.7 FreeBSD-20240806", "OpenSSH", "9.7",
	  "FreeBSD-20240806", "FreeBSD", "", "cpe:/a:openbsd:openssh:9.7" },
	{ "2.0-OpenSSH_8.0 NetBSD_Secure_Shell-20190419-hpn13v14-lpk",
	  "OpenSSH", "8.0", "NetBSD_Secure_Shell-20190419-hpn13v14-lpk",
	  "NetBSD", "", "cpe:/a:openbsd:openssh:8.0" },
	{ "2.0-OpenSSH_7.4-hpn14v5", "OpenSSH", "7.4", "hpn14v5", "", "",
	  "cpe:/a:openbsd:openssh:7.4" },
	{ "2.0-OpenSSH_6.6.1_hpn13v11 FreeBSD-20140420", "OpenSSH", "6.6.1",
	  "hpn13v11 FreeBSD-20140420", "FreeBSD", "",
	  "cpe:/a:openbsd:openssh:6.6.1" },
	{ "2.0-OpenSSH_9.9", "OpenSSH", "9.9", "", "", "",
	  "cpe:/a:openbsd:openssh:9.9" },
	{ "2.0-OpenSSH", "OpenSSH", "", "", "", "", "cpe:/a:openbsd:openssh" },
	{ "2.0-OpenSSH_for_Windows_9.5", "OpenSSH for Windows", "9.5", "",
	  "Windows", "", "cpe:/o:microsoft:windows" },
	{ "2.0-dropbear_2022.83", "dropbear", "2022.83", "", "", "",
	  "cpe:/a:dropbear_ssh_project:dropbear_ssh:2022.83" },
	{ "2.0-dropbear", "dropbear", "", "", "", "",
	  "cpe:/a:dropbear_ssh_project:dropbear_ssh" },
	{ "2.0-tinyssh_20230101-1 rEj6pZmL", "TinySSH", "20230101", "", "", "",
	  "" },
	{ "2.0-tinyssh_noversion rEj6pZmL", "TinySSH", "", "", "", "", "" },
	{ "2.0-lshd-2.1 lsh - a GNU ssh", "GNU lsh", "2.1", "lsh - a GNU ssh",
	  "", "", "" },
	{ "2.0-Sun_SSH_1.1.5", "SunSSH", "1.1.5", "", "Solaris", "", "" },
	{ "2.0-mpSSH_0.2.1", "HP Integrated Lights-Out mpSSH", "0.2.1", "", "",
	  "remote management", "" },
	{ "2.0-libssh_0.10.6", "libssh", "0.10.6", "", "", "",
	  "cpe:/a:libssh:libssh:0.10.6" },
	{ "2.0-libssh-0.6.0", "libssh", "0.6.0", "", "", "",
	  "cpe:/a:libssh:libssh:0.6.0" },
	{ "2.0-libssh2_1.10.0", "libssh2", "1.10.0", "", "", "",
	  "cpe:/a:libssh2:libssh2:1.10.0" },
	{ "2.0-paramiko_2.12.0", "Paramiko", "2.12.0", "", "", "",
	  "cpe:/a:paramiko:paramiko:2.12.0" },
	{ "2.0-AsyncSSH_2.10.1", "AsyncSSH", "2.10.1", "", "", "",
	  "cpe:/a:asyncssh_project:asyncssh:2.10.1" },
	{ "2.0-Twisted_22.4.0", "Twisted Conch", "22.4.0", "", "", "", "" },
	{ "2.0-Go", "Go x/crypto/ssh", "", "", "", "", "" },
	{ "2.0-APACHE-SSHD-2.9.2", "Apache MINA SSHD", "2.9.2", "", "", "",
	  "cpe:/a:apache:sshd:2.9.2" },
	{ "2.0-SSHD-CORE-1.0.0-SNAPSHOT", "Apache MINA SSHD", "1.0.0",
	  "SNAPSHOT", "", "", "cpe:/a:apache:sshd:1.0.0" },
	{ "2.0-SSHD-UNKNOWN", "SSHD-UNKNOWN", "", "", "", "", "" },
	{ "2.0-Erlang/4.15.2", "Erlang/OTP SSH", "4.15.2", "", "", "", "" },
	{ "2.0-ssh2js1.11.0srv", "ssh2 for Node.js", "1.11.0", "srv", "", "",
	  "" },
	{ "2.0-wolfSSHv1.4.6", "wolfSSH", "1.4.6", "", "", "", "" },
	{ "2.0-SSHBlackbox.10", "SecureBlackbox SSH", "10", "", "", "", "" },
	{ "2.0-Maverick_SSHD", "Maverick SSHD", "", "", "", "", "" },
	{ "2.0-8.49 FlowSsh: Bitvise SSH Server (WinSSHD) 8.49: free only for "
	  "personal non-commercial use",
	  "Bitvise SSH Server (WinSSHD)", "8.49",
	  "free only for personal non-commercial use", "Windows", "",
	  "cpe:/o:microsoft:windows" },
	{ "2.0-1.36 sshlib: WinSSHD 5.10", "Bitvise WinSSHD", "5.10", "",
	  "Windows", "", "cpe:/o:microsoft:windows" },
	{ "2.0-6.4.12.353 SSH Tectia Server", "SSH Tectia Server", "6.4.12.353",
	  "", "", "", "" },
	{ "1.99-3.2.9 SSH Secure Shell (non-commercial)", "SSH Secure Shell",
	  "3.2.9", "(non-commercial)", "", "", "" },
	{ "1.5-1.3.6_F-SECURE_SSH", "F-Secure SSH", "1.3.6", "", "", "", "" },
	{ "2.0-VShell_4_2_3_856 VShell", "VanDyke VShell", "4.2.3.856",
	  "VShell", "", "", "" },
	{ "2.0-WeOnlyDo 2.4.3", "WeOnlyDo SSH", "2.4.3", "", "Windows", "",
	  "cpe:/o:microsoft:windows" },
	{ "2.0-WeOnlyDo-wodFTPD 2.1.8.98", "WeOnlyDo wodFTPD", "2.1.8.98", "",
	  "Windows", "", "cpe:/o:microsoft:windows" },
	{ "2.0-mod_sftp/0.9.9", "ProFTPD mod_sftp", "0.9.9", "", "", "", "" },
	{ "2.0-mod_sftp", "ProFTPD mod_sftp", "", "", "", "", "" },
	{ "2.0-Serv-U_15.1.6.25", "Serv-U", "15.1.6.25", "", "", "", "" },
	{ "2.0-WS_FTP-SSH_7.5", "WS_FTP Server", "7.5", "", "Windows", "",
	  "cpe:/o:microsoft:windows" },
	{ "2.0-GoAnywhere7.1.1", "GoAnywhere MFT", "7.1.1", "", "", "", "" },
	{ "2.0-MOVEit Transfer SFTP", "MOVEit Transfer", "", "", "Windows", "",
	  "cpe:/o:microsoft:windows" },
	{ "2.0-CrushFTPSSHD_5", "CrushFTP", "", "5", "", "", "" },
	{ "2.0-GitLab-SSHD", "GitLab SSHD", "", "", "", "", "" },
	{ "2.0-GerritCodeReview_3.4.1 (APACHE-SSHD-2.6.0)",
	  "Gerrit Code Review", "3.4.1", "(APACHE-SSHD-2.6.0)", "", "", "" },
	{ "2.0-babeld-9405c8bd", "GitHub babeld", "", "9405c8bd", "", "", "" },
	{ "2.0-Cisco-1.25", "Cisco SSH", "1.25", "", "", "", "" },
	{ "1.99-Cisco-1.25", "Cisco SSH", "1.25", "", "", "", "" },
	{ "2.0-CISCO_WLC", "Cisco Wireless LAN Controller SSH", "", "", "",
	  "wireless controller", "" },
	{ "2.0-ROSSSH", "MikroTik RouterOS SSH", "", "", "RouterOS", "router",
	  "cpe:/o:mikrotik:routeros" },
	{ "2.0-NetScreen", "Juniper NetScreen SSH", "", "", "ScreenOS",
	  "firewall", "cpe:/o:juniper:screenos" },
	{ "2.0-lancom", "LANCOM SSH", "", "", "", "", "" },
	{ "2.0-RomSShell_4.31", "Allegro RomSShell", "4.31", "", "", "", "" },
	{ "1.99-HUAWEI-1.5", "Huawei SSH", "1.5", "", "", "", "" },
	{ "1.99-VRP-3.3", "Huawei VRP SSH", "3.3", "", "VRP", "", "" },
	{ "2.0-Comware-7.1.045", "Comware SSH", "7.1.045", "", "Comware", "",
	  "" },
	{ "2.0-ZTE_SSH.2.0", "ZTE SSH", "2.0", "", "", "", "" },
	{ "2.0-Data ONTAP SSH 1.0", "NetApp Data ONTAP SSH", "1.0", "",
	  "Data ONTAP", "storage", "" },
	/* in no table: as they name themselves */
	{ "2.0-Teleport", "Teleport", "", "", "", "", "" },
	{ "2.0-SFTPGo_2.4.2", "SFTPGo", "2.4.2", "", "", "", "" },
	{ "2.0-russh_0.34.0", "russh", "0.34.0", "", "", "", "" },
	{ "2.0-Mocana SSH 6.3", "Mocana SSH", "6.3", "", "", "", "" },
	{ "2.0-Gopher_1.0", "Gopher", "1.0", "", "", "", "" },
	{ "2.0-Go_1.0", "Go", "1.0", "", "", "", "" },
	{ "2.0-Ciscoid", "Ciscoid", "", "", "", "", "" },
	/* no names at all */
	{ "2.0--", "", "", "", "", "", "" },
	{ "2.0-0c1eb5a", "", "", "", "", "", "" },
	{ "1.5-1.2.27", "", "", "", "", "", "" },
	{ "2.0-", "", "", "", "", "", "" },
	/* nor are these what they are like */
	{ "2.0-notOpenSSH_9.2p1", "notOpenSSH", "9.2p1", "", "", "", "" },
	{ "2.0-x OpenSSH_9.2p1", "x OpenSSH", "9.2p1", "", "", "", "" },
};

static void expect(const char *is, const char *wanted, const char *line)
{
	cr_expect(strcmp(is, wanted) == 0, "%s: \"%s\", not \"%s\"", line, is,
	          wanted);
}

Test(ssh_software, says_what_the_line_says)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct identity who = { 0 };
		struct ssh_reply reply;
		char said[256];
		int len = snprintf(said, sizeof(said), "SSH-%s\r\n",
		                   lines[i].line);

		cr_assert(ssh_reply_read((struct bytes){ (const uint8_t *)said,
		                                         (size_t)len },
		                         &reply),
		          "%s", said);
		ssh_software_describe(&reply, &who);
		expect(who.service.product, lines[i].product, said);
		expect(who.service.version, lines[i].version, said);
		expect(who.service.extra, lines[i].extra, said);
		expect(who.service.os, lines[i].os, said);
		expect(who.service.device, lines[i].device, said);
		expect(who.service.cpe[0], lines[i].cpe, said);
		identity_release(&who);
	}
}

Test(ssh_software, distribution_has_a_cpe_of_its_own)
{
	static const char said[] = "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3\r\n";
	struct identity who = { 0 };
	struct ssh_reply reply;

	cr_assert(ssh_reply_read(
		(struct bytes){ (const uint8_t *)said, sizeof(said) - 1 },
		&reply));
	ssh_software_describe(&reply, &who);
	expect(who.service.cpe[1], "cpe:/o:canonical:ubuntu_linux", said);
	identity_release(&who);
}
