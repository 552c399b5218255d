// SPDX-License-Identifier: Apache-2.0
/* Directories, clocks, names and tunnels: what keeps a network going. */
#include "readers.h"

#include "base/count.h"

static const struct reading readings[] = {
	/* RFC 1035 4.1: BIND has the zone of its version itself */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x85\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x19\x18"
	        "9.18.49-1~deb12u1-Debian"),
	  "name=domain; "
	  "product=ISC BIND; "
	  "version=9.18.49; "
	  "extra=1~deb12u1-Debian; "
	  "os=Linux; "
	  "dns.version=9.18.49-1~deb12u1-Debian" },
	/* Another passes it on */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x19\x18"
	        "9.18.49-1~deb12u1-Debian"),
	  "name=domain; "
	  "version=9.18.49; "
	  "extra=1~deb12u1-Debian; "
	  "dns.version=9.18.49-1~deb12u1-Debian; "
	  "dns.recursion=true" },
	/* A number alone */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x85\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x08\x07"
	        "9.18.49"),
	  "name=domain; "
	  "version=9.18.49; "
	  "dns.version=9.18.49" },
	/* A remark of the administrator */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x85\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x10\x0f"
	        "10 years of DNS"),
	  "name=domain; "
	  "dns.version=10 years of DNS" },
	/* An answer that was made for a server in between */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x85\x00\x00\x01\x00\x01\x00\x00\x00\x01"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x19\x18"
	        "9.18.49-1~deb12u1-Debian"),
	  "name=domain; "
	  "dns.version=9.18.49-1~deb12u1-Debian" },
	/* Unbound */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x07version\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x0f\x0eunbound "
	        "1.17.1"),
	  "name=domain; "
	  "product=Unbound; "
	  "version=1.17.1; "
	  "dns.version=unbound 1.17.1; "
	  "dns.recursion=true" },
	/* hostname.bind */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x08hostname\x04"
	        "bind\x00\x00\x10\x00\x03"),
	  BYTES("ps\x85\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x08hostname\x04"
	        "bind\x00\x00\x10\x00\x03"
	        "\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\r\x0cns1.zoo."
	        "test"),
	  "name=domain; "
	  "hostname=ns1.zoo.test; "
	  "dns.id=ns1.zoo.test" },
	/* RFC 6762 6.7 and 18: who has services says so */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\t_services\x07_dns-"
	        "sd\x04_udp\x05local\x00\x00\x0c\x00\x01"),
	  BYTES("ps\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\t_services\x07_dns-sd\x04_udp\x05local\x00\x00\x0c\x00\x01"
	        "\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\n\x00\x02\xc0\x0c"),
	  "name=mdns" },
	/* A server in the DNS refuses the same */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\t_services\x07_dns-"
	        "sd\x04_udp\x05local\x00\x00\x0c\x00\x01"),
	  BYTES("ps\x81\x05\x00\x01\x00\x00\x00\x00\x00\x00"
	        "\t_services\x07_dns-sd\x04_udp\x05local\x00\x00\x0c\x00\x01"),
	  "name=domain; "
	  "dns.recursion=false" },
	/* RFC 4795 2.1.1: who has the address says so */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01"
	        "1\x01"
	        "0\x01"
	        "0\x03"
	        "127\x07in-addr\x04"
	        "arpa\x00\x00\x0c\x00\x01"),
	  BYTES("ps\x80\x00\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x01"
	        "1\x01"
	        "0\x01"
	        "0\x03"
	        "127\x07in-addr\x04"
	        "arpa\x00\x00\x0c\x00\x01"
	        "\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\n\x00\x02\xc0\x0c"),
	  "name=llmnr" },
	/* A resolver knows it as well */
	{ UDP,
	  BYTES("ps\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01"
	        "1\x01"
	        "0\x01"
	        "0\x03"
	        "127\x07in-addr\x04"
	        "arpa\x00\x00\x0c\x00\x01"),
	  BYTES("ps\x84\x80\x00\x01\x00\x01\x00\x00\x00\x00"
	        "\x01"
	        "1\x01"
	        "0\x01"
	        "0\x03"
	        "127\x07in-addr\x04"
	        "arpa\x00\x00\x0c\x00\x01"
	        "\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\n\x00\x02\xc0\x0c"),
	  "name=domain; "
	  "dns.recursion=true" },
	/* RFC 4120 5.9.1 */
	{ UDP, BYTES(""),
	  BYTES("~T0R\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f"
	        "20261125034615Z\xa5\x03\x02\x01\x00\xa6\x03\x02\x01="
	        "\xa9\n\x1b\x08ZOO.TEST\xaa\x1d"
	        "0\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	        "0\x12\x1b\x06krbtgt\x1b\x08ZOO.TEST"),
	  "name=kerberos; "
	  "kerberos.time=20261125034615Z; "
	  "kerberos.realm=ZOO.TEST" },
	/* RFC 4120 7.2.2: behind a length */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00V"
	        "~T0R\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f"
	        "20261125034615Z\xa5\x03\x02\x01\x00\xa6\x03\x02\x01="
	        "\xa9\n\x1b\x08ZOO.TEST\xaa\x1d"
	        "0\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	        "0\x12\x1b\x06krbtgt\x1b\x08ZOO.TEST"),
	  "name=kerberos; "
	  "kerberos.time=20261125034615Z; "
	  "kerberos.realm=ZOO.TEST" },
	/* Who changes passwords, of what is no request */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00V"
	        "~T0R\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f"
	        "20261125034615Z\xa5\x03\x02\x01\x00\xa6\x03\x02\x01="
	        "\xa9\n\x1b\x08ZOO.TEST\xaa\x1d"
	        "0\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	        "0\x12\x1b\x06kadmin\x1b\x08"
	        "changepw"),
	  "name=kpasswd; "
	  "kerberos.time=20261125034615Z; "
	  "kerberos.realm=ZOO.TEST" },
	/* RFC 3244 2 */
	{ UDP, BYTES(""),
	  BYTES("\x00\x84\x00\x01\x00\x00~|"
	        "0z\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f"
	        "20261125034615Z\xa5\x03\x02\x01\x00\xa6\x03\x02\x01<"
	        "\xa9\n\x1b\x08ZOO.TEST\xaa\x1d"
	        "0\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	        "0\x12\x1b\x06kadmin\x1b\x08"
	        "changepw\xac&\x04$\x00\x03"
	        "Failed reading application request"),
	  "name=kpasswd; "
	  "product=MIT Kerberos; "
	  "kerberos.time=20261125034615Z; "
	  "kerberos.realm=ZOO.TEST" },
	/* Of the realm we named nothing is learned */
	{ UDP, BYTES(""),
	  BYTES("~h0f\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f"
	        "20261125034615Z\xa5\x03\x02\x01\x00\xa6\x03\x02\x01\x06\xa9\n"
	        "\x1b\x08PORTSCAN\xaa\x1d"
	        "0\x1b\xa0\x03\x02\x01\x02\xa1\x14"
	        "0\x12\x1b\x06krbtgt\x1b\x08PORTSCAN\xab\x12\x1b\x10"
	        "CLIENT_NOT_FOUND"),
	  "name=kerberos; "
	  "product=MIT Kerberos; "
	  "kerberos.time=20261125034615Z" },
	/* RFC 4511 4.5.2, RFC 4512 5.1: OpenLDAP */
	{ TCP, BYTES(""),
	  BYTES("0q\x02\x01\x01"
	        "dl\x04\x00"
	        "0h0%"
	        "\x04\x0bobjectClass1\x16\x04\x03top\x04\x0fOpenLDAProotDSE0\""
	        "\x04\x0enamingContexts1\x10\x04\x0e"
	        "dc=zoo,dc=test0\x1b\x04\x14supportedLDAPVersion1\x03\x04\x01"
	        "3"),
	  "name=ldap; "
	  "product=OpenLDAP; "
	  "ldap.contexts=dc=zoo,dc=test; "
	  "ldap.versions=3" },
	/* 389 Directory Server */
	{ TCP, BYTES(""),
	  BYTES("0]\x02\x01\x01"
	        "dX\x04\x00"
	        "0T0\x1b\x04\nvendorName1\r\x04\x0b"
	        "389 Project05\x04\rvendorVersion1$\x04\"389-Directory/2.3.1 "
	        "B2023.001.0000"),
	  "name=ldap; "
	  "product=389 Directory Server; "
	  "version=2.3.1; "
	  "ldap.vendor=389 Project; "
	  "app.detail=vendor version: 389-Directory/2.3.1 B2023.001.0000" },
	/* A vendor, and no version */
	{ TCP, BYTES(""),
	  BYTES("0=\x02\x01\x01"
	        "d8\x04\x00"
	        "0402\x04\nvendorName1$\x04\"Samba Team "
	        "(https://www.samba.org)"),
	  "name=ldap; "
	  "product=Samba; "
	  "ldap.vendor=Samba Team (https://www.samba.org)" },
	/* [MS-ADTS] 3.1.1.3.2: a domain controller */
	{ UDP, BYTES(""),
	  BYTES("0\x81\x81\x02\x01\x01"
	        "d|\x04\x00"
	        "0x0\x1d\x04\x0b"
	        "dnsHostName1\x0e\x04\x0c"
	        "dc1.zoo.test01\x04\x15supportedCapabilities1\x18\x04\x16"
	        "1.2.840.113556.1.4.8000$\x04\x1d"
	        "domainControllerFunctionality1\x03\x04\x01"
	        "6"),
	  "name=ldap; "
	  "product=Microsoft Active Directory; "
	  "hostname=dc1.zoo.test; "
	  "os=Windows Server 2012 R2" },
	/* RFC 4511 4.5.2: nothing found */
	{ TCP, BYTES(""),
	  BYTES("0\x0c\x02\x01\x01"
	        "e\x07\n\x01\x00\x04\x00\x04\x00"),
	  "name=ldap" },
	/* To another message than ours */
	{ TCP, BYTES(""),
	  BYTES("0\x0c\x02\x01\x02"
	        "e\x07\n\x01\x00\x04\x00\x04\x00"),
	  "" },
	/* RFC 3416 3, RFC 3418 2: a printer */
	{ UDP, BYTES(""),
	  BYTES("0}"
	        "\x02\x01\x01\x04\x06public\xa2p\x02\x04port\x02\x01\x00\x02"
	        "\x01\x00"
	        "0b0O\x06\x08+\x06\x01\x02\x01\x01\x01\x00\x04"
	        "CHP ETHERNET MULTI-ENVIRONMENT,SN:X,FN:Y,SVCID:1,PID:HP "
	        "LaserJet "
	        "4000\x0f\x06\x08+\x06\x01\x02\x01\x01\x05\x00\x04\x03lj1"),
	  "name=snmp; "
	  "hostname=lj1; "
	  "device=printer; "
	  "snmp.description=HP ETHERNET "
	  "MULTI-ENVIRONMENT,SN:X,FN:Y,SVCID:1,PID:HP LaserJet 400; "
	  "device.vendor=HP; "
	  "device.model=HP LaserJet 400; "
	  "snmp.name=lj1; "
	  "snmp.versions=v2c" },
	/* A switch of Cisco */
	{ UDP, BYTES(""),
	  BYTES("0}"
	        "\x02\x01\x00\x04\x06public\xa2p\x02\x04port\x02\x01\x00\x02"
	        "\x01\x00"
	        "0b0`\x06\x08+\x06\x01\x02\x01\x01\x01\x00\x04TCisco IOS "
	        "Software, C2960 Software (C2960-LANBASEK9-M), Version "
	        "15.0(2)SE11, RELEASE"),
	  "name=snmp; "
	  "product=Cisco IOS; "
	  "version=15.0(2)SE11; "
	  "os=IOS; "
	  "snmp.description=Cisco IOS Software, C2960 Software "
	  "(C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE; "
	  "device.vendor=Cisco; "
	  "device.firmware=15.0(2)SE11; "
	  "snmp.versions=v1" },
	/* Net-SNMP of Linux, by sysObjectID */
	{ UDP, BYTES(""),
	  BYTES("03\x02\x01\x01\x04\x06public\xa2&"
	        "\x02\x04port\x02\x01\x00\x02\x01\x00"
	        "0\x18"
	        "0\x16\x06\x08+\x06\x01\x02\x01\x01\x02\x00\x06\n+"
	        "\x06\x01\x04\x01\xbf\x08\x03\x02\n"),
	  "name=snmp; "
	  "product=net-snmp; "
	  "os=Linux; "
	  "snmp.enterprise=8072; "
	  "snmp.versions=v2c" },
	/* A text of the administrator */
	{ UDP, BYTES(""),
	  BYTES("07\x02\x01\x01\x04\x06public\xa2*"
	        "\x02\x04port\x02\x01\x00\x02\x01\x00"
	        "0\x1c"
	        "0\x1a\x06\x08+\x06\x01\x02\x01\x01\x01\x00\x04\x0eZoo snmp "
	        "agent"),
	  "name=snmp; "
	  "snmp.description=Zoo snmp agent; "
	  "snmp.versions=v2c" },
	/* RFC 3414 2.4: a report */
	{ UDP, BYTES(""),
	  BYTES("0P\x02\x01\x03"
	        "0\x11\x02\x04port\x02\x03\x00\xff\xe3\x04\x01\x00\x02\x01\x03"
	        "\x04\x19"
	        "0\x17\x04\t\x80\x00\x1f\x88\x80"
	        "abcd\x02\x01\x07\x02\x01*\x04\x00\x04\x00\x04\x00"
	        "0\x1d\x04\t\x80\x00\x1f\x88\x80"
	        "abcd\x04\x00\xa8\x0e\x02\x04port\x02\x01\x00\x02\x01\x00"
	        "0\x00"),
	  "name=snmp; "
	  "product=net-snmp; "
	  "snmp.engine=80001f888061626364; "
	  "snmp.enterprise=8072; "
	  "snmp.boots=7; "
	  "snmp.versions=v3" },
	/* A request is no report */
	{ UDP, BYTES(""),
	  BYTES("0P\x02\x01\x03"
	        "0\x11\x02\x04port\x02\x03\x00\xff\xe3\x04\x01\x00\x02\x01\x03"
	        "\x04\x19"
	        "0\x17\x04\t\x80\x00\x1f\x88\x80"
	        "abcd\x02\x01\x07\x02\x01*\x04\x00\x04\x00\x04\x00"
	        "0\x1d\x04\t\x80\x00\x1f\x88\x80"
	        "abcd\x04\x00\xa0\x0e\x02\x04port\x02\x01\x00\x02\x01\x00"
	        "0\x00"),
	  "" },
	/* RFC 5905 7.3: stratum 2 */
	{ UDP, BYTES(""),
	  BYTES("$\x02\x06\xe9"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\xc0\x00\x02\x01"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "portscan"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00"),
	  "name=ntp; "
	  "ntp.version=4; "
	  "ntp.stratum=2; "
	  "ntp.reference=192.0.2.1" },
	/* Stratum 1 */
	{ UDP, BYTES(""),
	  BYTES("$\x01\x06\xe9"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "GPS\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "portscan"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00"),
	  "name=ntp; "
	  "ntp.version=4; "
	  "ntp.stratum=1; "
	  "ntp.reference=GPS" },
	/* To another time than ours */
	{ UDP, BYTES(""),
	  BYTES("$\x01\x06\xe9"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "GPS\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00"
	        "somebody"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00"),
	  "" },
	/* RFC 9327 2: variables of the system */
	{ UDP, BYTES(""),
	  BYTES("\x16\x82ps\x00\x00\x00\x00\x00\x00"
	        "\x00l"
	        "version=\"ntpd 4.2.8p15@1.3728-o Wed Sep 23 11:46:38 UTC 2020 "
	        "(1)\", processor=\"x86_64\", system=\"Linux/5.15.0\""),
	  "name=ntp; "
	  "product=ntpd; "
	  "version=4.2.8p15; "
	  "os=Linux; "
	  "app.detail=system: Linux/5.15.0; "
	  "app.detail=processor: x86_64" },
	/* RFC 2865 4.3: Access-Reject */
	{ UDP, BYTES(""),
	  BYTES("\x03p\x00,aaaaaaaaaaaaaaaa"
	        "\x12\x06"
	        "bye!P\x12xxxxxxxxxxxxxxxx"),
	  "name=radius; "
	  "app.detail=message: bye!; "
	  "app.detail=signs: Message-Authenticator" },
	/* What follows is no attributes */
	{ UDP, BYTES(""),
	  BYTES("\x03p\x00\x17"
	        "aaaaaaaaaaaaaaaa"
	        "\x12\x06"
	        "a"),
	  "" },
	/* RFC 5531 9, RFC 1833 3: what a portmapper maps */
	{ TCP,
	  BYTES("\x80\x00\x00("
	        "port\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x86\xa0\x00\x00"
	        "\x00\x02\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00"),
	  BYTES("\x80\x00\x00"
	        "0port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x86\xa3\x00"
	        "\x00\x00\x03\x00\x00\x00\x06\x00\x00\x08\x01\x00\x00\x00\x00"),
	  "name=sunrpc; "
	  "app.detail=program: nfs 3 tcp 2049" },
	/* NFS of versions 3 and 4, asked for 2 */
	{ TCP,
	  BYTES("\x80\x00\x00("
	        "port\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x86\xa3\x00\x00"
	        "\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00"),
	  BYTES("\x80\x00\x00 "
	        "port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x04"),
	  "name=nfs; "
	  "app.protocol=3-4" },
	/* kadmin, without GSS-API */
	{ TCP,
	  BYTES("\x80\x00\x00(port\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x08@"
	        "\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  BYTES("\x80\x00\x00\x14port\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00"
	        "\x00\x01\x00\x00\x00\x05"),
	  "name=kerberos-adm" },
	/* The same, asked for the portmapper, which it is not */
	{ TCP,
	  BYTES("\x80\x00\x00("
	        "port\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x86\xa0\x00\x00"
	        "\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00"),
	  BYTES("\x80\x00\x00\x18port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"),
	  "" },
	/* GlusterFS, by its handshake */
	{ TCP,
	  BYTES("\x80\x00\x00("
	        "port\x00\x00\x00\x00\x00\x00\x00\x02\x00\xdb\xb4\xa9\x00\x00"
	        "\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00"),
	  BYTES("\x80\x00\x00\x18port\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "name=glusterfs; "
	  "product=GlusterFS" },
	/* RFC 8489 14.14: SOFTWARE */
	{ UDP, BYTES(""),
	  BYTES("\x01\x01\x00\x18!\x12\xa4"
	        "Bportscanport"
	        "\x80\"\x00\x14"
	        "Coturn-4.6.1 'Gorst'"),
	  "name=stun; "
	  "product=Coturn; "
	  "version=4.6.1; "
	  "app.detail=software: Coturn-4.6.1 'Gorst'" },
	/* RFC 7296 3.10: a notice, and who made it */
	{ UDP, BYTES(""),
	  BYTES("portscanrespondr) \" \x00\x00\x00\x00\x00\x00\x00"
	        "8"
	        "+\x00\x00\x08\x00\x00\x00\x0e\x00\x00\x00\x14\x88/"
	        "\xe5mo\xd2\r\xbc\"Qa;.\xbe[\xeb"),
	  "name=isakmp; "
	  "product=strongSwan; "
	  "app.protocol=2.0; "
	  "app.detail=notice: NO_PROPOSAL_CHOSEN" },
	/* RFC 2408 3.14: the same number means something else */
	{ UDP, BYTES(""),
	  BYTES("portscanrespondr\x0b\x10\"\x00\x00\x00\x00\x00\x00\x00\x00("
	        "\x00\x00\x00\x0c\x00\x00\x00\x01\x01\x00\x00\x07"),
	  "name=isakmp; "
	  "app.protocol=1.0; "
	  "app.detail=notice: INVALID-EXCHANGE-TYPE" },
	/* RFC 3948 2.2: on port 4500 */
	{ UDP, BYTES(""),
	  BYTES("\x00\x00\x00\x00"
	        "portscanrespondr\r\x10\"\x00\x00\x00\x00\x00\x00\x00\x00,"
	        "\x00\x00\x00\x10OpenIKED-7.2"),
	  "name=isakmp; "
	  "product=OpenIKED; "
	  "version=7.2; "
	  "app.protocol=1.0; "
	  "app.detail=vendor: OpenIKED-7.2" },
	/* A request */
	{ UDP, BYTES(""),
	  BYTES("portscanrespondr) \"\x08\x00\x00\x00\x00\x00\x00\x00$"
	        "\x00\x00\x00\x08\x00\x00\x00\x0e"),
	  "" },
	/* RFC 2661 6.2: SCCRP */
	{ UDP, BYTES(""),
	  BYTES("\xc8\x02\x00"
	        "9ps\x00\x00\x00\x00\x00\x01"
	        "\x80\x08\x00\x00\x00\x00\x00\x02\x80\n\x00\x00\x00\x07vpn1\x80"
	        "\x13\x00\x00\x00\x08xelerance."
	        "com\x80\x08\x00\x00\x00\x06\x06\x90"),
	  "name=l2tp; "
	  "product=xl2tpd; "
	  "hostname=vpn1; "
	  "app.detail=vendor: xelerance.com; "
	  "app.detail=firmware: 1680" },
	/* RFC 2637 2.2: PoPToP */
	{ TCP, BYTES(""),
	  BYTES("\x00\x9c\x00\x01\x1a+<"
	        "M\x00\x02\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x01\x00\x01local\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00linux\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00"),
	  "name=pptp; "
	  "product=PoPToP; "
	  "os=Linux; "
	  "app.detail=vendor: linux; "
	  "app.detail=firmware: 1" },
	/* OpenVPN, P_CONTROL_HARD_RESET_SERVER_V2 */
	{ UDP, BYTES(""),
	  BYTES("@sessions\x01\x00\x00\x00\x00portscan\x00\x00\x00\x00"),
	  "name=openvpn" },
	/* The same, behind its length */
	{ TCP, BYTES(""),
	  BYTES("\x00\x1a"
	        "@sessions\x01\x00\x00\x00\x00portscan\x00\x00\x00\x00"),
	  "name=openvpn" },
	/* tinc, ID */
	{ TCP, BYTES(""), BYTES("0 zoo 17.7\n"),
	  "name=tinc; "
	  "product=tinc; "
	  "app.detail=node: zoo; "
	  "app.protocol=17.7" },
	/* fastd begins a handshake */
	{ UDP, BYTES(""),
	  BYTES("\x01\x00\x00\x11"
	        "\x00\x00\x01\x00\x01\x03\x00\x01\x00\x01\r\x00\x03\x00v22"),
	  "name=fastd; "
	  "product=fastd; "
	  "version=22" },
	/* RFC 9000 17.2.1: versions 1 and 2, and one that means nothing */
	{ UDP, BYTES(""),
	  BYTES("\xca\x00\x00\x00\x00\x08portscan\x08portscan"
	        "\x00\x00\x00\x01k3C\xcf\x1a*:J"),
	  "name=quic; "
	  "app.detail=version: 1; "
	  "app.detail=version: 2" },
	/* RFC 6886 3.2 */
	{ UDP, BYTES(""),
	  BYTES("\x00\x80\x00\x00\x00\x00\x00*\xc0\x00\x02\x01"),
	  "name=nat-pmp; "
	  "app.detail=outside address: 192.0.2.1" },
	/* ASF 2.0, 3.2.4.2: a pong of who knows IPMI */
	{ UDP, BYTES(""),
	  BYTES("\x06\x00\xff\x06\x00\x00\x11\xbe@"
	        "p\x00\x10\x00\x00\x11\xbe\x00\x00\x00\x00\x81\x00\x00\x00\x00"
	        "\x00\x00\x00"),
	  "name=asf-rmcp; "
	  "app.detail=supports: IPMI" },
	/* IPMI 2.0, 22.13 */
	{ UDP, BYTES(""),
	  BYTES("\x06\x00\xff\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x81"
	        "\x1c"
	        "c \x00"
	        "8"
	        "\x00\x01\x84\x02\x03\x00\x00\x00\x00\x00"),
	  "name=asf-rmcp; "
	  "app.detail=authentication: MD5; "
	  "app.detail=accounts: users without a name; "
	  "app.protocol=2.0" },
};

Test(readers_network, tell_what_they_are_told)
{
	expect_readings(readings, COUNT(readings));
}

Test(readers_network, stay_in_bounds)
{
	lie_to_readers(readings, COUNT(readings));
}
