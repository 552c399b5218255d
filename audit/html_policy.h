// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_AUDIT_HTML_POLICY_H
#define PORTSCAN_AUDIT_HTML_POLICY_H

#include "audit/account.h"
#include "base/text.h"

/* Append the section on what the policy has documented: its rules, those that
 * end first before the others, with what there is to say of them. */
void html_policy_append(const struct account *account, struct text *text);

#endif
