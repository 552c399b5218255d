// SPDX-License-Identifier: Apache-2.0
/* Screens, sounds, games, peers and what programs are run by. */
#include "readers.h"

#include "base/count.h"

static const struct reading readings[] = {
	/* RFC 6143 7.1.2: types of security */
	{ TCP, BYTES(""),
	  BYTES("RFB 003.008\n"
	        "\x02\x02\x13"),
	  "name=rfb; "
	  "app.protocol=3.8; "
	  "app.detail=security: VNC authentication; "
	  "app.detail=security: VeNCrypt" },
	/* Nobody is let in */
	{ TCP, BYTES(""),
	  BYTES("RFB 003.008\n"
	        "\x00\x00\x00\x00\x1aToo many security failures"),
	  "name=rfb; "
	  "app.protocol=3.8; "
	  "app.detail=refuses: Too many security failures" },
	/* A version of one maker */
	{ TCP, BYTES(""), BYTES("RFB 003.889\n"),
	  "name=rfb; "
	  "product=Apple Remote Desktop; "
	  "os=macOS; "
	  "app.protocol=3.889" },
	/* X11 protocol 8: success */
	{ TCP, BYTES(""),
	  BYTES("\x01\x00\x0b\x00\x00\x00\x00\x00\x8f\xa5\xb8\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x14\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "The X.Org Foundation"),
	  "name=x11; "
	  "product=X.Org; "
	  "version=21.1.7; "
	  "app.protocol=11.0; "
	  "app.detail=vendor: The X.Org Foundation" },
	/* A release as they were counted before */
	{ TCP, BYTES(""),
	  BYTES("\x01\x00\x0b\x00\x00\x00\x00\x00\xb0Q\xb7\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x14\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "The X.Org Foundation"),
	  "name=x11; "
	  "product=X.Org; "
	  "version=1.20.14; "
	  "app.protocol=11.0; "
	  "app.detail=vendor: The X.Org Foundation" },
	/* Failed */
	{ TCP, BYTES(""),
	  BYTES("\x00\x16\x0b\x00\x00\x00\x06\x00"
	        "No protocol specified\n\x00\x00"),
	  "name=x11; "
	  "app.protocol=11.0; "
	  "app.detail=refuses: No protocol specified" },
	/* XDMCP 1.1, 5: Willing */
	{ UDP, BYTES(""),
	  BYTES("\x00\x01\x00\x05\x00\x1b"
	        "\x00\x00\x00\x03zoo\x00\x12"
	        "0 users load: 0.00"),
	  "name=xdmcp; "
	  "hostname=zoo; "
	  "app.detail=status: 0 users load: 0.00" },
	/* Unwilling */
	{ UDP, BYTES(""),
	  BYTES("\x00\x01\x00\x06\x00\x1d"
	        "\x00\x03zoo\x00\x16"
	        "Display not authorized"),
	  "name=xdmcp; "
	  "hostname=zoo; "
	  "app.detail=status: Display not authorized" },
	/* PulseAudio, AUTH: an error */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00\x0f\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00"
	        "L\x00\x00\x00\x00LportL\x00\x00\x00\x01"),
	  "name=pulseaudio" },
	/* Anybody may */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00\x0f\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00"
	        "L\x00\x00\x00\x02LportL\xc0\x00\x00#"),
	  "name=pulseaudio; "
	  "app.protocol=35; "
	  "app.detail=access: without a cookie" },
	/* What we said */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00\x0f\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x00"
	        "L\x00\x00\x00\x08LportL\x00\x00\x00\x07"),
	  "" },
	/* RTMP 1.0, 5.2 */
	{ TCP, BYTES(""),
	  BYTES("\x03\x00\x00\x00\x00\x00\x00\x00\x00ssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
	        "ssssssssssssss\x00\x00\x00\x00\x00\x00\x00\x00portscanportsca"
	        "n"),
	  "name=rtmp" },
	/* id Tech 3, getstatus */
	{ UDP, BYTES(""),
	  BYTES("\xff\xff\xff\xff"
	        "statusResponse\n\\sv_hostname\\Zoo\\version\\ioq3 "
	        "1.36+u20221228.76ad318/Debian linux-x86_64 Dec 28 "
	        "2022\\mapname\\q3dm17\n"),
	  "name=quake3; "
	  "product=ioquake3; "
	  "version=1.36; "
	  "app.detail=version: ioq3 1.36+u20221228.76ad318/Debian linux-x86_64 "
	  "Dec 28 2022; "
	  "app.detail=sv_hostname: Zoo; "
	  "app.detail=mapname: q3dm17" },
	/* A2S_INFO, of an application that Steam knows */
	{ UDP, BYTES(""),
	  BYTES("\xff\xff\xff\xffI\x11"
	        "Zoo\x00"
	        "de_dust2\x00"
	        "cstrike\x00"
	        "best game\x00"
	        "\xf0\x00\x03\x10\x00"
	        "dl\x00\x01"
	        "6630498\x00\x00"),
	  "name=a2s; "
	  "product=Counter-Strike: Source; "
	  "version=6630498; "
	  "os=Linux; "
	  "app.detail=name: Zoo; "
	  "app.detail=map: de_dust2; "
	  "app.detail=folder: cstrike; "
	  "app.detail=game: best game; "
	  "app.detail=players: 3; "
	  "app.detail=places: 16" },
	/* Of another */
	{ UDP, BYTES(""),
	  BYTES("\xff\xff\xff\xffI\x11"
	        "Zoo\x00"
	        "de_dust2\x00"
	        "cstrike\x00"
	        "best game\x00"
	        "\x92\x10\x03\x10\x00"
	        "dl\x00\x01"
	        "6630498\x00\x00"),
	  "name=a2s; "
	  "version=6630498; "
	  "os=Linux; "
	  "app.detail=name: Zoo; "
	  "app.detail=map: de_dust2; "
	  "app.detail=folder: cstrike; "
	  "app.detail=game: best game; "
	  "app.detail=players: 3; "
	  "app.detail=places: 16" },
	/* A challenge comes first */
	{ UDP, BYTES(""),
	  BYTES("\xff\xff\xff\xff"
	        "A\x01\x02\x03\x04"),
	  "name=a2s" },
	/* RakNet, Unconnected Pong */
	{ UDP, BYTES(""),
	  BYTES("\x1cportscanserverid\x00\xff\xff\x00\xfe\xfe\xfe\xfe\xfd\xfd"
	        "\xfd\xfd\x12"
	        "4Vx"
	        "\x00\x19MCPE;Zoo;649;1.20.60;0;10"),
	  "name=minecraft-bedrock; "
	  "product=Minecraft Bedrock; "
	  "version=1.20.60; "
	  "app.detail=name: Zoo; "
	  "app.protocol=649" },
	/* Mumble protocol, ping */
	{ UDP, BYTES(""),
	  BYTES("\x00\x01\x05\x00portscan\x00\x00\x00\x03\x00\x00\x00"
	        "d\x00\x01\x19@"),
	  "name=mumble; "
	  "app.protocol=1.5.0; "
	  "app.detail=users: 3; "
	  "app.detail=places: 100" },
	/* TeamSpeak 3, Init1 */
	{ UDP, BYTES(""),
	  BYTES("TS3INIT1\x00"
	        "e\x88\x01xxxxxxxxxxxxxxxxxxxx"),
	  "name=teamspeak3" },
	/* Minetest, a peer and its number */
	{ UDP, BYTES(""),
	  BYTES("OEt\x03\x00\x01\x00\x03\xff\xdc\x00\x01\x00\x02"),
	  "name=minetest" },
	/* Server List Ping */
	{ TCP, BYTES(""),
	  BYTES("N"
	        "\x00L{\"version\":{\"name\":\"1.20.4\",\"protocol\":765},"
	        "\"players\":{\"max\":20,\"online\":0}}"),
	  "name=minecraft; "
	  "product=Minecraft; "
	  "version=1.20.4; "
	  "app.protocol=765; "
	  "app.detail=version: 1.20.4; "
	  "app.detail=places: 20" },
	/* Who serves it */
	{ TCP, BYTES(""),
	  BYTES("T"
	        "\x00R{\"version\":{\"name\":\"Paper "
	        "1.20.4\",\"protocol\":765},\"players\":{\"max\":20,\"online\":"
	        "0}}"),
	  "name=minecraft; "
	  "product=Paper; "
	  "version=1.20.4; "
	  "app.protocol=765; "
	  "app.detail=version: Paper 1.20.4; "
	  "app.detail=places: 20" },
	/* A proxy, and whom it lets in */
	{ TCP, BYTES(""),
	  BYTES("]"
	        "\x00[{\"version\":{\"name\":\"Velocity "
	        "1.7.2-1.20.4\",\"protocol\":765},\"players\":{\"max\":20,"
	        "\"online\":0}}"),
	  "name=minecraft; "
	  "product=Velocity; "
	  "app.protocol=765; "
	  "app.detail=version: Velocity 1.7.2-1.20.4; "
	  "app.detail=places: 20" },
	/* A remark */
	{ TCP, BYTES(""),
	  BYTES("T"
	        "\x00R{\"version\":{\"name\":\"down until "
	        "8\",\"protocol\":765},\"players\":{\"max\":20,\"online\":0}}"),
	  "name=minecraft; "
	  "product=Minecraft; "
	  "app.protocol=765; "
	  "app.detail=version: down until 8; "
	  "app.detail=places: 20" },
	/* BEP 5: our query, answered */
	{ UDP, BYTES(""),
	  BYTES("d1:rd2:id20:01234567890123456789e1:t2:ps1:v4:LT\x01\x02"
	        "1:y1:re"),
	  "name=bittorrent-dht; "
	  "product=libtorrent" },
	/* BEP 15: a connection */
	{ UDP, BYTES(""), BYTES("\x00\x00\x00\x00port12345678"),
	  "name=bittorrent-tracker" },
	/* JDWP, VirtualMachine.Version */
	{ TCP, BYTES(""),
	  BYTES("JDWP-Handshake"
	        "\x00\x00\x00Uport\x80\x00\x00"
	        "\x00\x00\x00\x18Java Debug Wire "
	        "Protocol\x00\x00\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x06"
	        "17.0.9\x00\x00\x00\x18OpenJDK 64-Bit Server VM"),
	  "name=jdwp; "
	  "product=OpenJDK 64-Bit Server VM; "
	  "version=17.0.9; "
	  "app.detail=JDWP major: 11; "
	  "app.detail=JDWP minor: 0" },
	/* Java RMI 10.2: ProtocolAck */
	{ TCP, BYTES(""), BYTES("N\x00\t192.0.2.7\x00\x00\x9c@"),
	  "name=rmiregistry" },
	/* AJPv13, CPong */
	{ TCP, BYTES(""), BYTES("AB\x00\x01\t"), "name=ajp13" },
	/* FastCGI 5.1.4 */
	{ TCP, BYTES(""),
	  BYTES("\x01\n\x00\x00\x00#\x00\x00"
	        "\x0e\x01"
	        "FCGI_MAX_CONNS1\x0f\x01"
	        "FCGI_MPXS_CONNS0"),
	  "name=fastcgi; "
	  "app.detail=most connections: 1; "
	  "app.detail=multiplexes: 0" },
};

Test(readers_peers, tell_what_they_are_told)
{
	expect_readings(readings, COUNT(readings));
}

Test(readers_peers, stay_in_bounds)
{
	lie_to_readers(readings, COUNT(readings));
}
