// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Note how we were run, and end as the profile says. */
static int run(int argc, char **argv)
{
	FILE *profile = fopen(argv[3], "r"), *notes;
	char path[4096];
	int code = 0;

	snprintf(path, sizeof(path), "%s/ran", getenv("XDG_DATA_HOME"));
	notes = fopen(path, "a");
	if (notes == NULL || profile == NULL)
		return 9;
	for (int i = 1; i < argc; i++)
		fprintf(notes, "%s\n", argv[i]);
	fprintf(notes, "HOME=%s\n", getenv("HOME"));
	if (fscanf(profile, "# exit %d", &code) != 1)
		code = 9;
	fclose(profile);
	fclose(notes);
	return code;
}

/* portscan as far as check_systemd.py needs it: `audit schedule`, `audit
 * unschedule`, and an `audit run` that systemd is to start. */
int main(int argc, char **argv)
{
	if (argc < 3 || strcmp(argv[1], "audit") != 0)
		return 9;
	if (strcmp(argv[2], "run") == 0 && argc == 4)
		return run(argc, argv);
	return audit_schedule_command(argc - 2, argv + 2);
}
