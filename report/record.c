// SPDX-License-Identifier: Apache-2.0
#include "report/record.h"

#include "report/base64.h"
#include "report/json_text.h"
#include "report/process.h"
#include "report/record_facts.h"
#include "report/units.h"

#include <inttypes.h>

static void open_record(struct text *text, const char *type)
{
	json_text_open(text, NULL, '{');
	json_text_string(text, "record", type);
}

static void append_time(struct text *text, const char *key, int64_t time_us)
{
	json_text_key(text, key);
	text_append_char(text, '"');
	units_append_time(text, time_us);
	text_append_char(text, '"');
}

static void append_rtt(struct text *text, bool known, uint32_t us)
{
	json_text_key(text, "rtt_ms");
	if (known)
		units_append_ms(text, us);
	else
		text_append_string(text, "null");
}

static void append_address(struct text *text, const struct address *address)
{
	char buffer[ADDRESS_TEXT_MAX];

	json_text_string(text, "address", address_format(address, buffer));
}

static const char *null_if_empty(const char *string)
{
	return string[0] == '\0' ? NULL : string;
}

static void append_argv(struct text *text, const struct scan_info *info)
{
	json_text_open(text, "argv", '[');
	for (int i = 0; i < info->argc; i++)
		json_text_string(text, NULL, info->argv[i]);
	json_text_close(text, ']');
}

static void append_ports(struct text *text, const struct scan_info *info)
{
	json_text_open(text, "ports", '{');
	for (int i = 0; i < PROTOCOL_COUNT; i++)
		json_text_string(text, protocol_name((enum protocol)i),
		                 null_if_empty(info->ports[i]));
	json_text_close(text, '}');
}

static void append_source(struct text *text,
                          const struct registry_source *source)
{
	json_text_open(text, "registry", '{');
	json_text_string(text, "origin", source->origin);
	json_text_string(text, "date", source->date);
	json_text_string(text, "sha256", source->sha256);
	json_text_close(text, '}');
}

static void append_shard(struct text *text, const struct scan_info *info)
{
	if (info->shard_count <= 1) {
		json_text_null(text, "shard");
		return;
	}
	json_text_key(text, "shard");
	text_printf(text, "\"%" PRIu32 "/%" PRIu32 "\"", info->shard_index + 1,
	            info->shard_count);
}

void record_scan(struct text *text, const struct scan_info *info)
{
	open_record(text, "scan");
	json_text_string(text, "schema", RECORD_SCHEMA);
	json_text_string(text, "version", info->version);
	append_argv(text, info);
	append_time(text, "started", info->started_us);
	json_text_key(text, "seed");
	text_printf(text, "\"%" PRIu64 "\"", info->seed);
	append_shard(text, info);
	json_text_string(text, "targets", info->targets);
	json_text_count(text, "addresses", info->address_count);
	append_ports(text, info);
	json_text_count(text, "probes", info->probe_count);
	append_source(text, &info->registry);
	json_text_close(text, '}');
}

static void append_registry(struct text *text,
                            const struct registry_entry *entry)
{
	json_text_open(text, "registry", '{');
	json_text_string(text, "status", registry_status_name(entry->status));
	json_text_string(text, "name", entry->name);
	json_text_string(text, "description", entry->description);
	json_text_close(text, '}');
}

static void append_cpes(struct text *text, const struct service *service)
{
	json_text_open(text, "cpe", '[');
	for (size_t i = 0; i < SERVICE_CPES_MAX; i++)
		if (service->cpe[i][0] != '\0')
			json_text_string(text, NULL, service->cpe[i]);
	json_text_close(text, ']');
}

static void append_service(struct text *text, const struct service *service)
{
	if (service->name[0] == '\0') {
		json_text_null(text, "service");
		return;
	}
	json_text_open(text, "service", '{');
	json_text_string(text, "name", service->name);
	json_text_string(text, "product", null_if_empty(service->product));
	json_text_string(text, "version", null_if_empty(service->version));
	json_text_string(text, "extra", null_if_empty(service->extra));
	json_text_string(text, "hostname", null_if_empty(service->hostname));
	json_text_string(text, "os", null_if_empty(service->os));
	json_text_string(text, "device", null_if_empty(service->device));
	append_cpes(text, service);
	json_text_bool(text, "tls", service->tls);
	json_text_string(text, "via", service_via_name(service->via));
	json_text_string(text, "confidence",
	                 service_confidence_name(service->confidence));
	json_text_close(text, '}');
}

static void append_banner(struct text *text, const struct finding *finding)
{
	if (finding->banner_len == 0) {
		json_text_null(text, "banner");
		json_text_null(text, "banner_b64");
		return;
	}
	json_text_bytes(text, "banner", finding->banner, finding->banner_len);
	json_text_key(text, "banner_b64");
	text_append_char(text, '"');
	base64_append(text, finding->banner, finding->banner_len);
	text_append_char(text, '"');
}

