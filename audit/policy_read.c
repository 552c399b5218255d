// SPDX-License-Identifier: Apache-2.0
#include "audit/policy_rule.h"

#include "audit/string_pool.h"
#include "base/grow.h"
#include "base/read_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	RULES_MAX = 10000,
	FILES_MAX = 64,
	DEPTH_MAX = 8,
	RANGES_MAX = 1 << 18,       /* of addresses, in all rules */
	MUST_BE_OPEN_MAX = 1 << 16, /* addresses times ports, in all rules */
};

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* A file that was read, or is being read. */
struct file {
	dev_t device;
	ino_t inode;
	bool open;
};

struct reader {
	struct policy *policy;
	struct text *error; /* "FILE:LINE: what" once anything is wrong */
	struct policy_words words;
	struct text why; /* "what", for a moment */
	size_t room;     /* for rules */
	uint64_t ranges, must_be_open;
	struct file files[FILES_MAX];
	size_t file_count;
	unsigned depth;
	bool includes; /* may there be any? */
};

/* A line, and where it stands. */
struct line {
	const char *file;
	uint32_t number;
	const char *text;
	size_t len;
};

static bool read_included(struct reader *reader, const struct line *line,
                          const char *path);

static bool complain(struct reader *reader, const struct line *line,
                     const char *what)
{
	text_printf(reader->error, "%s:%u: %s", line->file, line->number, what);
	return false;
}

static bool complain_of(struct reader *reader, const struct line *line,
                        const char *word, const char *what)
{
	text_clear(&reader->why);
	policy_complain(&reader->why, word, what);
	return complain(reader, line, reader->why.data);
}

/* NULL, or which bound of a whole policy it is beyond. */
static const char *is_too_much(struct reader *reader,
                               const struct policy_rule *rule)
{
	reader->ranges += rule->targets.range_count;
	if (rule->kind == POLICY_MUST_BE_OPEN)
		reader->must_be_open +=
			rule->targets.count * policy_rule_ports(rule);
	if (reader->policy->count == RULES_MAX)
		return "too many rules";
	if (reader->ranges > RANGES_MAX)
		return "too many ranges of addresses in this policy";
	if (reader->must_be_open > MUST_BE_OPEN_MAX)
		return "too many ports of this policy must be open";
	return NULL;
}

/* NULL, and the policy owns the rule, or what is wrong. */
static const char *add_rule(struct reader *reader,
                            const struct policy_rule *rule)
{
	struct policy *policy = reader->policy;
	const char *wrong = is_too_much(reader, rule);
	struct policy_rule *rules;

	if (wrong != NULL)
		return wrong;
	rules = grow(policy->rules, &reader->room, policy->count,
	             sizeof(*rules));
	if (rules == NULL)
		return "out of memory";
	policy->rules = rules;
	rules[policy->count++] = *rule;
	return NULL;
}

static bool read_rule(struct reader *reader, const struct line *line)
{
	struct policy_rule rule;
	const char *wrong;

	if (!policy_rule_read(reader->policy, &reader->words, &rule,
	                      &reader->why))
		return complain(reader, line, reader->why.data);
	rule.file = line->file;
	rule.line = line->number;
	wrong = add_rule(reader, &rule);
	if (wrong == NULL)
		return true;
	policy_rule_release(&rule);
	return complain(reader, line, wrong);
}

static bool read_include(struct reader *reader, const struct line *line)
{
	const struct policy_words *words = &reader->words;
	struct text path;
	const char *slash = strrchr(line->file, '/');
	bool done;

	if (!reader->includes)
		return complain_of(reader, line, words->items[0],
		                   "not possible here");
	if (words->count != 2 || words->items[1][0] == '\0')
		return complain_of(reader, line, words->items[0],
		                   "one file stands behind it");
	text_init(&path);
	if (words->items[1][0] != '/' && slash != NULL)
		text_append(&path, line->file,
		            (size_t)(slash - line->file) + 1);
	text_append_string(&path, words->items[1]);
	done = path.failed ? complain(reader, line, "out of memory")
	                   : read_included(reader, line, path.data);
	text_release(&path);
	return done;
}

static bool read_line(struct reader *reader, const struct line *line)
{
	const struct policy_words *words = &reader->words;

	text_clear(&reader->why);
	if (!policy_words_read(&reader->words, line->text, line->len,
	                       &reader->why))
		return complain(reader, line, reader->why.data);
	if (words->count == 0)
		return true;
	if (strcmp(words->items[0], "include") == 0)
		return read_include(reader, line);
	return read_rule(reader, line);
}

