// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_REPORT_SAMPLE_H
#define PORTSCAN_TESTS_REPORT_SAMPLE_H

#include "report/output.h"
#include "scan/sink.h"

/* A small scan to try the writers of reports on. */
enum sample {
	SAMPLE_SSH,     /* 10.0.0.5 22/tcp, open, expected */
	SAMPLE_DORMANT, /* 10.0.0.5 2076/tcp, open, ssh, to investigate */
	SAMPLE_SILENT,  /* 10.0.0.9 443/tcp, open, unconfirmed */
	SAMPLE_CLOSED,  /* 10.0.0.9 2076/tcp, closed */
	SAMPLE_DNS6,    /* 2001:db8::9 53/udp, open, expected */
	SAMPLE_HOSTILE, /* 10.0.0.7 25565/tcp, open, hostile_banner and facts */
	SAMPLE_SUSPECT, /* 10.0.0.11 8123/tcp, open as every port of its host */
	SAMPLE_HTTPS,   /* 10.0.0.9 8443/tcp, open, HTTP inside TLS */
	SAMPLE_TLS,     /* 10.0.0.9 993/tcp, open, TLS and nothing inside */
};

enum { SAMPLE_COUNT = SAMPLE_TLS + 1 };

/* Terminal escapes, NUL, quotes, line feeds, bad UTF-8, behind a '='. */
extern const char sample_hostile_banner[];
extern const size_t sample_hostile_len;

struct scan_info sample_info(void);
struct finding sample_finding(enum sample which);
struct host_summary sample_host(void);
struct scan_summary sample_summary(void);

/* A new empty file; unlink it.  The path lives until the next call. */
const char *sample_path(void);

/* output_open(), or the test is over. */
struct output *sample_output(const char *path);

/* What a file holds, with a NUL behind it.  The text lives until the next
 * call. */
char *sample_read(const char *path);

/* begin, every finding, one host. */
void sample_feed(struct sink *sink);

#endif
