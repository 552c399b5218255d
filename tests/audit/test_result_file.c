// SPDX-License-Identifier: Apache-2.0
#include "audit/result_file.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SCAN(targets, addresses, tcp, udp, shard, argv)                        \
	"{\"record\":\"scan\",\"schema\":\"portscan/"                          \
	"1\",\"version\":\"0.1.0\","                                           \
	"\"argv\":[" argv "],\"started\":\"2026-11-23T16:05:07.250Z\","        \
	"\"seed\":\"1\",\"shard\":" shard ",\"targets\":\"" targets "\","      \
	"\"addresses\":" addresses ",\"ports\":{\"tcp\":" tcp ",\"udp\":" udp  \
	"},\"probes\":6,\"registry\":{\"origin\":null,\"date\":null,"          \
	"\"sha256\":null}}"
#define PORT(address, port, state, reason)                                     \
	"{\"record\":\"port\",\"address\":\"" address "\",\"port\":" port      \
	",\"protocol\":\"tcp\",\"state\":\"" state "\",\"reason\":\"" reason   \
	"\"}"
#define STATES(open, closed, filtered, untested)                               \
	"{\"open\":" open ",\"closed\":" closed ",\"filtered\":" filtered      \
	",\"open|filtered\":0,\"untested\":" untested "}"
#define HOST_RECORD(address, states)                                           \
	"{\"record\":\"host\",\"address\":\"" address "\",\"states\":" states  \
	"}"
#define SUMMARY(states, reasons)                                               \
	"{\"record\":\"summary\",\"complete\":true,\"states\":" states         \
	",\"reasons\":{" reasons "}}"
#define NET SCAN("10.0.0.0/30", "4", "\"22-23\"", "null", "null", "\"-sV\"")
#define QUIET "\"syn-ack\":1,\"conn-refused\":1,\"no-response\":6"

#define DOCUMENT(scan, ports, hosts, summary)                                  \
	"{\"scan\":" scan ",\n\"ports\":[\n" ports "\n],\n\"hosts\":[\n" hosts \
	"\n],\n\"summary\":" summary ",\n\"complete\":true}\n"

#define XML "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n"
#define RUN                                                                    \
	XML "<nmaprun scanner=\"nmap\" args=\"nmap -sV 10.0.0.1\" "            \
	    "start=\"1795614453\">\n"
#define TCP_INFO                                                               \
	"<scaninfo type=\"connect\" protocol=\"tcp\" services=\"20-25,443\"/>"
#define UP(address)                                                            \
	"<host><status state=\"up\" reason=\"user-set\"/>"                     \
	"<address addr=\"" address "\" addrtype=\"ipv4\"/>"
#define XML_PORT(port, state, reason, service)                                 \
	"<port protocol=\"tcp\" portid=\"" port "\"><state state=\"" state     \
	"\" reason=\"" reason "\"/>" service "</port>"

