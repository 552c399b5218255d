// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_POLICY_DATE_H
#define PORTSCAN_AUDIT_POLICY_DATE_H

#include <stdint.h>

enum { POLICY_DATE_SIZE = sizeof("2027-06-30") };

/* Days from a date that exists to a later one; negative to an earlier one. */
int64_t policy_date_days(const char *from, const char *to);

/* The day that it is here. */
void policy_date_today(char today[POLICY_DATE_SIZE]);

#endif
