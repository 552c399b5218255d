// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/options.h"

#include "base/count.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

enum { WORDS_MAX = 40 };

static struct options options;
static char message[OPTIONS_MESSAGE_MAX];

/* `line` is split at its spaces. */
static bool parse(const char *line)
{
	static char copy[400];
	char *argv[WORDS_MAX + 1] = { NULL };
	char *rest = copy;
	int argc = 0;

	strncpy(copy, line, sizeof(copy) - 1);
	while (rest != NULL && argc < WORDS_MAX)
		argv[argc++] = strsep(&rest, " ");
	return options_parse(&options, argc, argv, message);
}

Test(options, a_world_needs_nothing_but_its_nets)
{
	cr_assert(parse("simnet run --tun sim0 --net 10.1.0.0/16"), "%s",
	          message);
	cr_expect(eq(int, options.command, COMMAND_RUN));
	cr_expect(eq(str, (char *)options.tun, "sim0"));
	cr_expect(eq(u64, options.world.seed, 1));
	cr_expect(eq(dbl, options.world.up, 1));
	cr_expect(eq(dbl, options.world.open, 0.02));
	cr_expect(eq(dbl, options.world.udp_answers, 0.02));
	cr_expect(eq(dbl, options.world.banner, 0.5));
	cr_expect(eq(dbl, options.world.echo, 1));
	cr_expect(eq(u64, options.world.rtt_min_ns, 1000000));
	cr_expect(eq(u64, options.world.rtt_max_ns, 1000000));
	cr_expect(eq(u32, options.network.icmp_burst, 6));
	cr_expect(eq(u32, options.network.queue, 100));
	options_release(&options);
}

Test(options, every_option_reaches_its_place)
{
	cr_assert(parse("simnet run --tun x --until-eof"
	                " --net 10.1.0.0/24,2001:db8:1::/64 --seed 7 --up 0.1"
	                " --open 0.2 --open-ports 22,U:53 --filtered 0.3"
	                " --rejected 0.4 --rtt 20-60.5 --jitter 2 --loss 0.005"
	                " --icmp-limit 0.5 --icmp-burst 3 --icmp-silent 0.25"
	                " --everything-open 0.125"),
	          "%s", message);
	cr_expect(options.until_eof);
	cr_expect(eq(sz, options.world.nets.range_count, 2));
	cr_expect(eq(u64, options.world.seed, 7));
	cr_expect(eq(dbl, options.world.up, 0.1));
	cr_expect(eq(dbl, options.world.open, 0.2));
	cr_expect(port_set_has(&options.world.open_ports.of[PROTOCOL_TCP], 22));
	cr_expect(port_set_has(&options.world.open_ports.of[PROTOCOL_UDP], 53));
	cr_expect(eq(dbl, options.world.filtered, 0.3));
	cr_expect(eq(dbl, options.world.rejected, 0.4));
	cr_expect(eq(u64, options.world.rtt_min_ns, 20000000));
	cr_expect(eq(u64, options.world.rtt_max_ns, 60500000));
	cr_expect(eq(u64, options.network.jitter_ns, 2000000));
	cr_expect(eq(dbl, options.network.loss, 0.005));
	cr_expect(eq(dbl, options.network.icmp_per_s, 0.5));
	cr_expect(eq(u32, options.network.icmp_burst, 3));
	cr_expect(eq(dbl, options.world.icmp_silent, 0.25));
	cr_expect(eq(dbl, options.world.everything_open, 0.125));
	options_release(&options);

	cr_assert(parse("simnet hosts --net 10.1.0.0/24 --slow-start 0.5"
	                " --bottleneck 10000 --queue 50 --udp-answers 0.75"
	                " --banner 0.25 --echo 0"));
	cr_expect(eq(int, options.command, COMMAND_HOSTS));
	cr_expect(eq(dbl, options.world.slow_start, 0.5));
	cr_expect(eq(u32, options.network.bottleneck_pps, 10000));
	cr_expect(eq(u32, options.network.queue, 50));
	cr_expect(eq(dbl, options.world.udp_answers, 0.75));
	cr_expect(eq(dbl, options.world.banner, 0.25));
	cr_expect(eq(dbl, options.world.echo, 0));
	options_release(&options);
}

Test(options, ports_of_the_truth_are_of_its_protocol)
{
	cr_assert(parse("simnet truth --net 10.1.0.0/24 --ports 53,80-81"
	                " --protocol udp --all"));
	cr_expect(options.all);
	cr_expect(eq(int, options.protocol, PROTOCOL_UDP));
	cr_expect(eq(u32, port_set_count(&options.ports.of[PROTOCOL_UDP]), 3));
	options_release(&options);

	cr_assert(parse("simnet truth --net 10.1.0.0/24"));
	cr_expect(not(options.all));
	cr_expect(eq(int, options.protocol, PROTOCOL_TCP));
	cr_expect(eq(u32, port_set_count(&options.ports.of[PROTOCOL_TCP]),
	             65535));
	options_release(&options);
}

static const struct {
	const char *line;
	const char *message;
} rejected[] = {
	{ "simnet", "command: run, truth, hosts or --help" },
	{ "simnet scan", "scan: run, truth, hosts or --help" },
	{ "simnet hosts", "--net: is needed" },
	{ "simnet run --net 10.1.0.0/24", "--tun: is needed" },
	{ "simnet hosts --net", "--net: needs a value" },
	{ "simnet hosts --net 10.1.0.0/33", "--net: 10.1.0.0/33" },
	{ "simnet hosts --net example.com", "--net: example.com" },
	{ "simnet hosts --net 10.1.0.0/24,10.1.0.7",
	  "--net: 10.1.0.0/24,10.1.0.7" },
	{ "simnet hosts --speed 7", "--speed: no such option" },
	{ "simnet hosts --up 1.5", "--up: 1.5" },
	{ "simnet hosts --up -1", "--up: -1" },
	{ "simnet hosts --up nan", "--up: nan" },
	{ "simnet hosts --up 0.5x", "--up: 0.5x" },
	{ "simnet hosts --up ", "--up: " },
	{ "simnet hosts --seed -1", "--seed: -1" },
	{ "simnet hosts --queue 5000000000", "--queue: 5000000000" },
	{ "simnet hosts --rtt 5", "--rtt: 5" },
	{ "simnet hosts --rtt 9-5", "--rtt: 9-5" },
	{ "simnet hosts --open-ports http", "--open-ports: http" },
	{ "simnet truth --protocol sctp", "--protocol: sctp" },
	{ "simnet truth --net 10.1.0.0/24 --ports 70000", "--ports: 70000" },
	{ "simnet hosts --net 10.1.0.0/24 --icmp-burst 0",
	  "--icmp-burst: at least 1" },
	{ "simnet hosts --net 10.1.0.0/24 --filtered 0.6 --rejected 0.6",
	  "--filtered, --rejected: more than 1" },
	{ "simnet hosts --net 10.1.0.0/24 --slow-start 0.6 --icmp-silent 0.6",
	  "--everything-open, --icmp-silent, --slow-start: more than 1" },
};

Test(options, what_makes_no_sense_is_refused)
{
	for (size_t i = 0; i < COUNT(rejected); i++) {
		cr_expect(not(parse(rejected[i].line)), "%s", rejected[i].line);
		cr_expect(eq(str, message, (char *)rejected[i].message), "%s",
		          rejected[i].line);
		options_release(&options);
	}
}
