// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/listing.h"
#include "tests/simnet/network.h"
#include "tests/simnet/options.h"
#include "tests/simnet/tun.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PACKETS_MAX = 1000000, EXIT_USAGE = 2 };

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "simnet: %s: %s\n", what, why);
	return EXIT_FAILURE;
}

static int serve(const struct options *options, struct network *network)
{
	int signals = tun_hold_signals();
	int fd = tun_attach(options->tun);
	int error;

	if (signals == -1 || fd == -1)
		return complain(options->tun, strerror(errno));
	puts("ready");
	fflush(stdout);
	error = tun_serve(fd, signals, options->until_eof, network);
	close(fd);
	close(signals);
	if (error != 0)
		return complain(options->tun, strerror(error));
	listing_counters(stdout, network);
	return EXIT_SUCCESS;
}

static int run(const struct options *options)
{
	static struct network network;
	int status;

	if (!network_init(&network, &options->world, &options->network,
	                  PACKETS_MAX))
		return complain("memory", strerror(ENOMEM));
	status = serve(options, &network);
	network_release(&network);
	return status;
}

static int perform(const struct options *options)
{
	switch (options->command) {
	case COMMAND_RUN: return run(options);
	case COMMAND_TRUTH:
		listing_truth(stdout, &options->world,
		              &options->ports.of[options->protocol],
		              options->protocol, options->all);
		return EXIT_SUCCESS;
	case COMMAND_HOSTS:
		listing_hosts(stdout, &options->world);
		return EXIT_SUCCESS;
	case COMMAND_HELP: options_help(stdout); return EXIT_SUCCESS;
	}
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	static struct options options;
	char message[OPTIONS_MESSAGE_MAX];
	int status;

	if (options_parse(&options, argc, argv, message)) {
		status = perform(&options);
		if (fflush(stdout) != 0)
			status = complain("output", strerror(errno));
	} else {
		fprintf(stderr, "simnet: %s\n", message);
		status = EXIT_USAGE;
	}
	options_release(&options);
	return status;
}
