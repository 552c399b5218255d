// SPDX-License-Identifier: Apache-2.0
#ifndef PORTSCAN_IDENTIFY_VERSION_INFO_H
#define PORTSCAN_IDENTIFY_VERSION_INFO_H

#include "identify/bytes.h"
#include "identify/service.h"
#include "identify/version_template.h"

#include <stdint.h>

/*
 * What a match line of a service database reports, behind its pattern: blanks
 * and fields, each a template between delimiters.
 *
 *   p/product/ v/version/ i/extra/ h/hostname/ o/os/ d/device/ cpe:/name/a
 *
 * cpe: may stand there several times, and the "a" behind it be left out.
 */

/* NULL, or what is wrong; `*highest` as in version_template_check(). */
const char *version_info_check(struct bytes info, uint32_t *highest);

/* Report what `info`, which was checked, says of a match; `service` knows none
 * of it yet, and still does not where a field cannot be told. */
void version_info_fill(struct bytes info,
                       const struct bytes groups[TEMPLATE_GROUPS],
                       struct service *service);

#endif