static bool read_lines(struct reader *reader, const char *name,
                       const char *text, size_t len)
{
	const char *end = text + len;
	struct line line = { .file = string_pool_add(&reader->policy->strings,
		                                     name, strlen(name)) };

	if (line.file == NULL) {
		text_printf(reader->error, "%s: out of memory", name);
		return false;
	}
	if (len >= strlen(BYTE_ORDER_MARK) &&
	    memcmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		text += strlen(BYTE_ORDER_MARK);
	while (text < end) {
		const char *feed = memchr(text, '\n', (size_t)(end - text));
		const char *stop = feed != NULL ? feed : end;

		line.number++;
		line.text = text;
		line.len = (size_t)(stop - text);
		if (line.len > 0 && stop[-1] == '\r')
			line.len--;
		if (!read_line(reader, &line))
			return false;
		text = feed != NULL ? feed + 1 : end;
	}
	return true;
}

/* Of a file that cannot be read, and of the line, if any, that includes it. */
static bool refuse(struct reader *reader, const struct line *from,
                   const char *path, const char *what)
{
	if (from != NULL)
		return complain_of(reader, from, path, what);
	text_printf(reader->error, "%s: %s", path, what);
	return false;
}

static struct file *find_file(struct reader *reader, const struct stat *status)
{
	for (size_t i = 0; i < reader->file_count; i++)
		if (reader->files[i].device == status->st_dev &&
		    reader->files[i].inode == status->st_ino)
			return &reader->files[i];
	return NULL;
}

static struct file *add_file(struct reader *reader, const struct stat *status)
{
	struct file *file = &reader->files[reader->file_count++];

	*file = (struct file){ status->st_dev, status->st_ino, .open = true };
	return file;
}

static bool load_and_read(struct reader *reader, const struct line *from,
                          const char *path)
{
	struct text text;
	bool done;
	int error;

	text_init(&text);
	error = read_file(path, POLICY_BYTES_MAX, &text);
	done = error == 0 ? read_lines(reader, path, text.data, text.len)
	                  : refuse(reader, from, path, strerror(error));
	text_release(&text);
	return done;
}

/* A file that was read before has its rules already. */
static bool read_path(struct reader *reader, const struct line *from,
                      const char *path)
{
	struct stat status;
	struct file *file;
	bool done;

	if (stat(path, &status) != 0)
		return refuse(reader, from, path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(reader, from, path, "not a regular file");
	file = find_file(reader, &status);
	if (file != NULL)
		return !file->open ||
		       refuse(reader, from, path, "includes itself");
	if (reader->file_count == FILES_MAX)
		return refuse(reader, from, path, "too many files");
	file = add_file(reader, &status);
	done = load_and_read(reader, from, path);
	file->open = false;
	return done;
}

static bool read_included(struct reader *reader, const struct line *line,
                          const char *path)
{
	bool done;

	if (reader->depth == DEPTH_MAX)
		return refuse(reader, line, path, "included too deeply");
	reader->depth++;
	done = read_path(reader, line, path);
	reader->depth--;
	return done;
}

static void begin(struct reader *reader, struct policy *policy, bool includes,
                  struct text *error)
{
	*policy = (struct policy){ 0 };
	*reader = (struct reader){ .policy = policy,
		                   .error = error,
		                   .includes = includes };
	text_init(&reader->why);
}

/* All or nothing. */
static bool end(struct reader *reader, bool done)
{
	if (!done)
		policy_release(reader->policy);
	policy_words_release(&reader->words);
	text_release(&reader->why);
	return done;
}

bool policy_read(const char *path, struct policy *policy, struct text *error)
{
	struct reader reader;

	begin(&reader, policy, true, error);
	return end(&reader, read_path(&reader, NULL, path));
}

bool policy_read_text(const char *path, const char *text, size_t len,
                      struct policy *policy, struct text *error)
{
	struct reader reader;
	struct stat status;

	begin(&reader, policy, true, error);
	if (stat(path, &status) == 0)
		add_file(&reader, &status);
	return end(&reader, read_lines(&reader, path, text, len));
}

bool policy_parse(const char *text, size_t len, const char *name,
                  struct policy *policy, struct text *error)
{
	struct reader reader;

	begin(&reader, policy, false, error);
	return end(&reader, read_lines(&reader, name, text, len));
}
