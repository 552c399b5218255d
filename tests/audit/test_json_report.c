// SPDX-License-Identifier: Apache-2.0
#include "audit/json_report.h"

#include "base/count.h"
#include "tests/audit/sample_account.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>
#include <string.h>

static struct sample_account sample;
static struct text text;
static json_t *document;

static void init(void)
{
	text_init(&text);
}

static void release(void)
{
	json_decref(document);
	text_release(&text);
	sample_account_release(&sample);
}

TestSuite(json_report, .init = init, .fini = release);

static void write_json(enum sample_account_kind kind)
{
	json_error_t error;

	sample_account_fill(&sample, kind);
	json_report(&sample.account, &text);
	cr_assert(not(text.failed));
	document =
		json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &error);
	cr_assert(ne(ptr, document, NULL), "%s at %d", error.text,
	          error.position);
}

/* "a.b.c" of an object; NULL where there is none. */
static const json_t *find(const json_t *object, const char *path)
{
	char key[32];

	while (*path != '\0') {
		size_t len = strcspn(path, ".");

		snprintf(key, sizeof(key), "%.*s", (int)len, path);
		object = json_object_get(object, key);
		path += len + (path[len] == '.');
	}
	return object;
}

static const char *string_of(const json_t *object, const char *path)
{
	const char *string = json_string_value(find(object, path));

	return string != NULL ? string : "(none)";
}

static bool is_null(const json_t *object, const char *path)
{
	return json_is_null(find(object, path));
}

static bool is_true(const json_t *object, const char *path)
{
	return json_is_true(find(object, path));
}

static bool is_false(const json_t *object, const char *path)
{
	return json_is_false(find(object, path));
}

/* Issue, or change, of an address and port. */
static const json_t *item(const char *list, const char *address, int port)
{
	const json_t *items = find(document, list), *each;
	size_t i;

	json_array_foreach((json_t *)items, i, each)
	{
		if (strcmp(string_of(each, "address"), address) == 0 &&
		    json_integer_value(find(each, "port")) == port)
			return each;
	}
	cr_assert(false, "no %s:%d in %s", address, port, list);
	return NULL;
}

Test(json_report, says_which_run_of_which_audit)
{
	write_json(ACCOUNT_OFFICE);
	cr_expect(eq(str, (char *)string_of(document, "schema"),
	             "portscan-audit/1"));
	cr_expect(eq(str, (char *)string_of(document, "audit"), "office"));
	cr_expect(eq(i64, json_integer_value(find(document, "run.id")), 17));
	cr_expect(eq(str, (char *)string_of(document, "run.end"), "complete"));
	cr_expect(eq(str, (char *)string_of(document, "run.depth"), "reach"));
	cr_expect(eq(str, (char *)string_of(document, "run.started"),
	             "2026-11-25T02:00:03.000Z"));
	cr_expect(is_null(document, "run.note"));
	cr_expect(
		eq(i64, json_integer_value(find(document, "previous.id")), 16));
	cr_expect(
		eq(i64, json_integer_value(find(document, "baseline.id")), 3));
	cr_expect(is_true(document, "needs_person"));
	cr_expect(eq(sz, json_array_size(find(document, "issues")),
	             sample.issues.count));
	cr_expect(eq(sz, json_array_size(find(document, "changes")),
	             sample.changes.count));
	cr_expect(eq(sz, json_array_size(find(document, "policy")),
	             sample.review.count));
	cr_expect(eq(sz, json_array_size(find(document, "trend")), 14));
}

Test(json_report, issue_has_its_evidence_and_its_rule)
{
	const json_t *issue;

	write_json(ACCOUNT_OFFICE);
	issue = item("issues", "10.0.0.5", 2076);
	cr_expect(eq(sz, strlen(string_of(issue, "id")), 12));
	cr_expect(eq(str, (char *)string_of(issue, "kind"), "open-port"));
	cr_expect(eq(str, (char *)string_of(issue, "state"), "approved"));
	cr_expect(eq(str, (char *)string_of(issue, "standing"), "approved"));
	cr_expect(eq(str, (char *)string_of(issue, "rule.owner"), "ops"));
	cr_expect(eq(str, (char *)string_of(issue, "rule.text"),
	             "approve 10.0.0.5 tcp/2076 service ssh owner ops reason "
	             "\"inventory agent\" until 2027-06-30"));
	cr_expect(eq(i64, json_integer_value(find(issue, "rule.line")), 1));
	cr_expect(eq(str, (char *)string_of(issue, "seen.product"), "OpenSSH"));
	cr_expect(eq(sz, json_array_size(find(issue, "seen.why")), 2));
	cr_expect(eq(sz, json_array_size(find(issue, "seen.host_keys")), 1));
	cr_expect(is_null(issue, "seen.certificate"));
	cr_expect(is_true(issue, "seen_again"));
	cr_expect(is_null(issue, "resolved_run"));
	issue = item("issues", "10.0.0.50", 443);
	cr_expect(eq(str, (char *)string_of(issue, "kind"), "must-be-open"));
	cr_expect(is_null(issue, "seen"));
	cr_expect(is_null(issue, "rule.until"));
}

Test(json_report, change_has_both_sides)
{
	const json_t *change;

	write_json(ACCOUNT_OFFICE);
	change = item("changes", "10.0.0.2", 443);
	cr_expect(eq(str, (char *)string_of(change, "kind"), "changed"));
	cr_expect(
		eq(str, (char *)string_of(change, "before.version"), "1.20.0"));
	cr_expect(
		eq(str, (char *)string_of(change, "after.version"), "1.22.1"));
	cr_expect(eq(str,
	             (char *)json_string_value(
			     json_array_get(find(change, "aspects"), 0)),
	             "version"));
	cr_expect(is_null(change, "why"));
	change = item("changes", "10.0.0.10", 2076);
	cr_expect(
		eq(str, (char *)string_of(change, "why"), "not-asked-before"));
	/* A host as a whole has no port. */
	change = item("changes", "10.0.0.5", 0);
	cr_expect(eq(str, (char *)string_of(change, "kind"), "appeared"));
	cr_expect(is_null(change, "port"));
}

Test(json_report, first_run_has_nothing_before_it)
{
	write_json(ACCOUNT_QUIET);
	cr_expect(is_null(document, "previous"));
	cr_expect(is_null(document, "baseline"));
	cr_expect(is_false(document, "needs_person"));
	cr_expect(eq(sz, json_array_size(find(document, "issues")), 0));
}

/* One line of valid JSON without controls, whatever it holds. */
Test(json_report, what_others_wrote_is_a_string)
{
	write_json(ACCOUNT_HOSTILE);
	cr_expect(eq(ptr, strchr(text.data, '\x1b'), NULL));
	cr_expect(eq(sz, (size_t)(strchr(text.data, '\n') - text.data) + 1,
	             text.len));
	cr_expect(eq(str,
	             (char *)string_of(item("issues", "10.0.0.7", 8123),
	                               "seen.product"),
	             (char *)sample_account_hostile));
	/* A rule that cannot be written as a line has none. */
	cr_expect(is_null(json_array_get(find(document, "policy"), 0),
	                  "rule.text"));
}

Test(json_report, many_of_everything)
{
	write_json(ACCOUNT_LARGE);
	cr_expect(eq(sz, json_array_size(find(document, "issues")),
	             sample.issues.count));
}
