// SPDX-License-Identifier: Apache-2.0
/*
 * Write the sample scan with a real writer, for other programs to read:
 *
 *   emit json|jsonl|csv|xml|html|table FILE [killed]
 *
 * killed: raise SIGKILL before end, as when the scan is cut down.
 *
 *   emit facts
 *
 * Print each key of facts that reports show: its group, name and kind.
 */
#include "base/count.h"
#include "report/csv.h"
#include "report/fact_groups.h"
#include "report/html.h"
#include "report/json.h"
#include "report/jsonl.h"
#include "report/table.h"
#include "report/xml.h"
#include "tests/report/sample.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct sink *create_table(struct output *output)
{
	return table_sink_create(output, &(struct style){ .width = 80 });
}

static const struct {
	const char *name;
	struct sink *(*create)(struct output *output);
} formats[] = {
	{ "json", json_sink_create }, { "jsonl", jsonl_sink_create },
	{ "csv", csv_sink_create },   { "xml", xml_sink_create },
	{ "html", html_sink_create }, { "table", create_table },
};

static int emit(struct sink *sink, bool killed)
{
	struct scan_summary summary = sample_summary();
	int error;

	sample_feed(sink);
	if (killed) {
		sink->flush(sink);
		raise(SIGKILL);
	}
	error = sink->end(sink, &summary);
	sink->free(sink);
	return error == 0 ? 0 : 1;
}

static const char *kind_name(enum fact_kind kind)
{
	switch (kind) {
	case FACT_TEXT: return "text";
	case FACT_NUMBER: return "number";
	case FACT_FLAG: return "flag";
	case FACT_LIST: return "list";
	}
	return "";
}

static int print_facts(void)
{
	struct fact_group group = { .name = NULL };

	while (fact_group_next(&group))
		for (int key = (int)group.first; key <= (int)group.last;
		     key++) {
			const struct fact_row *row =
				fact_row((enum fact_key)key);

			printf("%s %s %s\n", group.name, row->name,
			       kind_name(row->kind));
		}
	return 0;
}

int main(int argc, char **argv)
{
	bool killed = argc == 4 && strcmp(argv[3], "killed") == 0;

	if (argc == 2 && strcmp(argv[1], "facts") == 0)
		return print_facts();
	for (size_t i = 0; i < COUNT(formats); i++)
		if (argc >= 3 && strcmp(argv[1], formats[i].name) == 0)
			return emit(formats[i].create(sample_output(argv[2])),
			            killed);
	fprintf(stderr,
	        "usage: %s json|jsonl|csv|xml|html|table FILE [killed] | "
	        "facts\n",
	        argv[0]);
	return 2;
}
