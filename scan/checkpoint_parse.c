// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint_parse.h"

#include "base/count.h"
#include "registry/digest.h"
#include "scan/checkpoint_fields.h"
#include "scan/checkpoint_words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char out_of_memory[] = "out of memory";
static const char cut_short[] = "ends early: a part of it is missing";
static const char bad_order[] = "does not belong here";

/* The order of a file; kinds of one section may come in any order. */
enum section {
	SECTION_NONE, /* before the first of these */
	SECTION_SCAN,
	SECTION_STARTED,
	SECTION_DISCOVERED,
	SECTION_SKIPPED,
	SECTION_LOG,
	SECTION_ELAPSED,
	SECTION_WORKERS,
};

struct parser {
	struct checkpoint *checkpoint;
	struct fields fields; /* of the line, behind the word for its kind */
	enum section section;
	int items;        /* of the identity that were read */
	uint64_t workers; /* as many as the identity says */
	bool has_cursor;
	struct checkpoint_heard heard;
};

/* `array` of `count`, with room for one more of `size`: it doubles.  NULL when
 * out of memory, and it is as it was. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count > 0 && (count & (count - 1)) != 0)
		return array;
	return reallocarray(array, count > 0 ? 2 * count : 1, size);
}

static const char *add_run(struct fields *fields, struct checkpoint_run **runs,
                           size_t *count, uint64_t *beyond)
{
	struct checkpoint_run run, *grown;

	if (!field_run(fields_next(fields), &run))
		return checkpoint_bad_number;
	grown = grow(*runs, *count, sizeof(run));
	if (grown == NULL)
		return out_of_memory;
	*runs = grown;
	grown[(*count)++] = run;
	if (*beyond <= run.last)
		*beyond = run.last + 1;
	return NULL;
}

/* The value of an item is the rest of the line. */
static const char *read_scan(struct parser *parser)
{
	struct fields *fields = &parser->fields;
	struct text *value = &parser->checkpoint->identity.of[parser->items];
	enum checkpoint_item item = (enum checkpoint_item)parser->items;

	if (parser->items == CHECKPOINT_ITEM_COUNT ||
	    !field_is(fields_next(fields), checkpoint_item_name(item)))
		return bad_order;
	for (const char *c = fields->at; c < fields->end; c++)
		if (*c < ' ' || *c > '~')
			return "has a byte that is no visible ASCII";
	text_append(value, fields->at, (size_t)(fields->end - fields->at));
	fields->more = false;
	parser->items++;
	if (value->failed)
		return out_of_memory;
	if (item == CHECKPOINT_SEED &&
	    !field_number((struct field){ value->data, value->len }, UINT64_MAX,
	                  &parser->checkpoint->seed))
		return checkpoint_bad_number;
	if (item == CHECKPOINT_WORKERS &&
	    !field_number((struct field){ value->data, value->len }, UINT32_MAX,
	                  &parser->workers))
		return checkpoint_bad_number;
	return NULL;
}

static const char *read_started(struct parser *parser)
{
	uint64_t started_us;

	if (parser->items < CHECKPOINT_ITEM_COUNT)
		return bad_order;
	if (!field_number(fields_next(&parser->fields), INT64_MAX, &started_us))
		return checkpoint_bad_number;
	parser->checkpoint->started_us = (int64_t)started_us;
	return NULL;
}

static const char *read_discovered(struct parser *parser)
{
	parser->checkpoint->discovered = true;
	return field_number(fields_next(&parser->fields), UINT64_MAX,
	                    &parser->checkpoint->discovery_attempts)
	               ? NULL
	               : checkpoint_bad_number;
}

static const char *read_skipped(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;

	if (!checkpoint->discovered)
		return bad_order;
	return add_run(&parser->fields, &checkpoint->skipped,
	               &checkpoint->skipped_count, &checkpoint->addresses);
}

static const char *read_port(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;
	struct checkpoint_finding finding;
	const char *why =
		fields_finding(&parser->fields, &finding, &parser->heard);

	if (why == NULL && checkpoint->questions <= finding.question)
		checkpoint->questions = finding.question + 1;
	return why;
}

