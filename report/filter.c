// SPDX-License-Identifier: Apache-2.0
#include "report/filter.h"

#include <stdlib.h>

struct filter {
	struct sink sink;
	struct sink *next;
};

static struct sink *next_of(struct sink *sink)
{
	return ((struct filter *)sink)->next;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	next_of(sink)->begin(next_of(sink), info);
}

static void finding(struct sink *sink, const struct finding *finding)
{
	if (finding->outcome.state == PORT_OPEN)
		next_of(sink)->finding(next_of(sink), finding);
}

static void flush(struct sink *sink)
{
	next_of(sink)->flush(next_of(sink));
}

static void host(struct sink *sink, const struct host_summary *host)
{
	next_of(sink)->host(next_of(sink), host);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	return next_of(sink)->end(next_of(sink), summary);
}

static void release(struct sink *sink)
{
	next_of(sink)->free(next_of(sink));
	free(sink);
}

struct sink *filter_open_sink_create(struct sink *next)
{
	struct filter *filter = malloc(sizeof(*filter));

	if (filter == NULL)
		return NULL;
	*filter = (struct filter){
		.sink = { begin, finding, flush, host, end, release },
		.next = next,
	};
	return &filter->sink;
}
