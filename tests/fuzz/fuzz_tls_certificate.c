// SPDX-License-Identifier: Apache-2.0
#include "identify/tls_facts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct bytes der, const char *name)
{
	struct facts facts = { 0 }, again;

	if (tls_facts_of_certificate(&facts, der, name, 1906502400) !=
	    (facts.len > 0))
		abort();
	if (facts.len > FACTS_MAX / 2 ||
	    !facts_decode(&again, facts.bytes, facts.len))
		abort();
	facts_release(&again);
	facts_release(&facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check((struct bytes){ data, size }, "zoo.test");
	check((struct bytes){ data, size }, "2001:db8::1");
	return 0;
}
