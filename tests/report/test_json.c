// SPDX-License-Identifier: Apache-2.0
#include "report/json.h"

#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static void expect_ends_with(const char *text, const char *end)
{
	size_t text_len = strlen(text), end_len = strlen(end);

	cr_assert(ge(sz, text_len, end_len));
	cr_expect(eq(str, (char *)text + text_len - end_len, (char *)end));
}

Test(json, empty_scan_is_a_whole_document)
{
	const char *path = sample_path();
	struct sink *sink = json_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	char *text;

	sink->begin(sink, &info);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	text = sample_read(path);
	cr_expect(eq(int, strncmp(text, "{\"scan\":{\"record\":\"scan\",", 24),
	             0));
	cr_expect(ne(ptr,
	             strstr(text, "},\n\"ports\":[\n],\n\"hosts\":[\n],\n"
	                          "\"summary\":{\"record\":\"summary\","),
	             NULL));
	expect_ends_with(text, "},\n\"complete\":true}\n");
	unlink(path);
}

Test(json, incomplete_scan_says_so)
{
	const char *path = sample_path();
	struct sink *sink = json_sink_create(sample_output(path));
	struct scan_summary summary = sample_summary();

	summary.complete = false;
	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	expect_ends_with(sample_read(path), "},\n\"complete\":false}\n");
	unlink(path);
}

Test(json, records_are_separated_by_commas)
{
	const char *path = sample_path();
	struct sink *sink = json_sink_create(sample_output(path));
	struct scan_summary summary = sample_summary();
	const char *at;
	int ports = 0;

	sample_feed(sink);
	sink->end(sink, &summary);
	sink->free(sink);
	at = strstr(sample_read(path), "\"ports\":[\n{\"record\":\"port\"");
	cr_assert(ne(ptr, (void *)at, NULL));
	for (; (at = strstr(at, "\n{\"record\":\"port\"")) != NULL; at++)
		cr_expect(eq(chr, at[-1], ports++ == 0 ? '[' : ','));
	cr_expect(eq(int, ports, SAMPLE_COUNT));
	unlink(path);
}

/* Killed at any point: what the file holds then. */
Test(json, file_ends_well_after_every_flush)
{
	const char *path = sample_path();
	struct sink *sink = json_sink_create(sample_output(path));
	struct scan_info info = sample_info();
	struct finding finding = sample_finding(SAMPLE_SSH);
	struct host_summary host = sample_host();

	sink->begin(sink, &info);
	expect_ends_with(sample_read(path),
	                 "},\n\"ports\":[\n],\n\"hosts\":[\n],\n"
	                 "\"summary\":null,\n\"complete\":false}\n");
	for (int i = 0; i < 3; i++) {
		sink->finding(sink, &finding);
		sink->flush(sink);
		expect_ends_with(sample_read(path),
		                 "\"suspect\":false,\"process\":null}\n],"
		                 "\n\"hosts\":[\n],\n"
		                 "\"summary\":null,\n\"complete\":false}\n");
	}
	sink->host(sink, &host);
	sink->flush(sink);
	expect_ends_with(sample_read(path),
	                 "}\n],\n\"summary\":null,\n\"complete\":false}\n");
	sink->free(sink);
	expect_ends_with(sample_read(path), "\"complete\":false}\n");
	unlink(path);
}

Test(json, full_disk_is_reported_by_end)
{
	struct sink *sink = json_sink_create(sample_output("/dev/full"));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