static const struct {
	const char *file;
	const char *open; /* "ADDRESS PORT SERVICE PRODUCT VERSION\n" */
	const char *coverage;
} rows[] = {
	/* 0: portscan's document, with what follows from its counts */
	{ DOCUMENT(NET, PORT("10.0.0.1", "22", "open", "syn-ack"),
	           HOST_RECORD("10.0.0.1", STATES("1", "1", "0", "0")),
	           SUMMARY(STATES("1", "1", "6", "0"), QUIET)),
	  "10.0.0.1 22   \n",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp filtered no-response 22-23\n"
	  "10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.1 tcp closed conn-refused 23\n" },
	/* silence may be another's doing */
	{ DOCUMENT(NET, PORT("10.0.0.1", "22", "open", "syn-ack"),
	           HOST_RECORD("10.0.0.1", STATES("1", "1", "0", "0")),
	           SUMMARY(STATES("1", "1", "6", "0"),
	                   QUIET ",\"host-unreachable\":1")),
	  "10.0.0.1 22   \n",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp shut 22-23\n"
	  "10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.1 tcp closed conn-refused 23\n" },
	/* all but one of the untested are skipped addresses */
	{ DOCUMENT(NET, "", HOST_RECORD("10.0.0.1", STATES("0", "2", "0", "0")),
	           SUMMARY(STATES("0", "2", "0", "6"),
	                   "\"conn-refused\":2,\"not-discovered\":5,"
	                   "\"cancelled\":1")),
	  "",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp doubtful 22-23\n"
	  "10.0.0.1 tcp closed conn-refused 22-23\n" },
	{ DOCUMENT(NET, "", HOST_RECORD("10.0.0.1", STATES("0", "2", "0", "0")),
	           SUMMARY(STATES("0", "2", "0", "6"),
	                   "\"conn-refused\":2,\"not-discovered\":6")),
	  "",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp untested not-discovered 22-23\n"
	  "10.0.0.1 tcp closed conn-refused 22-23\n" },
	/* 4: a host that something is untested of */
	{ DOCUMENT(NET, "", HOST_RECORD("10.0.0.1", STATES("0", "1", "0", "1")),
	           SUMMARY(STATES("0", "1", "6", "1"),
	                   "\"conn-refused\":1,\"no-response\":6,"
	                   "\"local-emfile\":1")),
	  "",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp filtered no-response 22-23\n"
	  "10.0.0.1 tcp doubtful 22-23\n" },
	/* cut short: the list says what it says */
	{ DOCUMENT(NET, PORT("10.0.0.1", "22", "open", "syn-ack"), "", "null"),
	  "10.0.0.1 22   \n",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp doubtful 22-23\n"
	  "10.0.0.1 tcp doubtful 23\n"
	  "10.0.0.1 tcp open syn-ack 22\n" },
	/* names, shards and exclusions hide what was asked */
	{ DOCUMENT(SCAN("example.com", "1", "\"22-23\"", "null", "null", ""),
	           PORT("10.0.0.1", "22", "open", "syn-ack"),
	           HOST_RECORD("10.0.0.1", STATES("1", "0", "1", "0")),
	           SUMMARY(STATES("1", "0", "1", "0"),
	                   "\"syn-ack\":1,\"no-response\":1")),
	  "10.0.0.1 22   \n",
	  "else unknown\n10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.1 tcp filtered no-response 23\n" },
	{ DOCUMENT(SCAN("10.0.0.1", "1", "\"22-23\"", "null", "\"1/2\"", ""),
	           PORT("10.0.0.1", "22", "open", "syn-ack"),
	           HOST_RECORD("10.0.0.1", STATES("1", "0", "0", "0")),
	           SUMMARY(STATES("1", "0", "0", "0"), "\"syn-ack\":1")),
	  "10.0.0.1 22   \n", "else unknown\n10.0.0.1 tcp open syn-ack 22\n" },
	{ DOCUMENT(SCAN("10.0.0.0/30", "3", "\"22\"", "null", "null",
	                "\"--exclude\",\"10.0.0.3\""),
	           "", "",
	           SUMMARY(STATES("0", "0", "3", "0"), "\"no-response\":3")),
	  "", "else unknown\n" },
	/* 9: two protocols: whose the counts are is not said */
	{ DOCUMENT(SCAN("10.0.0.1", "1", "\"22\"", "\"53\"", "null", ""), "",
	           HOST_RECORD("10.0.0.1", STATES("0", "2", "0", "0")),
	           SUMMARY(STATES("0", "2", "0", "0"), "\"conn-refused\":2")),
	  "", "10.0.0.1 tcp shut 22\n10.0.0.1 udp shut 53\n" },
	/* 10: the same as lines, and what a kill leaves of them */
	{ NET "\n" PORT("10.0.0.1", "22", "open", "syn-ack") "\n" HOST_RECORD(
		  "10.0.0.1",
		  STATES("1", "1", "0", "0")) "\n" SUMMARY(STATES("1", "1", "6",
	                                                          "0"),
	                                                   QUIET) "\n",
	  "10.0.0.1 22   \n",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp filtered no-response 22-23\n"
	  "10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.1 tcp closed conn-refused 23\n" },
	{ NET
	  "\n" PORT("10.0.0.1", "22", "open", "syn-ack") "\n{\"record\":\"p",
	  "10.0.0.1 22   \n",
	  "10.0.0.0,10.0.0.2-10.0.0.3 tcp doubtful 22-23\n"
	  "10.0.0.1 tcp doubtful 23\n"
	  "10.0.0.1 tcp open syn-ack 22\n" },
	/* 12: nmap */
	{ RUN TCP_INFO UP(
		  "10.0.0.1") "<ports><extraports state=\"closed\" "
	                      "count=\"5\"><extrareasons "
	                      "reason=\"resets\" count=\"5\" "
	                      "proto=\"tcp\" ports=\"20-21,23-25\"/>"
	                      "</extraports>" XML_PORT(
				      "22", "open", "syn-ack",
				      "<service name=\"ssh\" "
				      "product=\"OpenSSH\" "
				      "version=\"9.2p1\" method=\"probed\" "
				      "conf=\"10\"/>")
	                              XML_PORT("443", "open", "syn-ack",
	                                       "<service name=\"http\" "
	                                       "tunnel=\"ssl\" "
	                                       "method=\"probed\" "
	                                       "conf=\"10\"/>") "</ports></"
	                                                        "host></"
	                                                        "nmaprun>",
	  "10.0.0.1 22 ssh OpenSSH 9.2p1\n10.0.0.1 443 https  \n",
	  "else unknown\n"
	  "10.0.0.1 tcp open syn-ack 22,443\n"
	  "10.0.0.1 tcp closed conn-refused 20-21,23-25\n" },
	{ RUN TCP_INFO UP(
		  "10.0.0.1") "<ports><extraports state=\"filtered\" "
	                      "count=\"6\"><extrareasons "
	                      "reason=\"no-responses\" count=\"6\"/>"
	                      "</extraports>" XML_PORT(
				      "22", "open", "syn-ack",
				      "<service name=\"ssh\" method=\"table\" "
				      "conf=\"3\"/>") "</ports></host></"
	                                              "nmaprun>",
	  "10.0.0.1 22   \n",
	  "else unknown\n"
	  "10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.1 tcp filtered no-response 20-21,23-25,443\n" },
	{ RUN TCP_INFO UP("10.0.0.1") "<ports><extraports state=\"filtered\" "
	                              "count=\"5\"/><extraports "
	                              "state=\"closed\" count=\"1\"/>" XML_PORT(
					      "22", "open|filtered",
					      "no-response",
					      "") "</ports></host></nmaprun>",
	  "",
	  "else unknown\n10.0.0.1 tcp shut 20-21,23-25,443\n"
	  "10.0.0.1 tcp open|filtered no-response 22\n" },
	{ RUN TCP_INFO UP("10.0.0.1") "<ports>" XML_PORT(
		  "22", "unfiltered", "reset",
		  "") "</ports></host>"
	              "<host timedout=\"true\"><status state=\"up\" "
	              "reason=\"arp-response\"/>"
	              "<address addr=\"10.0.0.2\" addrtype=\"ipv4\"/>"
	              "<address addr=\"00:00:5E:00:53:01\" "
	              "addrtype=\"mac\"/></host>"
	              "<host><status state=\"down\" reason=\"no-response\"/>"
	              "<address addr=\"10.0.0.3\" "
	              "addrtype=\"ipv4\"/></host></nmaprun>",
	  "",
	  "else unknown\n10.0.0.1 tcp shut 20-21,23-25,443\n"
	  "10.0.0.1 tcp doubtful 22\n"
	  "10.0.0.2 tcp doubtful 20-25,443\n"
	  "10.0.0.3 tcp untested not-discovered 20-25,443\n" },
	/* 16: portscan's own, with something untested */
	{ XML
	  "<nmaprun scanner=\"portscan\" args=\"portscan 10.0.0.1\">" TCP_INFO
	          UP("10.0.0.1") "<ports><extraports state=\"closed\" "
	                         "count=\"3\"></extraports>"
	                         "<extraports state=\"untested\" count=\"3\">"
	                         "</extraports>" XML_PORT(
					 "22", "open", "syn-ack",
					 "") "</ports></host></nmaprun>",
	  "10.0.0.1 22   \n",
	  "else unknown\n10.0.0.1 tcp doubtful 20-21,23-25,443\n"
	  "10.0.0.1 tcp open syn-ack 22\n" },
	/* 17: masscan, as its versions write */
	{ "[\n{   \"ip\": \"10.0.0.1\",   \"timestamp\": \"1700000000\", "
	  "\"ports\": [ {\"port\": 22, \"proto\": \"tcp\", \"status\": "
	  "\"open\", \"reason\": \"syn-ack\", \"ttl\": 64} ] },\n"
	  "{ \"ip\": \"10.0.0.2\", \"ports\": [ {\"port\": 80, \"proto\": "
	  "\"tcp\", \"status\": \"open\"} ] }\n,\n{finished: 1}\n]\n",
	  "10.0.0.1 22   \n10.0.0.2 80   \n",
	  "else unknown\n10.0.0.1 tcp open syn-ack 22\n"
	  "10.0.0.2 tcp open syn-ack 80\n" },
	{ "{\"ip\":\"10.0.0.1\",\"timestamp\":\"1700000000\",\"port\":22,"
	  "\"proto\":\"tcp\",\"rec_type\":\"status\",\"data\":{\"status\":"
	  "\"open\",\"reason\":\"syn-ack\",\"ttl\":64}}\n"
	  "{\"ip\":\"10.0.0.1\",\"timestamp\":\"1700000001\",\"port\":22,"
	  "\"proto\":\"tcp\",\"rec_type\":\"banner\",\"data\":{\"service_"
	  "name\":"
	  "\"ssh\",\"banner\":\"SSH-2.0-x\"}}\n"
	  "{\"ip\":\"10.0.0.1\",\"timestamp\":\"1700000001\",\"port\":0,"
	  "\"proto\":\"icmp\",\"rec_type\":\"status\",\"data\":{\"status\":"
	  "\"open\"}}\n",
	  "10.0.0.1 22   \n", "else unknown\n10.0.0.1 tcp open syn-ack 22\n" },
	{ "[\n]\n", "", "else unknown\n" },
};

