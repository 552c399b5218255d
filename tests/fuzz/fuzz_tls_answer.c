// SPDX-License-Identifier: Apache-2.0
/* The first byte is how much of the rest came first; what was certain by then
 * still is. */
#include "identify/tls_answer.h"

#include <stdbool.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct tls_answer *answer)
{
	if ((answer->kind == TLS_ANSWER_ACCEPTED) !=
	    (answer->version != TLS_VERSION_UNKNOWN))
		abort();
	if (answer->kind != TLS_ANSWER_REFUSED && answer->alert != 0)
		abort();
}

static bool same(const struct tls_answer *a, const struct tls_answer *b)
{
	return a->kind == b->kind && a->version == b->version &&
	       a->alert == b->alert;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes said = bytes_from((struct bytes){ data, size }, 1);
	struct tls_answer first, whole, datagram;

	if (size == 0)
		return 0;
	first = tls_answer_read(bytes_first(said, data[0]));
	whole = tls_answer_read(said);
	datagram = tls_answer_read_datagram(said);
	check(&first);
	check(&whole);
	check(&datagram);
	if (first.kind != TLS_ANSWER_NOT_YET && !same(&first, &whole))
		abort();
	return 0;
}
