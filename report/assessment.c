// SPDX-License-Identifier: Apache-2.0
#include "report/assessment.h"

#include "base/count.h"
#include "report/units.h"

#include <inttypes.h>

/* From here on it is more likely than not that a port was missed. */
#define MISSED_LIKELY 0.5

static void append_counted(struct text *text, uint64_t count,
                           const char *singular, const char *plural)
{
	text_printf(text, "%" PRIu64 " %s", count,
	            count == 1 ? singular : plural);
}

static void append_skipped(struct text *text,
                           const struct scan_summary *summary)
{
	if (summary->addresses_skipped == 0)
		return;
	append_counted(text, summary->addresses_skipped, "address",
	               "addresses");
	text_append_string(
		text, " skipped: silent to discovery (-Pn asks them all)\n");
}

static void append_asked_once(struct text *text,
                              const struct scan_summary *summary)
{
	if (summary->asked_once == 0)
		return;
	append_counted(text, summary->asked_once,
	               "port of silent addresses was",
	               "ports of silent addresses were");
	text_append_string(text, " asked only once\n");
}

static void append_missed(struct text *text, double missed)
{
	if (missed < 0)
		return;
	if (missed < MISSED_LIKELY) {
		text_append_string(text, "; probably no port missed");
		return;
	}
	text_append_string(text, "; some ");
	units_append_estimate(text, missed);
	text_append_string(text, " answering ports may be missed");
}

static void append_loss(struct text *text, const struct scan_summary *summary)
{
	if (summary->loss < 0) {
		if (summary->attempts > 0)
			text_append_string(
				text, "loss unknown: no answers to judge by\n");
		return;
	}
	if (summary->retried_answers == 0 && summary->missed < MISSED_LIKELY)
		return;
	text_append_string(text, "loss ");
	units_append_percent(text, summary->loss);
	text_printf(text, ": %" PRIu64 " of %" PRIu64 " answers needed a retry",
	            summary->retried_answers, summary->answers);
	append_missed(text, summary->missed);
	text_append_char(text, '\n');
}

static void append_slowdowns(struct text *text,
                             const struct scan_summary *summary)
{
	if (summary->slowdowns == 0)
		return;
	text_append_string(text, "pace lowered ");
	append_counted(text, summary->slowdowns, "time", "times");
	text_append_string(text, " for loss\n");
}

static void append_icmp_limited(struct text *text,
                                const struct scan_summary *summary)
{
	if (summary->hosts_icmp_limited == 0)
		return;
	append_counted(text, summary->hosts_icmp_limited,
	               "host limits its ICMP errors",
	               "hosts limit their ICMP errors");
	text_append_string(text,
	                   ": a closed UDP port may look open|filtered\n");
}

static void append_suspect(struct text *text,
                           const struct scan_summary *summary)
{
	if (summary->hosts_suspect == 0)
		return;
	append_counted(text, summary->hosts_suspect, "suspect host",
	               "suspect hosts");
	text_append_string(text, ": there an open port proves nothing\n");
}

/* What it took; worth a line only beside what it was taken for. */
static void append_attempts(struct text *text,
                            const struct scan_summary *summary)
{
	append_counted(text, summary->attempts, "attempt", "attempts");
	text_append_string(text, " in all");
	if (summary->canaries > 0) {
		text_printf(text, ", %" PRIu64 " of them ", summary->canaries);
		text_append_string(text, "at ports picked as canaries");
	}
	text_append_char(text, '\n');
}

/* In this order: what was not asked, how good the answers are, whose are
 * not. */
static void (*const lines[])(struct text *, const struct scan_summary *) = {
	append_skipped,   append_asked_once,   append_loss,
	append_slowdowns, append_icmp_limited, append_suspect,
};

void assessment_append(struct text *text, const struct scan_summary *summary)
{
	size_t before = text->len;

	for (size_t i = 0; i < COUNT(lines); i++)
		lines[i](text, summary);
	if (text->len > before && summary->attempts > 0)
		append_attempts(text, summary);
}
