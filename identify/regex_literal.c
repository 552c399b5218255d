// SPDX-License-Identifier: Apache-2.0
/*
 * Goes through the source of a regex and collects runs: bytes that follow each
 * other in whatever matches.  A run ends where something else comes.  What a
 * group brings is forgotten behind it if the group is optional, has
 * alternatives or looks around.
 */
#include "identify/regex_literal.h"

#include "identify/regex_source.h"

enum { DEPTH_MAX = 50 };

struct run {
	struct regex_literal literal;
	bool at_start; /* the subject begins with it */
};

struct scan {
	struct regex_source source;
	struct run run; /* what ends where the rest of the source begins */
	struct regex_literals found;
	size_t depth; /* of groups */
	bool begun;   /* something stands in front of the rest */
};

static void end_run(struct scan *scan)
{
	struct run *run = &scan->run;

	if (run->at_start)
		scan->found.prefix = run->literal;
	if (run->literal.len > scan->found.inside.len)
		scan->found.inside = run->literal;
	run->literal.len = 0;
	run->at_start = false;
}

static void extend_run(struct scan *scan, uint8_t byte)
{
	if (scan->run.literal.len == REGEX_LITERAL_MAX)
		end_run(scan);
	scan->run.literal.bytes[scan->run.literal.len++] = byte;
}

/* A byte that may repeat ends one run, and its last copy begins another. */
static void add_byte(struct scan *scan, uint8_t byte,
                     struct regex_quantity quantity)
{
	if (quantity.optional) {
		end_run(scan);
		return;
	}
	extend_run(scan, byte);
	if (!quantity.once) {
		end_run(scan);
		extend_run(scan, byte);
	}
}

static void add_anchor(struct scan *scan, struct regex_quantity quantity)
{
	bool first = !scan->begun && scan->depth == 0;

	end_run(scan);
	scan->run.at_start = first && quantity.once;
}

static void scan_plain(struct scan *scan)
{
	struct bytes plain = regex_source_plain(&scan->source);

	for (size_t i = 0; i < plain.len; i++)
		extend_run(scan, regex_source_fold(plain.data[i]));
	scan->begun = scan->begun || plain.len > 0;
}

static void scan_atom(struct scan *scan)
{
	struct regex_atom atom = regex_source_atom(&scan->source);
	struct regex_quantity quantity;

	if (atom.kind == REGEX_ATOM_NOTHING)
		return;
	quantity = regex_source_quantity(&scan->source);
	switch (atom.kind) {
	case REGEX_ATOM_BYTE: add_byte(scan, atom.byte, quantity); break;
	case REGEX_ATOM_ANCHOR: add_anchor(scan, quantity); break;
	case REGEX_ATOM_OTHER:
	case REGEX_ATOM_NOTHING: end_run(scan); break;
	}
	scan->begun = true;
}

static void scan_group(struct scan *scan);

/* Up to the mark that closes the group, or the end.  `*several` becomes true
 * when there are alternatives: then nothing in it is necessary. */
static enum regex_mark scan_alternatives(struct scan *scan, bool *several)
{
	enum regex_mark mark = regex_source_mark(&scan->source);

	while (mark != REGEX_MARK_CLOSE && mark != REGEX_MARK_END) {
		if (mark == REGEX_MARK_NONE)
			scan_atom(scan);
		else if (mark == REGEX_MARK_OPEN)
			scan_group(scan);
		else
			*several = true;
		scan_plain(scan);
		mark = regex_source_mark(&scan->source);
	}
	return mark;
}

/* The inside of a group, its end, and how often it may stand there. */
static void scan_inside(struct scan *scan, bool looks)
{
	struct regex_literals found = scan->found;
	struct run run = scan->run;
	struct regex_quantity quantity;
	bool several = false;

	scan->begun = true;
	scan->depth++;
	if (scan_alternatives(scan, &several) == REGEX_MARK_END)
		regex_source_give_up(&scan->source);
	scan->depth--;
	quantity = regex_source_quantity(&scan->source);
	if (several || looks || quantity.optional) {
		scan->found = found;
		scan->run = run;
	}
	if (several || looks || !quantity.once)
		end_run(scan);
}

/* Behind an opening parenthesis. */
static void scan_group(struct scan *scan)
{
	enum regex_group group = regex_source_group(&scan->source);

	if (group == REGEX_GROUP_STRANGE || scan->depth == DEPTH_MAX)
		regex_source_give_up(&scan->source);
	else if (group != REGEX_GROUP_NONE)
		scan_inside(scan, group == REGEX_GROUP_LOOKS);
}

void regex_literals_find(struct bytes source, struct regex_literals *found)
{
	struct scan scan = { .source.rest = source };
	bool several = false;
	enum regex_mark end = scan_alternatives(&scan, &several);

	end_run(&scan);
	*found = scan.found;
	if (several || scan.source.bewildered || end == REGEX_MARK_CLOSE)
		*found = (struct regex_literals){ 0 };
	if (scan.source.multiline)
		found->prefix.len = 0;
}
