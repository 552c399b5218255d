// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_STANDARD_STREAMS_H
#define PORTSCAN_CLI_STANDARD_STREAMS_H

/*
 * Take the places of standard streams that the caller left closed, before a
 * report or a socket gets their number.  Reading from one that was closed, or
 * writing to it, still fails with EBADF.
 */
void standard_streams_hold(void);

/* Write out what stdout still holds.  EXIT_DONE, or EXIT_INCOMPLETE having
 * said why. */
int standard_output_finish(void);

#endif
