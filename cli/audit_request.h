// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_REQUEST_H
#define PORTSCAN_CLI_AUDIT_REQUEST_H

#include "audit/profile.h"
#include "base/text.h"
#include "cli/scan_options.h"
#include "targets/port_set.h"
#include "targets/target_set.h"

#include <stdbool.h>

/* The scan that a profile describes, as the command line it stands for. */
struct audit_request {
	char **argv; /* owned; what `request` points into */
	int argc;
	struct scan_request request;
};

/*
 * Make it of the profile's [scan] section: every option of a scan but those
 * that an audit decides itself.  Each setting is checked alone first, targets
 * and ports too, so that an error has its line: false with "FILE:LINE: …" in
 * `error`.  Release it either way.
 */
bool audit_request_make(struct audit_request *request,
                        const struct profile *profile, struct text *error);

/* The same for a second look at `ports` of `targets`, which is sealed: nobody
 * looks for hosts first, and all else is as the profile says. */
bool audit_request_again(struct audit_request *request,
                         const struct profile *profile,
                         const struct target_set *targets,
                         const struct port_plan *ports, struct text *error);

void audit_request_release(struct audit_request *request);

/* Append it as people would type it. */
void audit_request_format(const struct audit_request *request,
                          struct text *text);

#endif
