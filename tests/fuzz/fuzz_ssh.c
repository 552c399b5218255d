// SPDX-License-Identifier: Apache-2.0
/* The bytes are what a server said on each of the connections to it. */
#include "identify/ssh_opening.h"
#include "identify/ssh_reply.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ssh_opening opening = { .key = SSH_KEY_ANY };
	uint8_t out[SSH_OPENING_MAX];
	struct ssh_reply reply;
	struct facts facts = { NULL, 0 };
	int connections = 1;

	if (!ssh_reply_read((struct bytes){ data, size }, &reply))
		return 0;
	ssh_reply_describe(&reply, &facts);
	while (ssh_opening_next(&opening, &facts)) {
		size_t len = facts.len;

		if (++connections > SSH_KEY_COUNT ||
		    ssh_opening_write(&opening, out) > SSH_OPENING_MAX)
			abort();
		ssh_reply_describe(&reply, &facts);
		if (facts.len != len)
			abort(); /* all of it was known */
	}
	facts_release(&facts);
	return 0;
}
