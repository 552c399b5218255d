// SPDX-License-Identifier: Apache-2.0
#include "report/csv.h"

#include "base/count.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <unistd.h>

#define COLUMNS                                                                \
	"address,hostname,port,protocol,state,reason,rtt_ms,"                  \
	"registry_status,registry_name,service,product,version,verdict,why,"   \
	"banner,time\n"

static char *write_one(enum sample which)
{
	const char *path = sample_path();
	struct sink *sink = csv_sink_create(sample_output(path));
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

static const struct {
	enum sample which;
	const char *line;
} rows[] = {
	{ SAMPLE_SSH,
	  "10.0.0.5,gate.example,22,tcp,open,syn-ack,0.31,assigned,ssh,ssh,"
	  "OpenSSH,9.2p1,expected,service-matches,"
	  "SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n,2026-11-23T16:05:07.251Z\n" },
	{ SAMPLE_DORMANT,
	  "10.0.0.5,,2076,tcp,open,syn-ack,0.31,dormant,newlixconfig,ssh,"
	  "OpenSSH,9.2p1,investigate,number-dormant service-differs,"
	  "SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n,2026-11-23T16:05:07.251Z\n" },
	{ SAMPLE_CLOSED,
	  "10.0.0.9,,2076,tcp,closed,conn-refused,0.31,dormant,newlixconfig,"
	  ",,,,,,2026-11-23T16:05:07.251Z\n" },
	{ SAMPLE_DNS6,
	  "2001:db8::9,,53,udp,open,udp-response,1.001,assigned,domain,dns,,,"
	  "expected,service-matches,\\x137\\x80,2026-11-23T16:05:07.251Z\n" },
	{ SAMPLE_HOSTILE,
	  "10.0.0.7,\\x1b[31mevil,25565,tcp,open,syn-ack,,unassigned,,,,,"
	  "investigate,number-unassigned unrecognised,"
	  "\"\\x3dcmd|' /C calc'!A0\\x1b[2J\\x00\"\"a\"\",b;\"\"\\x3d1\"\""
	  "\\r\\n\\xff\\xc3(caf\xc3\xa9\\xe2\\x80\\xae\","
	  "2026-11-23T16:05:07.251Z\n" },
};

Test(csv, line_has_every_column_in_order)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text expected;

		text_init(&expected);
		text_append_string(&expected, COLUMNS);
		text_append_string(&expected, rows[i].line);
		cr_expect(eq(str, write_one(rows[i].which), expected.data));
		text_release(&expected);
	}
}

Test(csv, empty_scan_is_the_names_alone)
{
	const char *path = sample_path();
	struct sink *sink = csv_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();

	sink->begin(sink, &info);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	cr_expect(eq(str, sample_read(path), COLUMNS));
	unlink(path);
}

Test(csv, full_disk_is_reported_by_end)
{
	struct sink *sink = csv_sink_create(sample_output("/dev/full"));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
