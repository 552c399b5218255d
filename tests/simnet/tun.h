// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_TUN_H
#define PORTSCAN_TESTS_SIMNET_TUN_H

#include "tests/simnet/network.h"

#include <stdbool.h>

/* A descriptor, to be closed, for an existing TUN device; -1 and errno. */
int tun_attach(const char *name);

/* SIGTERM and SIGINT from now on only make the returned descriptor readable;
 * -1 and errno. */
int tun_hold_signals(void);

/*
 * Let `network` answer on the device until `signals`, of tun_hold_signals(), is
 * readable, or with `until_eof` standard input ends.  0, or an errno.
 */
int tun_serve(int fd, int signals, bool until_eof, struct network *network);

#endif
