// SPDX-License-Identifier: Apache-2.0
/* Databases, queues, clusters and stores. */
#include "readers.h"

#include "base/count.h"

static const struct reading readings[] = {
	/* MySQL, HandshakeV10 */
	{ TCP, BYTES(""),
	  BYTES("J\x00\x00\x00"
	        "\n8.0."
	        "36\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00\xff\xdf"
	        "\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsalt\x00"
	        "caching_sha2_password\x00"),
	  "name=mysql; "
	  "product=MySQL; "
	  "version=8.0.36; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=caching_sha2_password" },
	/* A package of it */
	{ TCP, BYTES(""),
	  BYTES("[\x00\x00\x00"
	        "\n8.0.36-0ubuntu0.22.04."
	        "1\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00\xff\xdf"
	        "\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsalt\x00"
	        "caching_sha2_password\x00"),
	  "name=mysql; "
	  "product=MySQL; "
	  "version=8.0.36; "
	  "extra=0ubuntu0.22.04.1; "
	  "os=Linux; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=caching_sha2_password" },
	/* MariaDB, to please old replicas */
	{ TCP, BYTES(""),
	  BYTES("c\x00\x00\x00"
	        "\n5.5.5-10.5.23-MariaDB-0+"
	        "deb11u1\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00"
	        "\xff\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsa"
	        "lt\x00mysql_native_password\x00"),
	  "name=mysql; "
	  "product=MariaDB; "
	  "version=10.5.23; "
	  "extra=0+deb11u1; "
	  "os=Linux; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=mysql_native_password" },
	/* MariaDB 11 */
	{ TCP, BYTES(""),
	  BYTES("R\x00\x00\x00"
	        "\n11.4.2-"
	        "MariaDB\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00"
	        "\xff\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsa"
	        "lt\x00mysql_native_password\x00"),
	  "name=mysql; "
	  "product=MariaDB; "
	  "version=11.4.2; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=mysql_native_password" },
	/* TiDB */
	{ TCP, BYTES(""),
	  BYTES("V\x00\x00\x00"
	        "\n5.7.25-TiDB-v7.1."
	        "0\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00\xff\xdf"
	        "\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsalt\x00my"
	        "sql_native_password\x00"),
	  "name=mysql; "
	  "product=TiDB; "
	  "version=7.1.0; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=mysql_native_password" },
	/* ClickHouse */
	{ TCP, BYTES(""),
	  BYTES("X\x00\x00\x00"
	        "\n20.3.8.53-"
	        "ClickHouse\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00"
	        "\xff\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsa"
	        "lt\x00mysql_native_password\x00"),
	  "name=mysql; "
	  "product=ClickHouse; "
	  "version=20.3.8.53; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=mysql_native_password" },
	/* Who is not known */
	{ TCP, BYTES(""),
	  BYTES("[\x00\x00\x00"
	        "\n6.2.12 "
	        "dc5144d35@"
	        "230822\x00\x08\x00\x00\x00saltsalt\x00\xff\xff\xff\x02\x00\xff"
	        "\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00saltsaltsalt"
	        "\x00mysql_native_password\x00"),
	  "name=mysql; "
	  "sql.protocol=10; "
	  "sql.tls=true; "
	  "sql.auth=mysql_native_password" },
	/* MySQL, ERR_Packet */
	{ TCP, BYTES(""),
	  BYTES("D\x00\x00\x00"
	        "\xffj\x04Host '192.0.2.7' is not allowed to connect to this "
	        "MariaDB server"),
	  "name=mysql; "
	  "product=MariaDB; "
	  "app.detail=refuses: Host '192.0.2.7' is not allowed to connect to "
	  "this MariaDB server" },
	/* MySQL, X Protocol: a notice of SERVER_HELLO */
	{ TCP, BYTES(""), BYTES("\x05\x00\x00\x00\x0b\x08\x05\x1a\x00"),
	  "name=mysqlx" },
	/* PostgreSQL, ErrorResponse */
	{ TCP, BYTES(""),
	  BYTES("E\x00\x00\x00\x85"
	        "SFATAL\x00VFATAL\x00"
	        "C0A000\x00Munsupported frontend protocol 255.0: server "
	        "supports 3.0 to 3.0\x00"
	        "Fpostmaster.c\x00L2202\x00RProcessStartupPacket\x00\x00"),
	  "name=postgresql; "
	  "product=PostgreSQL; "
	  "app.protocol=3.0 to 3.0" },
	/* Of Windows */
	{ TCP, BYTES(""),
	  BYTES("E\x00\x00\x00\x8d"
	        "SFATAL\x00"
	        "C0A000\x00Munsupported frontend protocol 255.0: server "
	        "supports 3.0 to 3.0\x00"
	        "Fd:\\pginstaller\\postmaster."
	        "c\x00L2202\x00RProcessStartupPacket\x00\x00"),
	  "name=postgresql; "
	  "product=PostgreSQL; "
	  "os=Windows; "
	  "app.protocol=3.0 to 3.0" },
	/* Who wrote it anew */
	{ TCP, BYTES(""),
	  BYTES("E\x00\x00\x00"
	        "2"
	        "SFATAL\x00"
	        "C08P01\x00Munsupported startup parameter\x00\x00"),
	  "name=postgresql" },
	/* Oracle Net Services, REFUSE */
	{ TCP, BYTES(""),
	  BYTES("\x00"
	        "e\x00\x00\x04\x00\x00\x00\"\x00\x00Y"
	        "(DESCRIPTION=(TMP=)(VSNNUM=186647552)(ERR=1189)(ERROR_STACK=("
	        "ERROR=(CODE=1189)(EMFI=4))))"),
	  "name=oracle-tns; "
	  "product=Oracle TNS listener; "
	  "version=11.2.0.4.0" },
	/* ACCEPT */
	{ TCP, BYTES(""),
	  BYTES("\x00R\x00\x00\x02\x00\x00\x00\x01"
	        "6\x00\x00\x08\x00\x7f\xff\x01\x00\x00"
	        "2\x00 \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "TNSLSNR for Linux: Version 19.0.0.0.0 - Production"),
	  "name=oracle-tns; "
	  "product=Oracle TNS listener; "
	  "version=19.0.0.0.0; "
	  "os=Linux" },
	/* RESEND */
	{ TCP, BYTES(""), BYTES("\x00\x08\x00\x00\x0b\x00\x00\x00"),
	  "name=oracle-tns; "
	  "product=Oracle TNS listener" },
	/* MongoDB, OP_MSG: buildInfo */
	{ TCP, BYTES(""),
	  BYTES("f\x00\x00\x00\x01\x00\x00\x00port\xdd\x07\x00\x00\x00\x00\x00"
	        "\x00\x00"
	        "Q\x00\x00\x00\x02version\x00\x06\x00\x00\x00"
	        "7.0.5\x00\x02gitVersion\x00)\x00\x00\x00"
	        "0123456789012345678901234567890123456789\x00\x00"),
	  "name=mongodb; "
	  "product=MongoDB; "
	  "version=7.0.5" },
	/* Percona Server for MongoDB */
	{ TCP, BYTES(""),
	  BYTES("\x86\x00\x00\x00\x01\x00\x00\x00port\xdd\x07\x00\x00\x00\x00"
	        "\x00\x00\x00"
	        "q\x00\x00\x00\x02version\x00\n\x00\x00\x00"
	        "4.4.10-11\x00\x02psmdbVersion\x00\n\x00\x00\x00"
	        "4.4.10-11\x00\x02gitVersion\x00)\x00\x00\x00"
	        "0123456789012345678901234567890123456789\x00\x00"),
	  "name=mongodb; "
	  "product=Percona Server for MongoDB; "
	  "version=4.4.10-11" },
	/* FerretDB */
	{ TCP, BYTES(""),
	  BYTES("\x84\x00\x00\x00\x01\x00\x00\x00port\xdd\x07\x00\x00\x00\x00"
	        "\x00\x00\x00"
	        "o\x00\x00\x00\x02version\x00\x07\x00\x00\x00"
	        "7.0.42\x00\x02gitVersion\x00)\x00\x00\x00"
	        "0123456789012345678901234567890123456789\x00\x02"
	        "ferretdbVersion\x00\x08\x00\x00\x00v1.24.0\x00\x00"),
	  "name=mongodb; "
	  "product=FerretDB" },
	/* OP_REPLY: a router */
	{ TCP, BYTES(""),
	  BYTES("c\x00\x00\x00\x01\x00\x00\x00port\x01\x00\x00\x00\x08\x00\x00"
	        "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00"
	        "\x00\x00"
	        "?\x00\x00\x00\x02msg\x00\t\x00\x00\x00isdbgrid\x00\x10minWireV"
	        "ersion\x00\x00\x00\x00\x00\x10maxWireVersion\x00\x15\x00\x00"
	        "\x00\x00"),
	  "name=mongodb; "
	  "app.detail=role: mongos; "
	  "app.detail=least wire version: 0; "
	  "app.detail=most wire version: 21" },
	/* To another request than ours */
	{ TCP, BYTES(""),
	  BYTES("f\x00\x00\x00\x01\x00\x00\x00"
	        "else\xdd\x07\x00\x00\x00\x00\x00\x00\x00"
	        "Q\x00\x00\x00\x02version\x00\x06\x00\x00\x00"
	        "7.0.5\x00\x02gitVersion\x00)\x00\x00\x00"
	        "0123456789012345678901234567890123456789\x00\x00"),
	  "" },
	/* CQL binary protocol v4, 4.2.4 */
	{ TCP, BYTES(""),
	  BYTES("\x84\x00ps\x06\x00\x00\x00M"
	        "\x00\x03\x00\x0b"
	        "COMPRESSION\x00\x01\x00\x03lz4\x00\x0b"
	        "CQL_VERSION\x00\x01\x00\x05"
	        "3.4.6\x00\x11PROTOCOL_VERSIONS\x00\x02\x00\x04"
	        "3/v3\x00\x04"
	        "4/v4"),
	  "name=cassandra; "
	  "product=Apache Cassandra; "
	  "app.detail=compression: lz4; "
	  "app.detail=CQL: 3.4.6; "
	  "app.detail=protocol: 3/v3; "
	  "app.detail=protocol: 4/v4" },
	/* ScyllaDB */
	{ TCP, BYTES(""),
	  BYTES("\x84\x00ps\x06\x00\x00\x00\x15"
	        "\x00\x01\x00\x0cSCYLLA_SHARD\x00\x01\x00\x01"
	        "0"),
	  "name=cassandra; "
	  "product=ScyllaDB" },
	/* Kafka, ApiVersions */
	{ TCP, BYTES(""),
	  BYTES("\x00\x00\x00\x1c"
	        "port\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\t\x00\x03\x00"
	        "\x00\x00\x0c\x00\x12\x00\x00\x00\x03"),
	  "name=kafka; "
	  "app.detail=Produce: 0-9; "
	  "app.detail=Metadata: 0-12; "
	  "app.detail=ApiVersions: 0-3" },
	/* AMQP 0-9-1, 1.4.2.1: Start */
	{ TCP, BYTES("AMQP\x00\x00\t\x01"),
	  BYTES("\x01\x00\x00\x00\x00\x00\xaf"
	        "\x00\n\x00\n\x00\t\x00\x00\x00\x8a\x0c"
	        "capabilitiesF\x00\x00\x00\x15\x12publisher_confirmst\x01\x0c"
	        "cluster_nameS\x00\x00\x00\nrabbit@"
	        "zoo\x08platformS\x00\x00\x00\x11"
	        "Erlang/OTP "
	        "25.2."
	        "3\x07productS\x00\x00\x00\x08RabbitMQ\x07versionS\x00\x00\x00"
	        "\x06"
	        "3.10.8\x00\x00\x00\x0ePLAIN AMQPLAIN\x00\x00\x00\x05"
	        "en_US"
	        "\xce"),
	  "name=amqp; "
	  "product=RabbitMQ; "
	  "version=3.10.8; "
	  "app.protocol=0-9; "
	  "app.detail=cluster: rabbit@zoo; "
	  "app.detail=platform: Erlang/OTP 25.2.3; "
	  "app.detail=mechanisms: PLAIN AMQPLAIN" },
	/* AMQP 1.0, 2.2: another version */
	{ TCP, BYTES("AMQP\x00\x00\t\x01"), BYTES("AMQP\x00\x01\x00\x00"),
	  "name=amqp; "
	  "app.protocol=1.0.0" },
	/* The header that we sent */
	{ TCP, BYTES("AMQP\x00\x00\t\x01"), BYTES("AMQP\x00\x00\t\x01"), "" },
	/* MQTT 3.1.1, 3.2.2.3: unacceptable protocol version */
	{ TCP, BYTES(""), BYTES(" \x02\x00\x01"), "name=mqtt" },
	/* MQTT 5.0, 3.2.2: bad authentication method */
	{ TCP, BYTES(""),
	  BYTES(" \x1e\x00\x8c\x1b"
	        "\x12\x00\x04"
	        "auto!\x00\x14\x1f\x00\x0eno such method"),
	  "name=mqtt; "
	  "app.protocol=5.0; "
	  "app.detail=reason: no such method" },
	/* Success, to nobody we are */
	{ TCP, BYTES(""), BYTES(" \x03\x00\x00\x00"), "" },
	/* NATS protocol, INFO */
	{ TCP, BYTES(""),
	  BYTES("INFO "
	        "{\"server_id\":\"NA2\",\"server_name\":\"zoo\",\"version\":"
	        "\"2.9.10\",\"proto\":1,\"go\":\"go1.19.8\",\"auth_required\":"
	        "true} \r\n"),
	  "name=nats; "
	  "product=nats-server; "
	  "version=2.9.10; "
	  "app.protocol=1; "
	  "app.detail=server_name: zoo; "
	  "app.detail=go: go1.19.8; "
	  "app.detail=auth_required: true" },
	/* beanstalkd, stats */
	{ TCP, BYTES(""),
	  BYTES("OK 71\r\n---\ncurrent-jobs-urgent: 0\n"
	        "version: 1.10\nhostname: zoo\n\r\n"),
	  "name=beanstalkd; "
	  "product=beanstalkd; "
	  "version=1.10" },
	/* distcc, the end of a job */
	{ TCP, BYTES(""),
	  BYTES("DONE00000001STAT00006e00SERR00000000SOUT00000000DOTO00000000"),
	  "name=distcc" },
	/* Erlang distribution protocol, NAMES_RESP */
	{ TCP, BYTES("\x00\x01n"),
	  BYTES("\x00\x00\x11\x11name rabbit at port 25672\n"),
	  "name=epmd; "
	  "app.detail=node: rabbit at port 25672" },
	/* No node */
	{ TCP, BYTES("\x00\x01n"), BYTES("\x00\x00\x11\x11"), "name=epmd" },
	/* send_status and send_challenge */
	{ TCP, BYTES(""),
	  BYTES("\x00\x03sok"
	        "\x00\x1fN\x00\x00\x00\x04\r\xf7\xbf\xbd"
	        "chal\x00\x00\x00\x01\x00\x0czoo@zoo.test"),
	  "name=erlang-dist; "
	  "hostname=zoo.test; "
	  "app.detail=node: zoo@zoo.test" },
	/* Before OTP 23 */
	{ TCP, BYTES(""),
	  BYTES("\x00\x03sok"
	        "\x00\x17n\x00\x05\x00\x00\x00\x04"
	        "chalzoo@zoo.test"),
	  "name=erlang-dist; "
	  "hostname=zoo.test; "
	  "app.detail=node: zoo@zoo.test" },
	/* Ceph, msgr2 */
	{ TCP, BYTES(""),
	  BYTES("ceph "
	        "v2\n\x10\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	        "\x00\x00\x00\x00"),
	  "name=ceph; "
	  "product=Ceph; "
	  "app.protocol=2" },
	/* Ceph, msgr */
	{ TCP, BYTES(""), BYTES("ceph v027\x00\x00"),
	  "name=ceph; "
	  "product=Ceph; "
	  "app.protocol=1" },
	/* NBD protocol, newstyle: an export */
	{ TCP, BYTES(""),
	  BYTES("NBDMAGICIHAVEOPT\x00\x03"
	        "\x00\x03\xe8\x89\x04Ue\xa9\x00\x00\x00\x03\x00\x00\x00\x02\x00"
	        "\x00\x00\x08\x00\x00\x00\x04"
	        "disk"
	        "\x00\x03\xe8\x89\x04Ue\xa9\x00\x00\x00\x03\x00\x00\x00\x01\x00"
	        "\x00\x00\x00"),
	  "name=nbd; "
	  "app.protocol=fixed newstyle; "
	  "app.detail=export: disk" },
	/* An option that it does not know */
	{ TCP, BYTES(""),
	  BYTES("NBDMAGICIHAVEOPT\x00\x03"
	        "\x00\x03\xe8\x89\x04Ue\xa9port\x80\x00\x00\x01\x00\x00\x00\x07"
	        "unknown"),
	  "name=nbd; "
	  "app.protocol=fixed newstyle; "
	  "app.detail=refuses: unknown" },
	/* Without its flags */
	{ TCP, BYTES(""), BYTES("NBDMAGICIHAVEOPT"), "name=nbd" },
	/* oldstyle */
	{ TCP, BYTES(""),
	  BYTES("NBDMAGIC\x00\x00"
	        "B\x02\x81\x86\x12S\x00\x00\x00\x00\x00\x00\x00\x00"),
	  "name=nbd; "
	  "app.protocol=oldstyle" },
};

Test(readers_data, tell_what_they_are_told)
{
	expect_readings(readings, COUNT(readings));
}

Test(readers_data, stay_in_bounds)
{
	lie_to_readers(readings, COUNT(readings));
}
