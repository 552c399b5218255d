// SPDX-License-Identifier: Apache-2.0
#include "cli/owner_command.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct {
	enum owner_system system;
	bool asked[PROTOCOL_COUNT];
	const char *command;
} commands[] = {
	{ OWNER_LINUX, { true, true }, "ss -tulpn 'sport = :53'" },
	{ OWNER_LINUX, { true, false }, "ss -tlpn 'sport = :53'" },
	{ OWNER_LINUX, { false, true }, "ss -ulpn 'sport = :53'" },
	{ OWNER_MACOS, { true, true }, "lsof -nP -i :53" },
	{ OWNER_MACOS, { true, false }, "lsof -nP -i TCP:53" },
	{ OWNER_MACOS, { false, true }, "lsof -nP -i UDP:53" },
	{ OWNER_WINDOWS,
	  { true, true },
	  "Get-NetTCPConnection -LocalPort 53 | Select OwningProcess; "
	  "Get-NetUDPEndpoint -LocalPort 53 | Select OwningProcess" },
	{ OWNER_WINDOWS,
	  { true, false },
	  "Get-NetTCPConnection -LocalPort 53 | Select OwningProcess" },
	{ OWNER_WINDOWS,
	  { false, true },
	  "Get-NetUDPEndpoint -LocalPort 53 | Select OwningProcess" },
};

Test(owner_command, asks_each_system_for_the_protocols_in_question)
{
	struct text text;

	text_init(&text);
	for (size_t i = 0; i < COUNT(commands); i++) {
		text_clear(&text);
		owner_command(commands[i].system, commands[i].asked, 53, "; ",
		              &text);
		cr_expect(eq(str, text.data, (char *)commands[i].command));
	}
	text_release(&text);
}