static void append_open(struct text *text, const struct snapshot *snapshot)
{
	char address[ADDRESS_TEXT_MAX];

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct sighting *sighting = &snapshot->sightings[i];

		text_printf(text, "%s %u %s %s %s\n",
		            address_format(&sighting->address, address),
		            sighting->port, sighting->service,
		            sighting->product, sighting->version);
	}
}

Test(result_file, reads_what_is_open_and_what_was_asked)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct snapshot snapshot;
		struct text error, open, coverage;

		text_init(&error);
		text_init(&open);
		text_init(&coverage);
		cr_assert(result_file_parse(rows[i].file, strlen(rows[i].file),
		                            &snapshot, &error),
		          "row %zu: %s", i, error.data);
		append_open(&open, &snapshot);
		coverage_format(snapshot.coverage, &coverage);
		cr_expect(eq(str, open.data, (char *)rows[i].open), "row %zu",
		          i);
		cr_expect(eq(str, coverage.data, (char *)rows[i].coverage),
		          "row %zu", i);
		snapshot_release(&snapshot);
		text_release(&error);
		text_release(&open);
		text_release(&coverage);
	}
}

static const struct {
	const char *file;
	const char *error;
} rejected[] = {
	{ "", "is empty" },
	{ " \n\t", "is empty" },
	{ "Starting Nmap", "is neither JSON nor XML: results of portscan, nmap "
	                   "-oX or masscan -oJ" },
	{ "<html></html>", "line 1: is XML, but not nmap's" },
	{ RUN, "line 4: no element found" },
	{ RUN "<host></nmaprun>", "line 4: mismatched tag" },
	{ RUN "<scaninfo protocol=\"tcp\" services=\"x\"/></nmaprun>",
	  "line 4: its services are no list of ports" },
	{ RUN UP("10.0.0") "</host></nmaprun>", "line 4: its address is none" },
	{ RUN UP("10.0.0.1") XML_PORT("70000", "open", "syn-ack", ""),
	  "line 4: its port is none" },
	{ RUN "<host><port protocol=\"tcp\" portid=\"1\"/></host>",
	  "line 4: has a port before its address" },
	{ "<!DOCTYPE nmaprun [<!ENTITY a \"b\">]><nmaprun>&a;</nmaprun>",
	  "line 1: declares entities" },
	{ "{\"scan\":1}", "has no list of ports, or of hosts" },
	{ DOCUMENT("1", "", "", "null"), "scan: its schema is not portscan/1" },
	{ DOCUMENT(NET, PORT("10.0.0.1", "22", "ajar", "syn-ack"), "", "null"),
	  "ports[0]: state is not known: ajar" },
	{ DOCUMENT(NET, "", "{}", "null"), "host: its address is none" },
	{ PORT("10.0.0.1", "22", "open", "syn-ack") "\n",
	  "has no scan record, the first line of portscan --jsonl" },
	{ NET "\n" NET "\n", "line 2: a second scan begins" },
	{ NET "\n{\n" PORT("10.0.0.1", "22", "open", "syn-ack") "\n",
	  "line 2: not JSON: " },
	{ NET "\n" PORT("10.0.0.1", "22", "open", "knock") "\n",
	  "line 2: reason is not known: knock" },
	{ NET "\n{}\n", "line 2: not a record" },
	{ "{\"x\":1}\n", "line 1: not an object of masscan: it has no ip" },
	{ "[\n{\"ip\":\"10.0.0.1\",\"ports\":[{}]}]",
	  "line 2: its port is none" },
	{ "[\n{\"ip\":", "line 2: not JSON: " },
	{ "[\n1]", "line 2: not JSON as masscan writes it" },
};

