// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_FUZZ_CHECK_SERVICE_H
#define PORTSCAN_TESTS_FUZZ_CHECK_SERVICE_H

#include "identify/service.h"

/* Abort unless each of its strings is printable and ends within its room. */
void check_service(const struct service *service);

#endif
