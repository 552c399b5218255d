// SPDX-License-Identifier: Apache-2.0
#include "cli/audit_list.h"

#include "audit/places.h"
#include "audit/profile.h"
#include "audit/store.h"
#include "audit/unit_files.h"
#include "cli/audit_print.h"
#include "cli/complain.h"
#include "cli/standard_streams.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Where the history of `place` is; false when its profile cannot be read. */
static bool find_database(const struct place *place, struct text *path,
                          struct text *why)
{
	struct profile profile = { 0 };
	bool found = profile_read(place->profile, &profile, why);

	if (found && profile.database != NULL)
		text_append_string(path, profile.database);
	else if (found)
		found = places_database(place->name, path, why);
	profile_release(&profile);
	return found;
}

/* How its newest run went.  False, with the reason, when it is unknown. */
static bool find_newest(const struct place *place, struct run *run,
                        struct text *why)
{
	struct text database;
	struct store *store = NULL;
	struct run_list runs = { 0 };

	text_init(&database);
	if (find_database(place, &database, why)) {
		if (access(database.data, F_OK) != 0)
			text_append_string(why, "never ran");
		else
			store = store_open(database.data, STORE_READ, why);
	}
	if (store != NULL && store_runs(store, 1, &runs, why)) {
		if (runs.count == 1) {
			*run = runs.items[0];
			runs.count = 0;
		} else {
			text_append_string(why, "never ran");
		}
	}
	run_list_release(&runs);
	store_close(store);
	text_release(&database);
	return run->id != 0;
}

static void print_last(const struct place *place)
{
	struct run run = { 0 };
	struct text why;
	char began[AUDIT_TIME_SIZE];

	text_init(&why);
	if (find_newest(place, &run, &why)) {
		printf("  last  %s run %" PRId64 " %s",
		       audit_time(run.started_us, began), run.id,
		       run_end_name(run.end));
		if (run_was_seen(&run))
			printf(", %" PRIu64 " open, %" PRIu64 " unaccounted",
			       run.open, run.unaccounted);
		printf("\n");
	} else {
		printf("  last  ");
		audit_print_escaped(why.data);
		printf("\n");
	}
	run_release(&run);
	text_release(&why);
}

static bool print_timer(const struct place *place, bool user)
{
	struct unit_times times;
	char next[AUDIT_TIME_SIZE];

	if (!unit_files_times(place->name, user, time(NULL), &times))
		return false;
	printf("  next  %s  %s%s\n",
	       audit_time((int64_t)times.next * 1000000, next),
	       times.schedule.data,
	       times.minded ? "" : ", but no systemd minds the timer");
	unit_times_release(&times);
	return true;
}

static void print_place(const struct place *place)
{
	bool system, user;

	printf("%s  ", place->name);
	audit_print_escaped(place->profile);
	printf("\n");
	print_last(place);
	system = print_timer(place, false);
	user = print_timer(place, true);
	if (!system && !user)
		printf("  next  not scheduled\n");
}

int audit_list_command(int argc, char **argv)
{
	struct place_list places;
	struct text error;
	int code;

	if (argc > 1) {
		complain("%s: audit list takes no argument", argv[1]);
		return EXIT_USAGE;
	}
	text_init(&error);
	if (places_list(&places, &error)) {
		for (size_t i = 0; i < places.count; i++)
			print_place(&places.items[i]);
		if (places.count == 0)
			printf("no audit yet; for example: portscan audit init "
			       "office --targets 10.0.0.0/24\n");
		place_list_release(&places);
		code = standard_output_finish();
	} else {
		complain("%s", error.data);
		code = EXIT_INCOMPLETE;
	}
	text_release(&error);
	return code;
}
