// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include "base/text.h"
#include "cli/scan_options.h"

#include <ares.h>
#include <stdio.h>
#include <uv.h>

static const char usage[] =
	"usage: portscan [scan] TARGET... [-p PORTS] [options]\n"
	"       portscan explain PORT[/tcp|/udp]... | registry "
	"info|export|import|update\n"
	"       portscan audit init|run|schedule|list|... (audit --help) | "
	"diff OLD NEW\n"
	"Targets: 192.0.2.7  10.0.0.0/24  10.0.0.5-20  10.0.0-3.1-254  "
	"2001:db8::/120\n"
	"or a name, for all its addresses.  Scan only hosts that you may "
	"scan.\n";

static const char epilogue[] = "Exit: 0 done, 1 --fail-on met, 2 usage, 3 "
			       "incomplete (something is untested)\n";

void help_print(void)
{
	struct text options;

	text_init(&options);
	scan_options_help(&options);
	printf("%s%s%s", usage, options.data, epilogue);
	text_release(&options);
}

void version_print(void)
{
	printf("portscan %s (libuv %s, c-ares %s)\n", PORTSCAN_VERSION,
	       uv_version_string(), ares_version(NULL));
}
