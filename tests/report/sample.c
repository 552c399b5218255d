// SPDX-License-Identifier: Apache-2.0
#include "tests/report/sample.h"

#include "base/count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char sample_hostile_banner[] =
	"=cmd|' /C calc'!A0\x1b[2J\0\"a\",b;\"=1\"\r\n\xff\xc3(caf\xc3\xa9"
	"\xe2\x80\xae";
const size_t sample_hostile_len = sizeof(sample_hostile_banner) - 1;

#define SSH_BANNER "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"

/* 2026-11-23T16:05:07.250Z */
#define STARTED_US INT64_C(1795449907250000)

static const struct service openssh = {
	.name = "ssh",
	.product = "OpenSSH",
	.version = "9.2p1",
	.extra = "Debian-2",
	.os = "Linux",
	.cpe = { "cpe:/a:openbsd:openssh:9.2p1", "cpe:/o:debian:debian_linux" },
	.confidence = SERVICE_CERTAIN,
};

struct told {
	enum fact_key key;
	const char *value;
};

/* Nothing but what the sample needs of each kind; a list need not stand
 * together. */
static const struct told ssh_told[] = {
	{ FACT_SSH_PROTOCOL, "2.0" },
	{ FACT_SSH_KEX, "sntrup761x25519-sha512" },
	{ FACT_SSH_CIPHERS, "aes128-ctr" },
	{ FACT_SSH_KEX, "curve25519-sha256" },
	{ FACT_SSH_SOFTWARE, "OpenSSH_9.2p1" },
};
static const struct told https_told[] = {
	{ FACT_TLS_VERSION, "TLSv1.3" },
	{ FACT_TLS_SUBJECT, "CN=gate" },
	{ FACT_TLS_CHAIN, "1" },
	{ FACT_TLS_SELF_SIGNED, "true" },
	{ FACT_TLS_CLIENT_CERT, "false" },
	{ FACT_HTTP_STATUS, "404" },
	{ FACT_HTTP_FAVICON, "-1840324437" },
	{ FACT_HTTP_TITLE, "Gate & Sons" },
};
static const struct told tls_told[] = {
	{ FACT_TLS_VERSION, "TLSv1.2" },
	{ FACT_TLS_SUBJECT, "C=DE, CN=mail.example, O=Zoo" },
};
static const struct told hostile_told[] = {
	{ FACT_APP_DETAIL, "]]><script>alert(\"1\")</script>\n\x1b[2J\xff" },
	{ FACT_APP_DETAIL, "" },
	{ FACT_DEVICE_MODEL, "=cmd|'\xef\xbf\xbf\xe2\x80\xae" },
};

struct scan_info sample_info(void)
{
	static const char *const argv[] = { "portscan", "10.0.0.0/24", "-p",
		                            "22,443,2076,U:53" };

	return (struct scan_info){
		.version = "0.1.0",
		.argc = 4,
		.argv = argv,
		.started_us = STARTED_US,
		.seed = UINT64_MAX,
		.shard_index = 1,
		.shard_count = 5,
		.targets = "10.0.0.0/24",
		.address_count = 256,
		.ports = { "22,443,2076,25565", "53" },
		.probe_count = 1280,
		.registry = { "shipped", "2026-08-20",
		              "e3b0c44298fc1c149afbf4c8996fb924"
		              "27ae41e4649b934ca495991b7852b855" },
	};
}

static struct finding open_tcp(uint32_t host, uint16_t port)
{
	return (struct finding){
		.address = { .lo = 0x0a000000 + host, .version = 4 },
		.port = port,
		.protocol = PROTOCOL_TCP,
		.outcome = { PORT_OPEN, REASON_SYN_ACK },
		.has_rtt = true,
		.rtt_us = 310,
		.attempts = 1,
		.time_us = STARTED_US + 1000,
	};
}

/* Kept in `facts` for as long as the program runs. */
static void tell(struct finding *finding, struct facts *facts,
                 const struct told *told, size_t count)
{
	if (facts->len == 0)
		for (size_t i = 0; i < count; i++)
			facts_add_string(facts, told[i].key, told[i].value);
	finding->facts = *facts;
}

static struct finding ssh(void)
{
	static struct facts facts;
	struct finding finding = open_tcp(5, 22);