static const char *read_host(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;
	struct checkpoint_host host;
	const char *why = fields_host(&parser->fields, &host);

	if (why == NULL && checkpoint->addresses <= host.place)
		checkpoint->addresses = host.place + 1;
	return why;
}

static const char *read_elapsed(struct parser *parser)
{
	return field_number(fields_next(&parser->fields), UINT64_MAX,
	                    &parser->checkpoint->elapsed_ms)
	               ? NULL
	               : checkpoint_bad_number;
}

/* Whose snapshot is being read; NULL: none that has begun with its cursor. */
static struct checkpoint_worker *current(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;

	return parser->has_cursor
	               ? &checkpoint->workers[checkpoint->worker_count - 1]
	               : NULL;
}

static const char *read_worker(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;
	struct checkpoint_worker *workers;
	uint32_t count = checkpoint->worker_count;
	uint64_t number;

	if (!field_number(fields_next(&parser->fields), UINT32_MAX - 1,
	                  &number))
		return checkpoint_bad_number;
	if (number != count || (count > 0 && !parser->has_cursor))
		return bad_order;
	workers = grow(checkpoint->workers, count, sizeof(*workers));
	if (workers == NULL)
		return out_of_memory;
	workers[count] = (struct checkpoint_worker){
		.snapshot = parser->fields.end + 1,
	};
	checkpoint->workers = workers;
	checkpoint->worker_count++;
	parser->has_cursor = false;
	return NULL;
}

static const char *read_cursor(struct parser *parser)
{
	struct checkpoint *checkpoint = parser->checkpoint;
	uint64_t cursor;

	if (checkpoint->worker_count == 0 || parser->has_cursor)
		return bad_order;
	if (!field_number(fields_next(&parser->fields), UINT64_MAX, &cursor))
		return checkpoint_bad_number;
	parser->has_cursor = true;
	current(parser)->cursor = cursor;
	if (checkpoint->questions < cursor)
		checkpoint->questions = cursor;
	return NULL;
}

static const char *read_ask(struct parser *parser)
{
	struct checkpoint_worker *worker = current(parser);

	if (worker == NULL)
		return bad_order;
	return add_run(&parser->fields, &worker->unsettled,
	               &worker->unsettled_count,
	               &parser->checkpoint->questions);
}

static const char *read_known(struct parser *parser)
{
	struct checkpoint_worker *worker = current(parser);
	struct checkpoint *checkpoint = parser->checkpoint;
	struct checkpoint_host host, *known;
	const char *why = fields_host(&parser->fields, &host);

	if (worker == NULL)
		return bad_order;
	if (why != NULL)
		return why;
	known = grow(worker->known, worker->known_count, sizeof(host));
	if (known == NULL)
		return out_of_memory;
	worker->known = known;
	known[worker->known_count++] = host;
	if (checkpoint->addresses <= host.place)
		checkpoint->addresses = host.place + 1;
	return NULL;
}

static const char *read_state(struct parser *parser)
{
	struct checkpoint_worker *worker = current(parser);
	enum port_state state;

	if (worker == NULL)
		return bad_order;
	if (!field_state(fields_next(&parser->fields), &state))
		return "no such state";
	return field_number(fields_next(&parser->fields), UINT64_MAX,
	                    &worker->tally.states[state])
	               ? NULL
	               : checkpoint_bad_number;
}

static const char *read_reason(struct parser *parser)
{
	struct checkpoint_worker *worker = current(parser);
	enum port_reason reason;

	if (worker == NULL)
		return bad_order;
	if (!field_reason(fields_next(&parser->fields), &reason))
		return "no such reason";
	return field_number(fields_next(&parser->fields), UINT64_MAX,
	                    &worker->tally.reasons[reason])
	               ? NULL
	               : checkpoint_bad_number;
}

static bool set_count(struct scan_tally *tally, struct field name,
                      uint64_t count)
{
	for (size_t i = 0; i < CHECKPOINT_COUNTS; i++)
		if (field_is(name, checkpoint_counts[i].name)) {
			*(uint64_t *)((char *)tally +
			              checkpoint_counts[i].offset) = count;
			return true;
		}
	if (!field_is(name, CHECKPOINT_MISSED))
		return false;
	tally->missed = (double)count / CHECKPOINT_MISSED_UNIT;
	return true;
}

