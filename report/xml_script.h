// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_REPORT_XML_SCRIPT_H
#define PORTSCAN_REPORT_XML_SCRIPT_H

#include "base/text.h"
#include "scan/finding.h"

/*
 * What nmap's XML has no element for, as the result of a script: verdict,
 * process and facts of a finding.  Ports that are not open have none.
 *
 * There is one script element a host, with the tables of all its ports, rather
 * than some for each port: ndiff 7.93 on Python 3 cannot read a port that has
 * two, and fails to print a port that differs in nothing but its scripts.
 */

/* Append to the script's output: lines, each behind a line feed. */
void xml_script_append_output(struct text *text, const struct finding *finding);

/* Append the same as a table, "22/tcp", with a value an element. */
void xml_script_append_table(struct text *text, const struct finding *finding);

#endif