	finding.hostname = "gate.example";
	finding.registry =
		(struct registry_entry){ REGISTRY_ASSIGNED, "ssh",
		                         "The Secure Shell (SSH) Protocol",
		                         NULL, NULL };
	finding.service = openssh;
	finding.banner = (const uint8_t *)SSH_BANNER;
	finding.banner_len = strlen(SSH_BANNER);
	finding.verdict = (struct verdict){ .label = VERDICT_EXPECTED,
		                            .why = WHY_SERVICE_MATCHES };
	tell(&finding, &facts, ssh_told, COUNT(ssh_told));
	return finding;
}

static struct finding dormant(void)
{
	struct finding finding = ssh();

	finding.hostname = NULL;
	finding.port = 2076;
	finding.registry =
		(struct registry_entry){ REGISTRY_DORMANT, "newlixconfig",
		                         "Newlix JSPConfig", NULL, NULL };
	finding.verdict = (struct verdict){ .label = VERDICT_INVESTIGATE,
		                            .why = WHY_NUMBER_DORMANT |
		                                   WHY_SERVICE_DIFFERS };
	return finding;
}

static struct finding silent(void)
{
	struct finding finding = open_tcp(9, 443);

	finding.rtt_us = 12000;
	finding.registry =
		(struct registry_entry){ REGISTRY_ASSIGNED, "https",
		                         "http over TLS/SSL", NULL, NULL };
	finding.verdict = (struct verdict){ .label = VERDICT_UNCONFIRMED,
		                            .why = WHY_SILENT };
	return finding;
}

static struct finding closed(void)
{
	struct finding finding = open_tcp(9, 2076);

	finding.outcome = (struct outcome){ PORT_CLOSED, REASON_CONN_REFUSED };
	finding.registry = dormant().registry;
	return finding;
}

static struct finding dns6(void)
{
	struct finding finding = open_tcp(0, 53);

	finding.address = (struct address){ .hi = 0x20010db800000000,
		                            .lo = 9,
		                            .version = 6 };
	finding.protocol = PROTOCOL_UDP;
	finding.outcome = (struct outcome){ PORT_OPEN, REASON_UDP_RESPONSE };
	finding.rtt_us = 1001;
	finding.registry =
		(struct registry_entry){ REGISTRY_ASSIGNED, "domain",
		                         "Domain Name Server", NULL, NULL };
	finding.service =
		(struct service){ .name = "dns", .via = SERVICE_VIA_PAYLOAD };
	finding.banner = (const uint8_t *)"\x13\x37\x80";
	finding.banner_len = 3;
	finding.verdict = (struct verdict){ .label = VERDICT_EXPECTED,
		                            .why = WHY_SERVICE_MATCHES };
	return finding;
}

static struct finding hostile(void)
{
	static struct facts facts;
	struct finding finding = open_tcp(7, 25565);

	finding.hostname = "\x1b[31mevil";
	finding.has_rtt = false;
	finding.registry.status = REGISTRY_UNASSIGNED;
	finding.banner = (const uint8_t *)sample_hostile_banner;
	finding.banner_len = sample_hostile_len;
	finding.verdict = (struct verdict){ .label = VERDICT_INVESTIGATE,
		                            .why = WHY_NUMBER_UNASSIGNED |
		                                   WHY_UNRECOGNISED };
	tell(&finding, &facts, hostile_told, COUNT(hostile_told));
	return finding;
}

static struct finding suspect(void)
{
	struct finding finding = open_tcp(11, 8123);

	finding.registry.status = REGISTRY_UNASSIGNED;
	finding.verdict =
		(struct verdict){ .label = VERDICT_INVESTIGATE,
		                  .why = WHY_NUMBER_UNASSIGNED | WHY_SILENT |
		                         WHY_HOST_SUSPECT };
	finding.suspect = true;
	return finding;
}

static struct finding https(void)
{
	static struct facts facts;
	struct finding finding = open_tcp(9, 8443);

	finding.registry =
		(struct registry_entry){ REGISTRY_ASSIGNED, "pcsync-https",
		                         "PCsync HTTPS", NULL, NULL };
	finding.service = (struct service){ .name = "https",
		                            .product = "nginx",
		                            .version = "1.22.1",
		                            .hostname = "gate",
		                            .device = "router",
		                            .tls = true,
		                            .via = SERVICE_VIA_PAYLOAD };
	finding.verdict = (struct verdict){ .label = VERDICT_EXPECTED,
		                            .why = WHY_SERVICE_MATCHES };
	tell(&finding, &facts, https_told, COUNT(https_told));
	return finding;
}

