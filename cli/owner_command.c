// SPDX-License-Identifier: Apache-2.0
#include "cli/owner_command.h"

#include "base/count.h"

#include <stddef.h>

/* What was asked about. */
enum { TCP_ONLY = 1, UDP_ONLY = 2, BOTH = 4 };

/* The port goes between `before` and `after`. */
static const struct {
	enum owner_system system;
	unsigned when;
	const char *before;
	const char *after;
} commands[] = {
	{ OWNER_LINUX, BOTH, "ss -tulpn 'sport = :", "'" },
	{ OWNER_LINUX, TCP_ONLY, "ss -tlpn 'sport = :", "'" },
	{ OWNER_LINUX, UDP_ONLY, "ss -ulpn 'sport = :", "'" },
	{ OWNER_MACOS, BOTH, "lsof -nP -i :", "" },
	{ OWNER_MACOS, TCP_ONLY, "lsof -nP -i TCP:", "" },
	{ OWNER_MACOS, UDP_ONLY, "lsof -nP -i UDP:", "" },
	{ OWNER_WINDOWS, TCP_ONLY | BOTH, "Get-NetTCPConnection -LocalPort ",
	  " | Select OwningProcess" },
	{ OWNER_WINDOWS, UDP_ONLY | BOTH, "Get-NetUDPEndpoint -LocalPort ",
	  " | Select OwningProcess" },
};

enum { COMMAND_COUNT = COUNT(commands) };

const char *owner_system_name(enum owner_system system)
{
	switch (system) {
	case OWNER_LINUX: return "Linux";
	case OWNER_MACOS: return "macOS";
	case OWNER_WINDOWS: return "Windows";
	}
	return "";
}

void owner_command(enum owner_system system, const bool asked[PROTOCOL_COUNT],
                   uint16_t port, const char *between, struct text *text)
{
	unsigned when = !asked[PROTOCOL_UDP]   ? TCP_ONLY
	                : !asked[PROTOCOL_TCP] ? UDP_ONLY
	                                       : BOTH;
	const char *gap = "";

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (commands[i].system != system || !(commands[i].when & when))
			continue;
		text_printf(text, "%s%s%u%s", gap, commands[i].before, port,
		            commands[i].after);
		gap = between;
	}
}
