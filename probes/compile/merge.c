// SPDX-License-Identifier: Apache-2.0
#include "probes/compile/merge.h"

#include "base/grow.h"
#include "identify/db_words.h"

#include <stdlib.h>

static bool add_section(struct merge *merge)
{
	struct merge_section *sections = grow(merge->sections, &merge->room,
	                                      merge->count, sizeof(*sections));

	if (sections == NULL)
		return false;
	merge->sections = sections;
	sections[merge->count++] = (struct merge_section){ 0 };
	return true;
}

static bool add_line(struct merge_section *section, struct merge_line line)
{
	struct merge_line *lines = grow(section->lines, &section->room,
	                                section->count, sizeof(*lines));

	if (lines == NULL)
		return false;
	section->lines = lines;
	lines[section->count++] = line;
	return true;
}

static bool is_same(struct bytes a, struct bytes b)
{
	return a.len == b.len && bytes_equal_at(a, 0, b.data, b.len);
}

/* The section that this Probe line began; how many there are: none. */
static size_t find_section(const struct merge *merge, struct bytes probe)
{
	size_t i = 1;

	while (i < merge->count &&
	       !is_same(merge->sections[i].lines[0].text, probe))
		i++;
	return i;
}

/* The line goes into `*section`, unless it begins or goes on with another. */
static bool take_line(struct merge *merge, struct merge_line line,
                      size_t *section)
{
	bool is_probe = bytes_have(line.text, 0, "Probe ");

	if (is_probe)
		*section = find_section(merge, line.text);
	if (*section < merge->count)
		return is_probe || add_line(&merge->sections[*section], line);
	return add_section(merge) && add_line(&merge->sections[*section], line);
}

bool merge_add(struct merge *merge, struct bytes text)
{
	struct merge_line line = { .file = merge->file_count++ };
	size_t section = 0;

	if (merge->count == 0 && !add_section(merge))
		return false;
	while (db_take_line(&text, &line.text)) {
		line.number++;
		line.text = db_without_blanks(line.text);
		if (line.text.len == 0 || line.text.data[0] == '#')
			continue;
		if (!take_line(merge, line, &section))
			return false;
	}
	return true;
}

void merge_release(struct merge *merge)
{
	for (size_t i = 0; i < merge->count; i++)
		free(merge->sections[i].lines);
	free(merge->sections);
	*merge = (struct merge){ 0 };
}

void merge_write(const struct merge *merge, struct text *text)
{
	for (size_t i = 0; i < merge->count; i++)
		for (size_t j = 0; j < merge->sections[i].count; j++) {
			struct bytes line = merge->sections[i].lines[j].text;

			text_append(text, line.data, line.len);
			text_append_char(text, '\n');
		}
}

const struct merge_line *merge_find(const struct merge *merge, size_t line)
{
	for (size_t i = 0; i < merge->count; i++) {
		const struct merge_section *section = &merge->sections[i];

		if (line - 1 < section->count)
			return &section->lines[line - 1];
		line -= section->count;
	}
	return NULL;
}
