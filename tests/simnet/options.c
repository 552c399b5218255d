// SPDX-License-Identifier: Apache-2.0
#include "tests/simnet/options.h"

#include "base/count.h"
#include "targets/port_spec.h"
#include "targets/target_spec.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MS_NS = 1000000 };

/* Reads the argument of an option into where it belongs. */
typedef bool (*read_cb)(void *where, const char *argument);

/* Two readers need more than one field. */
static bool read_rtt(void *world, const char *argument);
static bool read_protocol(void *protocol, const char *argument);

static bool read_double(const char *text, double max, double *value)
{
	char *end;

	errno = 0;
	*value = strtod(text, &end);
	return errno == 0 && end != text && *end == '\0' && isfinite(*value) &&
	       *value >= 0 && *value <= max;
}

static bool read_fraction(void *where, const char *argument)
{
	return read_double(argument, 1, where);
}

static bool read_rate(void *where, const char *argument)
{
	return read_double(argument, 1e9, where);
}

static bool read_ms(void *where_ns, const char *argument)
{
	double ms;

	if (!read_double(argument, 3600e3, &ms))
		return false;
	*(uint64_t *)where_ns = (uint64_t)(ms * MS_NS);
	return true;
}

static bool read_u64(void *where, const char *argument)
{
	char *end;

	if (*argument < '0' || *argument > '9')
		return false;
	errno = 0;
	*(uint64_t *)where = strtoull(argument, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool read_u32(void *where, const char *argument)
{
	uint64_t value;

	if (!read_u64(&value, argument) || value > UINT32_MAX)
		return false;
	*(uint32_t *)where = (uint32_t)value;
	return true;
}

static bool read_text(void *where, const char *argument)
{
	*(const char **)where = argument;
	return *argument != '\0';
}

static bool no_names(void *arg, enum protocol protocol, const char *name,
                     struct port_set *set)
{
	(void)arg;
	(void)protocol;
	(void)name;
	(void)set;
	return false;
}

static bool read_ports(void *where, const char *argument)
{
	size_t error_at;

	return port_spec_parse(argument, PORT_SPEC_TCP, no_names, NULL, where,
	                       &error_at) == PORT_SPEC_OK;
}

static bool overlaps(const struct target_set *nets, size_t before)
{
	for (size_t i = 0; i < before; i++)
		for (size_t j = before; j < nets->range_count; j++)
			if (address_compare(&nets->ranges[i].first,
			                    &nets->ranges[j].last) <= 0 &&
			    address_compare(&nets->ranges[j].first,
			                    &nets->ranges[i].last) <= 0)
				return true;
	return false;
}

static bool read_net(struct target_set *nets, const char *text)
{
	size_t before = nets->range_count, error_at;
	bool is_name;

	return target_spec_parse(text, nets, &is_name, &error_at) ==
	               TARGET_SPEC_OK &&
	       !is_name && !overlaps(nets, before);
}

static bool read_nets(void *where, const char *argument)
{
	char *copy = strdup(argument);
	char *rest = copy;
	bool is_good = copy != NULL;

	while (is_good && rest != NULL)
		is_good = read_net(where, strsep(&rest, ","));
	free(copy);
	return is_good;
}

#define WORLD(field) offsetof(struct options, world.field)
#define NETWORK(field) offsetof(struct options, network.field)

static const struct option_row {
	const char *name;
	const char *argument; /* NULL: a flag */
	read_cb read;
	size_t where;
	const char *help;
} rows[] = {
	{ "--tun", "NAME", read_text, offsetof(struct options, tun),
	  "run: the device to answer on, which exists" },
	{ "--until-eof", NULL, NULL, offsetof(struct options, until_eof),
	  "run: stop at the end of standard input" },
	{ "--ports", "PORTS", read_text, offsetof(struct options, ports_text),
	  "truth: only these ports [1-65535]" },
	{ "--protocol", "tcp|udp", read_protocol,
	  offsetof(struct options, protocol), "truth: of this protocol [tcp]" },
	{ "--all", NULL, NULL, offsetof(struct options, all),
	  "truth: not only the open ports" },
	{ "--net", "CIDR,...", read_nets, WORLD(nets), "the addresses there" },
	{ "--seed", "N", read_u64, WORLD(seed),
	  "another one, another world [1]" },
	{ "--up", "F", read_fraction, WORLD(up),
	  "fraction of addresses with a host [1]" },
	{ "--open", "F", read_fraction, WORLD(open),
	  "of the TCP ports, open [0.02]" },
	{ "--open-ports", "PORTS", read_ports, WORLD(open_ports),
	  "open on every host; U: for UDP" },
	{ "--filtered", "F", read_fraction, WORLD(filtered),
	  "of the ports not open, silent [0]" },
	{ "--rejected", "F", read_fraction, WORLD(rejected),
	  "of the ports not open, prohibited by ICMP [0]" },
	{ "--rtt", "MIN-MAX", read_rtt, offsetof(struct options, world),
	  "round trip in ms, one for each host [1-1]" },
	{ "--jitter", "MS", read_ms, NETWORK(jitter_ns),
	  "more delay for each packet, at most [0]" },
	{ "--loss", "F", read_fraction, NETWORK(loss),
	  "of the packets, each way [0]" },
	{ "--icmp-limit", "N", read_rate, NETWORK(icmp_per_s),
	  "ICMP errors a second and host; 0: no limit [0]" },
	{ "--icmp-burst", "N", read_u32, NETWORK(icmp_burst),
	  "ICMP errors that a rested host sends at once [6]" },
	{ "--icmp-silent", "F", read_fraction, WORLD(icmp_silent),
	  "of the hosts, send no ICMP [0]" },
	{ "--everything-open", "F", read_fraction, WORLD(everything_open),
	  "of the hosts, accept and say nothing [0]" },
	{ "--slow-start", "F", read_fraction, WORLD(slow_start),
	  "of the hosts, silent for their first 2 s [0]" },
	{ "--bottleneck", "PPS", read_u32, NETWORK(bottleneck_pps),
	  "packets a second, each way; 0: no limit [0]" },
	{ "--queue", "N", read_u32, NETWORK(queue),
	  "packets that wait at the bottleneck [100]" },
	{ "--udp-answers", "F", read_fraction, WORLD(udp_answers),
	  "of the UDP ports, answer [0.02]" },
	{ "--banner", "F", read_fraction, WORLD(banner),
	  "of the open TCP ports, speak first [0.5]" },
	{ "--echo", "F", read_fraction, WORLD(echo),
	  "of the hosts, answer echo requests [1]" },
};

static bool read_rtt(void *where, const char *argument)
{
	struct world *world = where;
	const char *hyphen = strchr(argument, '-');
	char *min;
	bool is_good;

	if (hyphen == NULL)
		return false;
	min = strndup(argument, (size_t)(hyphen - argument));
	is_good = min != NULL && read_ms(&world->rtt_min_ns, min) &&
	          read_ms(&world->rtt_max_ns, hyphen + 1) &&
	          world->rtt_min_ns <= world->rtt_max_ns;
	free(min);
	return is_good;
}

static bool read_protocol(void *where, const char *argument)
{
	enum protocol *protocol = where;

	*protocol = strcmp(argument, "udp") == 0 ? PROTOCOL_UDP : PROTOCOL_TCP;
	return strcmp(argument, protocol_name(*protocol)) == 0;
}

static void set_defaults(struct options *options)
{
	*options = (struct options){
		.network = { .icmp_burst = 6, .queue = 100 },
	};
	world_init(&options->world);
}

void options_release(struct options *options)
{
	world_release(&options->world);
}

static const struct option_row *find_row(const char *name)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

static bool fail(char message[OPTIONS_MESSAGE_MAX], const char *what,
                 const char *why)
{
	snprintf(message, OPTIONS_MESSAGE_MAX, "%s: %s", what, why);
	return false;
}

static bool read_options(struct options *options, char **argv,
                         char message[OPTIONS_MESSAGE_MAX])
{
	for (; *argv != NULL; argv++) {
		const struct option_row *row = find_row(*argv);
		void *where;

		if (row == NULL)
			return fail(message, *argv, "no such option");
		where = (char *)options + row->where;
		if (row->argument == NULL)
			*(bool *)where = true;
		else if (argv[1] == NULL)
			return fail(message, *argv, "needs a value");
		else if (!row->read(where, *++argv))
			return fail(message, row->name, *argv);
	}
	return true;
}

static bool read_command(struct options *options, const char *name)
{
	static const char *const names[] = {
		[COMMAND_RUN] = "run",
		[COMMAND_TRUTH] = "truth",
		[COMMAND_HOSTS] = "hosts",
		[COMMAND_HELP] = "--help",
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0) {
			options->command = (enum command)i;
			return true;
		}
	return false;
}

static bool read_truth_ports(struct options *options)
{
	const char *text = options->ports_text;
	size_t error_at;

	return port_spec_parse(text != NULL ? text : "-",
	                       1u << options->protocol, no_names, NULL,
	                       &options->ports, &error_at) == PORT_SPEC_OK;
}

/* What no option by itself can get wrong. */
static bool check(struct options *options, char message[OPTIONS_MESSAGE_MAX])
{
	const struct world *world = &options->world;

	if (world->nets.range_count == 0)
		return fail(message, "--net", "is needed");
	if (options->command == COMMAND_RUN && options->tun == NULL)
		return fail(message, "--tun", "is needed");
	if (world->filtered + world->rejected > 1)
		return fail(message, "--filtered, --rejected", "more than 1");
	if (world->everything_open + world->icmp_silent + world->slow_start > 1)
		return fail(message,
		            "--everything-open, --icmp-silent, --slow-start",
		            "more than 1");
	if (options->network.icmp_burst == 0)
		return fail(message, "--icmp-burst", "at least 1");
	if (!read_truth_ports(options))
		return fail(message, "--ports", options->ports_text);
	return true;
}

bool options_parse(struct options *options, int argc, char **argv,
                   char message[OPTIONS_MESSAGE_MAX])
{
	set_defaults(options);
	if (argc < 2 || !read_command(options, argv[1]))
		return fail(message, argc < 2 ? "command" : argv[1],
		            "run, truth, hosts or --help");
	if (options->command == COMMAND_HELP)
		return true;
	return read_options(options, argv + 2, message) &&
	       check(options, message);
}

void options_help(FILE *stream)
{
	fputs("usage: simnet run --tun NAME WORLD...\n"
	      "       simnet truth WORLD... [--ports PORTS] "
	      "[--protocol tcp|udp] [--all]\n"
	      "       simnet hosts WORLD...\n\n",
	      stream);
	for (size_t i = 0; i < COUNT(rows); i++)
		fprintf(stream, "  %-17s %-9s %s\n", rows[i].name,
		        rows[i].argument != NULL ? rows[i].argument : "",
		        rows[i].help);
}
