// SPDX-License-Identifier: Apache-2.0
#include "targets/port_spec.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look_up(void *arg, enum protocol protocol, const char *name,
                    struct port_set *set)
{
	(void)arg;
	assert(strlen(name) <= PORT_SPEC_NAME_MAX);
	if (protocol == PROTOCOL_UDP || name[0] != 'h')
		return false;
	port_set_add(set, 80, 80);
	return true;
}

/* The first byte chooses the default protocols, the rest is the spec. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned protocols[] = { PORT_SPEC_TCP, PORT_SPEC_UDP,
		                              PORT_SPEC_TCP | PORT_SPEC_UDP };
	struct port_plan plan = { 0 };
	enum port_spec_error error;
	size_t error_at = 0;
	char *spec;

	if (size == 0 || (spec = malloc(size)) == NULL)
		return 0;
	memcpy(spec, data + 1, size - 1);
	spec[size - 1] = '\0';
	error = port_spec_parse(spec, protocols[data[0] % 3], look_up, NULL,
	                        &plan, &error_at);
	assert(error_at <= strlen(spec));
	assert((error == PORT_SPEC_OK) ==
	       (port_set_count(&plan.of[PROTOCOL_TCP]) +
	                port_set_count(&plan.of[PROTOCOL_UDP]) >
	        0));
	free(spec);
	return 0;
}
