// SPDX-License-Identifier: Apache-2.0
#include "audit/collector.h"

#include "report/record.h"

#include <errno.h>
#include <stdlib.h>

struct collector {
	struct sink sink;
	struct collected *into;
	struct text record; /* of the finding at hand */
	struct text why;
};

static struct collector *collector_of(struct sink *sink)
{
	return (struct collector *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct collected *into = collector_of(sink)->into;

	into->snapshot.time_us = info->started_us;
}

static void keep_record(struct collector *collector,
                        const struct finding *finding)
{
	struct text *record = &collector->record;

	text_clear(record);
	record_port(record, finding);
	if (record->failed)
		collector->into->error = ENOMEM;
	else if (!snapshot_add_record(&collector->into->snapshot, record->data,
	                              record->len, &collector->why))
		collector->into->error = EBADMSG;
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct collector *collector = collector_of(sink);

	if (finding->outcome.state == PORT_OPEN)
		keep_record(collector, finding);
	else
		coverage_add(collector->into->snapshot.coverage,
		             &finding->address, finding->protocol,
		             finding->port, finding->outcome);
}

static void flush(struct sink *sink)
{
	(void)sink;
}

/* What a host answered is in its ports. */
static void host(struct sink *sink, const struct host_summary *host)
{
	(void)sink;
	(void)host;
}

static void keep_unresolved(struct collected *into,
                            const struct scan_summary *summary)
{
	for (size_t i = 0; i < summary->unresolved_count; i++)
		text_printf(&into->unresolved, "%s%s", i > 0 ? ", " : "",
		            summary->unresolved[i]);
	into->summary.unresolved = NULL;
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct collected *into = collector_of(sink)->into;

	into->summary = *summary;
	keep_unresolved(into, summary);
	snapshot_sort(&into->snapshot);
	if (into->unresolved.failed || coverage_failed(into->snapshot.coverage))
		into->error = ENOMEM;
	into->ended = into->error == 0;
	return into->error;
}

static void release(struct sink *sink)
{
	struct collector *collector = collector_of(sink);

	text_release(&collector->record);
	text_release(&collector->why);
	free(collector);
}

bool collected_init(struct collected *collected, enum depth depth)
{
	*collected = (struct collected){ .snapshot.depth = depth };
	text_init(&collected->unresolved);
	collected->snapshot.coverage = coverage_create();
	return collected->snapshot.coverage != NULL;
}

void collected_release(struct collected *collected)
{
	snapshot_release(&collected->snapshot);
	text_release(&collected->unresolved);
}

struct sink *collector_create(struct collected *collected)
{
	struct collector *collector = malloc(sizeof(*collector));

	if (collector == NULL)
		return NULL;
	*collector = (struct collector){
		.sink = { begin, finding, flush, host, end, release },
		.into = collected,
	};
	text_init(&collector->record);
	text_init(&collector->why);
	return &collector->sink;
}
