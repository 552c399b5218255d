// SPDX-License-Identifier: Apache-2.0
#include "audit/change.h"
#include "audit/change_aspects.h"

enum { FINGERPRINT_SHOWN = 16 };

const char *change_kind_name(enum change_kind kind)
{
	switch (kind) {
	case CHANGE_OPENED: return "opened";
	case CHANGE_CLOSED: return "closed";
	case CHANGE_CHANGED: return "changed";
	case CHANGE_APPEARED: return "appeared";
	case CHANGE_VANISHED: return "vanished";
	case CHANGE_NOT_COMPARABLE: return "not-comparable";
	}
	return NULL;
}

const char *change_aspect_name(enum change_aspect aspect)
{
	switch (aspect) {
	case ASPECT_SERVICE: return "service";
	case ASPECT_PRODUCT: return "product";
	case ASPECT_VERSION: return "version";
	case ASPECT_CERTIFICATE: return "certificate";
	case ASPECT_HOST_KEY: return "host key";
	}
	return NULL;
}

const char *incomparable_name(enum incomparable why)
{
	switch (why) {
	case INCOMPARABLE_NOT_ASKED_BEFORE: return "not-asked-before";
	case INCOMPARABLE_NOT_ASKED_NOW: return "not-asked-now";
	case INCOMPARABLE_NOT_RECORDED: return "not-recorded";
	case INCOMPARABLE_UNTESTED: return "untested";
	case INCOMPARABLE_UNREACHABLE: return "unreachable";
	case INCOMPARABLE_LESS_KNOWN: return "less-known";
	case INCOMPARABLE_NOT_CONFIRMED: return "not-confirmed";
	}
	return NULL;
}

/* "ssh OpenSSH 9.2p1"; what is not known is left out, and `nobody` stands for
 * all of it. */
static void append_who(struct text *text, const struct sighting *sighting,
                       const char *nobody)
{
	static const enum change_aspect named[] = { ASPECT_SERVICE,
		                                    ASPECT_PRODUCT,
		                                    ASPECT_VERSION };
	size_t start = text->len;

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		const char *value = change_aspect_of(sighting, named[i]);

		if (*value == '\0')
			continue;
		if (text->len > start)
			text_append_char(text, ' ');
		text_append_string(text, value);
	}
	if (text->len == start)
		text_append_string(text, nobody);
}

/* "closed (conn-refused)" */
static void append_answer(struct text *text, const struct answer *answer)
{
	if (answer->asked != ASKED_KNOWN) {
		text_append_string(text, "not open");
		return;
	}
	text_printf(text, "%s (%s)", port_state_name(answer->outcome.state),
	            port_reason_name(answer->outcome.reason));
}

static void explain_opened(struct text *text, const struct change *change)
{
	text_append_string(text, "now open: ");
	append_who(text, change->after, "not recognised");
}

static void explain_closed(struct text *text, const struct change *change)
{
	text_append_string(text, "was ");
	append_who(text, change->before, "open");
	text_append_string(text, ", now ");
	append_answer(text, &change->answer_after);
}

static void append_fingerprints(struct text *text, const char *before,
                                const char *after)
{
	text_printf(text, "certificate %.*s -> %.*s", FINGERPRINT_SHOWN, before,
	            FINGERPRINT_SHOWN, after);
}

/* A key that came without another going is only new. */
static void append_keys(struct text *text, const char *before,
                        const char *after)
{
	size_t start;

	text_append_string(text, "host key ");
	start = text->len;
	change_append_other_keys(text, before, after);
	if (text->len > start)
		text_append_string(text, " -> ");
	else
		text_append_string(text, "added: ");
	start = text->len;
	change_append_other_keys(text, after, before);
	if (text->len == start)
		text_append_string(text, "none");
}

static void append_aspect(struct text *text, const struct change *change,
                          enum change_aspect aspect)
{
	const char *before = change_aspect_of(change->before, aspect);
	const char *after = change_aspect_of(change->after, aspect);

	switch (aspect) {
	case ASPECT_CERTIFICATE:
		append_fingerprints(text, before, after);
		break;
	case ASPECT_HOST_KEY: append_keys(text, before, after); break;
	case ASPECT_SERVICE:
	case ASPECT_PRODUCT:
	case ASPECT_VERSION:
		text_printf(text, "%s %s -> %s", change_aspect_name(aspect),
		            before, after);
		break;
	}
}

