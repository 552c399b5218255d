// SPDX-License-Identifier: Apache-2.0
#include "report/tee.h"

#include <stdlib.h>

struct branch {
	struct sink *sink;
	const char *name;
};

struct tee {
	struct sink sink;
	struct branch *branches;
	size_t count;
	const char *failed;
};

static struct tee *tee_of(struct sink *sink)
{
	return (struct tee *)sink;
}

static void begin(struct sink *sink, const struct scan_info *info)
{
	struct tee *tee = tee_of(sink);

	for (size_t i = 0; i < tee->count; i++)
		tee->branches[i].sink->begin(tee->branches[i].sink, info);
}

static void finding(struct sink *sink, const struct finding *finding)
{
	struct tee *tee = tee_of(sink);

	for (size_t i = 0; i < tee->count; i++)
		tee->branches[i].sink->finding(tee->branches[i].sink, finding);
}

static void flush(struct sink *sink)
{
	struct tee *tee = tee_of(sink);

	for (size_t i = 0; i < tee->count; i++)
		tee->branches[i].sink->flush(tee->branches[i].sink);
}

static void host(struct sink *sink, const struct host_summary *host)
{
	struct tee *tee = tee_of(sink);

	for (size_t i = 0; i < tee->count; i++)
		tee->branches[i].sink->host(tee->branches[i].sink, host);
}

static int end(struct sink *sink, const struct scan_summary *summary)
{
	struct tee *tee = tee_of(sink);
	int first = 0;

	for (size_t i = 0; i < tee->count; i++) {
		struct branch *branch = &tee->branches[i];
		int error = branch->sink->end(branch->sink, summary);

		if (first == 0 && error != 0) {
			first = error;
			tee->failed = branch->name;
		}
	}
	return first;
}

static void release(struct sink *sink)
{
	struct tee *tee = tee_of(sink);

	for (size_t i = 0; i < tee->count; i++)
		tee->branches[i].sink->free(tee->branches[i].sink);
	free(tee->branches);
	free(tee);
}

struct sink *tee_sink_create(void)
{
	struct tee *tee = calloc(1, sizeof(*tee));

	if (tee == NULL)
		return NULL;
	tee->sink = (struct sink){ begin, finding, flush, host, end, release };
	return &tee->sink;
}

bool tee_sink_add(struct sink *sink, struct sink *branch, const char *name)
{
	struct tee *tee = tee_of(sink);
	struct branch *branches =
		realloc(tee->branches, (tee->count + 1) * sizeof(*branches));

	if (branches == NULL)
		return false;
	branches[tee->count++] = (struct branch){ branch, name };
	tee->branches = branches;
	return true;
}

const char *tee_sink_failed(const struct sink *sink)
{
	return ((const struct tee *)sink)->failed;
}