Test(result_file, rejects_what_it_does_not_know)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		struct snapshot snapshot;
		struct text error;

		text_init(&error);
		cr_expect(not(result_file_parse(rejected[i].file,
		                                strlen(rejected[i].file),
		                                &snapshot, &error)),
		          "row %zu", i);
		cr_expect(strncmp(error.data, rejected[i].error,
		                  strlen(rejected[i].error)) == 0,
		          "row %zu: %s", i, error.data);
		cr_expect(snapshot.coverage == NULL, "row %zu", i);
		text_release(&error);
	}
}

Test(result_file, tells_when_and_how_closely)
{
	struct snapshot snapshot;
	struct text error;

	text_init(&error);
	cr_assert(result_file_parse(rows[0].file, strlen(rows[0].file),
	                            &snapshot, &error));
	cr_expect(eq(int, snapshot.depth, DEPTH_FULL));
	cr_expect(not(snapshot.foreign));
	cr_expect(eq(i64, snapshot.time_us, 1795449907250000));
	snapshot_release(&snapshot);
	cr_assert(result_file_parse(rows[12].file, strlen(rows[12].file),
	                            &snapshot, &error));
	cr_expect(eq(int, snapshot.depth, DEPTH_FULL));
	cr_expect(snapshot.foreign);
	cr_expect(eq(i64, snapshot.time_us, 1795614453000000));
	snapshot_release(&snapshot);
	cr_assert(result_file_parse(rows[17].file, strlen(rows[17].file),
	                            &snapshot, &error));
	cr_expect(eq(int, snapshot.depth, DEPTH_REACH));
	cr_expect(snapshot.foreign);
	cr_expect(eq(i64, snapshot.time_us, 1700000000000000));
	snapshot_release(&snapshot);
	text_release(&error);
}

