// SPDX-License-Identifier: Apache-2.0
#include "cli/reports.h"

#include "report/csv.h"
#include "report/filter.h"
#include "report/html.h"
#include "report/json.h"
#include "report/jsonl.h"
#include "report/output.h"
#include "report/table.h"
#include "report/tee.h"
#include "report/xml.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct style terminal_style(const struct scan_request *request)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	struct style style = { 0 };
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return style;
	/* https://no-color.org: when present and not empty. */
	style.color = !request->no_color &&
	              (no_color == NULL || *no_color == '\0') && term != NULL &&
	              strcmp(term, "dumb") != 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		style.width = size.ws_col;
	return style;
}

static struct sink *create_writer(enum report_format format,
                                  struct output *output)
{
	switch (format) {
	case FORMAT_CSV: return csv_sink_create(output);
	case FORMAT_JSON: return json_sink_create(output);
	case FORMAT_JSONL: return jsonl_sink_create(output);
	case FORMAT_HTML: return html_sink_create(output);
	case FORMAT_XML: return xml_sink_create(output);
	}
	return NULL;
}

/* Put `writer`, which owns `output` if it is there, behind the filter and
 * into `tee`. */
static bool add_writer(struct sink *tee, struct sink *writer,
                       struct output *output, const char *name, bool show_all,
                       struct text *error)
{
	struct sink *branch = writer;

	if (writer == NULL) {
		output_free(output);
		text_append_string(error, "out of memory");
		return false;
	}
	if (!show_all)
		branch = filter_open_sink_create(writer);
	if (branch != NULL && tee_sink_add(tee, branch, name))
		return true;
	if (branch == NULL)
		branch = writer;
	branch->free(branch);
	text_append_string(error, "out of memory");
	return false;
}

static bool open_all(struct sink *tee, const struct scan_request *request,
                     struct text *error)
{
	bool table = true;
	struct style style = terminal_style(request);
	struct output *output;

	for (size_t i = 0; i < request->report_count; i++) {
		const struct report_request *report = &request->reports[i];

		if (strcmp(report->path, "-") == 0)
			table = false;
		output = output_open(report->path, error);
		if (output == NULL ||
		    !add_writer(tee, create_writer(report->format, output),
		                output, report->path, request->show_all, error))
			return false;
	}
	if (!table)
		return true;
	output = output_open("-", error);
	return output != NULL &&
	       add_writer(tee, table_sink_create(output, &style), output,
	                  "standard output", request->show_all, error);
}

struct sink *reports_open(const struct scan_request *request,
                          struct text *error)
{
	struct sink *tee = tee_sink_create();

	if (tee == NULL) {
		text_append_string(error, "out of memory");
		return NULL;
	}
	if (open_all(tee, request, error))
		return tee;
	tee->free(tee);
	return NULL;
}
