// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_CLI_AUDIT_PRINT_H
#define PORTSCAN_CLI_AUDIT_PRINT_H

#include "audit/account.h"
#include "audit/notice.h"

/* What a run came to, for people, on standard output. */
void audit_print_account(const struct account *account,
                         enum notice_extent extent);

/* One line on it, "17  2026-11-25 02:00  complete  …", and the titles. */
void audit_print_run_titles(void);
void audit_print_run(const struct run *run);

/* "2026-11-25 02:00", local time; "-" for 0. */
enum { AUDIT_TIME_SIZE = 20 };
const char *audit_time(int64_t time_us, char text[AUDIT_TIME_SIZE]);

/* Print text that a remote host chose, or part of it. */
void audit_print_escaped(const char *text);

#endif
