// SPDX-License-Identifier: Apache-2.0
#include "report/jsonl.h"

#include "report/record.h"

#include <stdlib.h>

struct jsonl {
	struct sink sink;
	struct output *output;
};

static struct output *output_of(struct sink *sink)
{
	return ((struct jsonl *)sink)->output;
}

static void end_line(struct output *output)
{
	text_append_char(output_text(output), '\n');
	output_commit(output);
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct output *output = output_of(sink);

	output_begin(output);
	record_scan(output_text(output), info);
	end_line(output);
	output_flush(output);
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct output *output = output_of(sink);

	record_port(output_text(output), finding);
	end_line(output);
}

static void flush(struct sink *sink)
{
	output_flush(output_of(sink));
}

static void host(struct sink *sink, const struct host_summary *host)
{
	struct output *output = output_of(sink);

	record_host(output_text(output), host);
	end_line(output);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct output *output = output_of(sink);

	record_summary(output_text(output), summary);
	end_line(output);
	return output_end(output);
}

static void release(struct sink *sink)
{
	output_free(output_of(sink));
	free(sink);
}

struct sink *jsonl_sink_create(struct output *output)
{
	struct jsonl *jsonl = malloc(sizeof(*jsonl));

	if (jsonl == NULL)
		return NULL;
	*jsonl = (struct jsonl){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
	};
	return &jsonl->sink;
}
