// SPDX-License-Identifier: Apache-2.0
#include "report/json.h"

#include "report/record.h"

#include <stdlib.h>

/* The document from one list to the next, and how it ends when cut short. */
#define HOSTS_FOLLOW "\n],\n\"hosts\":["
#define SUMMARY_FOLLOWS "\n],\n\"summary\":"
#define COMPLETE_FOLLOWS ",\n\"complete\":"
#define CUT_IN_HOSTS SUMMARY_FOLLOWS "null" COMPLETE_FOLLOWS "false}\n"
#define CUT_IN_PORTS HOSTS_FOLLOW CUT_IN_HOSTS

struct json {
	struct sink sink;
	struct output *output;
	bool in_hosts;   /* rather than in ports */
	bool list_empty; /* the list we are in */
};

static struct json *json_of(struct sink *sink)
{
	return (struct json *)sink;
}

static void next_item(struct json *json)
{
	text_append_string(output_text(json->output),
	                   json->list_empty ? "\n" : ",\n");
	json->list_empty = false;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct json *json = json_of(sink);
	struct text *text = output_text(json->output);

	output_begin(json->output);
	output_set_tail(json->output, CUT_IN_PORTS);
	text_append_string(text, "{\"scan\":");
	record_scan(text, info);
	text_append_string(text, ",\n\"ports\":[");
	output_commit(json->output);
	output_flush(json->output);
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct json *json = json_of(sink);

	next_item(json);
	record_port(output_text(json->output), finding);
	output_commit(json->output);
}

static void flush(struct sink *sink)
{
	output_flush(json_of(sink)->output);
}

static void go_to_hosts(struct json *json)
{
	if (json->in_hosts)
		return;
	text_append_string(output_text(json->output), HOSTS_FOLLOW);
	output_set_tail(json->output, CUT_IN_HOSTS);
	json->in_hosts = true;
	json->list_empty = true;
}

static void host(struct sink *sink, const struct host_summary *host)
{
	struct json *json = json_of(sink);

	go_to_hosts(json);
	next_item(json);
	record_host(output_text(json->output), host);
	output_commit(json->output);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct json *json = json_of(sink);
	struct text *text = output_text(json->output);

	go_to_hosts(json);
	text_append_string(text, SUMMARY_FOLLOWS);
	record_summary(text, summary);
	text_append_string(text, COMPLETE_FOLLOWS);
	text_append_string(text, summary->complete ? "true}\n" : "false}\n");
	output_commit(json->output);
	return output_end(json->output);
}

static void release(struct sink *sink)
{
	output_free(json_of(sink)->output);
	free(sink);
}

struct sink *json_sink_create(struct output *output)
{
	struct json *json = malloc(sizeof(*json));

	if (json == NULL)
		return NULL;
	*json = (struct json){
		.sink = { begin, finding, flush, host, end, release },
		.output = output,
		.list_empty = true,
	};
	return &json->sink;
}
