// SPDX-License-Identifier: Apache-2.0
/* Machines and buildings. */
#include "readers.h"

#include "base/count.h"

static const struct reading readings[] = {
	/* ASHRAE 135, 15.5.1.2: an object, its property and the value */
	{ UDP, BYTES(""),
	  BYTES("\x81\n\x00\x1a\x01\x00"
	        "0p\x0c\x0c\x02\x00\x03\xe8\x19M>u\x06\x00"
	        "AHU-1?"),
	  "name=bacnet; "
	  "app.detail=device: 1000; "
	  "app.detail=object name: AHU-1" },
	/* 15.7.3.1.2: several, one of which there is not */
	{ UDP, BYTES(""),
	  BYTES("\x81\n\x00"
	        "7\x01\x00"
	        "0p\x0e\x0c\x02\x00\x03\xe8\x1e)yNu\r\x00Zoo "
	        "ControlsO)FNu\x06\x00Z-100O),^\x91\x02\x91 _\x1f"),
	  "name=bacnet; "
	  "app.detail=device: 1000; "
	  "device.vendor=Zoo Controls; "
	  "device.model=Z-100" },
	/* 20.1.7: an error */
	{ UDP, BYTES(""),
	  BYTES("\x81\n\x00\r\x01\x00"
	        "Pp\x0c\x91\x01\x91\x1f"),
	  "name=bacnet" },
	/* A number where a text is due */
	{ UDP, BYTES(""),
	  BYTES("\x81\n\x00\x14\x01\x00"
	        "0p\x0c\x0c\x02\x00\x03\xe8\x19y>!\x05?"),
	  "name=bacnet; "
	  "app.detail=device: 1000" },
	/* To another invocation than ours */
	{ UDP, BYTES(""),
	  BYTES("\x81\n\x00\r\x01\x00"
	        "Pq\x0c\x91\x01\x91\x1f"),
	  "" },
	/* MODBUS Application Protocol 1.1b3, 6.21 */
	{ TCP, BYTES(""),
	  BYTES("ps\x00\x00\x00\x18"
	        "\x01+\x0e\x01\x01\x00\x00\x03\x00\x03Zoo\x01\x03Z-1\x02\x04"
	        "1.07"),
	  "name=mbap; "
	  "product=Z-1; "
	  "device.vendor=Zoo; "
	  "app.detail=product code: Z-1; "
	  "device.firmware=1.07" },
	/* An exception */
	{ TCP, BYTES(""), BYTES("ps\x00\x00\x00\x03\x01\xab\x01"),
	  "name=mbap" },
	/* What we said */
	{ TCP, BYTES("ps\x00\x00\x00\x05\x01+\x0e\x01\x00"),
	  BYTES("ps\x00\x00\x00\x05\x01+\x0e\x01\x00"), "name=echo" },
	/* CIP volume 2, 2-4.2 */
	{ TCP, BYTES(""),
	  BYTES("c\x00<"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00portscan\x00\x00\x00\x00"
	        "\x01\x00\x0c\x00"
	        "6\x00\x01\x00\x00\x02\xaf\x12\xc0\x00\x02\x01\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x01\x00\x0e\x00"
	        "6\x00\x14\x0b`\x00\x1e\r`\x00\x14"
	        "1756-L61/B LOGIX5561\x03"),
	  "name=ethernet-ip-2; "
	  "product=1756-L61/B LOGIX5561; "
	  "device.model=1756-L61/B LOGIX5561; "
	  "device.vendor=Rockwell Automation; "
	  "app.detail=vendor id: 1; "
	  "app.detail=device type: 14; "
	  "app.detail=product code: 54; "
	  "device.firmware=20.011; "
	  "device.serial=00600d1e" },
	/* CIP volume 2, 2-4.2 */
	{ UDP, BYTES(""),
	  BYTES("c\x00<"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00portscan\x00\x00\x00\x00"
	        "\x01\x00\x0c\x00"
	        "6\x00\x01\x00\x00\x02\xaf\x12\xc0\x00\x02\x01\x00\x00\x00\x00"
	        "\x00\x00\x00\x00\x01\x00\x0e\x00"
	        "6\x00\x14\x0b`\x00\x1e\r`\x00\x14"
	        "1756-L61/B LOGIX5561\x03"),
	  "name=ethernet-ip-2; "
	  "product=1756-L61/B LOGIX5561; "
	  "device.model=1756-L61/B LOGIX5561; "
	  "device.vendor=Rockwell Automation; "
	  "app.detail=vendor id: 1; "
	  "app.detail=device type: 14; "
	  "app.detail=product code: 54; "
	  "device.firmware=20.011; "
	  "device.serial=00600d1e" },
	/* OPC 10000-6, 7.1.2.4 */
	{ TCP, BYTES(""),
	  BYTES("ACKF\x1c\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00"
	        "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "name=opcua-tcp; "
	  "app.detail=protocol version: 0" },
	/* 7.1.2.5 */
	{ TCP, BYTES(""),
	  BYTES("ERRF(\x00\x00\x00\x00\x00\x83\x80\x18\x00\x00\x00"
	        "BadTcpEndpointUrlInvalid"),
	  "name=opcua-tcp; "
	  "app.detail=reason: BadTcpEndpointUrlInvalid" },
	/* IEC 60870-5-104, 5.1: TESTFR con */
	{ TCP, BYTES(""), BYTES("h\x04\x83\x00\x00\x00"), "name=iec-104" },
	/* IEEE 1815 9.2.4: the status of a link, of outstation 10 */
	{ TCP, BYTES(""),
	  BYTES("\x05"
	        "d\x05\x0b\x00\x00\n\x00\x85/"),
	  "name=dnp; "
	  "app.detail=address: 10" },
	/* A master asks */
	{ TCP, BYTES(""),
	  BYTES("\x05"
	        "d\x05\xc9\x01\x00\x00\x00\xde\x8e"),
	  "" },
	/* Niagara Fox */
	{ TCP, BYTES(""),
	  BYTES("fox a 0 -1 fox "
	        "hello\n{\nfox.version=s:1.0.1\nid=i:4\nhostName=s:zoo\napp."
	        "name=s:Station\napp.version=s:3.8.38\nos.name=s:QNX\nhostId=s:"
	        "Qnx-1\nbrandId=s:Zoo\n};;\n"),
	  "name=fox; "
	  "product=Tridium Niagara; "
	  "version=3.8.38; "
	  "hostname=zoo; "
	  "os=QNX; "
	  "app.protocol=1.0.1; "
	  "app.detail=application: Station; "
	  "app.detail=brand: Zoo; "
	  "app.detail=host id: Qnx-1" },
	/* KNX specification 3/8/2, 7.5.4.2 */
	{ UDP, BYTES(""),
	  BYTES("\x06\x10\x02\x04\x00@"
	        "6\x01\x02\x00\x11\x01\x00\x00\x00\x01\x02\x03\x04\x05\xe0\x00"
	        "\x17\x0c\x00\x01\x02\x03\x04\x05KNX IP "
	        "Router\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00"
	        "\x04\x02\x02\x01"),
	  "name=knxnetip; "
	  "device.model=KNX IP Router; "
	  "app.detail=address: 1.1.1; "
	  "device.serial=000102030405" },
	/* RFC 7252 3, RFC 6690 2 */
	{ UDP, BYTES(""),
	  BYTES("dEpsport"
	        "\xc1(\xff"
	        "</>;title=\"General Info\",</time>;if=\"clock\""),
	  "name=coap; "
	  "app.detail=resource: /; "
	  "app.detail=resource: /time" },
	/* RFC 7252 4.2: a reset */
	{ UDP, BYTES(""), BYTES("p\x00ps"), "name=coap" },
};

Test(readers_machines, tell_what_they_are_told)
{
	expect_readings(readings, COUNT(readings));
}

Test(readers_machines, stay_in_bounds)
{
	lie_to_readers(readings, COUNT(readings));
}
