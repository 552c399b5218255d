// SPDX-License-Identifier: Apache-2.0
#include "report/filter.h"

#include "report/csv.h"
#include "tests/report/sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

Test(filter, only_open_ports_pass)
{
	const char *path = sample_path();
	struct sink *sink =
		filter_open_sink_create(csv_sink_create(sample_output(path)));
	struct scan_summary summary = sample_summary();
	const char *text;
	size_t lines = 0;

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	text = sample_read(path);
	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	cr_expect(eq(sz, lines, 1 + SAMPLE_COUNT - 1));
	cr_expect(eq(ptr, strstr(text, "closed"), NULL));
	unlink(path);
}

Test(filter, open_or_filtered_is_not_open)
{
	const char *path = sample_path();
	struct sink *sink =
		filter_open_sink_create(csv_sink_create(sample_output(path)));
	struct scan_info info = sample_info();
	struct scan_summary summary = sample_summary();
	struct finding finding = sample_finding(SAMPLE_DNS6);

	finding.outcome =
		(struct outcome){ PORT_OPEN_FILTERED, REASON_NO_RESPONSE };
	sink->begin(sink, &info);
	sink->finding(sink, &finding);
	cr_expect(eq(int, sink->end(sink, &summary), 0));
	sink->free(sink);
	cr_expect(eq(ptr, strstr(sample_read(path), "2001:db8::9"), NULL));
	unlink(path);
}

Test(filter, passes_the_error_of_the_next_sink)
{
	struct sink *sink = filter_open_sink_create(
		csv_sink_create(sample_output("/dev/full")));
	struct scan_summary summary = sample_summary();

	sample_feed(sink);
	cr_expect(eq(int, sink->end(sink, &summary), ENOSPC));
	sink->free(sink);
}