static void append_both(struct text *text, const struct change *change)
{
	text_append_string(text, "was ");
	append_who(text, change->before, "not recognised");
	text_append_string(text, ", now ");
	append_who(text, change->after, "not recognised");
}

/* Another service or product is another thing as a whole; the rest is said one
 * by one. */
static void explain_changed(struct text *text, const struct change *change)
{
	const unsigned named = ASPECT_SERVICE | ASPECT_PRODUCT;
	unsigned aspects = change->aspects;
	const char *separator = "";

	if (aspects & named) {
		append_both(text, change);
		aspects &= ~(named | ASPECT_VERSION);
		separator = ", ";
	}
	for (int i = 0; i < CHANGE_ASPECT_COUNT; i++) {
		if ((aspects & 1u << i) == 0)
			continue;
		text_append_string(text, separator);
		append_aspect(text, change, (enum change_aspect)(1 << i));
		separator = ", ";
	}
}

/* What is known of a port that was open in one of them. */
static void append_once_open(struct text *text, const struct change *change)
{
	if (change->before != NULL) {
		text_append_string(text, "was ");
		append_who(text, change->before, "open");
	} else if (change->after != NULL) {
		text_append_string(text, "open now: ");
		append_who(text, change->after, "not recognised");
	} else {
		text_append_string(text, "host");
	}
}

/* What we failed at, of the one in which it is not open. */
static void append_failure(struct text *text, const struct change *change,
                           const char *what)
{
	bool now = change->before != NULL;
	const struct answer *answer =
		now ? &change->answer_after : &change->answer_before;

	append_once_open(text, change);
	text_printf(text, "; %s %s", what, now ? "now" : "before");
	if (answer->asked == ASKED_KNOWN)
		text_printf(text, " (%s)",
		            port_reason_name(answer->outcome.reason));
}

static void append_not_recorded(struct text *text, const struct change *change)
{
	append_once_open(text, change);
	text_printf(text, "; the %s file does not say what was asked",
	            change->before != NULL ? "newer" : "older");
}

/* What of it is known in one of them only. */
static void append_less_known(struct text *text, const struct change *change)
{
	unsigned unknown;
	const char *separator = "; not known for certain in both: ";

	append_once_open(text, change);
	if (change->before == NULL || change->after == NULL)
		return;
	unknown = change_aspects(change->before, change->after).unknown;
	for (int i = 0; i < CHANGE_ASPECT_COUNT; i++) {
		if ((unknown & 1u << i) == 0)
			continue;
		text_printf(text, "%s%s", separator,
		            change_aspect_name((enum change_aspect)(1 << i)));
		separator = ", ";
	}
	if (unknown == 0)
		text_append_string(
			text, "; looked at less closely now, or by another "
			      "program");
}

static void explain_incomparable(struct text *text, const struct change *change)
{
	switch (change->why) {
	case INCOMPARABLE_NOT_ASKED_BEFORE:
	case INCOMPARABLE_NOT_ASKED_NOW:
		append_once_open(text, change);
		text_printf(text, "; not asked %s",
		            change->before != NULL ? "now" : "before");
		break;
	case INCOMPARABLE_NOT_RECORDED:
		append_not_recorded(text, change);
		break;
	case INCOMPARABLE_UNTESTED:
		append_failure(text, change, "untested");
		break;
	case INCOMPARABLE_UNREACHABLE:
		append_failure(text, change, "unreachable");
		break;
	case INCOMPARABLE_LESS_KNOWN: append_less_known(text, change); break;
	case INCOMPARABLE_NOT_CONFIRMED:
		append_once_open(text, change);
		text_append_string(text,
		                   "; a second look saw it as it was before");
		break;
	}
}

void change_explain(const struct change *change, struct text *text)
{
	if (change->told != NULL) {
		text_append_string(text, change->told);
		return;
	}
	switch (change->kind) {
	case CHANGE_OPENED: explain_opened(text, change); break;
	case CHANGE_CLOSED: explain_closed(text, change); break;
	case CHANGE_CHANGED: explain_changed(text, change); break;
	case CHANGE_APPEARED:
		text_append_string(text, "answers now, was silent");
		break;
	case CHANGE_VANISHED:
		text_append_string(text, "silent now, answered before");
		break;
	case CHANGE_NOT_COMPARABLE: explain_incomparable(text, change); break;
	}
}