static const char *read_count(struct parser *parser)
{
	struct checkpoint_worker *worker = current(parser);
	struct field name = fields_next(&parser->fields);
	uint64_t count;

	if (worker == NULL)
		return bad_order;
	if (!field_number(fields_next(&parser->fields), UINT64_MAX, &count))
		return checkpoint_bad_number;
	return set_count(&worker->tally, name, count) ? NULL : "no such count";
}

static const struct kind {
	const char *word;
	enum section section;
	bool once;
	const char *(*read)(struct parser *parser);
} kinds[] = {
	{ "scan", SECTION_SCAN, false, read_scan },
	{ "started", SECTION_STARTED, true, read_started },
	{ "discovered", SECTION_DISCOVERED, true, read_discovered },
	{ "skipped", SECTION_SKIPPED, false, read_skipped },
	{ "port", SECTION_LOG, false, read_port },
	{ "host", SECTION_LOG, false, read_host },
	{ "elapsed", SECTION_ELAPSED, true, read_elapsed },
	{ "worker", SECTION_WORKERS, false, read_worker },
	{ "cursor", SECTION_WORKERS, false, read_cursor },
	{ "ask", SECTION_WORKERS, false, read_ask },
	{ "known", SECTION_WORKERS, false, read_known },
	{ "state", SECTION_WORKERS, false, read_state },
	{ "reason", SECTION_WORKERS, false, read_reason },
	{ "count", SECTION_WORKERS, false, read_count },
};

/* May a line of `kind` follow one of `last`?  The identity, the start and the
 * time elapsed have to be there. */
static bool may_follow(enum section last, const struct kind *kind)
{
	static const enum section needed[] = { SECTION_SCAN, SECTION_STARTED,
		                               SECTION_ELAPSED };

	for (size_t i = 0; i < COUNT(needed); i++)
		if (last < needed[i] && kind->section > needed[i])
			return false;
	return kind->section > last || (kind->section == last && !kind->once);
}

/* The log is the lines from the first to the last of its kinds, and so is a
 * worker's snapshot. */
static void extend_spans(struct parser *parser, const char *line)
{
	struct checkpoint *checkpoint = parser->checkpoint;
	const char *next = parser->fields.end + 1;

	if (parser->section == SECTION_LOG) {
		if (checkpoint->log_len == 0)
			checkpoint->log = line;
		checkpoint->log_len = (size_t)(next - checkpoint->log);
	}
	if (current(parser) != NULL)
		current(parser)->snapshot_len =
			(size_t)(next - current(parser)->snapshot);
}

static const char *read_line(struct parser *parser, const char *line,
                             const char *end)
{
	struct field first;
	const char *why;

	parser->fields = (struct fields){ line, end, true };
	first = fields_next(&parser->fields);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (!field_is(first, kinds[i].word))
			continue;
		if (!may_follow(parser->section, &kinds[i]))
			return bad_order;
		parser->section = kinds[i].section;
		why = kinds[i].read(parser);
		if (why == NULL && parser->fields.more)
			why = "has more words than it should";
		if (why == NULL)
			extend_spans(parser, line);
		return why;
	}
	return "no such kind of line";
}

/* The first line, in which this version of the format says that it is it. */
static const char *read_magic(const char *line, const char *end)
{
	struct fields fields = { line, end, true };
	uint64_t version;

	if (!field_is(fields_next(&fields), CHECKPOINT_MAGIC) ||
	    !field_number(fields_next(&fields), UINT64_MAX, &version) ||
	    fields.more)
		return "not a checkpoint of portscan";
	return version == CHECKPOINT_VERSION
	               ? NULL
	               : "the checkpoint of another version of portscan";
}

/* Is the line from `line` to `end` the digest of all of `bytes` before? */
static const char *read_end(const char *bytes, const char *line,
                            const char *end)
{
	struct fields fields = { line, end, true };
	char sha256[DIGEST_HEX_SIZE];

	if (!field_is(fields_next(&fields), "end"))
		return cut_short;
	if (!digest_sha256(bytes, (size_t)(line - bytes), sha256))
		return out_of_memory;
	return field_is(fields_next(&fields), sha256) && !fields.more
	               ? NULL
	               : "its digest does not match: it was changed or "
	                 "damaged";
}

