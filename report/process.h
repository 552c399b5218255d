// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_PROCESS_H
#define PORTSCAN_REPORT_PROCESS_H

#include "base/text.h"
#include "scan/finding.h"

/* Whether anybody is known to have opened the socket. */
bool process_is_known(const struct process *process);

/* Append the member "process" of a port record; null when nobody is known. */
void process_append_member(struct text *text, const struct process *process);

/* Append "sshd (pid 812, user root)", of one that is known.  It is as the
 * process has it: escape it before a terminal sees it. */
void process_append_name(struct text *text, const struct process *process);

/* Append "; on this machine: " and the same, or nothing. */
void process_append_words(struct text *text, const struct process *process);

#endif
