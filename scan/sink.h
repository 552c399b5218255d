// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_SCAN_SINK_H
#define PORTSCAN_SCAN_SINK_H

#include "base/protocol.h"
#include "probes/outcome.h"
#include "registry/registry.h"
#include "registry/verdict.h"
#include "scan/finding.h"
#include "targets/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is about to be scanned. */
struct scan_info {
	const char *version;
	int argc;
	const char *const *argv;
	int64_t started_us; /* since the epoch, UTC */
	uint64_t seed;
	uint32_t shard_index; /* which part of the questions: scan/shard.h */
	uint32_t shard_count; /* 0 and 1: all of them */
	const char *targets;  /* as given, joined by spaces */
	uint64_t address_count;
	const char *ports[PROTOCOL_COUNT]; /* normalised spec; "" for none */
	uint64_t probe_count;              /* of this shard */
	struct registry_source registry;
};

/* One host that answered, once the scan is over. */
struct host_summary {
	struct address address;
	const char *hostname; /* NULL: unknown */
	bool hostname_given;  /* by the user, rather than reverse DNS */
	uint64_t states[PORT_STATE_COUNT];
	bool has_rtt;
	uint32_t srtt_us, rttvar_us; /* RFC 6298 */
	bool suspect; /* answers on every port: its open ports say nothing */
	bool icmp_limited; /* sends few ICMP errors a second; see UDP */
};

/* How the scan went. */
struct scan_summary {
	bool complete; /* every question was asked and none is untested */
	bool interrupted;
	int64_t started_us, finished_us; /* since the epoch, UTC */
	uint64_t elapsed_ms;
	uint64_t address_count;
	uint64_t hosts_answered;
	uint64_t states[PORT_STATE_COUNT];
	uint64_t reasons[PORT_REASON_COUNT];
	uint64_t verdicts[VERDICT_INVESTIGATE + 1];
	uint64_t attempts;
	uint64_t canaries; /* of those: to ports nobody asked for */
	uint64_t answers;  /* questions that the target itself answered */
	uint64_t retried_answers; /* of those: not at the first attempt */
	uint64_t asked_once;      /* silent questions of silent addresses, which
	                           * got one attempt where others get more */
	double loss;   /* of one attempt, estimated; negative: no evidence */
	double missed; /* answering ports taken for silent, estimated;
	                * negative: no evidence */
	uint64_t slowdowns; /* times the pace was lowered, for loss */
	uint64_t hosts_icmp_limited;
	uint64_t hosts_suspect;
	uint64_t addresses_skipped; /* silent to discovery, not scanned */
	/* Names that could not be resolved, so that their hosts were not
	 * asked: "name: why"; not owned. */
	const char *const *unresolved;
	size_t unresolved_count;
};

/*
 * Where findings go: every report, and later the audit store, is one.  Called
 * on one thread, in this order: begin, any mix of finding and flush, host for
 * each host that answered, end.  Arguments are valid during the call only.
 *
 * A sink that cannot write remembers the first errno and goes quiet; end
 * returns it, 0 when all that it was given is safe.
 */
struct sink {
	void (*begin)(struct sink *sink, const struct scan_info *info);
	void (*finding)(struct sink *sink, const struct finding *finding);
	void (*flush)(struct sink *sink); /* now and then: make it durable */
	void (*host)(struct sink *sink, const struct host_summary *host);
	int (*end)(struct sink *sink, const struct scan_summary *summary);
	void (*free)(struct sink *sink); /* after end, or instead of begin */
};

#endif
