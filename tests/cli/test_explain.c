// SPDX-License-Identifier: Apache-2.0
#include "cli/explain.h"

#include "base/count.h"
#include "registry/table.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 4 };

/* Sixty-three letters, as long as a name may be here. */
#define LONGEST                                                                \
	"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"

/* ssh on 22, domain on 53 and, for udp only, on 5353; LONGEST on 63. */
static struct registry *small_registry(void)
{
	static const struct registry_source source = { "test", NULL, NULL };
	static const struct registry_entry ssh = { REGISTRY_ASSIGNED, "ssh",
		                                   NULL, NULL, NULL };
	static const struct registry_entry domain = { REGISTRY_ASSIGNED,
		                                      "domain", NULL, NULL,
		                                      NULL };
	static const struct registry_entry longest = { REGISTRY_ASSIGNED,
		                                       LONGEST, NULL, NULL,
		                                       NULL };
	struct table_builder *builder = table_builder_create();
	uint16_t ssh_row = table_builder_add(builder, &ssh, NULL);
	uint16_t domain_row = table_builder_add(builder, &domain, NULL);
	uint16_t longest_row = table_builder_add(builder, &longest, NULL);
	struct registry *registry;

	table_builder_set(builder, PROTOCOL_TCP, 63, 63, longest_row);
	table_builder_set(builder, PROTOCOL_TCP, 22, 22, ssh_row);
	table_builder_set(builder, PROTOCOL_UDP, 22, 22, ssh_row);
	table_builder_set(builder, PROTOCOL_TCP, 53, 53, domain_row);
	table_builder_set(builder, PROTOCOL_UDP, 53, 53, domain_row);
	table_builder_set(builder, PROTOCOL_UDP, 5353, 5353, domain_row);
	registry = table_builder_finish(builder, &source);
	table_builder_free(builder);
	cr_assert(ne(ptr, registry, NULL));
	return registry;
}

/* Run `explain` with these arguments; the texts are to be released. */
static int run(const char *proc, const char *const arguments[ARGUMENTS_MAX],
               struct text *out, struct text *complaint)
{
	struct registry *registry = small_registry();
	char *argv[ARGUMENTS_MAX + 2] = { "explain" };
	int argc = 1;
	int code;

	for (; argc <= ARGUMENTS_MAX && arguments[argc - 1] != NULL; argc++)
		argv[argc] = (char *)arguments[argc - 1];
	text_init(out);
	text_init(complaint);
	code = explain_run(registry, proc, argc, argv, out, complaint);
	registry_free(registry);
	return code;
}

/* The first line of each card tells which were made. */
static const struct {
	const char *arguments[ARGUMENTS_MAX];
	const char *heads[3];
} accepted[] = {
	{ { "2076" }, { "2076  " } },
	{ { "0" }, { "0  " } },
	{ { "00065535" }, { "65535  " } },
	{ { "22/tcp", "53/udp" }, { "22/tcp  ", "53/udp  " } },
	{ { "80", "22" }, { "80  ", "22  " } },
	{ { "ssh" }, { "22  " } },
	{ { "SSH/udp" }, { "22/udp  " } },
	{ { "domain" }, { "53  ", "5353  " } },
	{ { "domain/tcp" }, { "53/tcp  " } },
	{ { LONGEST }, { "63  " } },
};

Test(explain, makes_a_card_of_each_port_asked_for)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		const char *first = accepted[i].arguments[0];
		struct text out, complaint;
		const char *card;

		cr_expect(eq(int,
		             run("/nonexistent", accepted[i].arguments, &out,
		                 &complaint),
		             0),
		          "%s", first);
		cr_expect(eq(str, complaint.data, ""), "%s", first);
		card = out.data;
		for (size_t h = 0; h < 3 && accepted[i].heads[h] != NULL; h++) {
			const char *head = accepted[i].heads[h];

			cr_assert(ne(ptr, (void *)card, NULL), "%s", first);
			cr_expect(eq(int, strncmp(card, head, strlen(head)), 0),
			          "%s", first);
			card = strstr(card, "\n\n");
			if (card != NULL)
				card += 2;
		}
		cr_expect(eq(ptr, (void *)card, NULL), "%s", first);
		text_release(&complaint);
		text_release(&out);
	}
}

