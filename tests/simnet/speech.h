// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_SPEECH_H
#define PORTSCAN_TESTS_SIMNET_SPEECH_H

#include "tests/simnet/build.h"
#include "tests/simnet/packet.h"
#include "tests/simnet/world.h"

#include <stddef.h>

/*
 * What open ports say: text in which the world's mark of the port is, so that
 * no two ports say the same.  Each returns the length.
 */
size_t speech_tcp(const struct packet *packet, const struct host *host,
                  enum port_manner manner, enum tcp_say say,
                  char text[ANSWER_TEXT_MAX]);
size_t speech_udp(const struct packet *packet, const struct host *host,
                  char text[ANSWER_TEXT_MAX]);

#endif
