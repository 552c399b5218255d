// SPDX-License-Identifier: Apache-2.0
#include "audit/result_file.h"

#include "audit/masscan_json.h"
#include "audit/nmap_xml.h"
#include "audit/portscan_json.h"
#include "base/read_file.h"

#include <jansson.h>
#include <string.h>

enum { FILE_MAX = 256 << 20 };

static bool fail(struct text *error, const char *what)
{
	text_append_string(error, what);
	return false;
}

/* Behind a byte order mark and white space. */
static size_t start_of(const char *bytes, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t at = 0;

	if (len >= 3 && memcmp(bytes, mark, 3) == 0)
		at = 3;
	while (at < len && strchr(" \t\r\n", bytes[at]) != NULL &&
	       bytes[at] != '\0')
		at++;
	return at;
}

/* Whose JSON it is shows in the first object. */
static bool parse_objects(const char *bytes, size_t len,
                          struct snapshot *snapshot, struct text *error)
{
	json_t *first = json_loadb(bytes, len,
	                           JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL |
	                                   JSON_DISABLE_EOF_CHECK,
	                           NULL);
	bool is_document = json_object_get(first, "scan") != NULL;
	bool is_record = json_object_get(first, "record") != NULL;
	bool good;

	if (is_document)
		good = portscan_json_read_document(first, snapshot, error);
	else if (is_record)
		good = portscan_json_read_lines(bytes, len, snapshot, error);
	else
		good = masscan_json_read(bytes, len, snapshot, error);
	json_decref(first);
	return good;
}

static bool parse(const char *bytes, size_t len, struct snapshot *snapshot,
                  struct text *error)
{
	size_t start = start_of(bytes, len);

	snapshot->coverage = coverage_create();
	if (snapshot->coverage == NULL)
		return fail(error, "out of memory");
	if (start == len)
		return fail(error, "is empty");
	switch (bytes[start]) {
	case '<': return nmap_xml_read(bytes, len, snapshot, error);
	case '[': return masscan_json_read(bytes, len, snapshot, error);
	case '{':
		/* A mark is all that can be in front of JSON Lines' first. */
		return parse_objects(bytes + start, len - start, snapshot,
		                     error);
	default:
		return fail(error, "is neither JSON nor XML: results of "
		                   "portscan, nmap -oX or masscan -oJ");
	}
}

bool result_file_parse(const char *bytes, size_t len, struct snapshot *snapshot,
                       struct text *error)
{
	bool good;

	*snapshot = (struct snapshot){ 0 };
	good = parse(bytes, len, snapshot, error);
	if (good && coverage_failed(snapshot->coverage))
		good = fail(error, "out of memory");
	if (good)
		snapshot_sort(snapshot);
	else
		snapshot_release(snapshot);
	return good;
}

bool result_file_read(const char *path, struct snapshot *snapshot,
                      struct text *error)
{
	struct text file;
	int status;
	bool good = false;

	text_init(&file);
	text_printf(error, "%s: ", path);
	status = read_file(path, FILE_MAX, &file);
	if (status != 0) {
		*snapshot = (struct snapshot){ 0 };
		text_append_string(error, strerror(status));
	} else {
		good = result_file_parse(file.data, file.len, snapshot, error);
	}
	if (good)
		text_clear(error);
	text_release(&file);
	return good;
}
