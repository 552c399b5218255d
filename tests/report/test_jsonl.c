// SPDX-License-Identifier: Apache-2.0
#include "report/jsonl.h"

#include "report/record.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *write_one(enum sample which)
{
	const char *path = sample_path();
	struct sink *sink = jsonl_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct finding finding = sample_finding(which);
	struct scan_summary summary = sample_summary();
	char *text;

	sink->begin(sink, &info);
	sink->finding(sink, &finding);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	text = sample_read(path);
	unlink(path);
	return text;
}

/* The nth line of `text`, cut out of it. */
static char *line(const char *text, int n)
{
	char *start = (char *)text;

	for (; n > 0; n--)
		start = strchr(start, '\n') + 1;
	start[strcspn(start, "\n")] = '\0';
	return start;
}

Test(jsonl, scan_comes_first)
{
	cr_expect(eq(
		str, line(write_one(SAMPLE_DORMANT), 0),
		"{\"record\":\"scan\",\"schema\":\"portscan/1\","
		"\"version\":\"0.1.0\",\"argv\":[\"portscan\",\"10.0.0.0/24\","
		"\"-p\",\"22,443,2076,U:53\"],"
		"\"started\":\"2026-11-23T16:05:07.250Z\","
		"\"seed\":\"18446744073709551615\",\"shard\":\"2/5\","
		"\"targets\":\"10.0.0.0/24\",\"addresses\":256,"
		"\"ports\":{\"tcp\":\"22,443,2076,25565\",\"udp\":\"53\"},"
		"\"probes\":1280,"
		"\"registry\":{\"origin\":\"shipped\",\"date\":\"2026-08-20\","
		"\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855\"}}"));
}

Test(jsonl, port_record_has_all_that_is_known)
{
	cr_expect(
		eq(str, line(write_one(SAMPLE_DORMANT), 1),
	           "{\"record\":\"port\",\"address\":\"10.0.0.5\","
	           "\"hostname\":null,\"port\":2076,\"protocol\":\"tcp\","
	           "\"state\":\"open\",\"reason\":\"syn-ack\",\"rtt_ms\":0.31,"
	           "\"attempts\":1,\"time\":\"2026-11-23T16:05:07.251Z\","
	           "\"registry\":{\"status\":\"dormant\","
	           "\"name\":\"newlixconfig\","
	           "\"description\":\"Newlix JSPConfig\"},"
	           "\"service\":{\"name\":\"ssh\",\"product\":\"OpenSSH\","
	           "\"version\":\"9.2p1\",\"extra\":\"Debian-2\","
	           "\"hostname\":null,\"os\":\"Linux\",\"device\":null,"
	           "\"cpe\":[\"cpe:/a:openbsd:openssh:9.2p1\","
	           "\"cpe:/o:debian:debian_linux\"],\"tls\":false,"
	           "\"via\":\"banner\",\"confidence\":\"certain\"},"
	           "\"tls\":null,"
	           "\"ssh\":{\"protocol\":\"2.0\","
	           "\"software\":\"OpenSSH_9.2p1\","
	           "\"kex\":[\"sntrup761x25519-sha512\","
	           "\"curve25519-sha256\"],\"ciphers\":[\"aes128-ctr\"]},"
	           "\"http\":null,\"details\":null,"
	           "\"banner\":\"SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n\","
	           "\"banner_b64\":"
	           "\"U1NILTIuMC1PcGVuU1NIXzkuMnAxIERlYmlhbi0yDQo=\","
	           "\"verdict\":\"investigate\","
	           "\"why\":[\"number-dormant\",\"service-differs\"],"
	           "\"suspect\":false,\"process\":null}"));
}

Test(jsonl, unknown_is_null)
{
	cr_expect(eq(str, line(write_one(SAMPLE_CLOSED), 1),
	             "{\"record\":\"port\",\"address\":\"10.0.0.9\","
	             "\"hostname\":null,\"port\":2076,\"protocol\":\"tcp\","
	             "\"state\":\"closed\",\"reason\":\"conn-refused\","
	             "\"rtt_ms\":0.31,\"attempts\":1,"
	             "\"time\":\"2026-11-23T16:05:07.251Z\","
	             "\"registry\":{\"status\":\"dormant\","
	             "\"name\":\"newlixconfig\","
	             "\"description\":\"Newlix JSPConfig\"},"
	             "\"service\":null,\"tls\":null,\"ssh\":null,"
	             "\"http\":null,\"details\":null,"
	             "\"banner\":null,\"banner_b64\":null,"
	             "\"verdict\":null,\"why\":[],\"suspect\":false,"
	             "\"process\":null}"));
}

Test(jsonl, summary_comes_last)
{
	cr_expect(eq(
		str, line(write_one(SAMPLE_DNS6), 2),
		"{\"record\":\"summary\",\"complete\":true,"
		"\"interrupted\":false,"
		"\"started\":\"2026-11-23T16:05:07.250Z\","
		"\"finished\":\"2026-11-23T16:05:08.550Z\","
		"\"elapsed_ms\":1300,\"addresses\":256,\"hosts_answered\":12,"
		"\"states\":{\"open\":5,\"closed\":33,\"filtered\":1242,"
		"\"open|filtered\":0,\"untested\":0},"
		"\"reasons\":{\"syn-ack\":4,\"udp-response\":1,"
		"\"conn-refused\":33,\"no-response\":1242},"
		"\"verdicts\":{\"expected\":2,\"unconfirmed\":1,"
		"\"investigate\":2},\"attempts\":2522,\"canaries\":9,"
		"\"answers\":38,\"retried_answers\":2,\"asked_once\":1000,"
		"\"loss\":0.05,\"missed\":0.000125,\"slowdowns\":4,"
		"\"hosts_icmp_limited\":1,\"hosts_suspect\":1,"
		"\"addresses_skipped\":3,\"unresolved\":[]}"));
}

Test(jsonl, estimate_without_evidence_is_null)
{
	struct scan_summary summary = { .loss = -1, .missed = -1 };
	struct text text;

	text_init(&text);
	record_summary(&text, &summary);
	cr_expect(ne(ptr, strstr(text.data, "\"loss\":null,\"missed\":null,"),
	             NULL));
	text_release(&text);
}

Test(jsonl, host_says_how_far_its_answers_can_be_trusted)
{
	struct host_summary host = sample_host();
	struct text text;

	host.suspect = true;
	text_init(&text);
	record_host(&text, &host);
	cr_expect(eq(str, text.data,
	             "{\"record\":\"host\",\"address\":\"10.0.0.5\","
	             "\"hostname\":\"gate.example\",\"states\":{\"open\":2,"
	             "\"closed\":0,\"filtered\":3,\"open|filtered\":0,"
	             "\"untested\":0},\"rtt_ms\":0.305,\"suspect\":true,"
	             "\"icmp_limited\":false}"));
	text_release(&text);
}

Test(jsonl, killed_scan_leaves_whole_lines)
{
	const char *path = sample_path();
	struct sink *sink = jsonl_sink_create(sample_output(path));
	const char *text;
	size_t lines = 0;

	sample_feed(sink);
	sink->flush(sink);
	text = sample_read(path);
	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	cr_expect(eq(sz, lines, 1 + SAMPLE_COUNT + 1));
	cr_expect(eq(chr, text[strlen(text) - 1], '\n'));
	sink->free(sink);
	unlink(path);
}

Test(jsonl, full_disk_is_reported_by_end)
{
	struct sink *sink = jsonl_sink_create(sample_output("/dev/full"));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
