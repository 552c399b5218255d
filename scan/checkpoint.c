// SPDX-License-Identifier: Apache-2.0
#include "scan/checkpoint.h"

#include "registry/digest.h"
#include "scan/checkpoint_words.h"

#include <inttypes.h>

const struct checkpoint_mark
	checkpoint_finding_marks[CHECKPOINT_FINDING_MARKS] = {
		{ "heard", offsetof(struct checkpoint_finding, heard) },
		{ "suspect", offsetof(struct checkpoint_finding, suspect) },
		{ "hung-up", offsetof(struct checkpoint_finding, hung_up) },
		{ "endless", offsetof(struct checkpoint_finding, endless) },
	};

const struct checkpoint_mark checkpoint_host_marks[CHECKPOINT_HOST_MARKS] = {
	{ "answered", offsetof(struct checkpoint_host, answered) },
	{ "suspect", offsetof(struct checkpoint_host, suspect) },
	{ "icmp-limited", offsetof(struct checkpoint_host, icmp_limited) },
	{ "canaried", offsetof(struct checkpoint_host, canaried) },
};

const struct checkpoint_count checkpoint_counts[CHECKPOINT_COUNTS] = {
	{ "settled", offsetof(struct scan_tally, settled) },
	{ "attempts", offsetof(struct scan_tally, attempts) },
	{ "canaries", offsetof(struct scan_tally, canaries) },
	{ "answers", offsetof(struct scan_tally, answers) },
	{ "retried-answers", offsetof(struct scan_tally, retried_answers) },
	{ "asked-once", offsetof(struct scan_tally, asked_once) },
	{ "slowdowns", offsetof(struct scan_tally, slowdowns) },
	{ "hosts-icmp-limited",
	  offsetof(struct scan_tally, hosts_icmp_limited) },
	{ "hosts-suspect", offsetof(struct scan_tally, hosts_suspect) },
	{ "lost", offsetof(struct scan_tally, lost) },
};

void checkpoint_put_head(struct text *text,
                         const struct checkpoint_identity *identity,
                         int64_t started_us)
{
	text_printf(text, "%s %d\n", CHECKPOINT_MAGIC, CHECKPOINT_VERSION);
	for (int i = 0; i < CHECKPOINT_ITEM_COUNT; i++)
		text_printf(text, "scan %s %s\n",
		            checkpoint_item_name((enum checkpoint_item)i),
		            identity->of[i].data);
	text_printf(text, "started %" PRId64 "\n", started_us);
}

void checkpoint_put_discovered(struct text *text, uint64_t attempts)
{
	text_printf(text, "discovered %" PRIu64 "\n", attempts);
}

static void put_run(struct text *text, const char *word,
                    struct checkpoint_run run)
{
	text_printf(text, "%s %" PRIu64 "-%" PRIu64 "\n", word, run.first,
	            run.last);
}

void checkpoint_put_skipped(struct text *text, struct checkpoint_run places)
{
	put_run(text, "skipped", places);
}

/* Those of the marks that are set in `object`, or -. */
static void put_marks(struct text *text, const void *object,
                      const struct checkpoint_mark *marks, size_t count)
{
	const char *separator = "";

	for (size_t i = 0; i < count; i++)
		if (*(const bool *)((const char *)object + marks[i].offset)) {
			text_printf(text, "%s%s", separator, marks[i].name);
			separator = ",";
		}
	if (*separator == '\0')
		text_append_char(text, '-');
}

static void put_hex(struct text *text, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	text_append_char(text, ' ');
	for (size_t i = 0; i < len; i++) {
		text_append_char(text, digits[bytes[i] >> 4]);
		text_append_char(text, digits[bytes[i] & 15]);
	}
	if (len == 0)
		text_append_char(text, '-');
}

void checkpoint_put_finding(struct text *text,
                            const struct checkpoint_finding *finding)
{
	text_printf(text, "port %" PRIu64 " %s %s %" PRIu32, finding->question,
	            port_state_name(finding->outcome.state),
	            port_reason_name(finding->outcome.reason),
	            finding->attempts);
	if (finding->has_rtt)
		text_printf(text, " %" PRIu32, finding->rtt_us);
	else
		text_append_string(text, " -");
	text_printf(text, " %" PRId64 " ", finding->settled_us);
	put_marks(text, finding, checkpoint_finding_marks,
	          CHECKPOINT_FINDING_MARKS);
	put_hex(text, finding->banner, finding->banner_len);
	put_hex(text, finding->who.bytes, finding->who.len);
	text_append_char(text, '\n');
}

static void put_host(struct text *text, const char *word,
                     const struct checkpoint_host *host)
{
	const struct rtt *rtt = &host->rtt;

	text_printf(text, "%s %" PRIu64, word, host->place);
	for (size_t i = 0; i < PORT_STATE_COUNT; i++)
		text_printf(text, "%c%" PRIu64, i == 0 ? ' ' : ',',
		            host->states[i]);
	if (rtt->sampled)
		text_printf(text, " %" PRIu32 ",%" PRIu32 ",%" PRIu32 " ",
		            rtt->srtt_us, rtt->rttvar_us, rtt->min_us);
	else
		text_append_string(text, " - ");
	put_marks(text, host, checkpoint_host_marks, CHECKPOINT_HOST_MARKS);
	text_append_char(text, '\n');
}

void checkpoint_put_host(struct text *text, const struct checkpoint_host *host)
{
	put_host(text, "host", host);
}

void checkpoint_put_elapsed(struct text *text, uint64_t elapsed_ms)
{
	text_printf(text, "elapsed %" PRIu64 "\n", elapsed_ms);
}

void checkpoint_put_worker(struct text *text, uint32_t worker)
{
	text_printf(text, "worker %" PRIu32 "\n", worker);
}

void checkpoint_put_cursor(struct text *text, uint64_t cursor)
{
	text_printf(text, "cursor %" PRIu64 "\n", cursor);
}

void checkpoint_put_unsettled(struct text *text,
                              struct checkpoint_run questions)
{
	put_run(text, "ask", questions);
}

void checkpoint_put_known(struct text *text, const struct checkpoint_host *host)
{
	put_host(text, "known", host);
}

/* Zero goes without saying. */
static void put_count(struct text *text, const char *kind, const char *name,
                      uint64_t count)
{
	if (count > 0)
		text_printf(text, "%s %s %" PRIu64 "\n", kind, name, count);
}

void checkpoint_put_tally(struct text *text, const struct scan_tally *tally)
{
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		put_count(text, "state", port_state_name((enum port_state)i),
		          tally->states[i]);
	for (int i = 0; i < PORT_REASON_COUNT; i++)
		put_count(text, "reason", port_reason_name((enum port_reason)i),
		          tally->reasons[i]);
	for (size_t i = 0; i < CHECKPOINT_COUNTS; i++)
		put_count(text, "count", checkpoint_counts[i].name,
		          *(const uint64_t *)((const char *)tally +
		                              checkpoint_counts[i].offset));
	put_count(text, "count", CHECKPOINT_MISSED,
	          (uint64_t)(tally->missed * CHECKPOINT_MISSED_UNIT + 0.5));
}

void checkpoint_put_end(struct text *text, const struct iovec *parts,
                        size_t count)
{
	char sha256[DIGEST_HEX_SIZE];

	if (digest_sha256_parts(parts, count, sha256))
		text_printf(text, "end %s\n", sha256);
	else
		text->failed = true;
}