static const struct {
	const char *arguments[ARGUMENTS_MAX];
	const char *complaint;
} refused[] = {
	{ { NULL }, "explain what? try: portscan explain 2076" },
	{ { "--json" }, "explain what? try: portscan explain 2076" },
	{ { "70000" }, "70000: not a port number (0-65535)" },
	{ { "22", "4294967318/udp" },
	  "4294967318/udp: not a port number (0-65535)" },
	{ { "22/sctp" }, "22/sctp: the protocol must be tcp or udp" },
	{ { "22/" }, "22/: the protocol must be tcp or udp" },
	{ { "22/tcp/udp" }, "22/tcp/udp: the protocol must be tcp or udp" },
	{ { "nosuch" },
	  "nosuch: neither a port number (0-65535) nor a service's name" },
	{ { "22-25" },
	  "22-25: neither a port number (0-65535) nor a service's name" },
	{ { "" }, ": neither a port number (0-65535) nor a service's name" },
	{ { "/tcp" },
	  "/tcp: neither a port number (0-65535) nor a service's name" },
	{ { LONGEST "l" },
	  LONGEST "l: neither a port number (0-65535) nor a service's name" },
	{ { "-5" }, "-5: unknown option; see portscan explain --help" },
	{ { "22", "--jsonl" },
	  "--jsonl: unknown option; see portscan explain --help" },
};

Test(explain, refuses_in_one_line_and_explains_nothing)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct text out, complaint;

		cr_expect(eq(int,
		             run("/nonexistent", refused[i].arguments, &out,
		                 &complaint),
		             2),
		          "%s", refused[i].complaint);
		cr_expect(
			eq(str, complaint.data, (char *)refused[i].complaint));
		cr_expect(eq(str, out.data, ""), "%s", refused[i].complaint);
		text_release(&complaint);
		text_release(&out);
	}
}

Test(explain, names_this_very_process_when_it_listens)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char port[8], place[64], pid[32];
	const char *arguments[ARGUMENTS_MAX] = { port };
	struct text out, complaint;

	cr_assert(eq(int, bind(fd, (struct sockaddr *)&at, len), 0));
	cr_assert(eq(int, listen(fd, 1), 0));
	cr_assert(eq(int, getsockname(fd, (struct sockaddr *)&at, &len), 0));
	snprintf(port, sizeof(port), "%u", ntohs(at.sin_port));
	snprintf(place, sizeof(place), "here       tcp 127.0.0.1:%s by ", port);
	snprintf(pid, sizeof(pid), "(pid %d, ", (int)getpid());

	cr_expect(eq(int, run("/proc", arguments, &out, &complaint), 0));
	cr_expect(ne(ptr, strstr(out.data, place), NULL), "%s", out.data);
	cr_expect(ne(ptr, strstr(out.data, pid), NULL), "%s", out.data);
	text_release(&complaint);
	text_release(&out);

	arguments[1] = "--json";
	snprintf(pid, sizeof(pid), "\"pid\":%d,", (int)getpid());
	cr_expect(eq(int, run("/proc", arguments, &out, &complaint), 0));
	cr_expect(ne(ptr, strstr(out.data, pid), NULL), "%s", out.data);
	text_release(&complaint);
	text_release(&out);
	close(fd);
}

Test(explain, tells_how_it_is_used_and_nothing_else)
{
	const char *arguments[ARGUMENTS_MAX] = { "22", "--help", "70000" };
	struct text out, complaint;

	cr_expect(eq(int, run("/nonexistent", arguments, &out, &complaint), 0));
	cr_expect(eq(int, strncmp(out.data, "usage: ", 7), 0));
	cr_expect(eq(str, complaint.data, ""));
	text_release(&complaint);
	text_release(&out);
}
