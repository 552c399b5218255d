// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_TUN_H
#define PORTSCAN_TESTS_SIMNET_TUN_H

#include "tests/simnet/network.h"

#include <stdbool.h>

/* A descriptor, to be closed, for an existing TUN device; -1 and errno. */
int tun_attach(const char *name);

/*
 * Let `network` answer on the device until SIGTERM or SIGINT, or with
 * `until_eof` the end of standard input.  0, or an errno.
 */
int tun_serve(int fd, struct network *network, bool until_eof);

/* SIGTERM and SIGINT from now on end tun_serve(), even if it has not begun. */
void tun_hold_signals(void);

#endif