static struct finding tls(void)
{
	static struct facts facts;
	struct finding finding = open_tcp(9, 993);

	finding.registry =
		(struct registry_entry){ REGISTRY_ASSIGNED, "imaps",
		                         "IMAP over TLS protocol", NULL, NULL };
	finding.service = (struct service){ .name = "tls",
		                            .tls = true,
		                            .via = SERVICE_VIA_TLS,
		                            .confidence = SERVICE_CERTAIN };
	finding.verdict =
		(struct verdict){ .label = VERDICT_EXPECTED,
		                  .why = WHY_SERVICE_MATCHES | WHY_TLS_ONLY };
	tell(&finding, &facts, tls_told, COUNT(tls_told));
	return finding;
}

struct finding sample_finding(enum sample which)
{
	static struct finding (*const make[])(void) = {
		[SAMPLE_SSH] = ssh,         [SAMPLE_DORMANT] = dormant,
		[SAMPLE_SILENT] = silent,   [SAMPLE_CLOSED] = closed,
		[SAMPLE_DNS6] = dns6,       [SAMPLE_HOSTILE] = hostile,
		[SAMPLE_SUSPECT] = suspect, [SAMPLE_HTTPS] = https,
		[SAMPLE_TLS] = tls,
	};

	return make[which]();
}

struct host_summary sample_host(void)
{
	return (struct host_summary){
		.address = { .lo = 0x0a000005, .version = 4 },
		.hostname = "gate.example",
		.states = { [PORT_OPEN] = 2, [PORT_FILTERED] = 3 },
		.has_rtt = true,
		.srtt_us = 305,
		.rttvar_us = 40,
	};
}

struct scan_summary sample_summary(void)
{
	return (struct scan_summary){
		.complete = true,
		.started_us = STARTED_US,
		.finished_us = STARTED_US + 1300000,
		.elapsed_ms = 1300,
		.address_count = 256,
		.hosts_answered = 12,
		.states = { [PORT_OPEN] = 5,
		            [PORT_CLOSED] = 33,
		            [PORT_FILTERED] = 1242 },
		.reasons = { [REASON_SYN_ACK] = 4,
		             [REASON_UDP_RESPONSE] = 1,
		             [REASON_CONN_REFUSED] = 33,
		             [REASON_NO_RESPONSE] = 1242 },
		.verdicts = { [VERDICT_EXPECTED] = 2,
		              [VERDICT_UNCONFIRMED] = 1,
		              [VERDICT_INVESTIGATE] = 2 },
		.attempts = 2522,
		.canaries = 9,
		.answers = 38,
		.retried_answers = 2,
		.asked_once = 1000,
		.loss = 0.05,
		.missed = 0.000125,
		.slowdowns = 4,
		.hosts_icmp_limited = 1,
		.hosts_suspect = 1,
		.addresses_skipped = 3,
	};
}

const char *sample_path(void)
{
	static char path[64];
	int fd;

	strcpy(path, "/tmp/portscan-report-XXXXXX");
	fd = mkstemp(path);
	if (fd == -1)
		abort();
	close(fd);
	return path;
}

struct output *sample_output(const char *path)
{
	struct text error;
	struct output *output;

	text_init(&error);
	output = output_open(path, &error);
	if (output == NULL) {
		fprintf(stderr, "%s\n", error.data);
		abort();
	}
	text_release(&error);
	return output;
}

char *sample_read(const char *path)
{
	static char content[256 * 1024];
	FILE *file = fopen(path, "rb");
	size_t len;

	if (file == NULL)
		abort();
	len = fread(content, 1, sizeof(content) - 1, file);
	content[len] = '\0';
	fclose(file);
	return content;
}

void sample_feed(struct sink *sink)
{
	struct scan_info info = sample_info();
	struct host_summary host = sample_host();

	sink->begin(sink, &info);
	for (int i = 0; i < SAMPLE_COUNT; i++) {
		struct finding finding = sample_finding((enum sample)i);

		sink->finding(sink, &finding);
	}
	sink->host(sink, &host);
}
