// SPDX-License-Identifier: Apache-2.0
#include "cli/registry_command.h"

#include "base/count.h"
#include "base/text.h"
#include "cli/complain.h"
#include "cli/registry_in_use.h"
#include "cli/standard_streams.h"
#include "registry/export.h"
#include "registry/fetch.h"
#include "registry/store.h"
#include "registry/summary.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
	"usage: portscan registry info          the table in use, and its age\n"
	"       portscan registry export        all of it, as CSV\n"
	"       portscan registry import FILE   use IANA's CSV from now on\n"
	"       portscan registry update [--url URL]\n"
	"                                       download IANA's CSV and import "
	"it\n";

static void print_ports(const struct registry_summary *summary)
{
	static const enum registry_status statuses[] = {
		REGISTRY_ASSIGNED,   REGISTRY_DORMANT, REGISTRY_RESERVED,
		REGISTRY_UNASSIGNED, REGISTRY_DYNAMIC,
	};

	printf("%-10s  %6s  %6s\n", "", protocol_name(PROTOCOL_TCP),
	       protocol_name(PROTOCOL_UDP));
	for (size_t i = 0; i < COUNT(statuses); i++)
		printf("%-10s  %6u  %6u\n", registry_status_name(statuses[i]),
		       summary->ports[PROTOCOL_TCP][statuses[i]],
		       summary->ports[PROTOCOL_UDP][statuses[i]]);
}

static void print_summary(const struct registry *registry)
{
	struct registry_summary summary = registry_summarise(registry);
	const struct registry_source *source = &summary.source;

	printf("origin  %s\n", source->origin);
	printf("date    %s\n", source->date != NULL ? source->date : "unknown");
	printf("sha256  %s\n\n", source->sha256);
	print_ports(&summary);
}

static bool takes_nothing(int argc, char **argv)
{
	if (argc == 1)
		return true;
	complain("%s: registry %s takes no argument", argv[1], argv[0]);
	return false;
}

static int info(int argc, char **argv)
{
	struct registry_in_use in_use;

	if (!takes_nothing(argc, argv))
		return EXIT_USAGE;
	registry_in_use_init(&in_use);
	print_summary(in_use.registry);
	registry_in_use_release(&in_use);
	return standard_output_finish();
}

static bool write_piece(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	return fwrite(bytes, 1, len, stdout) == len;
}

static int export(int argc, char **argv)
{
	struct registry_in_use in_use;
	bool exported;

	if (!takes_nothing(argc, argv))
		return EXIT_USAGE;
	registry_in_use_init(&in_use);
	exported = registry_export(in_use.registry, write_piece, NULL);
	registry_in_use_release(&in_use);
	if (!exported && !ferror(stdout)) {
		complain("out of memory");
		return EXIT_INCOMPLETE;
	}
	return standard_output_finish();
}

/* Import `csv`, which came from `name`, and show what it is. */
static bool import_text(const struct text *csv, const char *name)
{
	struct registry_in_use in_use;
	struct registry *imported;
	struct text why;

	text_init(&why);
	registry_in_use_init(&in_use);
	imported = registry_store_import(csv, name, in_use.registry, &why);
	if (imported != NULL)
		print_summary(imported);
	else
		complain("%s; the old registry stays in use", why.data);
	registry_free(imported);
	registry_in_use_release(&in_use);
	text_release(&why);
	return imported != NULL;
}

static int import(int argc, char **argv)
{
	struct text csv, why;
	bool imported = false;

	if (argc != 2) {
		complain("registry import takes one FILE: IANA's CSV");
		return EXIT_USAGE;
	}
	text_init(&csv);
	text_init(&why);
	if (registry_read_file(argv[1], &csv, &why))
		imported = import_text(&csv, argv[1]);
	else
		complain("%s", why.data);
	text_release(&csv);
	text_release(&why);
	return imported ? standard_output_finish() : EXIT_USAGE;
}

/* The URL that the options ask for; NULL, having said why, when they are
 * wrong. */
static const char *url_option(int argc, char **argv)
{
	if (argc == 1)
		return REGISTRY_OFFICIAL_URL;
	if (argc == 2 && strncmp(argv[1], "--url=", 6) == 0)
		return argv[1] + 6;
	if (argc == 3 && strcmp(argv[1], "--url") == 0)
		return argv[2];
	if (argc == 2 && strcmp(argv[1], "--url") == 0)
		complain("--url needs a URL");
	else
		complain("%s: registry update knows only --url URL",
		         argv[argc - 1]);
	return NULL;
}

static int update(int argc, char **argv)
{
	const char *url = url_option(argc, argv);
	struct text csv, why;
	bool imported = false;

	if (url == NULL)
		return EXIT_USAGE;
	text_init(&csv);
	text_init(&why);
	if (registry_fetch(url, &csv, &why))
		imported = import_text(&csv, url);
	else
		complain("%s", why.data);
	text_release(&csv);
	text_release(&why);
	return imported ? standard_output_finish() : EXIT_INCOMPLETE;
}

static int help(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs(usage, stdout);
	return standard_output_finish();
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} actions[] = {
	{ "info", info },     { "export", export }, { "import", import },
	{ "update", update }, { "--help", help },   { "-h", help },
	{ "help", help },
};

int registry_command(int argc, char **argv)
{
	if (argc < 2) {
		complain("registry what? info, export, import FILE or update");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < COUNT(actions); i++) {
		if (strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(argc - 1, argv + 1);
	}
	complain("%s: not info, export, import FILE or update", argv[1]);
	return EXIT_USAGE;
}