static void append_verdict(struct text *text, const struct verdict *verdict)
{
	json_text_string(text, "verdict",
	                 null_if_empty(verdict_label_name(verdict->label)));
	json_text_open(text, "why", '[');
	for (unsigned bit = 1; bit != 0 && bit <= verdict->why; bit <<= 1)
		if (verdict->why & bit)
			json_text_string(
				text, NULL,
				verdict_why_code((enum verdict_why)bit));
	json_text_close(text, ']');
}

void record_port(struct text *text, const struct finding *finding)
{
	open_record(text, "port");
	append_address(text, &finding->address);
	json_text_string(text, "hostname", finding->hostname);
	json_text_count(text, "port", finding->port);
	json_text_string(text, "protocol", protocol_name(finding->protocol));
	json_text_string(text, "state",
	                 port_state_name(finding->outcome.state));
	json_text_string(text, "reason",
	                 port_reason_name(finding->outcome.reason));
	append_rtt(text, finding->has_rtt, finding->rtt_us);
	json_text_count(text, "attempts", finding->attempts);
	append_time(text, "time", finding->time_us);
	append_registry(text, &finding->registry);
	append_service(text, &finding->service);
	record_facts(text, &finding->facts);
	append_banner(text, finding);
	append_verdict(text, &finding->verdict);
	json_text_bool(text, "suspect", finding->suspect);
	process_append_member(text, &finding->process);
	json_text_close(text, '}');
}

static void append_states(struct text *text,
                          const uint64_t states[PORT_STATE_COUNT])
{
	json_text_open(text, "states", '{');
	for (int i = 0; i < PORT_STATE_COUNT; i++)
		json_text_count(text, port_state_name((enum port_state)i),
		                states[i]);
	json_text_close(text, '}');
}

void record_host(struct text *text, const struct host_summary *host)
{
	open_record(text, "host");
	append_address(text, &host->address);
	json_text_string(text, "hostname", host->hostname);
	append_states(text, host->states);
	append_rtt(text, host->has_rtt, host->srtt_us);
	json_text_bool(text, "suspect", host->suspect);
	json_text_bool(text, "icmp_limited", host->icmp_limited);
	json_text_close(text, '}');
}

/* Only those that occurred: most scans meet three of them. */
static void append_reasons(struct text *text,
                           const struct scan_summary *summary)
{
	json_text_open(text, "reasons", '{');
	for (int i = 0; i < PORT_REASON_COUNT; i++)
		if (summary->reasons[i] > 0)
			json_text_count(text,
			                port_reason_name((enum port_reason)i),
			                summary->reasons[i]);
	json_text_close(text, '}');
}

static void append_verdicts(struct text *text,
                            const struct scan_summary *summary)
{
	json_text_open(text, "verdicts", '{');
	for (int i = VERDICT_EXPECTED; i <= VERDICT_INVESTIGATE; i++)
		json_text_count(text, verdict_label_name((enum verdict_label)i),
		                summary->verdicts[i]);
	json_text_close(text, '}');
}

static void append_unresolved(struct text *text,
                              const struct scan_summary *summary)
{
	json_text_open(text, "unresolved", '[');
	for (size_t i = 0; i < summary->unresolved_count; i++)
		json_text_string(text, NULL, summary->unresolved[i]);
	json_text_close(text, ']');
}

/* How far the counts can be trusted. */
static void append_assessment(struct text *text,
                              const struct scan_summary *summary)
{
	json_text_count(text, "attempts", summary->attempts);
	json_text_count(text, "canaries", summary->canaries);
	json_text_count(text, "answers", summary->answers);
	json_text_count(text, "retried_answers", summary->retried_answers);
	json_text_count(text, "asked_once", summary->asked_once);
	json_text_estimate(text, "loss", summary->loss);
	json_text_estimate(text, "missed", summary->missed);
	json_text_count(text, "slowdowns", summary->slowdowns);
	json_text_count(text, "hosts_icmp_limited",
	                summary->hosts_icmp_limited);
	json_text_count(text, "hosts_suspect", summary->hosts_suspect);
	json_text_count(text, "addresses_skipped", summary->addresses_skipped);
}

void record_summary(struct text *text, const struct scan_summary *summary)
{
	open_record(text, "summary");
	json_text_bool(text, "complete", summary->complete);
	json_text_bool(text, "interrupted", summary->interrupted);
	append_time(text, "started", summary->started_us);
	append_time(text, "finished", summary->finished_us);
	json_text_count(text, "elapsed_ms", summary->elapsed_ms);
	json_text_count(text, "addresses", summary->address_count);
	json_text_count(text, "hosts_answered", summary->hosts_answered);
	append_states(text, summary->states);
	append_reasons(text, summary);
	append_verdicts(text, summary);
	append_assessment(text, summary);
	append_unresolved(text, summary);
	json_text_close(text, '}');
}
