// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_SCHEDULE_H
#define PORTSCAN_CLI_AUDIT_SCHEDULE_H

/*
 * portscan audit schedule NAME "daily 02:00" [--cron] [--user|--system], and
 * portscan audit unschedule NAME [--user|--system].  `argv[0]` is "schedule" or
 * "unschedule".  Without a scope it is the system's for root, and the user's
 * for others.  Prints; returns the exit code.
 */
int audit_schedule_command(int argc, char **argv);

#endif