static const char *check_whole(const struct parser *parser)
{
	const struct checkpoint *checkpoint = parser->checkpoint;

	if (parser->section < SECTION_ELAPSED ||
	    (checkpoint->worker_count > 0 && !parser->has_cursor) ||
	    checkpoint->worker_count != parser->workers)
		return "something is missing before this";
	return NULL;
}

/* Where the line feed of a line is, or `end` when it has none. */
static const char *line_end(const char *line, const char *end)
{
	const char *feed = memchr(line, '\n', (size_t)(end - line));

	return feed != NULL ? feed : end;
}

/* The lines from `line`, number 2, to the last one at `end`. */
static const char *read_lines(struct parser *parser, const char *line,
                              const char *end, size_t *number)
{
	while (line < end) {
		const char *feed = line_end(line, end);
		const char *why;

		++*number;
		why = read_line(parser, line, feed);
		if (why != NULL)
			return why;
		line = feed + 1;
	}
	++*number;
	return check_whole(parser);
}

/* A line that does not end counts too. */
static size_t count_lines(const char *bytes, size_t len)
{
	size_t lines = len > 0 && bytes[len - 1] != '\n';

	for (size_t i = 0; i < len; i++)
		lines += bytes[i] == '\n';
	return lines;
}

/* Where the last line starts, which ends with the bytes. */
static const char *last_line(const char *bytes, size_t len)
{
	const char *before = memrchr(bytes, '\n', len - 1);

	return before != NULL ? before + 1 : bytes;
}

bool checkpoint_parse(const char *bytes, size_t len,
                      struct checkpoint *checkpoint,
                      struct checkpoint_error *error)
{
	struct parser parser = { .checkpoint = checkpoint };
	const char *first_end = line_end(bytes, bytes + len);
	const char *last;

	*checkpoint = (struct checkpoint){ .log = bytes };
	checkpoint_identity_init(&checkpoint->identity);
	error->line = 1;
	error->why = read_magic(bytes, first_end);
	if (error->why != NULL)
		return false;
	error->line = count_lines(bytes, len);
	error->why = cut_short;
	if (bytes[len - 1] != '\n')
		return false;
	last = last_line(bytes, len);
	error->why = read_end(bytes, last, bytes + len - 1);
	if (error->why != NULL)
		return false;
	error->line = 1;
	error->why = read_lines(&parser, first_end + 1, last, &error->line);
	return error->why == NULL;
}

void checkpoint_release(struct checkpoint *checkpoint)
{
	checkpoint_identity_release(&checkpoint->identity);
	free(checkpoint->skipped);
	for (uint32_t i = 0; i < checkpoint->worker_count; i++) {
		free(checkpoint->workers[i].unsettled);
		free(checkpoint->workers[i].known);
	}
	free(checkpoint->workers);
	*checkpoint = (struct checkpoint){ 0 };
	checkpoint_identity_init(&checkpoint->identity);
}

bool checkpoint_fits(const struct checkpoint *checkpoint, uint64_t questions,
                     uint64_t addresses)
{
	return checkpoint->questions <= questions &&
	       checkpoint->addresses <= addresses;
}

void checkpoint_log_open(struct checkpoint_log *log,
                         const struct checkpoint *checkpoint)
{
	log->at = checkpoint->log;
	log->end = checkpoint->log + checkpoint->log_len;
}

bool checkpoint_log_next(struct checkpoint_log *log,
                         struct checkpoint_record *record)
{
	struct fields fields = { .at = log->at, .more = true };
	const char *why;

	if (log->at == log->end)
		return false;
	fields.end = line_end(log->at, log->end);
	log->at = fields.end + 1;
	record->is_host = field_is(fields_next(&fields), "host");
	why = record->is_host
	              ? fields_host(&fields, &record->host)
	              : fields_finding(&fields, &record->finding, &log->heard);
	assert(why == NULL); /* it was read before */
	return why == NULL;
}
