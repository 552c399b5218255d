// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_TESTS_SIMNET_OPTIONS_H
#define PORTSCAN_TESTS_SIMNET_OPTIONS_H

#include "tests/simnet/network.h"
#include "tests/simnet/world.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum command { COMMAND_RUN, COMMAND_TRUTH, COMMAND_HOSTS, COMMAND_HELP };

struct options {
	enum command command;
	struct world world;
	struct network_options network;
	const char *tun;
	bool until_eof;
	const char *ports_text;
	struct port_plan ports; /* of `truth` */
	enum protocol protocol;
	bool all;
};

enum { OPTIONS_MESSAGE_MAX = 160 };

/* False, with what is wrong in `message`, when argv makes no sense; options are
 * to be released in any case, and point into argv. */
bool options_parse(struct options *options, int argc, char **argv,
                   char message[OPTIONS_MESSAGE_MAX]);
void options_release(struct options *options);

void options_help(FILE *stream);

#endif
