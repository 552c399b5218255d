// SPDX-License-Identifier: Apache-2.0
#include "cli/port_choice.h"

#include "registry/common.h"
#include "targets/port_spec.h"

#include <string.h>

static void add_port(void *arg, uint16_t port)
{
	port_set_add(arg, port, port);
}

/* Where the common ports of one protocol go. */
struct common_filter {
	enum protocol protocol;
	struct port_set *set;
};

static void add_common(void *arg, enum protocol protocol, uint16_t first,
                       uint16_t last)
{
	const struct common_filter *filter = arg;

	if (protocol == filter->protocol)
		port_set_add(filter->set, first, last);
}

static bool look_up(void *arg, enum protocol protocol, const char *name,
                    struct port_set *set)
{
	if (strcmp(name, "common") == 0) {
		struct common_filter filter = { protocol, set };

		common_ports_each(add_common, &filter);
		return true;
	}
	return registry_ports_named(arg, protocol, name, add_port, set) > 0;
}

static bool parse(const char *spec, unsigned protocols,
                  const struct registry *registry, struct port_plan *plan,
                  struct text *error)
{
	size_t at = 0, item_len;
	enum port_spec_error status = port_spec_parse(
		spec, protocols, look_up, (void *)registry, plan, &at);

	if (status == PORT_SPEC_OK)
		return true;
	item_len = strcspn(spec + at, ",");
	if (item_len > 0)
		text_append(error, spec + at, item_len);
	else /* an empty item is seen only in its list */
		text_printf(error, "\"%s\"", spec);
	text_printf(error, ": %s", port_spec_strerror(status));
	return false;
}

bool port_choice_make(const struct scan_request *request,
                      const struct registry *registry, struct port_plan *plan,
                      struct port_plan *excluded, struct text *error)
{
	unsigned protocols = (request->tcp ? PORT_SPEC_TCP : 0) |
	                     (request->udp ? PORT_SPEC_UDP : 0);
	uint32_t left = 0;

	if (protocols == 0)
		protocols = PORT_SPEC_TCP;
	if (!parse(request->ports != NULL ? request->ports : "common",
	           protocols, registry, plan, error))
		return false;
	if (request->exclude_ports != NULL &&
	    !parse(request->exclude_ports, PORT_SPEC_TCP | PORT_SPEC_UDP,
	           registry, excluded, error))
		return false;
	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		port_set_remove(&plan->of[i], &excluded->of[i]);
		left += port_set_count(&plan->of[i]);
	}
	if (left > 0)
		return true;
	text_append_string(error, "every port is excluded");
	return false;
}