/* `openssl x509 -outform DER | sha256sum` says the digest below. */
#define CERTIFICATE                                                            \
	"-----BEGIN CERTIFICATE-----\n"                                        \
	"MIIBLjCB4aADAgECAhR4j/9GYnOt2To2cZ/fZ/9Vt01SvDAFBgMrZXAwDDEKMAgG\n"   \
	"A1UEAwwBeDAgFw0yNjExMjUxNDA0NTZaGA8yMDgxMDgyODE0MDQ1NlowDDEKMAgG\n"   \
	"A1UEAwwBeDAqMAUGAytlcAMhAIl/B0EL+EPJkf+CXke/5rybeF24tPYkgN7b/u/B\n"   \
	"sWico1MwUTAdBgNVHQ4EFgQUPWUZRoWjbEZEj/XrnZY25UP6PB0wHwYDVR0jBBgw\n"   \
	"FoAUPWUZRoWjbEZEj/XrnZY25UP6PB0wDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXAD\n"   \
	"QQB40F/5qG9xzB+51/QgF0opBdffINfriKZIiDdjQGs9RPuLzzDZVX2jeDC2MAZ7\n"   \
	"cm/UbdtqGIQTV6Fe5gv2OYsN\n"                                           \
	"-----END CERTIFICATE-----\n"

/* What `ssh-keygen -lf` says of them was compared once. */
static const char scripts[] = RUN TCP_INFO UP("10.0.0.1") "<ports>" XML_PORT(
	"22", "open", "syn-ack",
	"<script id=\"ssh-hostkey\" output=\"\"><table>"
	"<elem key=\"type\">ssh-ed25519</elem><elem key=\"key\">"
	"AAAAC3NzaC1lZDI1NTE5AAAAINOuxFWUDQSmsFxigrPRmJkQOSlQY7lK71P52a"
	"9IHlli</elem></table><table><elem key=\"key\">"
	"AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIbqdw5dSp"
	"fWzzLtpEMzQF/UveceaqozVhDRjUsb/XswCi6DEX0ARzXneNmtq59s/no49XEl"
	"Yx89IeTm+l3ezsk=</elem></table><table><elem key=\"key\">AAAA"
	"</elem><elem key=\"key\">!</elem></table></script>")
	XML_PORT("443", "open", "syn-ack",
                 "<script id=\"ssl-cert\"><elem key=\"pem\">" CERTIFICATE
                 "</elem></script>") "</ports></host></nmaprun>";

Test(result_file, takes_fingerprints_from_nmaps_scripts)
{
	struct snapshot snapshot;
	struct text error;

	text_init(&error);
	cr_assert(
		result_file_parse(scripts, strlen(scripts), &snapshot, &error),
		"%s", error.data);
	cr_assert(eq(sz, snapshot.count, 2));
	cr_expect(
		eq(str, (char *)snapshot.sightings[0].host_keys,
	           "ecdsa-sha2-nistp256 SHA256:/X9DxipO9f2Ib3/5yJ+P7LgaVRJ6W4"
	           "eVWwx3FY1Bxqg, ssh-ed25519 SHA256:PjidItzys87ZzwJMtD8xQvQ6"
	           "auhik0X8Bq1mjEEWbt0"));
	cr_expect(eq(str, (char *)snapshot.sightings[0].certificate, ""));
	cr_expect(eq(str, (char *)snapshot.sightings[1].host_keys, ""));
	cr_expect(eq(str, (char *)snapshot.sightings[1].certificate,
	             "a514b0348e42fed5c67c3f5130985e2af33e133c0973e8a7c37827590"
	             "f9f2555"));
	snapshot_release(&snapshot);
	text_release(&error);
}

Test(result_file, names_the_file_that_it_cannot_read)
{
	struct snapshot snapshot;
	struct text error;

	text_init(&error);
	cr_expect(not(result_file_read("/nonexistent/x", &snapshot, &error)));
	cr_expect(eq(str, error.data,
	             "/nonexistent/x: No such file or directory"));
	text_release(&error);
}
